import { isRunning, type Job } from '../../../shared/model/job.ts'

/**
 * The job the status line speaks of: a running export, else whatever ended last and was not put away. A running sync
 * has the pill, and a failed one too; its end with numbers stands here.
 */
export function lineJob(jobs: readonly Job[], dismissed: ReadonlySet<string>): Job | undefined {
  const exporting = jobs.findLast((job) => job.kind === 'export' && isRunning(job))
  if (exporting) return exporting
  const last = jobs.findLast((job) => !isRunning(job) && !(job.kind !== 'export' && job.state === 'failed'))
  return last && !dismissed.has(last.id) ? last : undefined
}

/** A sync that ended as it should and left nothing to look into. */
export const isRoutine = (job: Job): boolean =>
  job.kind !== 'export' &&
  job.state === 'done' &&
  job.result.outcome === 'complete' &&
  job.result.unreadable === 0 &&
  job.result.gaps.length === 0
