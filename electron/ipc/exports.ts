import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import { chosenOf, type ResultsFilter } from '../../shared/model/filter.ts'
import { isRunning } from '../../shared/model/job.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { Core } from '../core.ts'

/** The window's calls on exports of results. */
export function exportHandlers(core: Core, exports: ExportJobs): Handlers['export'] {
  const { exporter, clock, store } = core
  return {
    start: async (query) => {
      await requireChosen(core, query.filter)
      return exports.start('Results', async (file, options) => {
        const pseudonymKey = await store.pseudonymKey()
        const format = 'xlsx'
        const request = {
          query,
          file,
          format,
          policy: 'best',
          hiddenColumns: (await store.settings()).hiddenColumns,
          identity: 'names',
          pseudonymKey,
          exportedAt: clock(),
        } as const
        return (await exporter.run('results', request, options)).attempts
      })
    },
    show: async ({ jobId }) => exports.show(jobId),
  }
}

export interface ExportDialogs {
  /** Asks where to save a workbook; null when the dialog was closed. */
  chooseSaveFile(suggestedName: string): Promise<string | null>
  showInFolder(file: string): void
}

/** Writes the chosen file. @returns the number of rows in it */
export type WriteFile = (
  file: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (written: number, total: number) => void },
) => Promise<number>

/** Runs one export at a time, of any list, as a job. Paths come from the dialog and stay here; the window knows ids. */
export interface ExportJobs {
  /**
   * Asks where to save, suggesting `<title> - YYYY-MM-DD.xlsx`, then starts the job; null when the dialog was closed.
   * @throws AppError `job/already-running` while another export runs
   */
  start(title: string, write: WriteFile): Promise<{ jobId: string } | null>
  /** Shows an export's file in its folder. */
  show(jobId: string): void
}

export function exportJobs({ jobs, clock }: Core, dialogs: ExportDialogs): ExportJobs {
  const files = new Map<string, string>()
  const refuseSecond = () => {
    if (jobs.list().some((job) => job.kind === 'export' && isRunning(job))) throw new AppError('job/already-running')
  }
  return {
    start: async (title, write) => {
      refuseSecond()
      const file = await dialogs.chooseSaveFile(`${title} - ${dayOf(clock())}.xlsx`)
      if (file === null) return null
      // Another export may have started while this dialog was open.
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

/** The local calendar day of a moment, for a file's name. */
export function dayOf(moment: UnixSeconds): string {
  const day = new Date(moment * 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/**
 * Refuses accounts or single results that no longer exist, before the save dialog opens.
 * @throws AppError `account/not-found`; `result/not-found` if none of the named results exists
 */
export async function requireChosen({ accounts, store }: Core, filter: ResultsFilter): Promise<void> {
  for (const id of chosenOf(filter, 'account') ?? []) await accounts.stored(id)
  const chosen = filter.filter(({ field }) => field === 'id')
  if (chosenOf(chosen, 'id') !== undefined && (await store.countResults(chosen)) === 0) {
    throw new AppError('result/not-found')
  }
}
