import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { StudentPage, StudentRow } from '../../../shared/model/student.ts'
import { keyOf, type Part, part, plusAll, type Told, type ToldAttempt, tenthsOf, whole } from '../gradebook/oracle.ts'

/*
 * Students reckoned once more, from what is said about them: attempts by attempt, with fractions of its own.
 */

/** Which keys are one student: the key of each that was merged into another. */
export type Merges = ReadonlyMap<string, string>

const nameOf = ({ account, key }: StudentRef): string => `${account} ${key}`

const byTime = (a: ToldAttempt, b: ToldAttempt): number =>
  a.finished - b.finished || a.started - b.started || a.id - b.id

const isGraded = ({ status, type }: ToldAttempt): boolean =>
  (status === null || /^f$/i.test(status)) && !(type !== null && /^survey$/i.test(type))

export interface ToldStudent {
  readonly attempts: number
  readonly tests: number
  readonly average: number | null
  readonly provisional: boolean
  readonly lastSeen: number | null
  readonly exact: Part | null
}

/** Everybody with a result among those considered, by account and key. */
export function toldStudents(world: Told, merges: Merges, policy: AttemptPolicy, considered: readonly ToldAttempt[]) {
  const owner = (student: StudentRef): string => merges.get(nameOf(student)) ?? nameOf(student)
  const decided = new Map(
    world.overrides.map(({ student, testId, override }) => [`${owner(student)} at ${testId}`, override]),
  )
  return new Map(
    [...Map.groupBy(considered, owner)].map(([student, results]): [string, ToldStudent] => {
      const graded = results.filter(isGraded)
      let isProvisional = false
      const scores = [...Map.groupBy(graded, ({ testId }) => testId)].flatMap(([testId, unsorted]): Part[] => {
        const override = decided.get(`${student} at ${testId}`)
        if (override?.kind === 'excused') return []
        const tries = unsorted.toSorted(byTime)
        const chosen = override === undefined ? undefined : tries.find(({ id }) => id === override.resultId)
        const counting = chosen === undefined ? countingOf(tries, policy) : [chosen]
        if (counting.some(({ needsGrading }) => needsGrading)) isProvisional = true
        const percents = counting.flatMap(({ percent }) => (percent === null ? [] : [part(tenthsOf(percent))]))
        return percents.length === 0 ? [] : [dividedBy(plusAll(percents), percents.length)]
      })
      const exact = scores.length === 0 ? null : dividedBy(plusAll(scores), scores.length)
      return [
        student,
        {
          attempts: graded.length,
          tests: new Set(graded.map(keyOf)).size,
          average: exact === null ? null : Number(whole(exact)),
          provisional: isProvisional,
          lastSeen: Math.max(...results.map(({ finished }) => finished)),
          exact,
        },
      ]
    }),
  )
}

const dividedBy = ([top, bottom]: Part, by: number): Part => [top, bottom * BigInt(by)]

function countingOf(tries: readonly ToldAttempt[], policy: AttemptPolicy): readonly ToldAttempt[] {
  if (policy === 'average') return tries
  if (policy === 'first') return tries.slice(0, 1)
  if (policy === 'last') return tries.slice(-1)
  const height = ({ percent }: ToldAttempt) => (percent === null ? -1e9 : Number(tenthsOf(percent)))
  const highest = tries.reduce((most, each) => Math.max(most, height(each)), -1e9)
  return tries.filter((each) => height(each) === highest).slice(0, 1)
}

/** What of a row differs from what is told. */
export function differencesOf(row: StudentRow, student: ToldStudent): string[] {
  const { attempts, tests, average, provisional, lastSeen } = row
  return Object.entries({ attempts, tests, average, provisional, lastSeen }).flatMap(([name, value]) => {
    const theirs = student[name as keyof ToldStudent]
    return value === theirs ? [] : `${row.accountId} ${row.key} ${name}: ${value}, not ${theirs}`
  })
}

/** What of a page differs from what is told of the same student. */
export function pageDifferences(page: StudentPage, student: ToldStudent): string[] {
  const attempts = page.tests.reduce((sum, test) => sum + test.attempts.length, 0)
  const own = {
    attempts,
    tests: page.tests.filter((test) => test.attempts.length > 0).length,
    average: page.average,
    provisional: page.provisional,
    lastSeen: page.lastSeen?.at ?? null,
  }
  return Object.entries(own).flatMap(([name, value]) => {
    const theirs = student[name as keyof ToldStudent]
    return value === theirs ? [] : `page of ${page.student.key}: ${name} ${value}, not ${theirs}`
  })
}
