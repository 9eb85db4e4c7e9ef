import { AppError } from '../../../shared/errors.ts'
import type { FeedState } from '../../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import { allowedSkew, type Gap, type Interval } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { passCrowded, passCrowdedAhead } from './crowded-second.ts'
import { FeedPages, type PullPorts } from './feed-pages.ts'
import { overlapping, type RecheckPlan, type RecheckProgress } from './paging.ts'

/**
 * Reads a feed from where the last run stopped until ClassMarker has no more, and reads again what `recheck` names.
 * Each page is written together with its cursor, so the next run continues after the last page, whatever stopped this
 * one.
 * @throws AppError `api/*`, `network/*`, `store/*`, `job/cancelled`; pages already written stay
 */
export async function pullFeed(
  feed: ClassMarkerFeed,
  state: FeedState | null,
  recheck: RecheckPlan | null,
  ports: PullPorts,
): Promise<void> {
  const pages = new FeedPages(feed, ports)
  const reader = new FeedReader(pages)
  const open = await ports.openGaps()
  if (state === null || recheck === null) await reader.readOn(state, null, null)
  else {
    await reader.readAgain(recheck)
    await reader.readOn(state, recheck.since, recheck.progress)
  }
  await readGaps(pages, open)
}

/** Reads one feed in a run. */
class FeedReader {
  readonly #pages: FeedPages

  constructor(pages: FeedPages) {
    this.#pages = pages
  }

  /** Reads the pages that hold certain finish times, oldest first; one page often holds several. */
  async readAgain({ targets, since, progress }: RecheckPlan): Promise<void> {
    const pages = this.#pages
    for (const target of targets) {
      if (target <= progress.through) continue
      const after = overlapping(target)
      const received = await pages.askIfInReach(after)
      if (received === null) continue
      const step = pages.stepAfter(received, after)
      if (step.kind === 'crowded') {
        await pages.keep(received.answer)
        await passCrowded(pages, step.second)
        progress.through = step.second
      } else {
        // Everything from `since` on is read again afterwards anyway.
        await pages.write(received.answer, { ...step, cursor: null }, after, { until: since })
        progress.through = step.isProved ? step.coveredUntil : Math.min(step.coveredUntil, since)
      }
    }
  }

  /** Reads to the end of the feed, from where the last run stopped, or from `since` if that is earlier. */
  async readOn(state: FeedState | null, since: UnixSeconds | null, progress: RecheckProgress | null): Promise<void> {
    const pages = this.#pages
    const begin = since === null || progress === null ? since : unixSeconds(Math.max(since, progress.through))
    let { after, received, gap } = await this.#firstPage(state, begin)
    for (;;) {
      const { answer } = received
      const step = pages.stepAfter(received, after)
      if (step.kind === 'crowded') {
        await pages.keep(answer, gap)
        received = await passCrowded(pages, step.second)
        after = step.second
        if (progress !== null) progress.through = after
      } else {
        await pages.write(answer, step.isProved ? { ...step, cursor: step.cursor ?? after } : step, after, { gap })
        if (progress !== null) progress.through = step.coveredUntil
        if (step.kind === 'end') return
        if (step.kind === 'ahead') return this.#readAhead(step.next)
        after = step.next
        received = await pages.ask(after)
      }
      gap = null
    }
  }

