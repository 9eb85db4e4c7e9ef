import type { ResultsFilter } from '../../../shared/model/filter.ts'
import type { GradebookDefinition, StudentRef, TestRef } from '../../../shared/model/gradebook.ts'
import { fold } from '../../../shared/model/text.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { compareTexts } from '../arrays/sorting.ts'
import type { AccountZones } from '../results/filter.ts'
import type { AttemptValues } from './attempt-arrays.ts'
import { type GradedAttempts, ofAccount, partsOf } from './attempts.ts'
import { type Cells, type ChosenTest, cellsOf, rowsByTime } from './cells.ts'

/** A student of a class. */
export interface Member extends StudentRef {
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly external_id: string | null
}

/** A student of a gradebook: what the newest attempt says of them, else what their class does. */
export interface Student extends StudentRef {
  /** The id of the newest attempt; null before the first. */
  readonly newestId: number | null
  readonly member: Member | null
}

/** What a gradebook chooses, whatever the rules are. */
export type Chosen = Omit<GradebookDefinition, 'rules'>

/** What choosing asks of the database. */
export interface Asked {
  /** Asked for only where there is a period: the first zone that a process meets takes it a fifth of a model's time. */
  zones(): AccountZones
  /** The ids that a filter finds. */
  found(filter: ResultsFilter): Iterable<number>
  members(classId: number): readonly Member[]
  nameOf(test: TestRef): string
}

/** Who and what is in a gradebook. */
export interface Choice {
  readonly students: readonly Student[]
  readonly cells: Cells
}

/**
 * Chooses the students and tests of a gradebook, and the attempts its cells are reckoned over.
 * @param count how many attempts there are to choose from, the first ones
 */
export function choose(attempts: GradedAttempts, definition: Chosen, asked: Asked, count = attempts.count): Choice {
  const { values } = attempts
  const members = definition.students.by === 'class' ? asked.members(definition.students.classId) : []
  const filtered =
    definition.students.by === 'filter' ? rowsAmong(attempts, definition, asked.found(definition.students.filter)) : []
  const isOpen = openTests(attempts, definition, filtered)
  const bounds = boundsOf(attempts, definition.period, asked.zones)
  const rows = rowsOf(attempts.values, { count, isOpen, bounds })
  const isOfGradebook = studentsOf(attempts, definition, { members, filtered, rows })
  const taken = definition.students.by === 'results' ? rows : rowsOfThese(values.student, isOfGradebook, rows)
  const { students, studentAt } = withNewest(attempts, isOfGradebook, { members, count })
  const tests = testsOf(attempts, definition, taken, asked.nameOf)
  const testAt = placesOf(
    attempts.tests.count,
    tests.map(({ account, testId }) => attempts.tests.find(ofAccount(account, testId))),
  )
  const cellOf = new Uint32Array(taken.length)
  for (let at = 0; at < taken.length; at++) {
    const row = taken[at] as number
    const student = studentAt[values.student[row] as number] as number
    cellOf[at] = student * tests.length + (testAt[values.test[row] as number] as number)
  }
  return {
    students,
    cells: cellsOf(values, {
      accounts: students.map(({ account }) => account),
      tests,
      rows: taken,
      cellOf,
    }),
  }
}

/** When what counts begins and ends, by the number of a test. */
interface Bounds {
  readonly from: Float64Array
  readonly until: Float64Array
}

/** The rows of attempts that count, at open tests and within bounds. */
function rowsOf(
  { counts, test: tests, finished }: AttemptValues,
  { count, isOpen, bounds }: { readonly count: number; readonly isOpen: Uint8Array; readonly bounds: Bounds | null },
): Uint32Array {
  const rows = new Uint32Array(count)
  let found = 0
  for (let row = 0; row < count; row++) {
    const test = tests[row] as number
    if (counts[row] === 0 || isOpen[test] === 0) continue
    if (bounds !== null) {
      const at = finished[row] as number
      if (at < (bounds.from[test] as number) || at >= (bounds.until[test] as number)) continue
    }
    rows[found++] = row
  }
  return rows.subarray(0, found)
}

/** Those of some rows that are of these students. */
function rowsOfThese(students: AttemptValues['student'], isOne: Uint8Array, rows: Uint32Array): Uint32Array {
  const theirs = new Uint32Array(rows.length)
  let found = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number
    if (isOne[students[row] as number] === 1) theirs[found++] = row
  }
  return theirs.subarray(0, found)
}

/** For each text's number its place in a list; -1 for those that are not in it. */
export function placesOf(texts: number, numbers: readonly number[]): Int32Array {
  const places = new Int32Array(texts).fill(-1)
  for (const [place, number] of numbers.entries()) if (number >= 0) places[number] = place
  return places
}

/** The rows of these ids that can be graded and are of the gradebook's accounts. */
function rowsAmong(attempts: GradedAttempts, { accounts }: Chosen, ids: Iterable<number>): readonly number[] {
  const { values, tests } = attempts
  const isHere = tests.all().map((text) => accounts?.includes(partsOf(text).account) ?? true)
  return [...ids]
    .map((id) => attempts.rowOf(id))
    .filter((row) => row >= 0 && values.counts[row] === 1 && isHere[values.test[row] as number])
}

