import { AppError } from '../../../shared/errors.ts'
import type { ReceivedPage } from '../../../shared/model/received-page.ts'
import { type Assignment, naturalKey } from '../../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import type { Gap, Interval, PageCounts } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { AccountClient } from './account-client.ts'
import type { ResultsAnswer } from './answers.ts'
import type { HistoryWindow } from './history-window.ts'
import { type PageStep, stepAfter } from './paging.ts'

/** What reading a feed needs from its caller, which stores the results. */
export interface PullPorts {
  readonly client: Pick<AccountClient, 'recentResults' | 'resultsOf' | 'serverClock' | 'answeredAt'>
  /** Shared by both feeds of a run. */
  readonly historyWindow: HistoryWindow
  /** Writes results, coverage and cursor in one transaction. */
  readonly applyPage: (page: PulledPage) => Promise<PageCounts>
  /** Ranges of this feed whose counts did not fit, oldest first. */
  readonly openGaps: () => Promise<readonly Gap[]>
  /** Records that ClassMarker no longer reaches back to the part of such a gap before `until`. */
  readonly markTooOld: (gap: Gap, until: UnixSeconds) => Promise<void>
  /** Whether the hourly limit leaves room for a request that is not urgent. */
  readonly hasRoom: () => Promise<boolean>
  readonly recordGap: (gap: Gap) => Promise<void>
  readonly closeGap: (gap: Gap) => Promise<void>
  /** The groups or links of this feed with their tests, for reading a crowded second part by part. */
  readonly assignments: () => Promise<readonly Assignment[]>
  readonly partsDone: (second: UnixSeconds) => Promise<readonly Assignment[]>
  readonly partDone: (second: UnixSeconds, part: Assignment) => Promise<void>
  /** Makes the next read of a second ask for all its parts again. */
  readonly clearPartsDone: (second: UnixSeconds) => Promise<void>
  /** How many results are stored that finished in a second. */
  readonly countAt: (second: UnixSeconds) => Promise<number>
  /** The newest stored finish time, even if it is dated in the future. */
  readonly newestFinish: () => Promise<UnixSeconds | null>
  readonly onPage: (page: { readonly received: number; readonly remaining: number | null }, counts: PageCounts) => void
  readonly signal: AbortSignal
}

/** A page as the pull knows it; the run adds account and time of receipt. */
export type PulledPage = Omit<ReceivedPage, 'accountId' | 'receivedAt'>

/** An answer, and ClassMarker's time when it was given. */
export interface Received {
  readonly answer: ResultsAnswer
  readonly at: UnixSeconds
}

/** Any step but a crowded second. */
export type AdvancingStep = Exclude<PageStep, { kind: 'crowded' }>

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

/** Requests the pages of one feed in a run, and writes each with what it proves. */
export class FeedPages {
  readonly feed: ClassMarkerFeed
  readonly ports: PullPorts
  #before: Pick<ResultsAnswer, 'results' | 'unreadable'> = nothing
  /** Ranges asked for in this run whose counts did not fit; only the next run asks again. */
  readonly #unproved: Interval[] = []

  constructor(feed: ClassMarkerFeed, ports: PullPorts) {
    this.feed = feed
    this.ports = ports
  }

  /** Asks for the page after a moment. @throws AppError `api/*`, `network/*`, `job/cancelled` */
  async ask(after: UnixSeconds): Promise<Received> {
    const { client, signal } = this.ports
    const answer = await client.recentResults(this.feed, after, signal)
    return { answer, at: client.answeredAt }
  }

  /** As `ask`; null if ClassMarker no longer reaches back that far. */
  async askIfInReach(after: UnixSeconds): Promise<Received | null> {
    try {
      return await this.ask(after)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'api/too-early') return null
      throw thrown
    }
  }

  stepAfter({ answer, at }: Received, after: UnixSeconds): PageStep {
    return stepAfter(answer, after, at)
  }

  /** Writes a page without moving the cursor or proving a range. */
  keep(answer: ResultsAnswer, gap: Gap | null = null): Promise<void> {
    return this.#apply(answer, { gap })
  }

  /**
   * Writes a page with what it proves, or with the range it leaves unproved.
   * @param until end of the requested range; results beyond it were proved by other pages and stay so
   */
  async write(
    answer: ResultsAnswer,
    { cursor, coveredUntil, isProved }: Pick<AdvancingStep, 'cursor' | 'coveredUntil' | 'isProved'>,
    from: UnixSeconds,
    { gap = null, until = null }: { gap?: Gap | null; until?: UnixSeconds | null } = {},
  ): Promise<void> {
    if (isProved) return this.#apply(answer, { cursor, covered: { from, until: coveredUntil }, gap })
    const end = Math.min(coveredUntil, until ?? coveredUntil)
    const unproved = { from, until: unixSeconds(Math.max(end, from + 1)) }
    this.#unproved.push(unproved)
    await this.#apply(answer, { cursor, gap, unproved })
  }

  /** Moves the cursor, and marks a second as proved or unproved, after its parts were written. */
  async close(second: Pick<AdvancingStep, 'cursor' | 'coveredUntil' | 'isProved'>, from: UnixSeconds): Promise<void> {
    await this.write(nothing, second, from)
  }

  /** Moves the cursor without proving a range. */
  async move(cursor: UnixSeconds): Promise<void> {
    await this.#apply(nothing, { cursor })
  }

  /** Whether a part of a range was asked for in this run and stayed unproved. */
  isLeftOpen(from: UnixSeconds, to: UnixSeconds): boolean {
    return this.#unproved.some((each) => each.from < to && each.until > from)
  }

  async #apply(
    answer: ResultsAnswer,
    claim: Partial<Pick<PulledPage, 'cursor' | 'covered' | 'gap' | 'unproved'>>,
  ): Promise<void> {
    const { tests, sources } = answer
    const results = withoutOverlap(answer.results, this.#before.results, sharingIds(answer.results))
    const unreadable = withoutOverlap(answer.unreadable, this.#before.unreadable)
    const page = { feed: this.feed, results, unreadable, tests, sources, cursor: null, covered: null, ...claim }
    const counts = await this.ports.applyPage(page)
    if (answer.returned > 0) this.#before = answer
    const remaining = answer.available === null ? null : Math.max(0, answer.available - answer.returned)
    this.ports.onPage({ received: results.length + unreadable.length, remaining }, counts)
  }
}

/** Entries whose natural key occurs more than once in the answer; they can only be told apart together. */
function sharingIds(entries: ResultsAnswer['results']): ReadonlySet<object> {
  const groups = Map.groupBy(entries, ({ result }) => naturalKey(result))
  return new Set([...groups.values()].filter(({ length }) => length > 1).flat())
}

/** Leaves out what the page before brought: the second where that ended is asked for again. */
function withoutOverlap<T extends { readonly raw: string }>(
  received: readonly T[],
  before: readonly T[],
  always: ReadonlySet<object> = new Set(),
): T[] {
  const applied = new Set(before.map(({ raw }) => raw))
  return received.filter((entry) => always.has(entry) || !applied.has(entry.raw))
}
