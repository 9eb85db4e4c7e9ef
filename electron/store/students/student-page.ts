import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { Outcome, Tenths } from '../../../shared/model/result-values.ts'
import type {
  ShownLabel,
  StudentAttempt,
  StudentNote,
  StudentPage,
  StudentPageQuery,
  StudentTest,
} from '../../../shared/model/student.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { type GradedAttempts, numbersOfSources, ofAccount, partsOf } from '../gradebook/attempts.ts'
import type { GradebookModel } from '../gradebook/model.ts'
import { hiddenSources, isOfHiddenSource } from '../local/hidden.ts'
import type { AccountZones } from '../results/filter.ts'
import { allTimes, type Bounds, decisionsFor, studentModel } from './student-model.ts'

interface ResultFacts {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly testName: string
  readonly percentage: Tenths | null
  readonly passMark: Tenths | null
  readonly outcome: Outcome
  readonly requiresGrading: 0 | 1 | null
  readonly serial: string | null
  readonly code: string | null
  readonly finished: UnixSeconds
}

interface Person {
  readonly first: string
  readonly last: string
  readonly email: string | null
}

interface ExpectedTest {
  readonly testId: number
  readonly status: string | null
  readonly testType: string | null
}

/**
 * Reads the page of one student: their results alone, whatever else there is.
 * @param attempts shared with gradebooks: where they are read, what classes took is known without asking SQL, which looks
 *   every result of every member up
 */
