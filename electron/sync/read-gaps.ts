import { AppError } from '../../shared/errors.ts'
import type { Gap, Interval } from '../../shared/model/sync.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { passCrowded } from './crowded-second.ts'
import { FeedPages, type PullPorts } from './feed-pages.ts'
import { overlapping } from './page-step.ts'

/** Asks again for what did not fit in earlier runs, as far as the hour has room for it. */
export async function readGaps(pages: FeedPages, open: readonly Gap[]): Promise<void> {
  const { openGaps, giveUp, hasRoom, reach, remote } = pages.ports
  for (const gap of open) {
    for (let isRefused = true; isRefused; ) {
      const furthest = reach.furthest(remote.serverClock())
      const isOpen = (await openGaps()).some(({ from, to }) => from < gap.to && to > gap.from)
      if (!isOpen || furthest === null) break
      if (gap.from < furthest) await giveUp(gap, unixSeconds(Math.min(furthest, gap.to)))
      const from = unixSeconds(Math.max(gap.from, furthest))
      if (from >= gap.to || pages.isLeftOpen(from, gap.to) || !(await hasRoom())) break
      isRefused = (await refusalOf(readRange(pages, { from, until: gap.to }))) !== null
      // Where nothing else was asked from so far back, this is what tells how far ClassMarker's three months reach.
      if (isRefused) reach.refused(from, remote.serverClock())
      else reach.accepted()
    }
  }
}

/**
 * Asks for one gap, whether the calendar lets or not.
 * @returns ClassMarker's refusal where it still does not reach that far; the rest then goes on first
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

/** Reads a stretch again; what lies behind it is none of its business. @throws AppError `api/too-early` */
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