  /**
   * Reads on among results dated in the future. They are stored without moving cursor or coverage, because real results
   * come before them for years. Results from earlier runs are not requested again.
   */
  async #readAhead(from: UnixSeconds): Promise<void> {
    const pages = this.#pages
    const known = await pages.ports.newestFinish()
    let after = known === null ? from : unixSeconds(Math.max(from, overlapping(known)))
    for (;;) {
      const { answer } = await pages.ask(after)
      await pages.keep(answer)
      const newest = unixSeconds(Math.max(after, ...answer.finishes.map((time) => time ?? after)))
      if (!answer.moreExist || newest <= after) return
      if (overlapping(newest) === after) await passCrowdedAhead(pages, newest)
      after = overlapping(newest) > after ? overlapping(newest) : newest
    }
  }

  async #firstPage(state: FeedState | null, since: UnixSeconds | null) {
    const { historyWindow, client } = this.#pages.ports
    for (;;) {
      const after = this.#begin(state, since)
      if (after === null) throw new AppError('api/too-early')
      const received = await this.#pages.askIfInReach(after)
      // If the first answer corrected this computer's clock, the request had the wrong range. A run corrects its clock
      // only once.
      const wasMistimed = Math.abs((this.#begin(state, since) ?? after) - after) > allowedSkew
      if (wasMistimed) continue
      if (received === null) {
        historyWindow.refused(after, client.serverClock())
        continue
      }
      historyWindow.accepted()
      return { after, received, gap: this.#tooOld(state, after) }
    }
  }

  /** The first moment to ask for: where the feed was left, or `since`, but no further back than ClassMarker allows. */
  #begin(state: FeedState | null, since: UnixSeconds | null): UnixSeconds | null {
    const { historyWindow, client } = this.#pages.ports
    const furthest = historyWindow.furthest(client.serverClock())
    if (furthest === null) return null
    if (state === null) return furthest
    const { resumeAfter, againFrom } = state
    return unixSeconds(Math.max(furthest, Math.min(resumeAfter, since ?? resumeAfter, againFrom ?? resumeAfter)))
  }

  /** The gap between the complete range and the first moment that can be asked for. */
  #tooOld(state: FeedState | null, after: UnixSeconds): Gap | null {
    if (state === null || after <= state.resumeAfter) return null
    // Without a complete range, results are known to be here only up to the cursor.
    const until = state.coveredUntil ?? state.cursor
    return until >= after ? null : { feed: this.#pages.feed, from: until, to: after, reason: 'too-old' }
  }
}

/** Asks again for ranges that earlier runs left unproved, as far as the hourly limit allows. */
async function readGaps(pages: FeedPages, open: readonly Gap[]): Promise<void> {
  const { openGaps, markTooOld, hasRoom, historyWindow, client } = pages.ports
  for (const gap of open) {
    for (let isRefused = true; isRefused; ) {
      const furthest = historyWindow.furthest(client.serverClock())
      const isOpen = (await openGaps()).some(({ from, to }) => from < gap.to && to > gap.from)
      if (!isOpen || furthest === null) break
      if (gap.from < furthest) await markTooOld(gap, unixSeconds(Math.min(furthest, gap.to)))
      const from = unixSeconds(Math.max(gap.from, furthest))
      if (from >= gap.to || pages.isLeftOpen(from, gap.to) || !(await hasRoom())) break
      isRefused = (await refusalOf(readRange(pages, { from, until: gap.to }))) !== null
      // Where nothing else was asked from so far back, this shows how far back ClassMarker's three months go.
      if (isRefused) historyWindow.refused(from, client.serverClock())
      else historyWindow.accepted()
    }
  }
}

/**
 * Asks for one gap, even if the calendar puts it out of reach.
 * @returns ClassMarker's refusal if it no longer reaches that far; the rest of the run continues
 */
export function readGap({ feed, from, to, reason }: Gap, ports: PullPorts): Promise<AppError | null> {
  const begin = reason === 'crowded-second' ? overlapping(from) : from
  return refusalOf(readRange(new FeedPages(feed, ports), { from: begin, until: to }))
}

async function refusalOf(reading: Promise<void>): Promise<AppError | null> {
  try {
    await reading
    return null
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'api/too-early') return thrown
    throw thrown
  }
}

/** Reads a range again and leaves what follows it alone. @throws AppError `api/too-early` */
async function readRange(pages: FeedPages, { from, until }: Interval): Promise<void> {
  for (let after = from; after < until; ) {
    const received = await pages.ask(after)
    const step = pages.stepAfter(received, after)
    if (step.kind === 'crowded') {
      await pages.keep(received.answer)
      await passCrowded(pages, step.second)
      after = step.second
      continue
    }
    await pages.write(received.answer, { ...step, cursor: null }, after, { until })
    if (step.kind !== 'more') return
    after = step.next
  }
}
