import { chosenOf, type ResultsFilter, textOf, without, withoutEmpty } from '../../../shared/model/filter.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { StudentsFilter } from '../../../shared/model/student.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { type Bits, countBits, hasBit, noBits, putBit } from '../arrays/bits.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'
import type { FoundRows } from '../results/found.ts'
import type { Everybody } from './everybody.ts'
import { perSlice } from './groups.ts'

/** What asks for results. */
export interface ResultsFound {
  /** The ids that a filter finds. */
  readonly found: (filter: ResultsFilter) => Iterable<number>
  /** The rows that a filter finds, with the ids of all rows; null where they do not stand in memory. */
  readonly foundRows: (filter: ResultsFilter) => FoundRows | null
  /** Makes that quick for a filter: one step of several, from 0 on. @returns whether there is another */
  readonly lookUp: (filter: ResultsFilter, step: number) => boolean
  /** Whether neither takes a pause; works some milliseconds at it. */
  readonly isQuick: () => boolean
}

/** The conditions that narrow results: neither whose account they are nor a text. */
const narrowing = (filter: ResultsFilter): ResultsFilter => withoutEmpty(without(without(filter, 'account'), 'search'))

/** Whether a filter finds the result of a row; null where it narrows nothing. */
export function* rowsFound(
  attempts: GradedAttempts,
  filter: ResultsFilter,
  found: (filter: ResultsFilter) => Iterable<number>,
): Generator<void, ((row: number) => boolean) | null> {
  if (narrowing(filter).length === 0) return null
  const ids = found(without(filter, 'search'))
  yield
  const bits = noBits(attempts.count)
  let seen = 0
  for (const id of ids) {
    const row = attempts.rowOf(id)
    if (row >= 0) putBit(bits, row, true)
    if (++seen % perSlice === 0) yield
  }
  return (row) => hasBit(bits, row)
}

/** Whether an answer hangs on notes and labels. */
export const asksForMarks = ({ results, labels }: StudentsFilter): boolean =>
  labels.length > 0 || results.some(({ field }) => field === 'search' || field === 'label')

interface Having extends Pick<ResultsFound, 'found' | 'foundRows'> {
  /** The students with a note or label that holds a word. */
  readonly notedBy: (word: string) => readonly StudentRef[]
}

interface Found extends Having {
  readonly newest: Int32Array
  /** The students with one of these labels. */
  readonly labelled: (ids: readonly number[]) => readonly StudentRef[]
}

/** Whether a student is left by a filter; asks in slices. */
export function* studentsLeft(
  attempts: GradedAttempts,
  all: Everybody,
  { results, classes, labels }: StudentsFilter,
  { newest, labelled, ...asking }: Found,
): Generator<void, (student: number) => boolean> {
  const { students } = attempts
  const tests: ((student: number) => boolean)[] = []
  const accounts = chosenOf(results, 'account')
  const words = searchWords(textOf(results, 'search'))
  if (words === null) return () => false
  // Whoever has a result with the words has it in one of the accounts.
  if (accounts !== undefined && words.length === 0) {
    const starts = accounts.map((account) => ofAccount(account, ''))
    tests.push((student) => starts.some((start) => students.text(student).startsWith(start)))
  }
  if (narrowing(results).length > 0) tests.push((student) => (newest[student] as number) >= 0)
  const amongThese = (refs: readonly StudentRef[]) => {
    const bits = noBits(students.count)
    for (const { account, key } of refs) putBit(bits, students.find(ofAccount(account, key)), true)
    return (student: number) => hasBit(bits, student)
  }
  if (classes.length > 0) tests.push(amongThese(all.people.members.filter(({ classId }) => classes.includes(classId))))
  if (labels.length > 0) tests.push(amongThese(labelled(labels)))
  if (words.length > 0) {
    const having = yield* studentsHaving(attempts, all, results, asking)
    tests.push((student) => hasBit(having, student))
  }
  const [only, another] = tests
  return only !== undefined && another === undefined ? only : (student) => tests.every((test) => test(student))
}

/**
 * The students with a result that has the text of a search; before their first, those whose name or address, or what the
 * teacher noted of them, has its words.
 */
export function* studentsHaving(
  attempts: GradedAttempts,
  all: Everybody,
  results: ResultsFilter,
  { found, foundRows, notedBy }: Having,
): Generator<void, Bits> {
  const { students } = attempts
  const bits = noBits(students.count)
  const words = searchWords(textOf(results, 'search'))
  if (words === null) return bits
  const asked = results.filter(({ field }) => field === 'account' || field === 'search')
  yield
  const inMemory = foundRows(asked)
  const { student: studentOf } = all.values
  if (inMemory !== null) {
    const rows = attemptsFound(inMemory, attempts)
    for (let at = 0; at < rows.length; at++) putBit(bits, studentOf[rows[at] as number] as number, true)
  } else {
    for (const id of found(asked)) {
      const row = attempts.rowOf(id)
      if (row >= 0) putBit(bits, studentOf[row] as number, true)
    }
  }
  yield
  if (all.awaited.size === 0) return bits
  const noted: ReadonlySet<number>[] = []
  for (const word of words) {
    noted.push(new Set(notedBy(word).map(({ account, key }) => students.find(ofAccount(account, key)))))
    yield
  }
  const accounts = chosenOf(results, 'account')
  for (const [student, { account, first, last, email }] of all.awaited) {
    if (accounts?.includes(account) === false) continue
    const lines = [fold(`${first} ${last}`), fold(email ?? '')]
    if (words.every((word, at) => lines.some((line) => line.includes(word)) || noted[at]?.has(student)))
      putBit(bits, student, true)
  }
  return bits
}

/** The rows, among attempts, of results that were found. Calls nothing for each: of a letter they are a million. */
export function attemptsFound({ rows, ids }: FoundRows, attempts: GradedAttempts): Uint32Array {
  const { id: ownIds } = attempts.values
  const found = new Uint32Array(countBits(rows))
  let count = 0
  for (let word = 0; word < rows.length; word++) {
    for (let left = rows[word] as number; left !== 0; left &= left - 1) {
      const row = word * 32 + 31 - Math.clz32(left & -left)
      // Where no result was removed, each has the same row here and there.
      const own = ownIds[row] === ids[row] ? row : attempts.rowOf(ids[row] as number)
      if (own >= 0) found[count++] = own
    }
  }
  return found.subarray(0, count)
}
