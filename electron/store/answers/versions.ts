import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { QuestionVersion } from '../../../shared/model/answers.ts'

/** A version of a question as it is stored. */
export interface StoredVersion {
  readonly questionId: string
  readonly digest: Uint8Array
  readonly highestMark: number | null
  /** All else, as JSON. */
  readonly content: string
}

export function versionToStore({ questionId, pointsAvailable, ...content }: QuestionVersion): StoredVersion {
  const { type, categoryId, question, options, correct } = content
  const text = JSON.stringify({ type, categoryId, question, options, correct })
  const digest = createHash('sha256').update(JSON.stringify(pointsAvailable)).update(text).digest()
  return { questionId, digest, highestMark: pointsAvailable, content: text }
}

interface VersionRow {
  readonly id: number
  readonly question_id: string
  readonly highest_mark: number | null
  readonly content: string
}

/** Reads and writes the versions of questions. */
export function versionQueries(db: Database) {
  const insert = db.prepare<[string, string, Uint8Array, number | null, string]>(
    `INSERT INTO question_version (account_id, question_id, digest, highest_mark, content) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  const find = db
    .prepare<[string, string, Uint8Array], number>(
      'SELECT id FROM question_version WHERE account_id = ? AND question_id = ? AND digest = ?',
    )
    .pluck()
  const some = db.prepare<[string], VersionRow>(
    `SELECT id, question_id, highest_mark, content FROM question_version
     WHERE id IN (SELECT value FROM json_each(?))`,
  )
  return {
    /** The id of a version, which is stored if it is new. */
    keepVersion: (account: string, { questionId, digest, highestMark, content }: StoredVersion): number => {
      const known = find.get(account, questionId, digest)
      return known ?? Number(insert.run(account, questionId, digest, highestMark, content).lastInsertRowid)
    },
    versionsOf: (ids: readonly number[]): Map<number, QuestionVersion> =>
      new Map(
        some.all(JSON.stringify(ids)).map(({ id, question_id, highest_mark, content }) => {
          const { type, categoryId, question, options, correct } = JSON.parse(content)
          const version = { questionId: question_id, type, categoryId, question, options, correct }
          return [id, { ...version, pointsAvailable: highest_mark }]
        }),
      ),
  }
}