export function studentPageQueries(db: Database, zones: () => AccountZones, attempts: () => GradedAttempts) {
  const results = db.prepare<[string, string], ResultFacts>(
    `SELECT result.id, first, last, email, coalesce(test.name, 'Test ' || result.test_id) AS testName,
       percentage, pass_mark AS passMark, outcome, requires_grading AS requiresGrading,
       iif(certificate_key IS NULL, NULL, certificate_serial) AS serial, access_code AS code, time_finished AS finished
     FROM result LEFT JOIN test USING (account_id, test_id)
     WHERE student = ? AND account_id = ? ORDER BY time_finished, time_started, result.id`,
  )
  const keysOf = `SELECT @key AS key UNION ALL SELECT key FROM student_merge WHERE account_id = @account AND into_key = @key`
  const enrolled = db.prepare<StudentRef, Person & { readonly classId: number; readonly className: string }>(
    `SELECT first, last, email, class_id AS classId, class.name AS className
     FROM class_member JOIN class ON class.id = class_id
     WHERE account_id = @account AND student_key IN (${keysOf}) ORDER BY student_key = @key DESC, class.name`,
  )
  const added = db.prepare<StudentRef, Person>(
    `SELECT first, last, email FROM added_student WHERE account_id = @account AND key IN (${keysOf}) ORDER BY key = @key DESC`,
  )
  const merged = db.prepare<StudentRef, { key: string; first: string | null; last: string | null }>(
    `SELECT key, own.first, own.last FROM student_merge
     LEFT JOIN result own ON own.id = (SELECT id FROM result WHERE student = into_key
       AND result.account_id = student_merge.account_id AND student_key = key ORDER BY time_finished DESC LIMIT 1)
     WHERE student_merge.account_id = @account AND into_key = @key ORDER BY key`,
  )
  const labels = db.prepare<StudentRef, ShownLabel>(
    `SELECT DISTINCT label.id, label.name, colour FROM student_label JOIN label ON label.id = label_id
     WHERE account_id = @account AND student_key IN (${keysOf}) ORDER BY label.name, label.id`,
  )
  const labelled = db.prepare<[], ShownLabel & { readonly account: string }>(
    `SELECT account_id AS account, id, name, colour FROM label WHERE id IN (SELECT label_id FROM student_label)
     ORDER BY name, id`,
  )
  const notes = db.prepare<StudentRef, StudentNote>(
    `SELECT note.id, text, made_at AS madeAt, NULL AS testName FROM note
     WHERE note.account_id = @account AND note.student_key IN (${keysOf})
     UNION ALL
     SELECT note.id, text, made_at, coalesce(test.name, 'Test ' || result.test_id) FROM result
     JOIN note ON note.result_id = result.id LEFT JOIN test USING (account_id, test_id)
     WHERE result.student = @key AND result.account_id = @account
     ORDER BY madeAt DESC, note.id DESC`,
  )
  const decidedFor = decisionsFor(db)
  const hiddenOf = hiddenSources(db)
  const assigned = db.prepare<StudentRef, ExpectedTest>(
    `SELECT DISTINCT assignment.test_id AS testId, NULL AS status, NULL AS testType
     FROM (SELECT DISTINCT account_id, feed, source_id FROM result WHERE student = @key AND account_id = @account)
     JOIN assignment USING (account_id, feed, source_id)
     WHERE NOT ${isOfHiddenSource('assignment')}`,
  )
  const hidden = db.prepare<[string], number>('SELECT test_id FROM hidden_test WHERE account_id = ?').pluck()
  const ofClass = db.prepare<{ account: string; classId: number; from: number; until: number }, ExpectedTest>(
    `SELECT DISTINCT test_id AS testId, status, test_type AS testType FROM result
     WHERE account_id = @account AND time_finished >= @from AND time_finished < @until
       AND NOT ${isOfHiddenSource('result')}
       AND student IN (SELECT coalesce(into_key, student_key) FROM class_member LEFT JOIN student_merge
         ON student_merge.account_id = @account AND key = student_key WHERE class_id = @classId)`,
  )
  const studentsOf = db
    .prepare<{ account: string; classes: string }, string>(
      `SELECT DISTINCT student FROM student_member
       WHERE account_id = @account AND class_id IN (SELECT value FROM json_each(@classes))`,
    )
    .pluck()
  const testType = db
    .prepare<[string, number], string | null>(
      'SELECT test_type FROM result WHERE account_id = ? AND test_id = ? ORDER BY id DESC LIMIT 1',
    )
    .pluck()
  const testName = db
    .prepare<[string, number], string>('SELECT name FROM test WHERE account_id = ? AND test_id = ?')
    .pluck()
  const nameOf = (account: string, testId: number): string => testName.get(account, testId) ?? `Test ${testId}`

  function boundsOf({ account, period: { from, to } }: StudentPageQuery): Bounds {
    const zone = zones().get(account) ?? 'UTC'
    return [from === null ? allTimes[0] : startOfDay(from, zone), to === null ? allTimes[1] : endOfDay(to, zone)]
  }

  /** The tests that students of these classes took, other than in hidden groups and links. */
  function takenBy(account: string, classIds: readonly number[], [from, until]: Bounds): readonly number[] {
    const graded = attempts()
    if (classIds.length === 0) return []
    if (!graded.isUpToDate)
      return classIds
        .flatMap((classId) => ofClass.all({ account, classId, from, until }))
        .flatMap((each) => (isGradable(each) ? each.testId : []))
    const members = studentsOf.all({ account, classes: JSON.stringify(classIds) })
    const numbers = members.map((key) => graded.students.find(ofAccount(account, key)))
    const takers = { numbers, hidden: numbersOfSources(graded, account, hiddenOf(account)) }
    return testsTakenBy(graded, takers, [from, until]).map((test) => Number(partsOf(graded.tests.text(test)).rest))
  }

  /**
   * Tests that others of their classes took, and those assigned to the groups and links they have results in, without
   * hidden ones. Of a hidden group or link nothing is expected, neither what it assigns nor what was taken there.
   */
  function expectedTests(student: StudentRef, classIds: Iterable<number>, [from, until]: Bounds): Set<number> {
    const { account } = student
    const isSurvey = (testId: number): boolean =>
      !isGradable({ status: null, testType: testType.get(account, testId) ?? null })
    const expected = new Set([
      ...takenBy(account, [...new Set(classIds)], [from, until]),
      ...assigned.all(student).flatMap(({ testId }) => (isSurvey(testId) ? [] : testId)),
    ])
    for (const testId of hidden.all(account)) expected.delete(testId)
    return expected
  }

  function page(query: StudentPageQuery): StudentPage {
    const student = { account: query.account, key: query.key }
    const told = results.all(student.key, student.account)
    const classes = enrolled.all(student)
    const person = told.at(-1) ?? classes[0] ?? added.get(student)
    if (person === undefined) throw new AppError('student/not-found')
    const bounds = boundsOf(query)
    const within = told.filter(({ finished }) => finished >= bounds[0] && finished < bounds[1])
    const decided = decidedFor([student])
    const expected = expectedTests(
      student,
      classes.map(({ classId }) => classId),
      bounds,
    )
    const { model, gradable } = studentModel(db, [student], { policy: query.policy, bounds, decided, expected, nameOf })
    const facts = new Map(told.map((each) => [each.id, each]))
    const tests = model.tests
      .map(({ testId, name, passMark }, place) => testOf(model, place, { testId, name, passMark, facts }))
      .toSorted(newestFirst)
    const row = model.row(0)
    const cells = row.cells.map((cell) => (cell === null || cell.excused ? null : cell))
    const lastSeen = within.at(-1)
    return {
      ...{ student, first: person.first, last: person.last, email: person.email },
      classes: [...new Set(classes.map(({ className }) => className))],
      labels: labels.all(student),
      notes: notes.all(student),
      merged: merged.all(student).map(({ key, first, last }) => ({ key, first: first ?? '', last: last ?? '' })),
      average: row.average.rounded as Tenths | null,
      averaged: row.taken,
      provisional: cells.some((cell) => cell?.provisional),
      passed: row.passed,
      marked: cells.filter((cell) => cell !== null && cell.passed !== null).length,
      taken: cells.filter((cell) => cell !== null).length,
      excused: row.cells.filter((cell) => cell?.excused).length,
      notTaken: row.cells.filter((cell) => cell === null).length,
      lastSeen: lastSeen === undefined ? null : { at: unixSeconds(lastSeen.finished), testName: lastSeen.testName },
      timeZone: zones().get(student.account) ?? 'UTC',
      tests,
      otherResults: within.length - gradable,
      codes: [...new Set(within.flatMap(({ code }) => (code === null || code === '' ? [] : code)))],
    }
  }

  return {
    /** Labels that any student of these accounts has, of all where none are named; by name. */
    labelsInUse: (accounts?: readonly string[]): ShownLabel[] =>
      labelled
        .all()
        .filter(({ account }) => accounts?.includes(account) ?? true)
        .map(({ id, name, colour }) => ({ id, name, colour })),
    /** A student's page, all of one moment. @throws AppError `student/not-found` */
    studentPage: page,
  }
}

