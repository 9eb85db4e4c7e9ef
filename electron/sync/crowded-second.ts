import { AppError } from '../../shared/errors.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { ResultsAnswer } from '../classmarker/answers.ts'
import type { Assignment } from '../store/queries/sync-state.ts'
import { overlapping } from './page-step.ts'

interface CrowdedPorts {
  readonly assignments: () => Promise<readonly Assignment[]>
  /** Groups or links that were asked for this second before, in a run that was stopped. */
  readonly partsDone: (second: UnixSeconds) => Promise<readonly Assignment[]>
  readonly partDone: (second: UnixSeconds, part: Assignment) => Promise<void>
  readonly ask: (part: Assignment, after: UnixSeconds) => Promise<ResultsAnswer>
  readonly apply: (answer: ResultsAnswer) => Promise<void>
}

/**
 * Fetches a second that holds more results than a page, through the feeds of single groups or links and tests. One test
 * of one group can still have more than a page in it, so that the caller has to count what came.
 * @returns whether all were asked now, none in an earlier run
 * @throws AppError `api/*`, `network/*`, `job/cancelled`; what was asked is remembered, and not asked again
 */
export async function fetchCrowdedSecond(second: UnixSeconds, ports: CrowdedPorts): Promise<boolean> {
  const done = new Set((await ports.partsDone(second)).map(keyOf))
  for (const part of await ports.assignments()) {
    if (done.has(keyOf(part))) continue
    const answer = await refusable(ports.ask(part, overlapping(second)))
    if (answer !== null) await ports.apply(answer)
    await ports.partDone(second, part)
  }
  return done.size === 0
}

const keyOf = ({ sourceId, testId }: Assignment): string => `${sourceId}/${testId}`

/** A group or link that may not be asked by itself leaves the second incomplete, but stops nothing else. */
async function refusable(asked: Promise<ResultsAnswer>): Promise<ResultsAnswer | null> {
  try {
    return await asked
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'api/no-permission' || thrown.code === 'api/bad-request'))
      return null
    throw thrown
  }
}
