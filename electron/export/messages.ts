import type { Envelope } from '../../shared/errors.ts'
import type { ExportProgress } from '../../shared/model/job.ts'
import type { ExportOutcome, ExportRequest } from './request.ts'

/** What the worker is started with. */
export interface ExportOrder {
  readonly databaseFile: string
  /** Written first, in the target's folder; whoever gave the order removes it should it be left over. */
  readonly temporaryFile: string
  readonly request: ExportRequest
}

/** What the worker says: how far it is, and once how it ended. Anything said to it means "cancel". */
export type WorkerMessage = { readonly progress: ExportProgress } | { readonly ended: Envelope<ExportOutcome> }
