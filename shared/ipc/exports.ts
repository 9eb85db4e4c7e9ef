import { z } from 'zod'
import type { Job } from '../model/job.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { resultsQuery } from './results-query.ts'
import { id, nothing } from './shapes.ts'

export const exportInputs = () => ({ start: resultsQuery(), show: z.strictObject({ jobId: id() }) })
type Exports = InputsOf<typeof exportInputs>

/** The exports of results. */
export const exportCalls = {
  /** Asks where to save, then starts the job; null when the teacher closed the save dialog. */
  start: invoke<Exports['start'], { jobId: string } | null>(),
  /** Shows the file of a finished export in its folder. */
  show: invoke<Exports['show'], void>(),
}

export const jobsInputs = () => ({ list: nothing(), cancel: z.strictObject({ jobId: id() }) })
type Jobs = InputsOf<typeof jobsInputs>

export const jobs = {
  list: invoke<Jobs['list'], readonly Job[]>(),
  cancel: invoke<Jobs['cancel'], void>(),
  changed: event<Job>(),
}
