import { AppError } from '../../shared/errors.ts'
import { download } from '../connectors/download.ts'
import type { Fetch } from '../connectors/network.ts'

/** Certificates are a page or two with a picture; 20 MB is far more. */
const largestPdf = 20 * 1024 * 1024
const patience = 60_000
// A PDF ends with `%%EOF`, perhaps followed by a line end or comment that a program appended. A linearized PDF also has
// one near its start, after an offset of 0 (ISO 32000-1, annex F).
const endWithin = 1024
const endMark = /startxref\s+(\d+)\s+%%EOF(?:[\s\0]|%[^\r\n]*)*$/

/**
 * Fetches a PDF without cookies, key or signature, following redirects within the address's own origin.
 * @throws AppError `certificate/gone` {status}, `certificate/not-a-pdf`, `certificate/refused-address`, `network/*`,
 *   `job/cancelled`. No error carries the address.
 */
export async function fetchPdf(fetch: Fetch, address: URL, signal?: AbortSignal): Promise<Buffer> {
  return asPdf(await download(fetch, address, wanted, signal))
}

function asPdf(body: Buffer): Buffer {
  if (!body.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new AppError('certificate/not-a-pdf')
  const [, address] = endMark.exec(body.subarray(-endWithin).toString('latin1')) ?? []
  if (address === undefined || Number(address) === 0) throw new AppError('network/cut-off')
  return body
}

/** Where certificates are: this host on the standard https port, and nowhere else. */
export const classMarkerOrigin = 'https://www.classmarker.com'

/** How many redirects are followed. */
const mostRedirects = 5

/**
 * The address to fetch a certificate from.
 * @param address `certificate_url` as ClassMarker sent it
 * @param origin `classMarkerOrigin`, or the local server that replaces it for the sample account
 * @throws AppError `certificate/refused-address` for an address outside the origin
 */
export function certificateAddress(address: string, origin: string): URL {
  const url = withinOrigin(URL.parse(address), classMarkerOrigin)
  return origin === classMarkerOrigin ? url : new URL(`${url.pathname}${url.search}`, origin)
}

/** The target of a redirect. @throws AppError `certificate/refused-address` if it is outside the origin */
export const redirectedAddress = (location: string | null, from: URL): URL =>
  withinOrigin(location === null ? null : URL.parse(location, from.href), from.origin)

function withinOrigin(url: URL | null, origin: string): URL {
  if (url === null || url.origin !== origin || url.username !== '' || url.password !== '') {
    throw new AppError('certificate/refused-address')
  }
  return url
}

const wanted = {
  accept: 'application/pdf',
  ...{ largest: largestPdf, patience, mostRedirects },
  next: redirectedAddress,
  refused: (status: number) => new AppError('certificate/gone', { status }),
  astray: () => new AppError('certificate/refused-address'),
}
