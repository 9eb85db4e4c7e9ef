import type { Envelope } from '../../shared/errors.ts'
import type { ExportProgress } from '../../shared/model/job.ts'
import { exportCertificates } from './certificates/export.ts'
import { exportGradebook } from './gradebook/export.ts'
import { exportParquet } from './parquet/export.ts'
import { exportPseudonymKey } from './pseudonym-key/export.ts'
import { exportQuestions } from './questions/export.ts'
import { exportRenewals } from './renewals/export.ts'
import { exportResults } from './results/export.ts'
import { exportStartLinks } from './start-links/export.ts'
import type { ExportRun, WriteOrder } from './writer/table.ts'

/** The kinds of export, one folder each. Only the worker loads them; other modules import the types. */
const exportKinds = {
  results: exportResults,
  gradebook: exportGradebook,
  parquet: exportParquet,
  'pseudonym-key': exportPseudonymKey,
  certificates: exportCertificates,
  renewals: exportRenewals,
  questions: exportQuestions,
  'start-links': exportStartLinks,
}

export type ExportKind = keyof typeof exportKinds

export type RequestOf<K extends ExportKind> = Parameters<(typeof exportKinds)[K]>[0]['request']
export type OutcomeOf<K extends ExportKind> = Awaited<ReturnType<(typeof exportKinds)[K]>>

/** The data the worker starts with. */
export interface ExportOrder<K extends ExportKind = ExportKind> extends WriteOrder<RequestOf<K>> {
  readonly kind: K
  /** Shared by both threads, as `Decision` takes it. */
  readonly decision: SharedArrayBuffer
}

/** Messages from the worker: its progress, and once its outcome. */
export type WorkerMessage = { readonly progress: ExportProgress } | { readonly ended: Envelope<OutcomeOf<ExportKind>> }

type Writers = {
  readonly [K in ExportKind]: (order: ExportOrder<K>, exportRun: ExportRun) => Promise<OutcomeOf<K>>
}

/** Carries out an order. @throws AppError as `Exporter.run` */
export function writeExport<K extends ExportKind>(order: ExportOrder<K>, exportRun: ExportRun): Promise<OutcomeOf<K>> {
  const writers: Writers = exportKinds
  return writers[order.kind](order, exportRun)
}
