import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { CertificateFile, CertificateRow } from '../../shared/model/certificate.ts'
import type { Core } from '../core.ts'
import { type ExportJobs, requireChosen } from './exports.ts'

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

/** Removes the paths from rows, and checks whether the files still exist, all of a page at once. */
export const withFiles =
  ({ isSaved }: Pick<Core, 'isSaved'>) =>
  <Row extends CertificateRow & { readonly path: string | null }>(rows: readonly Row[]): Promise<Omit<Row, 'path'>[]> =>
    Promise.all(
      rows.map(async ({ path, ...row }) => {
        const moved = path !== null && row.file.place === 'here' && !(await isSaved(path))
        const file: CertificateFile = moved && row.file.place === 'here' ? { ...row.file, place: 'moved' } : row.file
        return { ...row, file }
      }),
    )

/**
 * The window's calls on certificates: desk, list, PDFs and renewals. Paths and addresses stay here; the window knows
 * ids.
 */
export function certificateHandlers(
  core: Core,
  desktop: CertificatePorts,
  exports: ExportJobs,
): Handlers['certificates'] {
  const { store, downloads, exporter, accounts, clock, isSaved, isSavedPdf } = core
  const certificateOf = async (resultId: number) => {
    const certificate = await store.certificateFile(resultId)
    if (certificate === null) throw new AppError('result/not-found')
    return certificate
  }
  const savedFile = async (resultId: number): Promise<string> => {
    const { file } = await certificateOf(resultId)
    if (file === null) throw new AppError('certificate/none')
    if (!(await isSaved(file))) throw new AppError('certificate/file-missing', { fileName: basename(file) })
    return file
  }
  const present = withFiles(core)
  return {
    lookup: async (asked) => {
      const { matches, ...answer } = await store.lookUpCertificates(asked.text, asked.accounts)
      return { ...answer, matches: await present(matches) }
    },
    alike: ({ filter, facts }) => store.certificatesAlike(filter, facts),
    export: async (query) => {
      await requireChosen(core, query.filter)
      return exports.start('Certificates', async (file, options) => {
        const { certificates } = await exporter.run('certificates', { query, file, exportedAt: clock() }, options)
        return certificates
      })
    },
    open: async ({ resultId }) => {
      const { file, account_id: accountId, certificate_url: url } = await certificateOf(resultId)
      if (file !== null && (await isSavedPdf(file))) {
        if (await desktop.openFile(file)) return { opened: 'file' }
        throw new AppError('certificate/file-missing', { fileName: basename(file) })
      }
      if (url === null) throw new AppError('certificate/none')
      const { sample } = await accounts.stored(accountId)
      const { address, origin } = await downloads.addressOf(accountId, url)
      await desktop.openCertificate(address.href, sample ? origin : null)
      return { opened: 'browser' }
    },
    show: async ({ resultId }) => desktop.showInFolder(await savedFile(resultId)),
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
      return exports.start('Renewals', async (file, options) => {
        const { renewals } = await exporter.run('renewals', { filter, file, exportedAt: clock() }, options)
        return renewals
      })
    },
    renewalEmails: ({ filter }) => store.renewalEmails(filter, clock()),
    countRenewals: ({ filter }) => store.countRenewals(filter, clock()),
  }
}
