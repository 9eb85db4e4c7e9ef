import { AppError } from '../../shared/errors.ts'
import { isPictureAddress } from '../../shared/model/picture.ts'
import { ms } from '../../shared/model/time.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { type Fetch, networkError, refusedByProxy } from '../connectors/network.ts'

/** ClassMarker takes pictures of some megabytes. */
const largest = 10 * 1024 * 1024
const patience = ms(30_000)
const mostRedirects = 3

/** Pictures that draw themselves and can do nothing else, by their first bytes. SVG is no such thing. */
const kinds: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n[\s\S]\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
]

interface PicturesPorts {
  readonly accounts: Pick<Accounts, 'stored' | 'connectionFor'>
  /** Returns a redirect instead of following it. */
  readonly fetch: Fetch
  /** Another server in place of ClassMarker, for tests. */
  readonly origin?: string | undefined
}

/** Fetches pictures of questions, each when the teacher asks for it, from ClassMarker's own hosts alone. */
export class Pictures {
  readonly #ports: PicturesPorts

  constructor(ports: PicturesPorts) {
    this.#ports = ports
  }

  /**
   * A picture as a `data:` address, which the window may show. It is not kept.
   * @throws AppError `account/not-found`, `picture/refused-address`, `picture/gone` {status}, `picture/not-a-picture`,
   * `network/*`. No error carries the address.
   */
  async fetch(accountId: string, address: string): Promise<string> {
    const { accounts, fetch, origin } = this.#ports
    const account = await accounts.stored(accountId)
    if (!isPictureAddress(address)) throw new AppError('picture/refused-address')
    if (account.sample) {
      const { endpoint } = await accounts.connectionFor(account)
      return fetchPicture(endpoint.fetch, movedTo(address, new URL(endpoint.apiUrl).origin))
    }
    return fetchPicture(fetch, origin === undefined ? new URL(address) : movedTo(address, origin))
  }
}

function movedTo(address: string, origin: string): URL {
  const { pathname, search } = new URL(address)
  return new URL(`${pathname}${search}`, origin)
}

/** Without cookies, key or signature; redirects only to ClassMarker's hosts, or within the server in its place. */
async function fetchPicture(fetch: Fetch, address: URL): Promise<string> {
  const timeout = AbortSignal.timeout(patience)
  try {
    const body = await bodyOf(await answerAt(fetch, address, timeout))
    const head = body.subarray(0, 16).toString('latin1')
    const kind = kinds.find(([, begins]) => begins.test(head))
    if (kind === undefined) throw new AppError('picture/not-a-picture')
    return `data:${kind[0]};base64,${body.toString('base64')}`
  } catch (thrown) {
    throw networkError(thrown, undefined, timeout)
  }
}

async function answerAt(fetch: Fetch, address: URL, signal: AbortSignal): Promise<Response> {
  let url = address
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await fetch(url.href, {
      method: 'GET',
      headers: { accept: 'image/png, image/jpeg, image/gif, image/webp' },
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    })
    if (response.ok) return response
    await response.body?.cancel()
    if (response.status < 300 || response.status >= 400) throw refusal(response.status)
    const next = URL.parse(response.headers.get('location') ?? '', url.href)
    if (next === null || (next.origin !== address.origin && !isPictureAddress(next.href)))
      throw new AppError('picture/refused-address')
    url = next
  }
  throw new AppError('picture/refused-address')
}

const refusal = (status: number): AppError =>
  refusedByProxy(status) ??
  (status >= 500 || status === 408 || status === 429
    ? new AppError('network/server-error', { status })
    : new AppError('picture/gone', { status }))

async function bodyOf({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > largest) throw new AppError('network/too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
