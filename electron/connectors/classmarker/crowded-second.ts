import { AppError } from '../../../shared/errors.ts'
import { type Assignment, naturalKey, studentKey } from '../../../shared/model/result.ts'
import type { Gap } from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { ResultsAnswer } from './answers.ts'
import type { FeedPages, Received } from './feed-pages.ts'
import { overlapping } from './paging.ts'

/** What came of a second that holds more results than a page. */
interface CrowdedSecond {
  /** Whether every answer's counts agree with what came. */
  readonly fits: boolean
  /** Whether all that finished in it is here. */
  readonly isWhole: boolean
  /** What follows it in the feed. */
  readonly behind: Received
}

/**
 * Asks every group or link by itself for a second that holds more than a page. The gap is recorded before and closed
 * after, so an interruption leaves it on record.
 * @returns what follows in the feed
 */
export async function passCrowded(pages: FeedPages, second: UnixSeconds): Promise<Received> {
  const { closeGap, partsForgotten } = pages.ports
  const gap = await recordCrowded(pages, second)
  const { fits, isWhole, behind } = await fetchCrowded(pages, second)
  const isOver = second < behind.at
  // A second that is not over stays before the cursor, for the next run.
  const cursor = isOver ? second : overlapping(second)
  if (fits && !(isOver && isWhole)) await pages.move(cursor)
  else await pages.close({ cursor, coveredUntil: second, isProved: isWhole }, overlapping(second))
  // Where the answers do not fit, that is why the second is in doubt, and it is in doubt for one reason.
  if (!fits || (isOver && isWhole)) await closeGap(gap)
  if (!(isOver && isWhole)) await partsForgotten(second)
  return behind
}

/** As `passCrowded`, for a second that is dated in the future, where neither cursor nor coverage goes. */
export async function passCrowdedAhead(pages: FeedPages, second: UnixSeconds): Promise<void> {
  const gap = await recordCrowded(pages, second)
  const { isWhole } = await fetchCrowded(pages, second)
  if (isWhole) await pages.ports.closeGap(gap)
}

async function recordCrowded({ feed, ports }: FeedPages, second: UnixSeconds): Promise<Gap> {
  const gap: Gap = { feed, from: second, to: second, reason: 'crowded-second' }
  await ports.recordGap(gap)
  return gap
}

/**
 * Whether all of the second came is counted: a group that the key no longer shows, or a test that was taken out of it,
 * can hold results that no other sign betrays.
 */
async function fetchCrowded(pages: FeedPages, second: UnixSeconds): Promise<CrowdedSecond> {
  // In this order: what finishes between the two requests makes the second look fuller, never emptier.
  const behind = await pages.ask(second)
  const { answer: page } = await pages.ask(overlapping(second))
  const came = new Set<string>()
  let fits = behind.answer.fits
  const apply = async (answer: ResultsAnswer) => {
    fits &&= answer.fits
    for (const { result } of answer.results) if (result.timeFinished === second) came.add(entryKey(result))
    await pages.keep(answer)
  }
  await apply(page)
  const isAsked = await askParts(pages, second, apply)
  // What came in an earlier run is known by being stored.
  const count = isAsked ? came.size : await pages.ports.countAt(second)
  const isWhole = fits && count >= (numberIn(page, behind.answer) ?? Number.POSITIVE_INFINITY)
  return { fits, isWhole, behind }
}

/**
 * Asks the feeds of single groups or links and tests. One test of one group can still have more than a page in the
 * second, so that the caller has to count what came.
 * @returns whether all were asked now, none in an earlier run
 * @throws AppError `api/*`, `network/*`, `job/cancelled`; what was asked is remembered, and not asked again
 */
async function askParts(
  { feed, ports }: FeedPages,
  second: UnixSeconds,
  apply: (answer: ResultsAnswer) => Promise<void>,
): Promise<boolean> {
  const done = new Set((await ports.partsDone(second)).map(keyOf))
  for (const part of await ports.assignments()) {
    if (done.has(keyOf(part))) continue
    const answer = await refusable(ports.client.resultsOf(feed, part, overlapping(second), ports.signal))
    if (answer !== null) await apply(answer)
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

/** How many more results follow the beginning of a page than that of a later one; null when ClassMarker does not say. */
const numberIn = (page: ResultsAnswer, behind: ResultsAnswer): number | null =>
  page.available === null || behind.available === null ? null : page.available - behind.available

/** Two people under one link_result_id are two entries. */
const entryKey = (result: ResultsAnswer['results'][number]['result']): string =>
  `${naturalKey(result)} ${studentKey(result)}`
