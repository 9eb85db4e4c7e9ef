import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import {
  hasName,
  type KnownLearner,
  type LearnerName,
  learnerIdOf,
  learnerKey,
  withoutName,
} from '../../../shared/model/learner-name.ts'
import { knownGuard } from './merges.ts'

/** Names the learners of learning platforms: results bear them by triggers (schema/0020-learner-names). */
export function learnerNaming(db: Database) {
  const isPlatform = db.prepare<[string], 1>(`SELECT 1 FROM account WHERE id = ? AND service = 'assessments'`)
  const named = db.prepare<[string, string], LearnerName>(
    `SELECT learner_id AS learnerId, first, last, email FROM learner_name WHERE account_id = ? AND learner_id = ?`,
  )
  const put = db.prepare<LearnerName & { account: string }>(
    `INSERT INTO learner_name (account_id, learner_id, first, last, email)
     VALUES (@account, @learnerId, @first, @last, @email)
     ON CONFLICT DO UPDATE SET first = excluded.first, last = excluded.last, email = excluded.email`,
  )
  const remove = db.prepare<[string, string]>('DELETE FROM learner_name WHERE account_id = ? AND learner_id = ?')
  // Who waits for a first result is called so in classes too.
  const followed = [
    `UPDATE class_member SET first = @first, last = @last, email = @email
     WHERE student_key = @key AND class_id IN (SELECT id FROM class WHERE account_id = @account)
       AND (first, last, email) IS NOT (@first, @last, @email)`,
    `UPDATE added_student SET first = @first, last = @last, email = @email
     WHERE account_id = @account AND key = @key AND (first, last, email) IS NOT (@first, @last, @email)`,
  ].map((sql) => db.prepare<Omit<LearnerName, 'learnerId'> & { account: string; key: string }>(sql))

  function nameOne(account: string, name: LearnerName): LearnerName | null {
    const { learnerId } = name
    const before = named.get(account, learnerId)
    const isSame = before === undefined ? !hasName(name) : fieldsOf(before) === fieldsOf(name)
    if (isSame) return null
    if (hasName(name)) put.run({ ...name, account })
    else remove.run(account, learnerId)
    const { first, last, email } = hasName(name) ? name : withoutName(learnerId)
    for (const statement of followed) statement.run({ account, key: learnerKey(learnerId), first, last, email })
    return before ?? { learnerId, first: '', last: '', email: null }
  }

  return {
    isPlatform: (account: string): boolean => isPlatform.get(account) !== undefined,
    /** What a learner is called here; null without a name. */
    nameOf: (account: string, learnerId: string): LearnerName | null => named.get(account, learnerId) ?? null,
    /**
     * Calls learners so; a name without first and last is taken away. Within the caller's transaction.
     * @returns those who were called otherwise, as they were: without first and last name where they had none
     * @throws AppError `account/other-service` where the account's service tells names itself
     */
    name: (account: string, names: readonly LearnerName[]): readonly LearnerName[] => {
      if (names.length > 0 && isPlatform.get(account) === undefined) throw new AppError('account/other-service')
      return names.flatMap((each) => nameOne(account, each) ?? [])
    },
  }
}

export type LearnerNaming = ReturnType<typeof learnerNaming>

const fieldsOf = ({ first, last, email }: LearnerName): string => JSON.stringify([first, last, email])

/** The calls on names of learners. */
export function learnerQueries(db: Database, naming: LearnerNaming) {
  const keysOf = db
    .prepare<StudentRef, string>(
      `SELECT coalesce((SELECT into_key FROM student_merge WHERE account_id = @account AND key = @key), @key)
       UNION SELECT key FROM student_merge WHERE account_id = @account
         AND into_key = coalesce((SELECT into_key FROM student_merge WHERE account_id = @account AND key = @key), @key)`,
    )
    .pluck()
  const refuseUnknown = knownGuard(db)
  return {
    /**
     * Names a student of a learning platform, under every learner id that is theirs; without first and last name the
     * name is taken away.
     * @throws AppError `student/not-found`, `account/other-service`
     */
    nameStudent: (student: StudentRef, name: Omit<LearnerName, 'learnerId'>): void => {
      db.transaction(() => {
        refuseUnknown(student.account, student.key)
        if (!naming.isPlatform(student.account)) throw new AppError('account/other-service')
        const ids = keysOf.all(student).flatMap((key) => learnerIdOf(key) ?? [])
        // Nothing would hold the name of who has no learner id.
        if (ids.length === 0) throw new AppError('student/not-found')
        naming.name(
          student.account,
          ids.map((learnerId) => ({ learnerId, ...name })),
        )
      }).immediate()
    },
  }
}

/** Reads the learners of an account: those with results, those who were named, and those who wait in a class. */
export function knownLearners(db: Database): (account: string) => KnownLearner[] {
  const all = db.prepare<[{ account: string }], Omit<KnownLearner, 'hasResults'> & { hasResults: 0 | 1 }>(
    `SELECT learner AS learnerId, coalesce(into_key, 'user:' || learner) AS student,
       coalesce(learner_name.first, '') AS first, coalesce(learner_name.last, learner) AS last, learner_name.email,
       max(known.has_results) AS hasResults
     FROM (
       SELECT DISTINCT substr(student_key, 6) AS learner, 1 AS has_results FROM result
         WHERE account_id = @account AND student_key GLOB 'user:*'
       UNION ALL SELECT learner_id, 0 FROM learner_name WHERE account_id = @account
     ) AS known
     LEFT JOIN learner_name ON learner_name.account_id = @account AND learner_id = learner
     LEFT JOIN student_merge ON student_merge.account_id = @account AND key = 'user:' || learner
     GROUP BY learner`,
  )
  return (account) => all.all({ account }).map((each) => ({ ...each, hasResults: each.hasResults === 1 }))
}
