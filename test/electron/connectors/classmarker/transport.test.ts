import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { fetchJson } from '../../../../electron/connectors/answer-body.ts'
import { ClassMarkerClient, sign } from '../../../../electron/connectors/classmarker/client.ts'
import type { Fetch } from '../../../../electron/connectors/network.ts'
import { AppError } from '../../../../shared/errors.ts'
import { outcomeOf } from '../../../../shared/model/sync.ts'
import { ms, unixSeconds } from '../../../../shared/model/time.ts'

const credentials = { key: 'KEYKEYKEYKEYKEYKEYKEYKEYKEYKEY', secret: 'SENTINEL-SECRET-OF-THE-TEACHER' }
const now = unixSeconds(1_795_176_000)
const apiUrl = 'http://api.example'

function client(fetch: Fetch) {
  return new ClassMarkerClient({ apiUrl, fetch, clock: () => now, credentials, signature: 'sha256' })
}

async function errorOf(fetch: Fetch, signal?: AbortSignal): Promise<unknown> {
  return client(fetch)
    .recentResults('groups', now, signal)
    .then(
      () => 'no error',
      (thrown: unknown) => thrown,
    )
}

/** The JSON that an answer is read as, whatever its service. */
async function jsonOf(fetch: Fetch, timeout = 1_000): Promise<unknown> {
  const refusal = ({ status }: { status: number }) => new AppError('network/server-error', { status })
  return (await fetchJson(fetch, { method: 'GET', url: new URL(apiUrl), timeout: ms(timeout) }, { refusal })).json
}

/** The longest form in which an error could be printed: stack, facts and the whole chain of causes. */
const printed = (error: unknown) =>
  inspect(error, { depth: 20, showHidden: true, getters: true, maxStringLength: null })

const answering =
  (body: string | null, init: ResponseInit = {}): Fetch =>
  async () =>
    new Response(body, init)
const failing =
  (make: (url: string) => Error): Fetch =>
  async (url) => {
    throw make(url)
  }
const coded = (code: string, url: string) =>
  new TypeError(`fetch failed for ${url}`, { cause: Object.assign(new Error(`${code} ${url}`), { code }) })
const html = { headers: { 'content-type': 'text/html' } }
const proxyPage = (url: string) => `<html>The requested URL ${url} could not be retrieved</html>`

const troubles: readonly (readonly [what: string, code: string, fetch: Fetch])[] = [
  ['an unknown host', 'network/offline', failing((url) => coded('ENOTFOUND', url))],
  ['a name server that is silent', 'network/offline', failing((url) => coded('EAI_AGAIN', url))],
  ['a closed port', 'network/offline', failing((url) => coded('ECONNREFUSED', url))],
  ['no network', 'network/offline', failing((url) => coded('ENETUNREACH', url))],
  ['no network in Chromium', 'network/offline', failing((url) => new Error(`net::ERR_INTERNET_DISCONNECTED ${url}`))],
  [
    'several addresses, all closed',
    'network/offline',
    failing((url) => new TypeError('fetch failed', { cause: new AggregateError([coded('ECONNREFUSED', url)], url) })),
  ],
  ['a reset connection', 'network/interrupted', failing((url) => coded('ECONNRESET', url))],
  ['an error of no known name', 'network/interrupted', failing((url) => new Error(url))],
  ['a sign-in page', 'network/captive-portal', async (url) => new Response(proxyPage(url), html)],
  ['a page that does not say it is one', 'network/captive-portal', async (url) => new Response(proxyPage(url))],
  [
    "a proxy's error page",
    'network/server-error',
    async (url) => new Response(proxyPage(url), { ...html, status: 502 }),
  ],
  ...[401, 402, 403, 451].map(
    (status) =>
      [
        `a filter's page with status ${status}`,
        'network/not-json',
        async (url: string) => new Response(proxyPage(url), { ...html, status }),
      ] as const,
  ),
  ['a refusal of no words', 'network/server-error', answering(' ', { status: 403 })],
  ['half a refusal', 'network/server-error', answering(' {"status":"error","err', { status: 401 })],
  [
    'a network to be signed in to',
    'network/captive-portal',
    async (url) => new Response(proxyPage(url), { ...html, status: 511 }),
  ],
  ['a broken JSON error', 'network/server-error', async (url) => new Response(`{"url": ${url}`, { status: 500 })],
  ['half an answer', 'network/cut-off', answering('{"status":"ok","results":[{"result":{"first":"Ma')],
  ['plain text', 'network/not-json', async (url) => new Response(`Blocked: ${url}`)],
  ['nothing', 'network/not-json', answering(null)],
  ['a redirect', 'network/redirected', async (url) => new Response(null, { status: 302, headers: { location: url } })],
  ['an endless answer', 'network/too-large', answering('x'.repeat(20 * 1024 * 1024 + 1))],
  [
    'a refusal that repeats the request',
    'api/rejected',
    async (url) => Response.json({ status: 'error', error: { error_code: 'custom_error', error_message: url } }),
  ],
]

