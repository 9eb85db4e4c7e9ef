import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import { type ExportJobs, requireChosen } from '../export/jobs.ts'

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
