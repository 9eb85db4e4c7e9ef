import { AppError } from '../../shared/errors.ts'
import type { Feed } from '../../shared/model/feed.ts'
import type { Gap, PageCounts } from '../../shared/model/sync.ts'
import { minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import type { ResultsAnswer } from '../classmarker/answers.ts'
import type { ReceivedPage } from '../store/ingest.ts'
import type { FeedState } from '../store/queries/sync-state.ts'
import type { Reach } from './reach.ts'
import type { Remote } from './remote.ts'

export interface PullPorts {
  readonly remote: Pick<Remote, 'recentResults' | 'serverClock'>
  /** Shared by both feeds of a run. */
  readonly reach: Reach
  /** Writes results and cursor in one transaction. */
  readonly applyPage: (page: PulledPage) => Promise<PageCounts>
  readonly recordGap: (gap: Gap) => Promise<void>
  readonly onPage: (page: { readonly received: number; readonly remaining: number | null }, counts: PageCounts) => void
  readonly signal: AbortSignal
}

/** A page as the pull knows it; account and time of receipt are the run's to add. */
export type PulledPage = Omit<ReceivedPage, 'accountId' | 'receivedAt'>

/**
 * Fetches a feed from where it was left until ClassMarker has no more. Each page is written together with the cursor
 * it ends at, so whatever stops this, the next run goes on from the last whole page.
 * @throws AppError `api/*`, `network/*`, `store/*`, `job/cancelled`; pages written before stay written
 */
export async function pullFeed(feed: Feed, state: FeedState | null, ports: PullPorts): Promise<void> {
  const first = await firstPage(feed, state, ports)
  let { after, answer } = first
  let before: ResultsAnswer['results'] = []
  for (;;) {
    const cursor = newestFinish(answer, ports.remote.serverClock()) ?? after
    const results = withoutOverlap(answer.results, before)
    const page = pageOf(feed, { ...answer, results }, cursor, first.coveredFrom, ports.remote.serverClock())
    const counts = await ports.applyPage(page)
    before = answer.results
    const remaining = answer.available === null ? null : Math.max(0, answer.available - answer.returned)
    ports.onPage({ received: results.length + answer.unreadable.length, remaining }, counts)
    if (!answer.moreExist) return
    after = await nextStart(feed, after, cursor, ports)
    answer = await ports.remote.recentResults(feed, after, ports.signal)
  }
}

async function firstPage(feed: Feed, state: FeedState | null, ports: PullPorts) {
  for (;;) {
    const furthest = ports.reach.furthest(ports.remote.serverClock())
    if (furthest === null) throw new AppError('api/too-early')
    const after = unixSeconds(Math.max(furthest, state === null ? furthest : overlapping(state.cursor)))
    try {
      const answer = await ports.remote.recentResults(feed, after, ports.signal)
      // Nothing is lost when the feed was complete until a moment that is still within reach.
      if (state !== null && state.coveredUntil < after) {
        await ports.recordGap({ feed, from: state.coveredUntil, to: after, reason: 'too-old' })
      }
      return { after, answer, coveredFrom: state?.coveredFrom ?? after }
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'api/too-early')) throw thrown
      ports.reach.refused()
    }
  }
}

/** A full page may end in the middle of a second, so the next request asks for that second again. */
const overlapping = (finish: UnixSeconds): UnixSeconds => plusSeconds(finish, -1)

/** What the page before did not bring already: the second where it ended is asked for twice. */
function withoutOverlap(results: ResultsAnswer['results'], before: ResultsAnswer['results']) {
  const applied = new Set(before.map(({ raw }) => raw))
  return results.filter(({ raw }) => !applied.has(raw))
}

/** Where the next request begins. It is always later than the last one, so the loop ends. */
async function nextStart(feed: Feed, after: UnixSeconds, cursor: UnixSeconds, ports: PullPorts): Promise<UnixSeconds> {
  const next = overlapping(cursor)
  if (next > after) return next
  if (cursor <= after) throw new AppError('api/not-understood')
  // One second holds more results than a page: what lies beyond the page cannot be asked for here.
  await ports.recordGap({ feed, from: cursor, to: cursor, reason: 'crowded-second' })
  return cursor
}

// A clock at ClassMarker's that is a little ahead of another is no reason to doubt a time; a year ahead is.
const plausiblyAhead = 5 * minute

/** The newest finish time on a page that can be true; one in the far future must not carry the cursor past real results. */
function newestFinish(answer: ResultsAnswer, serverNow: UnixSeconds): UnixSeconds | null {
  const latest = serverNow + plausiblyAhead
  const times = answer.results.map(({ result }) => result.timeFinished).filter((time) => time <= latest)
  const told = answer.nextFinishedAfter !== null && answer.nextFinishedAfter <= latest ? [answer.nextFinishedAfter] : []
  // The server's own word counts where every result of a page was unreadable.
  const known = times.length > 0 ? times : told
  return known.length === 0 ? null : unixSeconds(Math.max(...known))
}

function pageOf(
  feed: Feed,
  answer: ResultsAnswer,
  cursor: UnixSeconds,
  coveredFrom: UnixSeconds,
  serverNow: UnixSeconds,
): PulledPage {
  return {
    feed,
    results: answer.results,
    unreadable: answer.unreadable,
    tests: answer.tests,
    sources: answer.sources,
    cursor,
    coveredFrom,
    coveredUntil: answer.moreExist ? overlapping(cursor) : unixSeconds(Math.max(cursor, serverNow)),
  }
}
