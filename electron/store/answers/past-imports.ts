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
  // The steps of undo are looked through once, and not for each import.
  const newest = db.prepare<[string], RunRow>(
    `WITH step AS MATERIALIZED
       (SELECT after ->> '$.id' AS run_id, change_id FROM local_row WHERE table_name = 'import_run')
     SELECT import_run.id, account_id AS account, import_run.made_at AS madeAt, import_run.undone_at AS undoneAt,
       files, counts, change_id AS change
     FROM import_run LEFT JOIN step ON step.run_id = import_run.id
     WHERE account_id IN (SELECT value FROM json_each(?)) ORDER BY import_run.id DESC LIMIT ${mostListed}`,
  )
  return {
    /** The newest imports of these accounts, newest first. */
    pastImports: (accounts: readonly string[]): PastImport[] =>
      newest.all(JSON.stringify(accounts)).map(({ files, counts, ...run }) => {
        const names = files === '' ? [] : files.split('\n')
        return { ...run, files: names.slice(0, mostNamed), fileCount: names.length, counts: countsIn(counts) }
      }),
  }
}

const countsIn = (json: string): ImportCounts | null => (json === '{}' ? null : JSON.parse(json))
