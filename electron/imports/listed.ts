import type { MatchCandidate } from '../../shared/model/import-outcome.ts'
import type { FoundProblem, ListedAttempt, WallClock } from '../../shared/model/imported.ts'
import { identityName } from '../../shared/model/result.ts'
import type { Interval } from '../../shared/model/sync.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { momentsAt } from '../../shared/model/zone.ts'
import type { FinishedThen } from '../store/api.ts'

const minute = 60

/**
 * The ranges of moments, each without its end, that a time without a zone and mostly without seconds stands for: several
 * where clocks are turned back.
 */
export const rangesOf = (clock: WallClock, zone: string): Interval[] =>
  momentsAt(clock, zone).map((from) => ({ from, until: unixSeconds(from + (clock.endsWith(':00') ? minute : 1)) }))

const isSame = (one: string, other: string): boolean => identityName(one, '') === identityName(other, '')

/** Whether a result is the attempt that ClassMarker's CSV lists: nothing that both of them say may differ. */
function isAttempt(listed: ListedAttempt, result: FinishedThen, zone: string): boolean {
  const { first, last, email, testName, sourceName, started } = listed
  return (
    identityName(first, last) === identityName(result.first, result.last) &&
    isSame(testName, result.testName) &&
    (sourceName === '' || isSame(sourceName, result.sourceName)) &&
    (email === null || result.email === null || isSame(email, result.email)) &&
    (started === null ||
      rangesOf(started, zone).some(({ from, until }) => result.timeStarted >= from && result.timeStarted < until))
  )
}

function candidateOf(result: FinishedThen, { first, last }: ListedAttempt): MatchCandidate {
  const { id, testName, sourceName, timeFinished, percentage } = result
  const isNamed = identityName(first, last) === identityName(result.first, result.last)
  return { id, first: result.first, last: result.last, testName, sourceName, timeFinished, percentage, isNamed }
}

/** Results that a row of a list may be where it is not certain. */
export interface NotCertain {
  readonly found: FoundProblem
  readonly candidates: readonly MatchCandidate[]
}

/**
 * The one result that a listed attempt certainly is. Without ClassMarker's numbers it becomes no result of its own: those
 * would never meet what a sync brings, and the student would have the attempt twice.
 */
export function resultOf(
  listed: ListedAttempt,
  finishedThen: readonly FinishedThen[],
  zone: string,
): FinishedThen | NotCertain {
  const same = finishedThen.filter((result) => isAttempt(listed, result, zone))
  const [one, ...others] = same
  if (one !== undefined && others.length === 0) return one
  const facts = { who: `${listed.first} ${listed.last}`.trim(), test: listed.testName }
  if (one !== undefined)
    return {
      found: { code: 'several-matches', facts: { ...facts, count: same.length } },
      candidates: same.map((result) => candidateOf(result, listed)),
    }
  const isNear = ({ first, last, testName }: FinishedThen): boolean =>
    identityName(first, last) === identityName(listed.first, listed.last) || isSame(testName, listed.testName)
  return {
    found: { code: 'unmatched', facts },
    candidates: finishedThen.filter(isNear).map((result) => candidateOf(result, listed)),
  }
}
