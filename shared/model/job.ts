import type { SerialisedError } from '../errors.ts'
import type { PushProgress, PushSummary } from './access-code.ts'
import type { AssessmentsProgress, CollectSummary, PublishSummary } from './assessment.ts'
import type { BankPushProgress, BankPushSummary, PullProgress, PullSummary } from './bank.ts'
import type { DownloadProgress } from './certificate.ts'
import type { ImportProgress, ImportSummary } from './import-preview.ts'
import type { ToldLosses } from './question-losses.ts'
import type { SyncProgress, SyncSummary } from './sync.ts'
import type { UnixSeconds } from './time.ts'

/** The progress and the result of each kind of job. */
export interface JobKinds {
  readonly sync: { readonly progress: SyncProgress; readonly result: SyncSummary }
  readonly export: { readonly progress: ExportProgress; readonly result: ExportedFile }
  /** Downloading certificates. */
  readonly certificates: { readonly progress: DownloadProgress; readonly result: DownloadProgress }
  /** Sending changes of access lists. */
  readonly push: { readonly progress: PushProgress; readonly result: PushSummary }
  /** Reading all questions and categories. */
  readonly 'bank-pull': { readonly progress: PullProgress; readonly result: PullSummary }
  /** Sending changes of questions and categories. */
  readonly 'bank-push': { readonly progress: BankPushProgress; readonly result: BankPushSummary }
  /** Publishing assessments that were written here. */
  readonly 'assessments-push': { readonly progress: AssessmentsProgress; readonly result: PublishSummary }
  /** Fetching submissions by their ids. */
  readonly 'assessments-collect': { readonly progress: AssessmentsProgress; readonly result: CollectSummary }
  /** Reading files for a preview, or importing them. */
  readonly import: { readonly progress: ImportProgress; readonly result: ImportSummary }
  readonly sample: { readonly progress: SyncProgress; readonly result: SyncSummary }
}

export type JobKind = keyof JobKinds

export interface ExportProgress {
  readonly written: number
  readonly total: number
}

/** A finished export. The window shows the file's name; its folder stays with the main process. */
export interface ExportedFile {
  readonly fileName: string
  readonly rows: number
  /** Of a file of questions: the beginning of each that lost something, and what. */
  readonly questionLosses?: readonly ToldLosses[]
}

export type JobState<K extends JobKind> =
  | { readonly state: 'running'; readonly progress: JobKinds[K]['progress'] | null }
  | { readonly state: 'waiting'; readonly until: UnixSeconds; readonly progress: JobKinds[K]['progress'] | null }
  | { readonly state: 'done'; readonly result: JobKinds[K]['result'] }
  | { readonly state: 'failed'; readonly error: SerialisedError }
  | { readonly state: 'cancelled' }

/** Long work: it has an id, reports progress at most ten times a second, can be cancelled, and always ends. */
export type Job = {
  [K in JobKind]: { readonly id: string; readonly kind: K; readonly accountId: string | null } & JobState<K>
}[JobKind]

export const isRunning = (job: Job): boolean => job.state === 'running' || job.state === 'waiting'

/** A job that reads results, from ClassMarker or for the sample. */
export type SyncJob = Extract<Job, { kind: 'sync' | 'sample' }>

export const isSync = (job: Job): job is SyncJob => job.kind === 'sync' || job.kind === 'sample'
