import { AppError } from '../../shared/errors.ts'
import type { Feed } from '../../shared/model/feed.ts'
import { naturalKey } from '../../shared/model/result.ts'
import type { Gap, Interval, PageCounts } from '../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import type { ResultsAnswer } from '../classmarker/answers.ts'
import type { ReceivedPage } from '../store/ingest.ts'
import type { Assignment, FeedState } from '../store/queries/sync-state.ts'
import { fetchCrowdedSecond } from './crowded-second.ts'
import { overlapping, type PageStep, stepAfter } from './page-step.ts'
import type { Reach } from './reach.ts'
import type { RecheckPlan, RecheckProgress } from './recheck.ts'
import { allowedSkew, type Remote } from './remote.ts'

export interface PullPorts {
  readonly remote: Pick<Remote, 'recentResults' | 'resultsOf' | 'serverClock' | 'answeredAt'>
  /** Shared by both feeds of a run. */
  readonly reach: Reach
  /** Writes results, coverage and cursor in one transaction. */
  readonly applyPage: (page: PulledPage) => Promise<PageCounts>
  readonly recordGap: (gap: Gap) => Promise<void>
  readonly closeGap: (gap: Gap) => Promise<void>
  /** The groups or links of this feed with their tests, for a second that must be asked piece by piece. */
  readonly assignments: () => Promise<readonly Assignment[]>
  readonly partsDone: (second: UnixSeconds) => Promise<readonly Assignment[]>
  readonly partDone: (second: UnixSeconds, part: Assignment) => Promise<void>
  /** Called when what was asked of a second is out of date: it is asked anew. */
  readonly partsForgotten: (second: UnixSeconds) => Promise<void>
  /** How many results are stored that finished in a second. */
  readonly countAt: (second: UnixSeconds) => Promise<number>
  readonly onPage: (page: { readonly received: number; readonly remaining: number | null }, counts: PageCounts) => void
  readonly signal: AbortSignal
}

/** A page as the pull knows it; account and time of receipt are the run's to add. */
export type PulledPage = Omit<ReceivedPage, 'accountId' | 'receivedAt'>

/**
 * Fetches a feed from where it was left until ClassMarker has no more, and reads again what `recheck` names. Each page
 * is written together with the cursor it ends at, so whatever stops this, the next run goes on from the last page.
 * @throws AppError `api/*`, `network/*`, `store/*`, `job/cancelled`; pages written before stay written
 */
export async function pullFeed(
  feed: Feed,
  state: FeedState | null,
  recheck: RecheckPlan | null,
  ports: PullPorts,
): Promise<void> {
  const reader = new FeedReader(feed, ports)
  if (state === null || recheck === null) return reader.readOn(state, null, null)
  await reader.readAgain(recheck.targets, recheck.progress)
  await reader.readOn(state, recheck.since, recheck.progress)
}

/** An answer, and ClassMarker's time when it came. */
interface Received {
  readonly answer: ResultsAnswer
  readonly at: UnixSeconds
}

const nothing: ResultsAnswer = {
  serverTime: null,
  results: [],
  unreadable: [],
  returned: 0,
  finishes: [],
  fits: true,
  available: null,
  moreExist: false,
  nextFinishedAfter: null,
  tests: [],
  sources: [],
}

/** Reads the pages of one feed in a run. */
export class FeedReader {
  readonly #feed: Feed
  readonly #ports: PullPorts
  #before: Pick<ResultsAnswer, 'results' | 'unreadable'> = nothing

  constructor(feed: Feed, ports: PullPorts) {
    this.#feed = feed
    this.#ports = ports
  }

  /** Reads the pages that hold certain finish times, oldest first; one page often holds several. */
  async readAgain(targets: readonly UnixSeconds[], progress: RecheckProgress): Promise<void> {
    for (const target of targets) {
      if (target <= progress.through) continue
      const after = overlapping(target)
      const received = await this.#askIfInReach(after)
      if (received === null) continue
      const step = stepAfter(received.answer, after, received.at)
      if (step.kind === 'crowded') {
        await this.#apply(received.answer, null, null)
        await this.#passCrowded(step.second)
        progress.through = step.second
      } else {
        await this.#apply(received.answer, null, { from: after, until: step.coveredUntil })
        progress.through = step.coveredUntil
      }
    }
  }

  /** Reads from where the feed was left, or from `since` if that is earlier, to its end. */
  async readOn(state: FeedState | null, since: UnixSeconds | null, progress: RecheckProgress | null): Promise<void> {
    const begin = since === null || progress === null ? since : unixSeconds(Math.max(since, progress.through))
    let { after, received, gap } = await this.#firstPage(state, begin)
    for (;;) {
      const { answer, at } = received
      const step = await this.#stepKeeping(answer, after, at)
      if (step.kind === 'crowded') {
        await this.#apply(answer, null, null, gap)
        received = await this.#passCrowded(step.second)
        after = step.second
        if (progress !== null) progress.through = after
      } else {
        await this.#apply(answer, step.cursor ?? after, { from: after, until: step.coveredUntil }, gap)
        if (progress !== null) progress.through = step.coveredUntil
        if (step.kind === 'end') return
        after = step.next
        received = await this.#ask(after)
      }
      gap = null
    }
  }

