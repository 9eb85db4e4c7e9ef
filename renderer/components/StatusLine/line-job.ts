import { isRunning, type Job } from '../../../shared/model/job.ts'
import { isComplete } from '../../state/job-end.ts'

/**
 * The job the status line speaks of: a running export, else whatever ended last and was not put away. The end of a sync
 * is spoken of until that account is synced again; one that runs has the pill.
 */
export function lineJob(jobs: readonly Job[], dismissed: ReadonlySet<string>): Job | undefined {
  const exporting = jobs.findLast((job) => job.kind === 'export' && isRunning(job))
  if (exporting) return exporting
  const last = jobs.findLast((job, place) => !isRunning(job) && !isOvertaken(jobs, place))
  return last && !dismissed.has(last.id) ? last : undefined
}

/** Whether the account of an ended sync has been synced again since, or is being synced. */
function isOvertaken(jobs: readonly Job[], place: number): boolean {
  const job = jobs[place]
  return (
    job?.kind !== 'export' && jobs.slice(place + 1).some((later) => later.kind === 'sync' && sameAccount(later, job))
  )
}

const sameAccount = (one: Job, other: Job | undefined): boolean => one.accountId === other?.accountId

/** A sync that ended as it should and left nothing to look into. `gaps` are the gaps it found. */
export const isRoutine = (job: Job, gaps: number): boolean =>
  job.kind !== 'export' && job.state === 'done' && isComplete(job) && job.result.unreadable === 0 && gaps === 0
