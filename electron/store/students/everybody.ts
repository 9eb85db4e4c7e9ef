import { fitOf } from '../../../shared/model/found.ts'
import { fold } from '../../../shared/model/text.ts'
import { hasBit } from '../arrays/bits.ts'
import { compareTexts, placeIn, sorted } from '../arrays/sorting.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import type { StudentOverrides } from './figures.ts'
import { type Groups, perSlice } from './groups.ts'
import type { LocalPeople, LocalPerson } from './local-people.ts'

/** Everybody, whatever is asked of them. Students go by their numbers in `GradedAttempts`. */
export interface Everybody {
  readonly state: string
  readonly groups: Groups
  /** As they were at that moment. */
  readonly values: GradedAttempts['values']
  readonly newest: Int32Array
  /** All students in the order of their names. */
  readonly byName: Uint32Array
  /** Those without a result, by number. */
  readonly awaited: ReadonlyMap<number, LocalPerson>
  readonly overrides: StudentOverrides
  readonly people: LocalPeople
}

/** The names of students as they are sorted, last name first. */
const foldedNames =
  ({ values, names }: Pick<GradedAttempts, 'values' | 'names'>, newest: Int32Array, awaited: Everybody['awaited']) =>
  (student: number): string => {
    const person = awaited.get(student)
    if (person !== undefined) return fold(`${person.last} ${person.first}`)
    return names.text(values.name[newest[student] as number] as number)
  }

/** All students with a result or a name, in the order of their names; works in slices. */
export function* inOrderOfNames(
  { values, students, names }: GradedAttempts,
  newest: Int32Array,
  awaited: ReadonlyMap<number, LocalPerson>,
): Generator<void, Uint32Array> {
  const all = new Uint32Array(students.count)
  let count = 0
  for (let student = 0; student < all.length; student++)
    if ((newest[student] as number) >= 0 || awaited.has(student)) all[count++] = student
  const here = all.subarray(0, count)
  yield
  const nameOf = foldedNames({ values, names }, newest, awaited)
  const folded: string[] = []
  for (const student of here) {
    folded.push(nameOf(student))
    if (folded.length % perSlice === 0) yield
  }
  const order = yield* sorted(
    here.length,
    (a, b) =>
      compareTexts(folded[a] as string, folded[b] as string) ||
      compareTexts(students.text(here[a] as number), students.text(here[b] as number)),
  )
  return order.map((place) => here[place] as number)
}

/**
 * How well words fit the name of the student at a place among all by name, as `fitOf` says of one name. Of hundreds of
 * thousands it is asked for one letter, so the names are gone through once for each word.
 */
export function ranksByName(
  graded: GradedAttempts,
  all: Everybody,
  words: readonly string[],
): (place: number) => 0 | 1 | 2 {
  const { byName, newest, awaited } = all
  const { names, values } = graded
  const nameOf = foldedNames(graded, newest, awaited)
  const asked = words.map((word) => {
    // Names that begin with a word stand together.
    const from = placeIn(byName, 0, byName.length, (student) => compareTexts(nameOf(student), word))
    const until = placeIn(byName, from, byName.length, (student) => (nameOf(student).startsWith(word) ? -1 : 0))
    return { from, until, having: names.containing(word), beginning: names.containing(` ${word}`) }
  })
  return (place) => {
    const student = byName[place] as number
    if (awaited.has(student)) return fitOf(words, nameOf(student))
    const name = values.name[newest[student] as number] as number
    let rank: 0 | 1 = 0
    for (const { from, until, having, beginning } of asked) {
      if (!hasBit(having, name)) return 2
      if (!hasBit(beginning, name) && (place < from || place >= until)) rank = 1
    }
    return rank
  }
}
