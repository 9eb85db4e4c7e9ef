import type { Envelope } from '../../shared/errors.ts'
import type { ExportProgress } from '../../shared/model/job.ts'
import type {
  CertificatesOutcome,
  CertificatesRequest,
  ExportOutcome,
  ExportRequest,
  RenewalsOutcome,
  RenewalsRequest,
  StartLinksOutcome,
  StartLinksRequest,
} from './request.ts'

/** What can be written, each with what is asked for and what it answers. */
export interface ExportKinds {
  readonly attempts: { readonly request: ExportRequest; readonly outcome: ExportOutcome }
  readonly certificates: { readonly request: CertificatesRequest; readonly outcome: CertificatesOutcome }
  readonly renewals: { readonly request: RenewalsRequest; readonly outcome: RenewalsOutcome }
  readonly 'start-links': { readonly request: StartLinksRequest; readonly outcome: StartLinksOutcome }
}

export type ExportKind = keyof ExportKinds

/** What the worker is started with. */
export type ExportOrder = { readonly [K in ExportKind]: OrderOf<K> }[ExportKind]

export interface OrderOf<K extends ExportKind> {
  readonly kind: K
  readonly databaseFile: string
  /** The file to be replaced: the request's own, or where a link of that name leads. */
  readonly target: string
  /** Written first, in the target's folder; whoever gave the order removes it should it be left over. */
  readonly temporaryFile: string
  readonly request: ExportKinds[K]['request']
}

/** What the worker says: how far it is, and once how it ended. Anything said to it means "cancel". */
export type WorkerMessage =
  | { readonly progress: ExportProgress }
  | { readonly ended: Envelope<ExportKinds[ExportKind]['outcome']> }
