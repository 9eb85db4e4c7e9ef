import type { Database } from 'better-sqlite3'
import type { AddedStudent } from '../../../shared/model/added-student.ts'
import { type ClassColumns, type ClassDiff, compareClass } from '../../../shared/model/class-file.ts'
import { compareLearners } from '../../../shared/model/learner-file.ts'
import type { LearnerName } from '../../../shared/model/learner-name.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard } from '../gradebook/owned.ts'
import { knownStudents } from './known.ts'
import { knownLearners, type LearnerNaming } from './learners.ts'

/** Students whom the teacher adds before their first result. */
export function addedStudentQueries(
  db: Database,
  { isPlatform, name: nameLearners }: Pick<LearnerNaming, 'isPlatform' | 'name'>,
) {
  const learnersOf = knownLearners(db)
  const knownIn = knownStudents(db)
  const requireAccount = accountGuard(db)
  const all = db.prepare<[string], AddedStudent>(
    `SELECT key, first, last, email FROM added_student WHERE account_id = ?
     ORDER BY sort_key(last || ' ' || first), key`,
  )
  const insert = db.prepare(
    `INSERT INTO added_student (account_id, key, first, last, email, made_at)
     VALUES (@account, @key, @first, @last, @email, @at) ON CONFLICT DO NOTHING`,
  )
  const isKnown = db.prepare<{ account: string; key: string }, 1>(
    `SELECT 1 FROM result WHERE student_key = @key AND student IN (@key,
         (SELECT into_key FROM student_merge WHERE account_id = @account AND key = @key)) AND account_id = @account
     UNION ALL SELECT 1 FROM class_member JOIN class ON class.id = class_id
       WHERE student_key = @key AND account_id = @account LIMIT 1`,
  )
  return {
    /** Those added in an account, by name; also those who have results by now. */
    addedStudents: (account: string): AddedStudent[] => all.all(account),
    /** Whom a list of people would add: those who are `new` and not known by results. Keeps nothing. */
    previewAdded: (account: string, rows: readonly TableRow[], columns: ClassColumns): ClassDiff => {
      const present = all.all(account).map((student) => ({ ...student, externalId: null, extraTime: null }))
      if (isPlatform(account)) return { ...compareLearners(rows, columns, learnersOf(account), present), gone: [] }
      return { ...compareClass(rows, columns, knownIn(account), present), gone: [] }
    },
    /**
     * Adds students. Whoever has results, is in a class or was added already is passed over.
     * @param names what learners of a learning platform are called from then on, also those who are passed over
     * @returns the keys of those that were added
     * @throws AppError `account/not-found`, `account/other-service`
     */
    addStudents: (
      account: string,
      students: readonly AddedStudent[],
      at: UnixSeconds,
      names: readonly LearnerName[] = [],
    ): string[] =>
      db
        .transaction(() => {
          requireAccount(account)
          const added = students
            .filter(({ key }) => isKnown.get({ account, key }) === undefined)
            .filter((student) => insert.run({ ...student, account, at }).changes > 0)
          nameLearners(account, names)
          return added.map(({ key }) => key)
        })
        .immediate(),
  }
}
