import { isRunning, isSync, type Job } from '../../../shared/model/job.ts'
import { isComplete } from '../../state/job-end.ts'

export type RunningExport = Extract<Job, { kind: 'export'; state: 'running' | 'waiting' }>

const isRunningExport = (job: Job): job is RunningExport => job.kind === 'export' && isRunning(job)

interface ToSay<Said, Refused> {
  readonly jobs: readonly Job[]
  readonly dismissed: ReadonlySet<string>
  readonly said: Said | null
  readonly refused: Refused | null
}

/**
 * The one thing the status line speaks of: an export under way, else what was said of something just done, which comes
 * back when the export has ended, else why none could begin, else how a job ended.
 */
export function spokenOf<Said, Refused>({ jobs, dismissed, said, refused }: ToSay<Said, Refused>) {
  const exporting = jobs.findLast(isRunningExport)
  if (exporting !== undefined) return { kind: 'exporting', job: exporting } as const
  if (said !== null) return { kind: 'said', said } as const
  if (refused !== null) return { kind: 'refused', error: refused } as const
  const job = lineJob(jobs, dismissed)
  return job === undefined ? null : ({ kind: 'ended', job } as const)
}

/**
 * The job the status line speaks of: a running export, else whatever ended last and was not put away. The end of a sync
 * is spoken of until that account is synced again; one that runs has the pill.
 */
export function lineJob(jobs: readonly Job[], dismissed: ReadonlySet<string>): Job | undefined {
  const exporting = jobs.findLast((job) => job.kind === 'export' && isRunning(job))
  if (exporting) return exporting
  const last = jobs.findLast((job, place) => !isRunning(job) && !isSilent(job) && !isOvertaken(jobs, place))
  return last && !dismissed.has(last.id) ? last : undefined
}

/** Downloads that were paused, or ended without one: the place that asked for them says what waits. */
const isSilent = (job: Job): boolean =>
  job.kind === 'certificates' &&
  (job.state === 'cancelled' || (job.state === 'done' && job.result.saved + job.result.failed === 0))

/** Whether the account of an ended sync has been synced again since, or is being synced; so with its changes sent, and downloads. */
function isOvertaken(jobs: readonly Job[], place: number): boolean {
  const job = jobs[place]
  const later = jobs.slice(place + 1).filter((one) => sameAccount(one, job))
  if (job?.kind === 'certificates') return later.some(({ kind }) => kind === 'certificates')
  if (job?.kind === 'push') return later.some(({ kind }) => kind === 'push')
  return job !== undefined && isSync(job) && later.some(({ kind }) => kind === 'sync')
}

const sameAccount = (one: Job, other: Job | undefined): boolean => one.accountId === other?.accountId

/** A sync, downloads or changes sent that ended as it should and left nothing to look into. `gaps` are the gaps it found. */
export function isRoutine(job: Job, gaps: number): boolean {
  if (job.state !== 'done' || !isComplete(job)) return false
  if (job.kind === 'certificates') return true
  if (job.kind === 'push') return job.result.refused.length === 0
  return isSync(job) && job.result.unreadable === 0 && job.result.sharedIds === undefined && gaps === 0
}
