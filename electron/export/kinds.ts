import type { Envelope } from '../../shared/errors.ts'
import type { ExportProgress } from '../../shared/model/job.ts'
import { exportCertificates } from './certificates/export.ts'
import { exportRenewals } from './renewals/export.ts'
import { exportResults } from './results/export.ts'
import { exportStartLinks } from './start-links/export.ts'
import type { ExportRun, WriteOrder } from './writer/table.ts'

/** What can be written, each kind from a folder of its own. Only the worker loads them; others read the types. */
export const exportKinds = {
  results: exportResults,
  certificates: exportCertificates,
  renewals: exportRenewals,
  'start-links': exportStartLinks,
}

export type ExportKind = keyof typeof exportKinds

export type RequestOf<K extends ExportKind> = Parameters<(typeof exportKinds)[K]>[0]['request']
export type OutcomeOf<K extends ExportKind> = Awaited<ReturnType<(typeof exportKinds)[K]>>

/** What the worker is started with. */
export interface ExportOrder<K extends ExportKind = ExportKind> extends WriteOrder<RequestOf<K>> {
  readonly kind: K
}

/** What the worker says: how far it is, and once how it ended. Anything said to it means "cancel". */
export type WorkerMessage = { readonly progress: ExportProgress } | { readonly ended: Envelope<OutcomeOf<ExportKind>> }

type Writers = {
  readonly [K in ExportKind]: (order: ExportOrder<K>, exportRun: ExportRun) => Promise<OutcomeOf<K>>
}

/** Writes what is ordered. @throws AppError as `Exporter.run` */
export function writeExport<K extends ExportKind>(order: ExportOrder<K>, exportRun: ExportRun): Promise<OutcomeOf<K>> {
  const writers: Writers = exportKinds
  return writers[order.kind](order, exportRun)
}
