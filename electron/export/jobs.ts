import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { chosenOf, type ResultsFilter } from '../../shared/model/filter.ts'
import { isRunning } from '../../shared/model/job.ts'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Store } from '../store/api.ts'

export interface ExportDialogs {
  /** Asks where to save a workbook; null when the dialog was closed. */
  chooseSaveFile(suggestedName: string): Promise<string | null>
  showInFolder(file: string): void
}

/** Writes the chosen file. @returns how many rows are in it */
export type WriteFile = (
  file: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (written: number, total: number) => void },
) => Promise<number>

/** Exports one at a time, of whatever list, as jobs. Paths come from the dialog and stay here; the window knows ids. */
export interface ExportJobs {
  /**
   * Asks where to save, suggesting `<title> - YYYY-MM-DD.xlsx`, then starts the job; null when the dialog was closed.
   * @throws AppError `job/already-running` while another export runs
   */
  start(title: string, write: WriteFile): Promise<{ jobId: string } | null>
  /** Shows the file of an export in its folder. */
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
  return {
    start: async (title, write) => {
      refuseSecond()
      const file = await dialogs.chooseSaveFile(`${title} - ${dayOf(clock())}.xlsx`)
      if (file === null) return null
      // While this dialog was open another may have been answered, and its export be running.
      refuseSecond()
      const jobId = jobs.start({
        kind: 'export',
        accountId: null,
        work: async ({ signal, report }) => {
          const onProgress = (written: number, total: number) => report({ written, total })
          return { fileName: basename(file), rows: await write(file, { signal, onProgress }) }
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

/** A day for a file's name, as this computer's calendar has it. */
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
 * Refuses work on accounts or single results that are not here any more, before a place for it is asked for.
 * @throws AppError `account/not-found`, `result/not-found` where none of the results named is there
 */
export async function requireChosen({ accounts, store }: ChosenPorts, filter: ResultsFilter): Promise<void> {
  for (const id of chosenOf(filter, 'account') ?? []) await accounts.stored(id)
  const chosen = filter.filter(({ field }) => field === 'id')
  if (chosenOf(chosen, 'id') !== undefined && (await store.countResults(chosen)) === 0) {
    throw new AppError('result/not-found')
  }
}