/** For each test's number whether it may be a column. */
function openTests(
  attempts: GradedAttempts,
  { accounts, tests, students }: Chosen,
  filtered: readonly number[],
): Uint8Array {
  const { values } = attempts
  const named = tests && new Set(tests.map(({ account, testId }) => ofAccount(account, testId)))
  const found =
    students.by === 'filter' && named === null ? new Set(filtered.map((row) => values.test[row] as number)) : null
  return Uint8Array.from(attempts.tests.all(), (text, number) =>
    Number(
      (accounts?.includes(partsOf(text).account) ?? true) && (named?.has(text) ?? true) && (found?.has(number) ?? true),
    ),
  )
}

/** A period by the days of each test's account; null for all times. Each test is of one account. */
function boundsOf({ tests }: GradedAttempts, { from, to }: Chosen['period'], zonesOf: Asked['zones']): Bounds | null {
  if (from === null && to === null) return null
  const zones = zonesOf()
  const of = tests.all().map((text) => zones.get(partsOf(text).account) ?? 'UTC')
  return {
    from: Float64Array.from(of, (zone) => (from === null ? -Infinity : startOfDay(from, zone))),
    until: Float64Array.from(of, (zone) => (to === null ? Infinity : endOfDay(to, zone))),
  }
}

/** For each student's number whether a row of the gradebook is theirs. */
function studentsOf(
  { values, students, sources, count }: GradedAttempts,
  { students: choice, accounts }: Chosen,
  { members, filtered, rows }: { members: readonly Member[]; filtered: readonly number[]; rows: Uint32Array },
): Uint8Array {
  const isChosen = new Uint8Array(students.count)
  const { student: studentOf } = values
  switch (choice.by) {
    case 'results':
      for (let at = 0; at < rows.length; at++) isChosen[studentOf[rows[at] as number] as number] = 1
      break
    case 'filter':
      for (const row of filtered) isChosen[studentOf[row] as number] = 1
      break
    case 'sources': {
      const wanted = new Set(choice.sources.map(({ feed, id }) => `${feed} ${id}`))
      const isWanted = sources.all().map((text) => {
        const { account, rest } = partsOf(text)
        return wanted.has(rest) && (accounts?.includes(account) ?? true)
      })
      for (let row = 0; row < count; row++)
        if (values.counts[row] === 1 && isWanted[values.source[row] as number]) isChosen[studentOf[row] as number] = 1
      break
    }
    case 'class':
      for (const { account, key } of members) {
        const number = students.find(ofAccount(account, key))
        if (number >= 0) isChosen[number] = 1
      }
  }
  return isChosen
}

/** The students chosen, each with the newest of all their attempts, and then members before their first. */
function withNewest(
  { values, students: texts }: GradedAttempts,
  isChosen: Uint8Array,
  { members, count }: { readonly members: readonly Member[]; readonly count: number },
): { readonly students: readonly Student[]; readonly studentAt: Int32Array } {
  const { counts, student: studentOf, finished, id } = values
  const newest = new Int32Array(texts.count).fill(-1)
  const byTime = rowsByTime(values)
  for (let row = 0; row < count; row++) {
    const student = studentOf[row] as number
    if (counts[row] === 0 || isChosen[student] === 0) continue
    const before = newest[student] as number
    const later = before < 0 ? 1 : (finished[row] as number) - (finished[before] as number)
    if (later > 0 || (later === 0 && byTime(row, before) > 0)) newest[student] = row
  }
  const memberOf = new Map(members.map((member) => [ofAccount(member.account, member.key), member]))
  const students: Student[] = []
  const studentAt = new Int32Array(texts.count).fill(-1)
  for (let number = 0; number < newest.length; number++) {
    const row = newest[number] as number
    if (row < 0) continue
    const text = texts.text(number)
    const { account, rest: key } = partsOf(text)
    studentAt[number] = students.length
    students.push({ account, key, newestId: id[row] as number, member: memberOf.get(text) ?? null })
    memberOf.delete(text)
  }
  for (const member of memberOf.values())
    students.push({ account: member.account, key: member.key, newestId: null, member })
  return { students, studentAt }
}

/** The columns: those named, else those that were taken, by name. */
function testsOf(
  { values, tests }: GradedAttempts,
  definition: Chosen,
  taken: Uint32Array,
  nameOf: Asked['nameOf'],
): ChosenTest[] {
  const isTaken = new Uint8Array(tests.count)
  for (let at = 0; at < taken.length; at++) isTaken[values.test[taken[at] as number] as number] = 1
  const refs =
    definition.tests ??
    tests.all().flatMap((text, number): TestRef[] => {
      if (isTaken[number] === 0) return []
      const { account, rest } = partsOf(text)
      return [{ account, testId: Number(rest) }]
    })
  return refs
    .map(({ account, testId }) => ({ account, testId, name: nameOf({ account, testId }) }))
    .toSorted(
      (a, b) => compareTexts(fold(a.name), fold(b.name)) || a.testId - b.testId || compareTexts(a.account, b.account),
    )
}
