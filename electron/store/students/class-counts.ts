import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'
import type { LocalPeople } from './local-people.ts'

/** Which classes each student is in: the number of a set of them, 0 where none. */
interface Sets {
  readonly version: number
  readonly students: number
  readonly setOf: Uint32Array
  readonly names: readonly (readonly string[])[]
}

/**
 * Counts the results of a filter by the class of their students, all classes at once.
 * @param eachId calls back with each id that a filter finds; returns false where it does not know them
 * @returns by name of the class; null where the attempts are not in memory as they are now
 */
export function classCounts(
  attempts: GradedAttempts,
  people: () => LocalPeople,
  eachId: (filter: ResultsFilter, use: (id: number) => void) => boolean,
): (filter: ResultsFilter) => ReadonlyMap<string, number> | null {
  let known: Sets | null = null
  const setsNow = (): Sets => {
    const { version, members } = people()
    if (known?.version !== version || known.students !== attempts.students.count)
      known = setsOf(attempts, { version, members })
    return known
  }
  return (filter) => {
    if (!attempts.isUpToDate) return null
    const { setOf, names } = setsNow()
    const { student } = attempts.values
    const counts = new Uint32Array(names.length)
    const isKnown = eachId(filter, (id) => {
      const row = attempts.rowOf(id)
      if (row < 0) return
      const set = setOf[student[row] as number] as number
      counts[set] = (counts[set] as number) + 1
    })
    if (!isKnown) return null
    const byName = new Map<string, number>()
    for (const [set, own] of names.entries())
      for (const name of own) byName.set(name, (byName.get(name) ?? 0) + (counts[set] as number))
    return byName
  }
}

function setsOf({ students }: GradedAttempts, { version, members }: Pick<LocalPeople, 'version' | 'members'>): Sets {
  const classes = new Map<number, Set<string>>()
  for (const { account, key, className } of members) {
    const student = students.find(ofAccount(account, key))
    if (student < 0) continue
    const own = classes.get(student) ?? new Set()
    // Two classes of an account have two names; those of two accounts may share one.
    classes.set(student, own.add(className))
  }
  const setOf = new Uint32Array(students.count)
  const names: string[][] = [[]]
  const numbers = new Map<string, number>()
  for (const [student, own] of classes) {
    const key = JSON.stringify([...own])
    const number = numbers.get(key) ?? names.push([...own]) - 1
    numbers.set(key, number)
    setOf[student] = number
  }
  return { version, students: students.count, setOf, names }
}
