import type { Database } from 'better-sqlite3'
import type { ClassSummary } from '../../../shared/model/class.ts'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import type { NotTaken } from '../../../shared/model/test-figures.ts'
import { type GradedAttempts, numbersOfSources, ofAccount } from '../gradebook/attempts.ts'
import { hiddenSources, isOfHiddenSource } from '../local/hidden.ts'
import { type ClassSets, setsOf } from '../students/class-sets.ts'
import type { GatheredAttempts } from './attempts-by-test.ts'

interface Person {
  readonly key: string
  readonly name: string
}

export interface ListedClass extends Pick<ClassSummary, 'id' | 'name'> {
  readonly members: readonly Person[]
  /** Of each member the number among students with attempts, -1 where there is none. */
  readonly numbers: readonly number[]
}

/** The classes of an account, and the sets of them that students are in. */
export interface ListedClasses extends ClassSets {
  readonly classes: readonly ListedClass[]
}

const mostShown = 200

/**
 * Who should have taken a test and has not: by classes of which somebody took it, and by the access lists of links that
 * it is assigned to. What was taken in hidden groups and links makes no class one of those; a class asked for is told of all the same.
 */
export function notTakenQueries(db: Database) {
  const classes = db.prepare<[string], { id: number; name: string }>(
    'SELECT id, name FROM class WHERE account_id = ? ORDER BY sort_key(name), name',
  )
  // Of all classes at once: the view of members is grouped whole each time.
  const members = db.prepare<[string], Person & { readonly classId: number }>(
    `SELECT class_id AS classId, student AS key, trim(first || ' ' || last) AS name FROM student_member
     WHERE account_id = ? ORDER BY sort_key(last || ' ' || first), student`,
  )
  const lists = db.prepare<TestRef, { id: number; name: string }>(
    `SELECT id, name FROM (
     SELECT access_list_id AS id, coalesce(access_list.name, group_concat(source.name, ', ' ORDER BY source.name)) AS name
     FROM assignment JOIN source USING (account_id, feed, source_id)
     LEFT JOIN access_list ON access_list.account_id = source.account_id AND list_id = access_list_id
     WHERE assignment.account_id = @account AND test_id = @testId AND feed = 'links' AND access_list_id IS NOT NULL
       AND NOT ${isOfHiddenSource('source')}
     GROUP BY access_list_id) ORDER BY sort_key(name), id`,
  )
  const codes = db.prepare<[string, number], Person>(
    `SELECT code AS key, coalesce(name, '') AS name FROM access_code WHERE account_id = ? AND list_id = ?
     ORDER BY sort_name IS NULL, sort_name, sort_code`,
  )

  const excused = db
    .prepare<TestRef, string>(
      `SELECT student FROM student_override WHERE account_id = @account AND test_id = @testId AND kind = 'excused'`,
    )
    .pluck()
  const hiddenOf = hiddenSources(db)

  return {
    /** The classes of an account with their students. */
    classesOf: (account: string, students: GradedAttempts['students']): ListedClasses => {
      const byClass = Map.groupBy(members.all(account), ({ classId }) => classId)
      const listed = classes.all(account).map(({ id, name }) => {
        const people = (byClass.get(id) ?? []).map(({ key, name: own }) => ({ key, name: own }))
        const numbers = people.map(({ key }) => students.find(ofAccount(account, key)))
        return { id, name, members: people, numbers }
      })
      const inClasses = listed.map(({ numbers }) => numbers)
      return { classes: listed, ...setsOf(students.count, inClasses) }
    },
    /** @param attempts those at the test. @param classId the one class asked for; null for all */
    notTaken(
      { account, testId }: TestRef,
      { students, sources, codes: known }: Pick<GradedAttempts, 'students' | 'sources' | 'codes'>,
      { values, attempts: { rows } }: GatheredAttempts,
      own: readonly ListedClass[],
      classId: number | null,
    ): NotTaken[] {
      const took = new Uint8Array(students.count)
      const tookShown = new Uint8Array(students.count)
      const used = new Uint8Array(known.count)
      const { student, source, code } = values
      const hidden = numbersOfSources({ sources }, account, hiddenOf(account))
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number
        took[student[row] as number] = 1
        if (!hidden.has(source[row] as number)) tookShown[student[row] as number] = 1
        used[code[row] as number] = 1
      }
      const isUsed = ({ key }: Person): boolean => used[known.find(ofAccount(account, key))] === 1
      const isExcused = new Set(excused.all({ account, testId }))
      const ofClasses = own
        .filter(({ id, numbers }) =>
          classId === null ? numbers.some((number) => tookShown[number] === 1) : id === classId,
        )
        .map(({ id, name, members: people, numbers }) =>
          missingOf({ by: 'class', id, name }, people, (_, place) => took[numbers[place] as number] === 1, isExcused),
        )
      if (classId !== null) return ofClasses
      const ofLists = lists
        .all({ account, testId })
        .map(({ id, name }) => missingOf({ by: 'list', id, name }, codes.all(account, id), isUsed))
      return [...ofClasses, ...ofLists.filter(({ of }) => of > 0)]
    },
  }
}

function missingOf(
  named: Pick<NotTaken, 'by' | 'id' | 'name'>,
  people: readonly Person[],
  hasTaken: (person: Person, place: number) => boolean,
  isExcused: ReadonlySet<string> = new Set(),
): NotTaken {
  const others = people.filter((person, place) => !hasTaken(person, place))
  const missing = others.filter(({ key }) => !isExcused.has(key))
  const excused = others.length - missing.length
  return { ...named, of: people.length, missing: missing.length, excused, shown: missing.slice(0, mostShown) }
}
