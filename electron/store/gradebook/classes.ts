import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type {
  ClassChange,
  ClassMember,
  ClassSummary,
  KnownStudent,
  RemovedClass,
  StudentClass,
} from '../../../shared/model/class.ts'
import { type ClassColumns, type ClassDiff, compareClass } from '../../../shared/model/class-file.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { compareLearners } from '../../../shared/model/learner-file.ts'
import type { LearnerName } from '../../../shared/model/learner-name.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { definitionQueries } from '../local/definitions.ts'
import { knownStudents } from '../students/known.ts'
import { knownLearners, type LearnerNaming } from '../students/learners.ts'
import { accountGuard, freshId } from './owned.ts'

const memberColumns = 'student_key AS key, first, last, email, external_id AS externalId, extra_time AS extraTime'

/**
 * Reads and changes classes.
 * @param found the ids that a filter finds
 */
export function classQueries(
  db: Database,
  found: (filter: ResultsFilter) => Iterable<number>,
  { isPlatform, name: nameLearners }: Pick<LearnerNaming, 'isPlatform' | 'name'>,
) {
  const learnersOf = knownLearners(db)
  const knownIn = knownStudents(db)
  const requireAccount = accountGuard(db)
  const { followRename } = definitionQueries(db)
  const all = db.prepare<[], ClassSummary>(
    `SELECT class.id, account_id AS account, class.name,
       (SELECT count(*) FROM student_member WHERE class_id = class.id) AS students
     FROM class JOIN account ON account.id = account_id
     ORDER BY account.sample, account.created_at, account.id, sort_key(class.name), class.name`,
  )
  const one = db.prepare<[number], StudentClass & { madeAt: number }>(
    'SELECT id, account_id AS account, name, made_at AS madeAt FROM class WHERE id = ?',
  )
  const named = db.prepare<[string, string], { id: number }>('SELECT id FROM class WHERE account_id = ? AND name = ?')
  const members = db.prepare<[number], ClassMember>(
    `SELECT student AS key, first, last, email, external_id AS externalId, extra_time AS extraTime
     FROM student_member WHERE class_id = ? ORDER BY sort_key(last || ' ' || first), student`,
  )
  // One line for each key that was enrolled, however many of them are one student.
  const enrolled = db.prepare<[number], ClassMember>(
    `SELECT ${memberColumns} FROM class_member WHERE class_id = ? ORDER BY student_key`,
  )
  const ofStudent = `class_id = @id AND (student_key = @key OR student_key IN (
    SELECT key FROM student_merge JOIN class USING (account_id) WHERE class.id = @id AND into_key = @key))`
  const enrolledAs = db.prepare<{ id: number; key: string }, ClassMember>(
    `SELECT ${memberColumns} FROM class_member WHERE ${ofStudent}`,
  )
  const member = db.prepare<[number, string], ClassMember>(
    `SELECT ${memberColumns} FROM class_member WHERE class_id = ? AND student_key = ?`,
  )
  const insert = db.prepare('INSERT INTO class (id, account_id, name, made_at) VALUES (?, ?, ?, ?)')
  const rename = db.prepare('UPDATE class SET name = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM class WHERE id = ?')
  const put = db.prepare(
    `INSERT INTO class_member (class_id, student_key, first, last, email, external_id, extra_time)
     VALUES (@id, @key, @first, @last, @email, @externalId, @extraTime)
     ON CONFLICT DO UPDATE SET first = excluded.first, last = excluded.last, email = excluded.email,
       external_id = excluded.external_id, extra_time = excluded.extra_time`,
  )
  const take = db.prepare(`DELETE FROM class_member WHERE ${ofStudent}`)
  const among = db.prepare<[string], KnownStudent>(
    `SELECT account_id AS account, student AS key, first, last, email, max(time_finished)
     FROM json_each(?) JOIN result ON result.id = json_each.value GROUP BY account_id, student
     ORDER BY sort_key(last || ' ' || first), account_id, student`,
  )

  function required(id: number) {
    const row = one.get(id)
    if (row === undefined) throw new AppError('class/not-found')
    return row
  }
  function refuseTaken(account: string, name: string, id: number | null): void {
    const taken = named.get(account, name)
    if (taken !== undefined && taken.id !== id) throw new AppError('class/exists', { name })
  }
  const add = ({ id, account, name, madeAt, members: own }: RemovedClass): void => {
    requireAccount(account)
    refuseTaken(account, name, null)
    insert.run(id, account, name, madeAt)
    for (const each of own) put.run({ ...each, id })
  }
  const withoutTime = ({ account, key, first, last, email }: KnownStudent): KnownStudent => ({
    ...{ account, key, first, last, email },
  })

  return {
    /** The classes of these accounts, of all where none are named, by account and name. */
    listClasses: (accounts?: readonly string[]): ClassSummary[] =>
      all.all().filter(({ account }) => accounts?.includes(account) ?? true),
    /** By name. @throws AppError `class/not-found` */
    classMembers: (id: number): ClassMember[] => {
      required(id)
      return members.all(id)
    },
    /** Everybody with a result that a filter finds, by name: who may become a class. */
    studentsFound: (filter: ResultsFilter): KnownStudent[] =>
      among.all(JSON.stringify([...found(filter)])).map(withoutTime),
    /** What a list of people would change in a class, or be as a new one. @throws AppError `class/not-found` */
    previewClass: (
      account: string,
      classId: number | null,
      rows: readonly TableRow[],
      columns: ClassColumns,
    ): ClassDiff => {
      if (classId !== null) required(classId)
      const present = classId === null ? [] : members.all(classId)
      if (isPlatform(account)) return compareLearners(rows, columns, learnersOf(account), present)
      return compareClass(rows, columns, knownIn(account), present)
    },
    /**
     * @param names what learners of a learning platform are called from then on
     * @returns its id
     * @throws AppError `account/not-found`, `class/exists`, `account/other-service`
     */
    addClass: (
      account: string,
      name: string,
      own: readonly ClassMember[],
      at: UnixSeconds,
      names: readonly LearnerName[] = [],
    ): number => {
      const id = freshId()
      db.transaction(() => {
        add({ id, account, name, madeAt: at, members: own })
        nameLearners(account, names)
      }).immediate()
      return id
    },
    /** Views and gradebooks that ask for it go on doing so. @throws AppError `class/not-found`, `class/exists` */
    renameClass: (id: number, name: string): void => {
      db.transaction(() => {
        const before = required(id)
        refuseTaken(before.account, name, id)
        rename.run(name, id)
        followRename('class', before.account, before.name, name)
      }).immediate()
    },
    /** @returns what `restoreClass` brings it back by. @throws AppError `class/not-found` */
    removeClass: (id: number): RemovedClass =>
      db
        .transaction(() => {
          const { madeAt, ...rest } = required(id)
          const removed = { ...rest, madeAt: unixSeconds(madeAt), members: enrolled.all(id) }
          remove.run(id)
          return removed
        })
        .immediate(),
    /**
     * Brings a removed class back, under its former id.
     * @throws AppError `account/not-found`, `class/exists` where its name is taken
     */
    restoreClass: (removed: RemovedClass): void => {
      db.transaction(() => add(removed)).immediate()
    },
    /** @returns the change that undoes this one. @throws AppError `class/not-found`, `account/other-service` */
    changeClass: (id: number, change: ClassChange): ClassChange =>
      db
        .transaction((): ClassChange => {
          const { account } = required(id)
          const leaving = change.remove.flatMap((key) => enrolledAs.all({ id, key }))
          const before = new Map(change.put.map(({ key }) => [key, member.get(id, key)]))
          for (const key of change.remove) take.run({ id, key })
          for (const each of change.put) put.run({ ...each, id })
          const names = nameLearners(account, change.names ?? [])
          const left = new Set(leaving.map(({ key }) => key))
          return {
            put: [
              ...leaving,
              ...[...before.values()].filter((each) => each !== undefined).filter(({ key }) => !left.has(key)),
            ],
            remove: [...before].filter(([key, each]) => each === undefined && !left.has(key)).map(([key]) => key),
            ...(names.length > 0 && { names }),
          }
        })
        .immediate(),
  }
}
