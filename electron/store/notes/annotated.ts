import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { Annotated } from '../../../shared/model/note.ts'

/** A result as notes and labels see it. */
export interface AnnotatedResult {
  readonly id: number
  readonly account: string
  readonly key: string
  readonly testId: number
}

/** Every key that is one student with this one, as parameters `@account` and `@key` name it. */
export const keysOfStudent = `
  WITH root (key) AS (
    SELECT coalesce((SELECT into_key FROM student_merge WHERE account_id = @account AND key = @key), @key))
  SELECT key FROM root
  UNION SELECT student_merge.key FROM root JOIN student_merge ON account_id = @account AND into_key = root.key`

/** Reads what notes and labels are put on. */
export function annotatedQueries(db: Database) {
  const result = db.prepare<[number], AnnotatedResult>(
    'SELECT id, account_id AS account, student AS key, test_id AS testId FROM result WHERE id = ?',
  )
  const root = db
    .prepare<StudentRef, string>('SELECT into_key FROM student_merge WHERE account_id = @account AND key = @key')
    .pluck()

  return {
    /** The key that a student has now: the one it was merged into, or its own. */
    rootOf: ({ account, key }: StudentRef): string => root.get({ account, key }) ?? key,
    /** @throws AppError `result/not-found` */
    requiredResult(id: number): AnnotatedResult {
      const found = result.get(id)
      if (found === undefined) throw new AppError('result/not-found')
      return found
    },
  }
}

/** The only one of what is annotated; null where they are several. */
export const onlyOne = (about: Annotated): StudentRef | number | null => {
  const all: readonly (StudentRef | number)[] = about.kind === 'students' ? about.students : about.ids
  return all.length === 1 ? (all[0] ?? null) : null
}
