import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard } from '../gradebook/owned.ts'

/** A guard against keys that nobody has: no result, no class, no student who was added, no merge. */
export function knownGuard(db: Database): (account: string, key: string) => void {
  const isKnown = db
    .prepare<{ account: string; key: string }, 1>(
      `SELECT 1 FROM result WHERE student = @key AND account_id = @account
       UNION ALL SELECT 1 FROM class_member JOIN class ON class.id = class_id
         WHERE student_key = @key AND account_id = @account
       UNION ALL SELECT 1 FROM added_student WHERE account_id = @account AND key = @key
       UNION ALL SELECT 1 FROM student_merge WHERE account_id = @account AND key = @key LIMIT 1`,
    )
    .pluck()
  return (account, key) => {
    if (isKnown.get({ account, key }) === undefined) throw new AppError('student/not-found')
  }
}

/**
 * Merges students whom the teacher says are one, and splits them again. Results keep the key that ClassMarker's own
 * facts give them, and classes, notes and decisions the one they were made for; a merge only says whose they are.
 */
export function mergeQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const intoOf = db
    .prepare<[string, string], string>('SELECT into_key FROM student_merge WHERE account_id = ? AND key = ?')
    .pluck()
  const mergedInto = db
    .prepare<[string, string], string>(
      'SELECT key FROM student_merge WHERE account_id = ? AND into_key = ? ORDER BY key',
    )
    .pluck()
  const put = db.prepare(
    `INSERT INTO student_merge (account_id, key, into_key, made_at) VALUES (@account, @key, @into, @at)
     ON CONFLICT DO UPDATE SET into_key = excluded.into_key, made_at = excluded.made_at`,
  )
  const remove = db.prepare('DELETE FROM student_merge WHERE account_id = ? AND key = ?')
  const refuseUnknown = knownGuard(db)
  // A choice made while merged may be of an attempt that is somebody else's now. It is put there and then taken from
  // here, since a step of undo knows a row by its key.
  const isOthers = `grade_override.account_id = @account AND grade_override.student_key = @key AND kind = 'attempt'
    AND grade_override.student_key <> (SELECT student FROM result WHERE result.id = result_id)`
  const returnChoices = [
    `INSERT INTO grade_override (account_id, student_key, test_id, kind, result_id, reason, made_at)
     SELECT grade_override.account_id, student, grade_override.test_id, kind, result_id, reason, made_at
     FROM grade_override JOIN result ON result.id = result_id WHERE ${isOthers}
     ON CONFLICT DO UPDATE SET kind = excluded.kind, result_id = excluded.result_id, reason = excluded.reason,
       made_at = excluded.made_at`,
    `DELETE FROM grade_override WHERE ${isOthers}`,
  ].map((sql) => db.prepare(sql))

  const rootOf = (account: string, key: string): string => intoOf.get(account, key) ?? key

  return {
    /** The keys merged into a student's, which are one student with it; without the student's own. */
    keysMergedInto: (account: string, key: string): string[] => mergedInto.all(account, key),
    /**
     * Makes one student of several.
     * @param into the key that the student has from now on
     * @throws AppError `account/not-found`, `student/not-found`
     */
    mergeStudents: (account: string, into: string, keys: readonly string[], at: UnixSeconds): void => {
      db.transaction(() => {
        requireAccount(account)
        for (const key of [into, ...keys]) refuseUnknown(account, key)
        const root = rootOf(account, into)
        const joining = new Set(keys.map((key) => rootOf(account, key)))
        joining.delete(root)
        for (const key of [...joining].flatMap((each) => [...mergedInto.all(account, each), each]))
          put.run({ account, key, into: root, at })
      }).immediate()
    },
    /**
     * Takes a key out of the student it was merged into; of a student that others were merged into, all of them.
     * @returns the keys that are students of their own again
     * @throws AppError `student/not-merged`
     */
    splitStudent: (account: string, key: string): string[] =>
      db
        .transaction(() => {
          const into = intoOf.get(account, key)
          const apart = into === undefined ? mergedInto.all(account, key) : [key]
          if (apart.length === 0) throw new AppError('student/not-merged')
          for (const each of apart) remove.run(account, each)
          for (const statement of returnChoices) statement.run({ account, key: into ?? key })
          return apart
        })
        .immediate(),
  }
}
