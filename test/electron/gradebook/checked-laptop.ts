import { type GradebookDefinition, usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import type { CheckKind, CheckOf, CheckSeverity } from '../../../shared/model/gradebook-check.ts'
import type { GradingRules } from '../../../shared/model/grading.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

/** Students of a gradebook by what a sentence would call them. */
export const called = ({ first, last }: { readonly first: string; readonly last: string }): string => `${first} ${last}`

let finishes = 0

/** A group's attempt of a student who stands for their number. */
export const attemptOf = (userId: number, first: string, said: Partial<Result> = {}): Result => {
  finishes++
  return resultOf({
    ...{
      userId,
      first,
      last: 'Lee',
      timeStarted: unixSeconds(noon - 10_000 - finishes),
      timeFinished: unixSeconds(noon - finishes),
    },
    ...said,
  })
}

let links = 0

/** An attempt by a link, which knows a student by name and address or code. */
export const linkAttempt = (first: string, said: Partial<Result> = {}): Result =>
  attemptOf(0, first, { feed: 'links', sourceId: 20, userId: null, linkResultId: ++links, ...said })

/** A percentage. */
export const of = (percent: number): Pick<Result, 'percentage'> => ({ percentage: toTenths(percent) })

/** A laptop with these results, and what the checks of a gradebook find on it. */
export function checkedLaptop(results: readonly Result[], names: readonly string[] = ['Algebra', 'Birds', 'Chess']) {
  const made = database()
  const { calls } = made
  const tests = names.map((name, place) => ({ id: place + 1, name }))
  const receive = (given: readonly Result[]) => {
    for (const feed of ['groups', 'links'] as const)
      calls.applyPage(
        pageWith(
          given.filter((result) => result.feed === feed),
          { feed, tests },
        ),
      )
  }
  receive(results)
  const all = (change: Partial<GradebookDefinition> = {}, id: number | null = null) =>
    calls.gradebookChecks({ ...usualGradebook, ...change }, id)
  const find = <Kind extends CheckKind>(
    kind: Kind,
    change: Partial<GradebookDefinition> = {},
    severity?: CheckSeverity,
    id: number | null = null,
  ): CheckOf<Kind> | undefined =>
    all(change, id).find((check) => check.kind === kind && check.severity === (severity ?? check.severity)) as
      | CheckOf<Kind>
      | undefined
  const idsOf = (userId: number): number[] =>
    made.db
      .prepare<[number], number>('SELECT id FROM result WHERE user_id = ? ORDER BY time_finished')
      .pluck()
      .all(userId)
  return { ...made, receive, all, find, idsOf }
}

export const rules = (change: Partial<GradingRules>): { readonly rules: GradingRules } => ({
  rules: { ...usualRules, ...change },
})