  /** Where the page leads. Where it leads nowhere, what it brought is kept all the same. */
  async #stepKeeping(answer: ResultsAnswer, after: UnixSeconds, at: UnixSeconds): Promise<PageStep> {
    try {
      return stepAfter(answer, after, at)
    } catch (thrown) {
      await this.#apply(answer, null, null)
      throw thrown
    }
  }

  /** Reads a stretch again, as far back as ClassMarker lets. @throws AppError `api/too-early` when it does not */
  async readRange({ from, until }: Interval): Promise<void> {
    let after = from
    let received = await this.#ask(after)
    for (;;) {
      const step = stepAfter(received.answer, after, received.at)
      if (step.kind === 'crowded') {
        await this.#apply(received.answer, null, null)
        received = await this.#passCrowded(step.second)
        after = step.second
        continue
      }
      await this.#apply(received.answer, null, { from: after, until: step.coveredUntil })
      if (step.kind === 'end' || step.next >= until) return
      after = step.next
      received = await this.#ask(after)
    }
  }

  async #firstPage(state: FeedState | null, since: UnixSeconds | null) {
    const { reach, remote } = this.#ports
    for (;;) {
      const after = this.#begin(state, since)
      if (after === null) throw new AppError('api/too-early')
      const received = await this.#askIfInReach(after)
      // Where the first answer put this computer's clock right, what was asked before it is the wrong stretch. A run
      // corrects its clock once.
      const wasMistimed = Math.abs((this.#begin(state, since) ?? after) - after) > allowedSkew
      if (wasMistimed) continue
      if (received === null) {
        reach.refused(after, remote.serverClock())
        continue
      }
      reach.accepted()
      return { after, received, gap: this.#tooOld(state, after) }
    }
  }

  /** The first moment to ask for: where the feed was left, or `since`, or the furthest that ClassMarker allows. */
  #begin(state: FeedState | null, since: UnixSeconds | null): UnixSeconds | null {
    const { reach, remote } = this.#ports
    const furthest = reach.furthest(remote.serverClock())
    if (furthest === null) return null
    if (state === null) return furthest
    return unixSeconds(Math.max(furthest, Math.min(state.resumeAfter, since ?? state.resumeAfter)))
  }

  /** What lies between the stretch that is complete here and the first moment that could be asked for. */
  #tooOld(state: FeedState | null, after: UnixSeconds): Gap | null {
    if (state === null || after <= state.resumeAfter) return null
    // Without a whole stretch yet, all that is known to be here ends at the cursor.
    const until = state.coveredUntil ?? state.cursor
    return until >= after ? null : { feed: this.#feed, from: until, to: after, reason: 'too-old' }
  }

  /**
   * Asks every group or link by itself for a second that holds more than a page. The gap is recorded before and closed
   * after, so an interruption leaves it on record. Whether all of the second came is counted: a group that the key no
   * longer shows, or a test that was taken out of it, can hold results that no other sign betrays.
   * @returns what follows in the feed
   */
  async #passCrowded(second: UnixSeconds): Promise<Received> {
    const gap: Gap = { feed: this.#feed, from: second, to: second, reason: 'crowded-second' }
    await this.#ports.recordGap(gap)
    // In this order: what finishes between the two requests makes the second look fuller, never emptier.
    const behind = await this.#ask(second)
    const { answer: page } = await this.#ask(overlapping(second))
    const came = new Set<string>()
    const apply = async (answer: ResultsAnswer) => {
      for (const { result } of answer.results) if (result.timeFinished === second) came.add(naturalKey(result))
      await this.#apply(answer, null, null)
    }
    await apply(page)
    const { remote, signal, assignments, partsDone, partDone } = this.#ports
    const ask = (part: Assignment, after: UnixSeconds) => remote.resultsOf(this.#feed, part, after, signal)
    const isAsked = await fetchCrowdedSecond(second, { assignments, partsDone, partDone, ask, apply })
    // What came in an earlier run is known by being stored.
    const count = isAsked ? came.size : await this.#ports.countAt(second)
    const isWhole = count >= (numberIn(page, behind.answer) ?? Number.POSITIVE_INFINITY)
    const isOver = second < behind.at
    // A second that is not over stays before the cursor, for the next run.
    const cursor = isOver ? second : overlapping(second)
    await this.#apply(nothing, cursor, isOver && isWhole ? { from: overlapping(second), until: second } : null)
    if (isOver && isWhole) await this.#ports.closeGap(gap)
    else await this.#ports.partsForgotten(second)
    return behind
  }

  /** The server's three months may be shorter than the calendar's; what lies before them can only stay as it is. */
  async #askIfInReach(after: UnixSeconds): Promise<Received | null> {
    try {
      return await this.#ask(after)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'api/too-early') return null
      throw thrown
    }
  }

  async #ask(after: UnixSeconds): Promise<Received> {
    const { remote, signal } = this.#ports
    const answer = await remote.recentResults(this.#feed, after, signal)
    return { answer, at: remote.answeredAt }
  }

  async #apply(
    answer: ResultsAnswer,
    cursor: UnixSeconds | null,
    covered: Interval | null,
    gap: Gap | null = null,
  ): Promise<void> {
    const { tests, sources } = answer
    const results = withoutOverlap(answer.results, this.#before.results)
    const unreadable = withoutOverlap(answer.unreadable, this.#before.unreadable)
    const page = { feed: this.#feed, results, unreadable, tests, sources, cursor, covered, gap }
    const counts = await this.#ports.applyPage(page)
    if (answer.returned > 0) this.#before = answer
    const remaining = answer.available === null ? null : Math.max(0, answer.available - answer.returned)
    this.#ports.onPage({ received: results.length + unreadable.length, remaining }, counts)
  }
}

/** How many more results follow the beginning of a page than that of a later one; null when ClassMarker does not say. */
const numberIn = (page: ResultsAnswer, behind: ResultsAnswer): number | null =>
  page.available === null || behind.available === null ? null : page.available - behind.available

/** What the page before did not bring already: the second where it ended is asked for twice. */
function withoutOverlap<T extends { readonly raw: string }>(received: readonly T[], before: readonly T[]): T[] {
  const applied = new Set(before.map(({ raw }) => raw))
  return received.filter(({ raw }) => !applied.has(raw))
}
