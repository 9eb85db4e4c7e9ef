import type { Database } from 'better-sqlite3'
import type { ImportCounts } from '../../../shared/model/import-outcome.ts'
import type { PastImport } from '../../../shared/model/import-preview.ts'

interface RunRow extends Pick<PastImport, 'id' | 'account' | 'madeAt' | 'undoneAt' | 'change'> {
  readonly files: string
  readonly counts: string
}

const mostListed = 100
const mostNamed = 3

/** The imports of before. */
export function pastImportQueries(db: Database) {
  const all = db.prepare<[], RunRow>(
    `SELECT import_run.id, account_id AS account, import_run.made_at AS madeAt, import_run.undone_at AS undoneAt,
       files, counts, change_id AS change
     FROM import_run LEFT JOIN local_row ON table_name = 'import_run' AND after ->> '$.id' = import_run.id
     ORDER BY import_run.id DESC LIMIT ${mostListed}`,
  )
  return {
    /** The newest imports of these accounts, newest first. */
    pastImports: (accounts: readonly string[]): PastImport[] =>
      all.all().flatMap(({ files, counts, ...run }) => {
        if (!accounts.includes(run.account)) return []
        const names = files === '' ? [] : files.split('\n')
        return [{ ...run, files: names.slice(0, mostNamed), fileCount: names.length, counts: countsIn(counts) }]
      }),
  }
}

const countsIn = (json: string): ImportCounts | null => (json === '{}' ? null : JSON.parse(json))
