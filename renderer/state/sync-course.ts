import { isRunning, isSync, type Job } from '../../shared/model/job.ts'
import type { Gap, SyncProgress } from '../../shared/model/sync.ts'

/** What is remembered of a sync while it runs: against it its end and its progress are read. */
export interface SyncCourse {
  /** The gaps that were known when it began. */
  readonly gapsBefore: readonly Gap[]
  /** Results received before the feed that is being read now. */
  readonly feedStart: number
}

const progressOf = (job: Job | undefined): SyncProgress | null =>
  job && isSync(job) && (job.state === 'running' || job.state === 'waiting') ? job.progress : null

/** The course of a sync after its newest word. `gaps` are those known of its account at this moment. */
export function courseAfter(
  course: SyncCourse | undefined,
  before: Job | undefined,
  news: Job,
  gaps: readonly Gap[],
): SyncCourse {
  const known = course ?? { gapsBefore: gaps, feedStart: 0 }
  if (!isRunning(news)) return known
  return { ...known, feedStart: feedStart(known.feedStart, progressOf(before), progressOf(news)) }
}

function feedStart(known: number, before: SyncProgress | null, now: SyncProgress | null): number {
  if (now === null || now.phase === before?.phase) return known
  const nothingOfIt = now.available === null || now.available <= now.received
  return nothingOfIt ? now.received : (before?.received ?? 0)
}

/**
 * How much of the feed being read has come: ClassMarker says of each feed how much it holds when that feed is read, so
 * the whole of a run is never known before its last feed. `total` is null while nothing is known of the feed.
 */
export function feedProgress(progress: SyncProgress | null, course: SyncCourse | undefined) {
  const start = course?.feedStart ?? 0
  const total = (progress?.available ?? 0) - start
  return { value: (progress?.received ?? 0) - start, total: total > 0 ? total : null }
}

/** The gaps an ended sync found, without those known before it; its summary names both. */
export const gapsFound = (job: Job, course: SyncCourse | undefined): readonly Gap[] =>
  !isSync(job) || job.state !== 'done'
    ? []
    : job.result.gaps.filter((gap) => !course?.gapsBefore.some((known) => sameGap(known, gap)))

const sameGap = (a: Gap, b: Gap): boolean =>
  a.feed === b.feed && a.from === b.from && a.to === b.to && a.reason === b.reason