describe('a request that meets', () => {
  it.each(troubles)('%s ends in %s', async (_, code, fetch) => {
    expect(await errorOf(fetch)).toMatchObject({ name: 'AppError', code })
  })

  it.each(troubles)('%s says nothing of key, signature or address, however it is printed', async (_, _code, fetch) => {
    const text = printed(await errorOf(fetch))
    for (const hidden of [credentials.key, credentials.secret, sign(credentials, now, 'sha256'), apiUrl, 'signature='])
      expect(text).not.toContain(hidden)
  })

  it('JSON under a status of error believes the JSON', async () => {
    const maintenance = Response.json({ status: 'error', error: { error_code: 'offlineMaintenance' } }, { status: 503 })
    expect(await errorOf(async () => maintenance)).toMatchObject({ code: 'api/maintenance' })
  })

  it.each([400, 401, 404, 500, 502, 503])('status %s is a failure whatever its body says', async (status) => {
    const bodies = [{ status: 'ok', results: [] }, { status: 'no_results' }, { status: 'error' }, { message: 'no' }, 7]
    for (const body of bodies) {
      const error = await errorOf(async () => Response.json(body, { status }))
      expect(error, JSON.stringify(body)).toMatchObject({ code: 'network/server-error', detail: { status } })
    }
    const known = { status: 'error', error: { error_code: 'apiKeyAuthFail' } }
    expect(await errorOf(async () => Response.json(known, { status }))).toMatchObject({ code: 'api/auth-failed' })
  })

  it('status 429 is the limit, with what Retry-After says of its end', async () => {
    const limited = (body: string, headers: Record<string, string> = {}) =>
      errorOf(async () => new Response(body, { status: 429, headers }))
    expect(await limited('<h1>Too many', html.headers)).toMatchObject({ code: 'api/rate-limited', detail: {} })
    expect(await limited('{"status":"ok"}', { 'retry-after': '120' })).toMatchObject({
      code: 'api/rate-limited',
      detail: { retryAfterSeconds: 120 },
    })
    expect(await limited('', { 'retry-after': '1.5' })).toMatchObject({ detail: { retryAfterSeconds: 2 } })
    expect(await limited('', { 'retry-after': '-1' })).not.toHaveProperty('detail.nextRequestAfter')
    expect(await limited('', { 'retry-after': 'Fri, 20 Nov 2026 12:30:00 GMT' })).toMatchObject({
      detail: { nextRequestAfter: now + 1_800 },
    })
    const own = JSON.stringify({
      status: 'error',
      error: { error_code: 'rateLimitExceeded', next_request_after: now + 60 },
    })
    expect(await limited(own, { 'retry-after': '7' })).toMatchObject({ detail: { nextRequestAfter: now + 60 } })
  })

  it('status 429 is the limit whatever other error stands beside it', async () => {
    for (const error_code of [
      'apiKeyAuthFail',
      'offlineMaintenance',
      'finishedAfterTimestampTooEarly',
      'custom_error',
    ]) {
      const body = { status: 'error', server_timestamp: now, error: { error_code, next_request_after: now + 60 } }
      const limited = await errorOf(async () => Response.json(body, { status: 429 }))
      expect(limited).toMatchObject({ code: 'api/rate-limited' })
      expect(limited).toHaveProperty('detail', { serverTime: now, nextRequestAfter: now + 60 })
    }
    for (const body of [[], null, 7, { status: 3 }]) {
      expect(await errorOf(async () => Response.json(body, { status: 429 }))).toMatchObject({
        code: 'api/rate-limited',
      })
    }
  })

  it('JSON nested beyond reason is not understood', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    expect(await errorOf(answering(deep))).toMatchObject({ code: 'api/not-understood' })
  })

  it('a cancelled run is a cancelled job', async () => {
    const cancel = new AbortController()
    const fetch: Fetch = async (_, { signal }) => {
      cancel.abort()
      signal?.throwIfAborted()
      return new Response()
    }
    expect(await errorOf(fetch, cancel.signal)).toMatchObject({ code: 'job/cancelled' })
  })

  it('no answer in time is a timeout', async () => {
    const never: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const asked = jsonOf(never, 5)
    await expect(asked).rejects.toMatchObject({ code: 'network/timeout' })
  })

  it('a connection that breaks within the answer is interrupted', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"status":')),
      pull: () => Promise.reject(new TypeError('terminated')),
    })
    expect(await errorOf(async () => new Response(body))).toMatchObject({ code: 'network/interrupted' })
  })
})

