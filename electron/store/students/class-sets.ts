/** Which classes each student is in, by the number of the student: the number of a set of classes. */
export interface ClassSets {
  /** 0 for a student who is in none. */
  readonly setOf: Uint32Array
  /** The places of the classes of each set. */
  readonly sets: readonly (readonly number[])[]
}

/**
 * Puts students in sets by the classes they are in, so that results are gone through once, however many classes there
 * are.
 * @param students how many there are
 * @param classes the numbers of the students of each
 */
export function setsOf(students: number, classes: readonly Iterable<number>[]): ClassSets {
  const placesOf = new Map<number, number[]>()
  for (const [place, members] of classes.entries()) {
    for (const student of new Set(members)) {
      if (student < 0) continue
      const places = placesOf.get(student)
      if (places === undefined) placesOf.set(student, [place])
      else places.push(place)
    }
  }
  const setOf = new Uint32Array(students)
  const sets: number[][] = [[]]
  const numbers = new Map<string, number>()
  for (const [student, places] of placesOf) {
    const key = places.join()
    const number = numbers.get(key) ?? sets.push(places) - 1
    numbers.set(key, number)
    setOf[student] = number
  }
  return { setOf, sets }
}
