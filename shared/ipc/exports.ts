import { z } from 'zod'
import { gradebookFileChoice } from '../model/gradebook-file.ts'
import { gradebookDefinition } from '../model/gradebook-zod.ts'
import type { Job } from '../model/job.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { resultsQuery } from './results-query.ts'
import { id, nothing, text } from './shapes.ts'

/** What a gradebook is called in the name of its file; null where it has no name. */
const title = () => text(200).nullable()
const ofJob = () => z.strictObject({ jobId: id() })

export const exportInputs = () => ({
  start: resultsQuery(),
  gradebook: z.strictObject({
    gradebook: gradebookDefinition(),
    id: z.int().positive().nullable(),
    title: title(),
    choice: gradebookFileChoice(z),
  }),
  saveKey: z.strictObject({ gradebook: gradebookDefinition(), title: title() }),
  show: ofJob(),
  open: ofJob(),
})
type Exports = InputsOf<typeof exportInputs>

/** A gradebook to hand in: with the id of a kept one, that it was is noted once the file is whole. */
export type GradebookExport = Exports['gradebook']

/** The exports of results and gradebooks. */
export const exportCalls = {
  /** Asks where to save, then starts the job; null when the teacher closed the save dialog. */
  start: invoke<Exports['start'], { jobId: string } | null>(),
  /** The same for a gradebook. */
  gradebook: invoke<Exports['gradebook'], { jobId: string } | null>(),
  /** Saves who is behind each pseudonym; null when the teacher closed the save dialog. */
  saveKey: invoke<Exports['saveKey'], { fileName: string } | null>(),
  /** Shows the file of an export in its folder. */
  show: invoke<Exports['show'], void>(),
  /** Opens the file of an export in the program for such files. */
  open: invoke<Exports['open'], void>(),
}

export const jobsInputs = () => ({ list: nothing(), cancel: ofJob() })
type Jobs = InputsOf<typeof jobsInputs>

export const jobs = {
  list: invoke<Jobs['list'], readonly Job[]>(),
  cancel: invoke<Jobs['cancel'], void>(),
  changed: event<Job>(),
}
