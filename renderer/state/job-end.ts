import { rebuildError, type SerialisedError } from '../../shared/errors.ts'
import { isSync, type Job } from '../../shared/model/job.ts'

/** Why an ended job failed; null for one that did not. */
export function failureOf(job: Job): SerialisedError | null {
  if (job.state === 'failed') return job.error
  if (job.state !== 'done' || (job.kind !== 'push' && !isSync(job)) || job.result.outcome !== 'failed') return null
  const { error } = job.result
  if (error === null) return { code: 'internal', detail: {} }
  // What sending changes says is any text; it is made sure of before it is spoken of.
  return isSync(job) ? job.result.error : rebuildError(error as SerialisedError)
}

/** Whether an ended job did all it was asked for; what stopped on its way is no success. */
export function isComplete(job: Job): boolean {
  if (job.state !== 'done') return false
  // What waits for the network is not done yet.
  if (job.kind === 'certificates') return job.result.saved === job.result.total
  return job.kind === 'export' || job.result.outcome === 'complete'
}