/** The numbers of the tests at which any of these students has an attempt that can be graded, but in hidden sources. */
function testsTakenBy(
  { values, count, students, tests }: GradedAttempts,
  { numbers, hidden }: { readonly numbers: readonly number[]; readonly hidden: ReadonlySet<number> },
  [from, until]: Bounds,
): number[] {
  const isMember = new Uint8Array(students.count)
  for (const number of numbers) if (number >= 0) isMember[number] = 1
  const isTaken = new Uint8Array(tests.count)
  const { student, test, source, counts, finished } = values
  for (let row = 0; row < count; row++) {
    if (isMember[student[row] as number] === 0 || counts[row] === 0 || hidden.has(source[row] as number)) continue
    const at = finished[row] as number
    if (at >= from && at < until) isTaken[test[row] as number] = 1
  }
  return Array.from(isTaken.keys()).filter((number) => isTaken[number] === 1)
}

interface OfTest {
  readonly testId: number
  readonly name: string
  readonly passMark: Tenths | null
  readonly facts: ReadonlyMap<number, ResultFacts>
}

function testOf(model: GradebookModel, place: number, { testId, name, passMark, facts }: OfTest): StudentTest {
  const cell = model.cell(0, place)
  const attempts = model.rankedOf(0, place).map(({ id, number, best, counts }): StudentAttempt => {
    const { percentage, passMark: mark, outcome, requiresGrading, serial, finished } = facts.get(id) as ResultFacts
    return {
      ...{ id, number, best, counts, percentage, passMark: mark, outcome, requiresGrading: requiresGrading === 1 },
      ...{ timeFinished: finished, certificateSerial: serial },
    }
  })
  const isScored = cell !== null && !cell.excused
  return {
    ...{ testId, name, passMark, attempts },
    excused: cell?.excused === true,
    reason: cell?.reason ?? null,
    score: isScored ? cell.score : null,
    provisional: isScored && cell.provisional,
    passed: isScored ? cell.passed : null,
  }
}

/** Tests by their newest attempt, then those without one by name. */
function newestFirst(a: StudentTest, b: StudentTest): number {
  const [one, other] = [a, b].map(({ attempts }) => attempts.at(-1)?.timeFinished ?? -Infinity) as [number, number]
  if (one !== other) return one < other ? 1 : -1
  return Number(b.excused) - Number(a.excused) || a.name.localeCompare(b.name, 'en') || a.testId - b.testId
}
