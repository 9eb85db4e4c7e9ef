import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { chosenOf, type ResultsFilter } from '../../shared/model/filter.ts'
import { type ExportedFile, isRunning } from '../../shared/model/job.ts'
import { safeFileName } from '../../shared/model/text.ts'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Store } from '../store/api.ts'

export interface ExportDialogs {
  /** Asks where to save a file; null when the dialog was closed. */
  chooseSaveFile(suggestedName: string): Promise<string | null>
  showInFolder(file: string): void
}

/** Writes the chosen file. @returns the number of rows in it, or what else is told of it */
export type WriteFile = (
  file: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (written: number, total: number) => void },
) => Promise<number | Omit<ExportedFile, 'fileName'>>

/** What a file is called before its day: `Results - 2026-11-20.xlsx`, `Gradebook - 10B - 2026-11-20 - names.xlsx`. */
export interface SuggestedName {
  readonly title: string
  /** Follows the day. */
  readonly kind?: string
  /** A workbook's where absent. */
  readonly ending?: 'xlsx' | 'csv' | 'parquet' | 'gift' | 'xml' | 'txt' | 'zip'
}

/** Runs one export at a time, of any list, as a job. Paths come from the dialog and stay here; the window knows ids. */
export interface ExportJobs {
  /**
   * Asks where to save, suggesting a name, then starts the job; null when the dialog was closed.
   * @throws AppError `job/already-running` while another export runs
   */
  start(name: SuggestedName, write: WriteFile): Promise<{ jobId: string } | null>
  /** A name of today that every file system accepts. */
  nameOf(name: SuggestedName): string
  /** Where an export's file is; undefined for a job that is none. */
  fileOf(jobId: string): string | undefined
  /** Shows an export's file in its folder. */
  show(jobId: string): void
}

export interface ExportJobsPorts {
  readonly jobs: Pick<Jobs, 'list' | 'start'>
  readonly clock: Clock
}

export function exportJobs({ jobs, clock }: ExportJobsPorts, dialogs: ExportDialogs): ExportJobs {
  const files = new Map<string, string>()
  const refuseSecond = () => {
    if (jobs.list().some((job) => job.kind === 'export' && isRunning(job))) throw new AppError('job/already-running')
  }
  const nameOf = ({ title, kind, ending = 'xlsx' }: SuggestedName) =>
    safeFileName(title, ` - ${dayOf(clock())}${kind === undefined ? '' : ` - ${kind}`}.${ending}`)
  return {
    nameOf,
    fileOf: (jobId) => files.get(jobId),
    start: async (name, write) => {
      refuseSecond()
      const file = await dialogs.chooseSaveFile(nameOf(name))
      if (file === null) return null
      // Another export may have started while this dialog was open.
      refuseSecond()
      const jobId = jobs.start({
        kind: 'export',
        accountId: null,
        work: async ({ signal, report }) => {
          const onProgress = (written: number, total: number) => report({ written, total })
          const written = await write(file, { signal, onProgress })
          return { fileName: basename(file), ...(typeof written === 'number' ? { rows: written } : written) }
        },
      })
      files.set(jobId, file)
      return { jobId }
    },
    show: (jobId) => {
      const file = files.get(jobId)
      if (file !== undefined) dialogs.showInFolder(file)
    },
  }
}

/** The local calendar day of a moment, for a file's name. */
export function dayOf(moment: UnixSeconds): string {
  const day = new Date(moment * 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

export interface ChosenPorts {
  /** `stored` fails for an account that is not here. */
  readonly accounts: { stored(id: string): Promise<unknown> }
  readonly store: Pick<Store, 'countResults'>
}

/**
 * Refuses accounts or single results that no longer exist, before the save dialog opens.
 * @throws AppError `account/not-found`; `result/not-found` if none of the named results exists
 */
export async function requireChosen({ accounts, store }: ChosenPorts, filter: ResultsFilter): Promise<void> {
  for (const id of chosenOf(filter, 'account') ?? []) await accounts.stored(id)
  const chosen = filter.filter(({ field }) => field === 'id')
  if (chosenOf(chosen, 'id') !== undefined && (await store.countResults(chosen)) === 0) {
    throw new AppError('result/not-found')
  }
}
