import { AppError } from '../../shared/errors.ts'
import type { Feed } from '../../shared/model/feed.ts'
import { studentKey } from '../../shared/model/identity.ts'
import { naturalKey } from '../../shared/model/result.ts'
import { allowedSkew, type Gap, type Interval, type PageCounts } from '../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import type { ResultsAnswer } from '../classmarker/answers.ts'
import type { ReceivedPage } from '../store/ingest.ts'
import type { Assignment, FeedState } from '../store/queries/sync-state.ts'
import { fetchCrowdedSecond } from './crowded-second.ts'
import { goesOn, overlapping, type PageStep, stepAfter } from './page-step.ts'
import type { Reach } from './reach.ts'
import type { RecheckPlan, RecheckProgress } from './recheck.ts'
import type { Remote } from './remote.ts'

export interface PullPorts {
  readonly remote: Pick<Remote, 'recentResults' | 'resultsOf' | 'serverClock' | 'answeredAt'>
  /** Shared by both feeds of a run. */
  readonly reach: Reach
  /** Writes results, coverage and cursor in one transaction. */
  readonly applyPage: (page: PulledPage) => Promise<PageCounts>
  /** Stretches of this feed whose answers did not fit, oldest first. */
  readonly openGaps: () => Promise<readonly Gap[]>
  /** Called with one of them, or the part of it up to `until`, that ClassMarker no longer reaches back to. */
  readonly giveUp: (gap: Gap, until: UnixSeconds) => Promise<void>
  /** Whether the hour has room for a request that nobody waits for. */
  readonly hasRoom: () => Promise<boolean>
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
  /** The newest finish time stored, however far in the future it is dated. */
  readonly newestFinish: () => Promise<UnixSeconds | null>
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
  const open = await ports.openGaps()
  if (state === null || recheck === null) await reader.readOn(state, null, null)
  else {
    await reader.readAgain(recheck.targets, recheck.progress)
    await reader.readOn(state, recheck.since, recheck.progress)
  }
  await reader.readGaps(open)
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
  takenAfter: null,
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
  /** What was asked in this run and did not fit: asking again is for the next. */
  readonly #unproved: Interval[] = []

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
        await this.#applyStep(received.answer, { ...step, cursor: null }, after)
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
      const step = stepAfter(answer, after, at)
      if (step.kind === 'crowded') {
        await this.#apply(answer, null, null, gap)
        received = await this.#passCrowded(step.second)
        after = step.second
        if (progress !== null) progress.through = after
      } else {
        await this.#applyStep(answer, step.isProved ? { ...step, cursor: step.cursor ?? after } : step, after, gap)
        if (progress !== null) progress.through = step.coveredUntil
        if (step.kind === 'end') return
        if (step.kind === 'ahead') return this.#readAhead(step.next)
        after = step.next
        received = await this.#ask(after)
      }
      gap = null
    }
  }

  /** Asks again for what did not fit in earlier runs, as far as the hour has room for it. */
  async readGaps(open: readonly Gap[]): Promise<void> {
    const { openGaps, giveUp, hasRoom, reach, remote } = this.#ports
    for (const gap of open) {
      const furthest = reach.furthest(remote.serverClock())
      const isOpen = (await openGaps()).some(({ from, to }) => from < gap.to && to > gap.from)
      if (!isOpen || furthest === null) continue
      if (gap.from < furthest) await giveUp(gap, unixSeconds(Math.min(furthest, gap.to)))
      const from = unixSeconds(Math.max(gap.from, furthest))
      const wasAsked = this.#unproved.some((each) => each.from < gap.to && each.until > from)
      if (from < gap.to && !wasAsked && (await hasRoom())) await this.readRange({ from, until: gap.to })
    }
  }

  /**
   * Reads on among results that are dated in the future. They are stored, but no cursor and no coverage follows them:
   * real results come before them for years. What came in an earlier run is not asked for again.
   */
  async #readAhead(from: UnixSeconds): Promise<void> {
    const known = await this.#ports.newestFinish()
    let after = known === null ? from : unixSeconds(Math.max(from, overlapping(known)))
    for (;;) {
      const { answer } = await this.#ask(after)
      await this.#apply(answer, null, null)
      const newest = unixSeconds(Math.max(after, ...answer.finishes.map((time) => time ?? after)))
      if (!goesOn(answer) || newest <= after) return
      if (overlapping(newest) === after) await this.#passCrowded(newest, true)
      after = overlapping(newest) > after ? overlapping(newest) : newest
    }
  }

  /** Writes a page with what it proves; a stretch that it leaves open is written down as such. */
  async #applyStep(
    answer: ResultsAnswer,
    { cursor, coveredUntil, isProved }: Exclude<PageStep, { kind: 'crowded' }>,
    from: UnixSeconds,
    gap: Gap | null = null,
  ): Promise<void> {
    if (isProved) return this.#apply(answer, cursor, { from, until: coveredUntil }, gap)
    const unproved = { from, until: unixSeconds(Math.max(coveredUntil, from + 1)) }
    this.#unproved.push(unproved)
    await this.#apply(answer, cursor, null, gap, unproved)
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
      await this.#applyStep(received.answer, { ...step, cursor: null }, after)
      if (step.kind !== 'more' || step.next >= until) return
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
    const { resumeAfter, againFrom } = state
    return unixSeconds(Math.max(furthest, Math.min(resumeAfter, since ?? resumeAfter, againFrom ?? resumeAfter)))
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
   * @param isAhead whether the second is dated in the future, where neither cursor nor coverage goes
   * @returns what follows in the feed
   */
  async #passCrowded(second: UnixSeconds, isAhead = false): Promise<Received> {
    const gap: Gap = { feed: this.#feed, from: second, to: second, reason: 'crowded-second' }
    await this.#ports.recordGap(gap)
    // In this order: what finishes between the two requests makes the second look fuller, never emptier.
    const behind = await this.#ask(second)
    const { answer: page } = await this.#ask(overlapping(second))
    const came = new Set<string>()
    let fit = behind.answer.fits
    const apply = async (answer: ResultsAnswer) => {
      fit &&= answer.fits
      for (const { result } of answer.results) if (result.timeFinished === second) came.add(entryKey(result))
      await this.#apply(answer, null, null)
    }
    await apply(page)
    const { remote, signal, assignments, partsDone, partDone } = this.#ports
    const ask = (part: Assignment, after: UnixSeconds) => remote.resultsOf(this.#feed, part, after, signal)
    const isAsked = await fetchCrowdedSecond(second, { assignments, partsDone, partDone, ask, apply })
    // What came in an earlier run is known by being stored.
    const count = isAsked ? came.size : await this.#ports.countAt(second)
    const isWhole = fit && count >= (numberIn(page, behind.answer) ?? Number.POSITIVE_INFINITY)
    if (isAhead) {
      if (isWhole) await this.#ports.closeGap(gap)
      return behind
    }
    const isOver = second < behind.at
    // A second that is not over stays before the cursor, for the next run.
    const cursor = isOver ? second : overlapping(second)
    const reached = { cursor, coveredUntil: second, isProved: isWhole }
    if (fit && !(isOver && isWhole)) await this.#apply(nothing, cursor, null)
    else await this.#applyStep(nothing, { kind: 'end', ...reached }, overlapping(second))
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
    unproved: Interval | null = null,
  ): Promise<void> {
    const { tests, sources } = answer
    const results = withoutOverlap(answer.results, this.#before.results, sharingIds(answer.results))
    const unreadable = withoutOverlap(answer.unreadable, this.#before.unreadable)
    const page = { feed: this.#feed, results, unreadable, tests, sources, cursor, covered, gap, unproved }
    const counts = await this.#ports.applyPage(page)
    if (answer.returned > 0) this.#before = answer
    const remaining = answer.available === null ? null : Math.max(0, answer.available - answer.returned)
    this.#ports.onPage({ received: results.length + unreadable.length, remaining }, counts)
  }
}

/** How many more results follow the beginning of a page than that of a later one; null when ClassMarker does not say. */
const numberIn = (page: ResultsAnswer, behind: ResultsAnswer): number | null =>
  page.available === null || behind.available === null ? null : page.available - behind.available

/** Two people under one link_result_id are two entries. */
const entryKey = (result: ResultsAnswer['results'][number]['result']): string =>
  `${naturalKey(result)} ${studentKey(result)}`

/** Entries whose natural key stands in the answer more than once: who they are can be told only together. */
function sharingIds(entries: ResultsAnswer['results']): ReadonlySet<object> {
  const groups = Map.groupBy(entries, ({ result }) => naturalKey(result))
  return new Set([...groups.values()].filter(({ length }) => length > 1).flat())
}

/** What the page before did not bring already: the second where it ended is asked for twice. */
function withoutOverlap<T extends { readonly raw: string }>(
  received: readonly T[],
  before: readonly T[],
  always: ReadonlySet<object> = new Set(),
): T[] {
  const applied = new Set(before.map(({ raw }) => raw))
  return received.filter((entry) => always.has(entry) || !applied.has(entry.raw))
}
