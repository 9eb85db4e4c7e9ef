import { AppError } from '../../shared/errors.ts'
import { ms } from '../../shared/model/time.ts'
import { type Fetch, networkError, refusedOnTheWay } from './network.ts'

interface Wanted {
  /** The kinds of content, as the `accept` header names them. */
  readonly accept: string
  /** In bytes. */
  readonly largest: number
  /** In milliseconds, for all of it. */
  readonly patience: number
  readonly mostRedirects: number
  /**
   * The address to go on to from one that redirects.
   * @throws AppError where that may not be followed
   */
  next(location: string | null, from: URL): URL
  /** The error of a status that says this file cannot be had. */
  refused(status: number): AppError
  /** The error of more redirects than are followed. */
  astray(): AppError
}

/**
 * Downloads a file without cookies, key or signature.
 * @throws AppError what `wanted` makes of an answer, `network/*`, `job/cancelled`. No error carries the address.
 */
export async function download(fetch: Fetch, address: URL, wanted: Wanted, signal?: AbortSignal): Promise<Buffer> {
  const timeout = AbortSignal.timeout(ms(wanted.patience))
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout
  try {
    return await bodyOf(await answerAt(fetch, address, wanted, either), wanted.largest)
  } catch (thrown) {
    throw networkError(thrown, signal, timeout)
  }
}

async function answerAt(fetch: Fetch, address: URL, wanted: Wanted, signal: AbortSignal): Promise<Response> {
  let url = address
  for (let redirects = 0; redirects <= wanted.mostRedirects; redirects++) {
    const response = await fetch(url.href, {
      method: 'GET',
      headers: { accept: wanted.accept },
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    })
    if (response.ok) return response
    await response.body?.cancel()
    const { status } = response
    if (status < 300 || status >= 400) throw refusedOnTheWay(status) ?? troubled(status) ?? wanted.refused(status)
    url = wanted.next(response.headers.get('location'), url)
  }
  throw wanted.astray()
}

/** The error of a server that may have the file another time; null for any other status. */
const troubled = (status: number): AppError | null =>
  status >= 500 || status === 408 || status === 429 ? new AppError('network/server-error', { status }) : null

async function bodyOf({ body }: Response, largest: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > largest) throw new AppError('network/too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
