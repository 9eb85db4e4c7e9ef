import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { readImport } from '../../../electron/import/results/read-import.ts'
import { type AskedImport, Imports } from '../../../electron/imports/imports.ts'
import type { Store } from '../../../electron/store/api.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { ImportOutcome } from '../../../shared/model/import-outcome.ts'
import { accountNamed, database, noon } from '../store/laptop-database.ts'
import { type Json, linkPayload } from '../support/webhook-payloads.ts'

/** A file's name and content. */
export type File = readonly [name: string, content: unknown]

const textOf = (content: unknown): string | Buffer =>
  typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content)

/** What may be said of an import. */
export type Asked = Partial<Omit<AskedImport, 'account' | 'paths' | 'signal'>>

/** A laptop without a ClassMarker, that imports files. */
export function importing(timeZone = 'UTC') {
  const { db, calls, file } = database([accountNamed('a', timeZone)])
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-imports-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  // Each question is answered at once, where the real store asks another thread.
  const imports = new Imports({ store: calls as unknown as Store, clock: () => noon, read: readImport })
  const asked = (files: readonly File[], said: Asked): Promise<ImportOutcome> => {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), textOf(content))
    }
    const paths = files.map(([name]) => join(folder, name))
    const { signal } = new AbortController()
    return imports.run({ account: { id: 'a', timeZone }, paths, isPreview: false, signal, ...said })
  }
  return {
    db,
    calls,
    file,
    folder,
    imports,
    asked,
    imported: (...files: readonly File[]) => asked(files, {}),
    previewed: (...files: readonly File[]) => asked(files, { isPreview: true }),
    results: () => resultsIn(db),
    undo: () => calls.undoLocalChange(noon)?.outcome ?? null,
  }
}

/** What is stored of results, without what tells only when. */
export const resultsIn = (db: Database): readonly Json[] =>
  db
    .prepare<[], Json>(
      `SELECT id, natural_key, student_key, first, last, percentage, points_scored, requires_grading, time_finished,
         access_code, email, answer, EXISTS (SELECT 1 FROM imported_result WHERE result_id = id) AS imported
       FROM result JOIN result_answer USING (id) ORDER BY natural_key`,
    )
    .all()

export const callsOn = (db: Database) => storeOn(db).calls

/** A link's payload of a student, one of many. */
export const payloadOf = (at: number, result: Json = {}, rest: Json = {}): Json =>
  linkPayload({ link_result_id: 1_000 + at, first: `Ada ${at}`, email: `ada${at}@example.org`, ...result }, rest)
