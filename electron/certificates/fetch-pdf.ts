import { AppError } from '../../shared/errors.ts'
import { ms } from '../../shared/model/time.ts'
import { type Fetch, networkError } from '../connectors/network.ts'

/** A certificate is a page with a picture or two. */
const largestPdf = 20 * 1024 * 1024
const patience = ms(60_000)
// A PDF ends with this mark; programs that append a line end or a comment are forgiven for it. One that is made to be
// shown while it loads has such a mark near its beginning too, after an address of 0 (ISO 32000-1, annex F).
const endWithin = 1024
const endMark = /startxref\s+(\d+)\s+%%EOF(?:[\s\0]|%[^\r\n]*)*$/

/**
 * Fetches a PDF without cookies, key or signature, following redirects within the address's own origin.
 * @throws AppError `certificate/gone` {status}, `certificate/not-a-pdf`, `certificate/refused-address`, `network/*`,
 *   `job/cancelled`. No error carries the address.
 */
export async function fetchPdf(fetch: Fetch, address: URL, signal?: AbortSignal): Promise<Buffer> {
  const timeout = AbortSignal.timeout(patience)
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout
  try {
    const response = await answerAt(fetch, address, either)
    return asPdf(await bodyOf(response))
  } catch (thrown) {
    throw networkError(thrown, signal, timeout)
  }
}

async function answerAt(fetch: Fetch, address: URL, signal: AbortSignal): Promise<Response> {
  let url = address
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await fetch(url.href, {
      method: 'GET',
      headers: { accept: 'application/pdf' },
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    })
    if (response.ok) return response
    await response.body?.cancel()
    if (response.status < 300 || response.status >= 400) throw refusal(response.status)
    url = redirectedAddress(response.headers.get('location'), url)
  }
  throw new AppError('certificate/refused-address')
}

const refusal = (status: number): AppError =>
  status >= 500 || status === 408 || status === 429
    ? new AppError('network/server-error', { status })
    : new AppError('certificate/gone', { status })

async function bodyOf({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > largestPdf) throw new AppError('network/too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function asPdf(body: Buffer): Buffer {
  if (!body.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new AppError('certificate/not-a-pdf')
  const [, address] = endMark.exec(body.subarray(-endWithin).toString('latin1')) ?? []
  if (address === undefined || Number(address) === 0) throw new AppError('network/cut-off')
  return body
}

/** Where certificates are: this host at the standard port of https, and nowhere else. */
export const classMarkerOrigin = 'https://www.classmarker.com'

/** How often an address may lead on to another one. */
const mostRedirects = 5

/**
 * The address a certificate is fetched from.
 * @param address `certificate_url` as ClassMarker sent it
 * @param origin `classMarkerOrigin`, or the server on this computer that stands in its place for the sample account
 * @throws AppError `certificate/refused-address` where it leads anywhere but to ClassMarker
 */
export function certificateAddress(address: string, origin: string): URL {
  const url = withinOrigin(URL.parse(address), classMarkerOrigin)
  return origin === classMarkerOrigin ? url : new URL(`${url.pathname}${url.search}`, origin)
}

/** Where a redirect leads. @throws AppError `certificate/refused-address` where that is outside the origin */
export const redirectedAddress = (location: string | null, from: URL): URL =>
  withinOrigin(location === null ? null : URL.parse(location, from.href), from.origin)

function withinOrigin(url: URL | null, origin: string): URL {
  if (url === null || url.origin !== origin || url.username !== '' || url.password !== '') {
    throw new AppError('certificate/refused-address')
  }
  return url
}
