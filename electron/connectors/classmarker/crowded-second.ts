import { AppError } from '../../../shared/errors.ts'
import { type Assignment, naturalKey, studentKey } from '../../../shared/model/result.ts'
import type { Gap } from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { ResultsAnswer } from './answers.ts'
import type { FeedPages, Received } from './feed-pages.ts'
import { overlapping } from './paging.ts'

/** The result of reading a second that holds more results than a page. */
interface CrowdedSecond {
  /** Whether the counts of every answer agree with its results. */
  readonly fits: boolean
  /** Whether every result that finished in the second was received. */
  readonly isWhole: boolean
  /** The page that follows the second in the feed. */
  readonly behind: Received
}

/**
 * Reads a second with more than a page of results by asking each group or link separately. Records the gap first and
 * closes it afterwards, so an interruption leaves it on record.
 * @returns the page that follows in the feed
 */
export async function passCrowded(pages: FeedPages, second: UnixSeconds): Promise<Received> {
  const { closeGap, clearPartsDone } = pages.ports
  const gap = await recordCrowded(pages, second)
  const { fits, isWhole, behind } = await fetchCrowded(pages, second)
  const isOver = second < behind.at
  // A second that is not over stays after the cursor, so that the next run asks for it again.
  const cursor = isOver ? second : overlapping(second)
  if (fits && !(isOver && isWhole)) await pages.move(cursor)
  else await pages.close({ cursor, coveredUntil: second, isProved: isWhole }, overlapping(second))
  // Where counts do not fit, the second is recorded as unproved, and only under that reason.
  if (!fits || (isOver && isWhole)) await closeGap(gap)
  if (!(isOver && isWhole)) await clearPartsDone(second)
  return behind
}

/** As `passCrowded`, for a second dated in the future, which moves neither cursor nor coverage. */
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
 * Reads all parts of a second and counts what came: the count alone reveals results of a group that the key no longer
 * shows, or of a test that was taken out of its group.
 */
async function fetchCrowded(pages: FeedPages, second: UnixSeconds): Promise<CrowdedSecond> {
  // In this order, a result that finishes between the two requests makes the second look fuller, never emptier.
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
  // Parts asked in an earlier run are counted from the stored results.
  const count = isAsked ? came.size : await pages.ports.countAt(second)
  const isWhole = fits && count >= (numberIn(page, behind.answer) ?? Number.POSITIVE_INFINITY)
  return { fits, isWhole, behind }
}

/**
 * Asks for each test of each group or link separately. One test of one group can still have more than a page in the
 * second, so the caller has to count what came.
 * @returns whether all were asked in this run
 * @throws AppError `api/*`, `network/*`, `job/cancelled`; parts already asked are remembered and not asked again
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

/**
 * Returns null for a group or link that may not be asked separately: the second stays incomplete, but the others are
 * read.
 */
async function refusable(asked: Promise<ResultsAnswer>): Promise<ResultsAnswer | null> {
  try {
    return await asked
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'api/no-permission' || thrown.code === 'api/bad-request'))
      return null
    throw thrown
  }
}

/** How many results come between the starts of two pages; null when ClassMarker does not tell. */
const numberIn = (page: ResultsAnswer, behind: ResultsAnswer): number | null =>
  page.available === null || behind.available === null ? null : page.available - behind.available

/** Two people under one link_result_id are two entries. */
const entryKey = (result: ResultsAnswer['results'][number]['result']): string =>
  `${naturalKey(result)} ${studentKey(result)}`
