import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import { isRunning } from '../../shared/model/job.ts'
import type { Core } from '../core.ts'

export interface ExportDialogs {
  /** Asks where to save; null when the dialog was closed. */
  chooseSaveFile(suggestedName: string): Promise<string | null>
  showInFolder(file: string): void
}

/** Exports of the view on screen. The path comes from the dialog and stays here; the window speaks of jobs only. */
export function exportHandlers({ exporter, jobs, clock, store }: Core, dialogs: ExportDialogs): Handlers['export'] {
  const files = new Map<string, string>()
  const refuseSecond = () => {
    if (jobs.list().some((job) => job.kind === 'export' && isRunning(job))) throw new AppError('job/already-running')
  }
  return {
    start: async (query) => {
      refuseSecond()
      const file = await dialogs.chooseSaveFile(suggestedName(new Date(clock() * 1000)))
      if (file === null) return null
      // While this dialog was open another may have been answered, and its export be running.
      refuseSecond()
      const jobId = jobs.start({
        kind: 'export',
        accountId: null,
        work: async ({ signal, report }) => {
          const outcome = await exporter.run(
            {
              query,
              file,
              format: 'xlsx',
              policy: 'best',
              identity: 'names',
              pseudonymKey: await store.pseudonymKey(),
              exportedAt: clock(),
            },
            { signal, onProgress: (written, total) => report({ written, total }) },
          )
          return { fileName: basename(outcome.file), rows: outcome.attempts }
        },
      })
      files.set(jobId, file)
      return { jobId }
    },
    show: async ({ jobId }) => {
      const file = files.get(jobId)
      if (file !== undefined) dialogs.showInFolder(file)
    },
  }
}

const suggestedName = (now: Date): string =>
  `Results - ${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}.xlsx`
