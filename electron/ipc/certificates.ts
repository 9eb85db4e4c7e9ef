import type { Handlers } from '../../shared/ipc/contract.ts'
import { fileMissing, savedFile, whatOpens, withFiles } from '../certificates/saved.ts'
import type { Core } from '../core.ts'
import { type ExportJobs, requireChosen } from '../export/jobs.ts'

export interface CertificatePorts {
  /** Asks for a folder; null when the dialog was closed. */
  chooseFolder(): Promise<string | null>
  /** Opens a file in its default program. @returns whether the system could */
  openFile(file: string): Promise<boolean>
  /**
   * Opens a certificate in the browser.
   * @param sampleServer origin of the sample account's own server, the only place besides ClassMarker that may be
   *   opened; null for other accounts
   */
  openCertificate(address: string, sampleServer: string | null): Promise<void>
  showInFolder(file: string): void
}

/**
 * The window's calls on certificates: desk, list, PDFs and renewals. Paths and addresses stay here; the window knows
 * ids.
 */
export function certificateHandlers(
  core: Core,
  desktop: CertificatePorts,
  exports: ExportJobs,
): Handlers['certificates'] {
  const { store, downloads, exporter, clock } = core
  return {
    lookup: async (asked) => {
      const { matches, ...answer } = await store.lookUpCertificates(asked.text, asked.accounts)
      return { ...answer, matches: await withFiles(matches) }
    },
    alike: ({ filter, facts }) => store.certificatesAlike(filter, facts),
    export: async (query) => {
      await requireChosen(core, query.filter)
      return exports.start({ title: 'Certificates' }, async (file, options) => {
        const { certificates } = await exporter.run('certificates', { query, file, exportedAt: clock() }, options)
        return certificates
      })
    },
    open: async ({ resultId }) => {
      const opens = await whatOpens(core, resultId)
      if ('file' in opens) {
        if (!(await desktop.openFile(opens.file))) throw fileMissing(opens.file)
        return { opened: 'file' }
      }
      await desktop.openCertificate(opens.address, opens.sampleServer)
      return { opened: 'browser' }
    },
    show: async ({ resultId }) => desktop.showInFolder(await savedFile(store, resultId)),
    queue: () => downloads.queue(),
    download: async ({ anotherFolder, ...query }) => {
      await requireChosen(core, query.filter)
      if (anotherFolder || (await store.certificatesFolder()) === null) {
        const folder = await desktop.chooseFolder()
        if (folder === null) return null
        await store.chooseCertificatesFolder(folder)
      }
      const queued = await downloads.enqueue(query)
      return { jobId: await downloads.resume(), queued }
    },
    pause: () => downloads.pause(),
    resume: async () => ({ jobId: await downloads.resume() }),
    retryFailed: async () => ({ jobId: await downloads.retryFailed() }),
    clearQueue: () => downloads.clear(),
    validities: (asked) => store.testValidities(asked.accounts),
    setValidity: ({ accountId, testId, months }) => store.setValidity(accountId, testId, months),
    renewalsAlike: ({ filter, facts }) => store.renewalsAlike(filter, facts, clock()),
    exportRenewals: async ({ filter }) => {
      await requireChosen(core, filter.results)
      return exports.start({ title: 'Renewals' }, async (file, options) => {
        const { renewals } = await exporter.run('renewals', { filter, file, exportedAt: clock() }, options)
        return renewals
      })
    },
    renewalEmails: ({ filter }) => store.renewalEmails(filter, clock()),
    countRenewals: ({ filter }) => store.countRenewals(filter, clock()),
  }
}
