import { AppError } from '../../shared/errors.ts'
import { isPictureAddress } from '../../shared/model/picture.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { download } from '../connectors/download.ts'
import type { Fetch } from '../connectors/network.ts'
import { pixelsIn } from './picture-size.ts'

/** ClassMarker takes pictures of some megabytes. */
const largest = 10 * 1024 * 1024
/** Drawn, each takes four bytes. */
const mostPixels = 40_000_000
const patience = 30_000
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
   * @throws AppError `account/not-found`, `picture/refused-address`, `picture/gone` {status}, `picture/not-allowed` {status},
   * `picture/not-a-picture`, `network/*`. No error carries the address.
   */
  async fetch(accountId: string, address: string): Promise<string> {
    const { accounts, fetch, origin } = this.#ports
    const account = await accounts.stored(accountId)
    const url = isPictureAddress(address) ? URL.parse(address) : null
    if (url === null) throw new AppError('picture/refused-address')
    if (account.sample) {
      const { endpoint } = await accounts.connectionFor(account)
      return fetchPicture(endpoint.fetch, url, new URL(endpoint.apiUrl).origin)
    }
    return fetchPicture(fetch, url, origin)
  }
}

/**
 * Without cookies, key or signature; redirects only to ClassMarker's hosts, or within the server in its place.
 * @param origin of the server in its place
 */
async function fetchPicture(fetch: Fetch, address: URL, origin: string | undefined): Promise<string> {
  const astray = () => new AppError('picture/refused-address')
  const body = await download(fetch, origin === undefined ? address : movedTo(origin, address), {
    accept: 'image/png, image/jpeg, image/gif, image/webp',
    ...{ largest, patience, mostRedirects, astray },
    next(location, from) {
      const url = URL.parse(location ?? '', from.href)
      const mayFollow = url !== null && (origin === undefined ? isPictureAddress(url.href) : url.origin === origin)
      if (!mayFollow) throw astray()
      return url
    },
    refused: (status) =>
      new AppError(status === 401 || status === 403 ? 'picture/not-allowed' : 'picture/gone', { status }),
  })
  const head = body.subarray(0, 16).toString('latin1')
  const kind = kinds.find(([, begins]) => begins.test(head))
  const pixels = pixelsIn(body)
  if (kind === undefined || pixels === null) throw new AppError('picture/not-a-picture')
  if (pixels > mostPixels) throw new AppError('network/too-large')
  return `data:${kind[0]};base64,${body.toString('base64')}`
}

const movedTo = (origin: string, { pathname, search }: URL): URL => new URL(`${pathname}${search}`, origin)
