import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type GradedAttempts, ofAccount } from '../gradebook/attempts.ts'
import type { FoundRows } from '../results/found.ts'
import { type ClassSets, setsOf } from './class-sets.ts'
import type { LocalPeople } from './local-people.ts'
import { attemptsFound } from './students-left.ts'

/** The sets of classes of all students, a class for each name. */
interface Known extends ClassSets {
  readonly version: number
  readonly students: number
  readonly names: readonly string[]
}

/**
 * Counts the results of a filter by the class of their students, all classes at once.
 * @param found the rows that a filter finds with the ids of all; null where they are not known at once
 * @returns by name of the class; null where the attempts are not in memory as they are now
 */
export function classCounts(
  attempts: GradedAttempts,
  people: () => LocalPeople,
  found: (filter: ResultsFilter) => FoundRows | null,
): (filter: ResultsFilter) => ReadonlyMap<string, number> | null {
  let known: Known | null = null
  const setsNow = (): Known => {
    const { version, members } = people()
    if (known?.version !== version || known.students !== attempts.students.count)
      known = setsByName(attempts, { version, members })
    return known
  }
  return (filter) => {
    if (!attempts.isUpToDate) return null
    const { setOf, sets, names } = setsNow()
    const { student } = attempts.values
    const counts = new Uint32Array(sets.length)
    const all = found(filter)
    if (all === null) return null
    const rows = attemptsFound(all, attempts)
    for (let at = 0; at < rows.length; at++) {
      const set = setOf[student[rows[at] as number] as number] as number
      counts[set] = (counts[set] as number) + 1
    }
    const ofClass = new Uint32Array(names.length)
    for (const [set, places] of sets.entries())
      for (const place of places) ofClass[place] = (ofClass[place] as number) + (counts[set] as number)
    return new Map(names.map((name, place) => [name, ofClass[place] as number]))
  }
}

function setsByName(
  { students }: GradedAttempts,
  { version, members }: Pick<LocalPeople, 'version' | 'members'>,
): Known {
  // Two classes of an account have two names; those of two accounts may share one.
  const byName = Map.groupBy(members, ({ className }) => className)
  const classes = [...byName.values()].map((own) =>
    own.map(({ account, key }) => students.find(ofAccount(account, key))),
  )
  return { version, students: students.count, names: [...byName.keys()], ...setsOf(students.count, classes) }
}
