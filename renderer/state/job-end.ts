import type { SerialisedError } from '../../shared/errors.ts'
import type { Job } from '../../shared/model/job.ts'

/** Why an ended job failed; null for one that did not. */
export function failureOf(job: Job): SerialisedError | null {
  if (job.state === 'failed') return job.error
  if (job.state !== 'done' || job.kind === 'export' || job.result.outcome !== 'failed') return null
  return job.result.error ?? { code: 'internal', detail: {} }
}

/** Whether an ended job did all it was asked for; what stopped on its way is no success. */
export const isComplete = (job: Job): boolean =>
  job.state === 'done' && (job.kind === 'export' || job.result.outcome === 'complete')
