import { rebuildError, type SerialisedError } from '../../shared/errors.ts'
import { isRunning, isSync, type Job } from '../../shared/model/job.ts'
import type { Gap, SyncProgress } from '../../shared/model/sync.ts'

const sendingKinds = ['push', 'bank-pull', 'bank-push', 'assessments-push', 'assessments-collect'] as const

/** A job that sends changes, or reads what they are made in. */
const isSending = (job: Job): job is Extract<Job, { kind: (typeof sendingKinds)[number] }> =>
  sendingKinds.some((kind) => kind === job.kind)

/** Why an ended job failed; null for one that did not fail. */
export function failureOf(job: Job): SerialisedError | null {
  if (job.state === 'failed') return job.error
  if (job.state !== 'done' || !(isSending(job) || isSync(job)) || job.result.outcome !== 'failed') return null
  const { error } = job.result
  if (error === null) return { code: 'internal', detail: {} }
  // The error in a sending summary is any text, so it is checked before it is shown.
  return isSync(job) ? job.result.error : rebuildError(error as SerialisedError)
}

/** Whether an ended job did all it was asked to do; a job stopped on its way did not. */
export function isComplete(job: Job): boolean {
  if (job.state !== 'done') return false
  // Downloads that wait for the network are not done yet.
  if (job.kind === 'certificates') return job.result.saved === job.result.total
  if (job.kind === 'import' || job.kind === 'export') return true
  return job.result.outcome === 'complete'
}

/** Facts remembered of a sync while it runs; its progress and its end are worked out from them. */
export interface SyncBaseline {
  /** The gaps known when it began. */
  readonly gapsBefore: readonly Gap[]
  /** Results received before the feed being read now. */
  readonly feedStart: number
}

const progressOf = (job: Job | undefined): SyncProgress | null =>
  job && isSync(job) && (job.state === 'running' || job.state === 'waiting') ? job.progress : null

/** Updates the baseline of a sync with its newest event. `gaps` are those known of its account at this moment. */
export function baselineAfter(
  baseline: SyncBaseline | undefined,
  before: Job | undefined,
  news: Job,
  gaps: readonly Gap[],
): SyncBaseline {
  const known = baseline ?? { gapsBefore: gaps, feedStart: 0 }
  if (!isRunning(news)) return known
  return { ...known, feedStart: feedStart(known.feedStart, progressOf(before), progressOf(news)) }
}

function feedStart(known: number, before: SyncProgress | null, now: SyncProgress | null): number {
  if (now === null || now.phase === before?.phase) return known
  const nothingOfIt = now.available === null || now.available <= now.received
  return nothingOfIt ? now.received : (before?.received ?? 0)
}

/**
 * How much of the feed being read has arrived, in results. ClassMarker says how much a feed holds only when that feed
 * is read, so the whole of a run is unknown before its last feed. `total` is null while nothing is known of the feed.
 */
export function feedProgress(progress: SyncProgress | null, baseline: SyncBaseline | undefined) {
  const start = baseline?.feedStart ?? 0
  const total = (progress?.available ?? 0) - start
  return { value: (progress?.received ?? 0) - start, total: total > 0 ? total : null }
}

/** The gaps an ended sync found, without those known before it (its summary names both). */
export const gapsFound = (job: Job, baseline: SyncBaseline | undefined): readonly Gap[] =>
  !isSync(job) || job.state !== 'done'
    ? []
    : job.result.gaps.filter((gap) => !baseline?.gapsBefore.some((known) => sameGap(known, gap)))

const sameGap = (a: Gap, b: Gap): boolean =>
  a.feed === b.feed && a.from === b.from && a.to === b.to && a.reason === b.reason

/** Running work that the status line follows: a file that is written, submissions that are collected. */
export type FollowedJob = Extract<Job, { kind: 'export' | 'assessments-collect'; state: 'running' | 'waiting' }>

const isFollowed = (job: Job): job is FollowedJob =>
  (job.kind === 'export' || job.kind === 'assessments-collect') && isRunning(job)

interface ToSay<Said, Refused> {
  readonly jobs: readonly Job[]
  readonly dismissed: ReadonlySet<string>
  readonly said: Said | null
  readonly refused: Refused | null
}

/**
 * Picks the one thing the status line shows: running work that it follows, else the message about something just done (which comes
 * back when the export has ended), else why an export could not begin, else how a job ended.
 */
export function spokenOf<Said, Refused>({ jobs, dismissed, said, refused }: ToSay<Said, Refused>) {
  const followed = jobs.findLast(isFollowed)
  if (followed !== undefined) return { kind: 'followed', job: followed } as const
  if (said !== null) return { kind: 'said', said } as const
  if (refused !== null) return { kind: 'refused', error: refused } as const
  const job = lineJob(jobs, dismissed)
  return job === undefined ? null : ({ kind: 'ended', job } as const)
}

/**
 * The job the status line shows: one that it follows, else the job that ended last and was not dismissed. How a sync ended
 * is shown until that account is synced again; a running sync is shown by the pill.
 */
export function lineJob(jobs: readonly Job[], dismissed: ReadonlySet<string>): Job | undefined {
  const followed = jobs.findLast(isFollowed)
  if (followed) return followed
  const last = jobs.findLast((job, place) => !isRunning(job) && !isSilent(job) && !isOvertaken(jobs, place))
  return last && !dismissed.has(last.id) ? last : undefined
}

/**
 * Downloads that were paused, or ended with none saved or failed, and imports: the place that asked for them says what
 * came of them.
 */
const isSilent = (job: Job): boolean =>
  job.kind === 'import' ||
  (job.kind === 'certificates' &&
    (job.state === 'cancelled' || (job.state === 'done' && job.result.saved + job.result.failed === 0)))

/**
 * Whether the account of an ended sync has been synced again since, or is being synced; likewise for changes sent, and
 * downloads.
 */
function isOvertaken(jobs: readonly Job[], place: number): boolean {
  const job = jobs[place]
  const later = jobs.slice(place + 1).filter((one) => sameAccount(one, job))
  if (job?.kind === 'certificates') return later.some(({ kind }) => kind === 'certificates')
  if (job !== undefined && isSending(job)) return later.some(({ kind }) => kind === job.kind)
  return job !== undefined && isSync(job) && later.some(({ kind }) => kind === 'sync')
}

const sameAccount = (one: Job, other: Job | undefined): boolean => one.accountId === other?.accountId

/** Whether sent or collected work that has ended left something to look into: refused, in doubt, or not readable. */
export function isLacking(job: Job): boolean {
  if (job.state !== 'done') return false
  if (job.kind === 'push') return job.result.refused.length > 0
  if (job.kind === 'bank-push') return job.result.refused.length + job.result.conflicts > 0
  if (job.kind === 'bank-pull') return job.result.unreadable > 0
  if (job.kind === 'assessments-push') return job.result.rejected.length + job.result.unclear > 0
  return job.kind === 'assessments-collect' && job.result.rejected.length > 0
}

/**
 * Whether a sync, download or sending of changes ended well and left nothing to look into. `gaps` counts the gaps it
 * found.
 */
export function isRoutine(job: Job, gaps: number): boolean {
  if (job.state !== 'done' || !isComplete(job)) return false
  if (job.kind === 'certificates') return true
  if (isSending(job)) return !isLacking(job)
  return isSync(job) && job.result.unreadable === 0 && job.result.sharedIds === undefined && gaps === 0
}