describe('a request', () => {
  it('is signed for its own second, follows no redirect and keeps no cookies', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ status: 'no_results' }))
    const paths: string[] = []
    await new ClassMarkerClient({
      apiUrl: `${apiUrl}/below/`,
      fetch,
      clock: () => now,
      clockOffset: -7,
      credentials,
      signature: 'md5',
      beforeRequest: async (path) => void paths.push(path),
    }).recentResults('links', unixSeconds(1_790_000_000))
    const [sent, init] = fetch.mock.calls[0] ?? ['']
    const url = new URL(sent)
    expect(url.origin + url.pathname).toBe('http://api.example/below/v1/links/recent_results.json')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      api_key: credentials.key,
      timestamp: String(now - 7),
      signature: sign(credentials, unixSeconds(now - 7), 'md5'),
      finishedAfterTimestamp: '1790000000',
      limit: '200',
    })
    expect(init).toMatchObject({ method: 'GET', redirect: 'manual', credentials: 'omit', cache: 'no-store' })
    expect(paths).toEqual(['v1/links/recent_results.json'])
  })

  it('never shows the secret', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ status: 'ok', groups: [] }))
    await client(fetch).discover()
    expect(printed(fetch.mock.calls)).not.toContain(credentials.secret)
  })
})

describe('the text of an answer', () => {
  const name = async (body: Uint8Array<ArrayBuffer>, contentType: string) => {
    const asked = jsonOf(async () => new Response(body, { headers: { 'content-type': contentType } }))
    return ((await asked) as { first: string }).first
  }
  const sent = '{"first":"Zo\u00eb \u20ac"}'
  const bytes = (encoding: BufferEncoding, mark: readonly number[] = [], text = sent) =>
    new Uint8Array([...mark, ...Buffer.from(text, encoding)])
  const swapped = (mark: readonly number[] = []) => new Uint8Array([...mark, ...Buffer.from(sent, 'utf16le').swap16()])
  const windows = new Uint8Array(Buffer.from(sent.replace('\u20ac', '\u0080'), 'latin1'))

  it.each([
    ['UTF-8', bytes('utf8'), 'application/json'],
    ['UTF-8 with its mark', bytes('utf8', [0xef, 0xbb, 0xbf]), 'application/json; charset=iso-8859-1'],
    ['Windows-1252', windows, 'application/json; charset=windows-1252'],
    ['ISO-8859-1 as the web reads it', windows, 'application/json;charset="ISO-8859-1"'],
    ['UTF-16', bytes('utf16le'), 'application/json; charset=utf-16'],
    ['UTF-16 that says nothing of it', bytes('utf16le'), 'application/json'],
    ['UTF-16 with its mark', bytes('utf16le', [0xff, 0xfe]), ''],
    ['UTF-16, big end first', swapped(), 'application/json; charset=utf-16be'],
    ['UTF-16, big end first, with its mark', swapped([0xfe, 0xff]), 'application/json'],
    ['an encoding nobody knows', bytes('utf8'), 'application/json; charset=klingon'],
  ])('in %s is read', async (_, body, contentType) => {
    expect(await name(body, contentType)).toBe('Zo\u00eb \u20ac')
  })

  it('keeps the digits of numbers that are too long for one', async () => {
    const body = '{"id":9007199254740993,"serial":123456789012345678901234,"huge":1e400,"usual":87.5}'
    expect(await jsonOf(answering(body))).toEqual({
      id: '9007199254740993',
      serial: '123456789012345678901234',
      huge: '1e400',
      usual: 87.5,
    })
  })
})

