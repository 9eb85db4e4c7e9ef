import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { CertificateFile, CertificateRow } from '../../shared/model/certificate.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Store } from '../store/api.ts'
import type { Downloads } from './downloads.ts'
import { isSaved, isSavedPdf } from './files.ts'

/** Removes the paths from rows, and checks whether the files still exist, all of a page at once. */
export const withFiles = <Row extends CertificateRow & { readonly path: string | null }>(
  rows: readonly Row[],
): Promise<Omit<Row, 'path'>[]> =>
  Promise.all(
    rows.map(async ({ path, ...row }) => {
      const moved = path !== null && row.file.place === 'here' && !(await isSaved(path))
      const file: CertificateFile = moved && row.file.place === 'here' ? { ...row.file, place: 'moved' } : row.file
      return { ...row, file }
    }),
  )

type CertificateFiles = Pick<Store, 'certificateFile'>

async function certificateOf(store: CertificateFiles, resultId: number) {
  const certificate = await store.certificateFile(resultId)
  if (certificate === null) throw new AppError('result/not-found')
  return certificate
}

export const fileMissing = (file: string): AppError =>
  new AppError('certificate/file-missing', { fileName: basename(file) })

/**
 * The path of a result's saved PDF.
 * @throws AppError `result/not-found`, `certificate/none` where none was saved, `certificate/file-missing`
 */
export async function savedFile(store: CertificateFiles, resultId: number): Promise<string> {
  const { file } = await certificateOf(store, resultId)
  if (file === null) throw new AppError('certificate/none')
  if (!(await isSaved(file))) throw fileMissing(file)
  return file
}

export interface OpeningPorts {
  readonly store: CertificateFiles
  readonly accounts: Pick<Accounts, 'stored'>
  readonly downloads: Pick<Downloads, 'addressOf'>
}

/** What shows a certificate: its saved PDF, or its address where that is not here. */
type Openable =
  | { readonly file: string }
  /** `sampleServer` is the origin of the sample account's own server; null for every other account. */
  | { readonly address: string; readonly sampleServer: string | null }

/** @throws AppError `result/not-found`, `certificate/none` where there is neither, `certificate/refused-address` */
export async function whatOpens({ store, accounts, downloads }: OpeningPorts, resultId: number): Promise<Openable> {
  const { file, account_id: accountId, certificate_url: url } = await certificateOf(store, resultId)
  if (file !== null && (await isSavedPdf(file))) return { file }
  if (url === null) throw new AppError('certificate/none')
  const { sample } = await accounts.stored(accountId)
  const { address, origin } = await downloads.addressOf(accountId, url)
  return { address: address.href, sampleServer: sample ? origin : null }
}