describe('a change of an access list that fails', () => {
  const errorOfChange = (fetch: Fetch) =>
    client(fetch)
      .changeAccessList({ listId: 5, operation: 'add', codes: ['x'] })
      .catch((thrown: unknown) => thrown)

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ERR_INTERNET_DISCONNECTED', 'UND_ERR_CONNECT_TIMEOUT'])(
    'with %s never left',
    async (code) => {
      const error = await errorOfChange(failing((url) => coded(code, url)))
      expect(error).toMatchObject({ code: 'network/offline', detail: { unsent: 1 } })
    },
  )

  it.each(['ENETUNREACH', 'EHOSTUNREACH', 'ERR_NETWORK_CHANGED', 'ECONNRESET'])(
    'with %s may have left before that',
    async (code) => {
      expect(await errorOfChange(failing((url) => coded(code, url)))).toMatchObject({ detail: {} })
    },
  )

  it('is sent as a JSON array, signed like every request', async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json({ status: 'error', error: { error_code: 'custom_error' } }))
    await errorOfChange(fetch)
    const [url, init] = fetch.mock.calls[0] ?? []
    expect(init).toMatchObject({ method: 'POST', body: '["x"]' })
    expect(url).toContain('/v1/accesslists/5.json?api_key=')
  })
})

describe('what stands between here and ClassMarker', () => {
  const errorWith = (words: string) =>
    client(failing((url) => Object.assign(new Error(`net::${words} at ${url}`), { cause: undefined })))
      .discover()
      .catch((thrown: unknown) => thrown)

  it.each(['ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_DATE_INVALID', 'ERR_CERT_COMMON_NAME_INVALID', 'ERR_CERT_REVOKED'])(
    'is a certificate that is not trusted where Chromium says %s',
    async (words) => {
      expect(await errorWith(words)).toMatchObject({ code: 'network/untrusted-certificate' })
    },
  )

  it.each(['ERR_TUNNEL_CONNECTION_FAILED', 'ERR_PROXY_AUTH_UNSUPPORTED'])(
    'is a proxy that lets nothing through where Chromium says %s',
    async (words) => {
      expect(await errorWith(words)).toMatchObject({ code: 'network/proxy-refused' })
    },
  )

  it('is a proxy where one asks for a password that nobody gave', async () => {
    const asking = client(async () => new Response('Proxy Authentication Required', { status: 407 }))
    await expect(asking.discover()).rejects.toMatchObject({ code: 'network/proxy-refused' })
  })

  it('is a proxy that cannot be reached, which is being offline', async () => {
    const error = await errorWith('ERR_PROXY_CONNECTION_FAILED')
    expect(error).toMatchObject({ code: 'network/proxy-unreachable' })
    expect(outcomeOf('network/proxy-unreachable')).toBe('offline')
  })

  it.each(['ERR_CONNECTION_RESET', 'ERR_SSL_PROTOCOL_ERROR'])('is nothing of these where %s', async (words) => {
    expect(await errorWith(words)).toMatchObject({ code: 'network/interrupted' })
  })
})
