import { Readable, Writable } from 'node:stream'
import type * as Electron from 'electron'
import { fetchRules, refuseUnknown } from './options.ts'

interface Message extends Readable {
  readonly statusCode: number
  readonly statusMessage: string
  readonly headers: Record<string, string>
}

const bodiless: ReadonlySet<number> = new Set([101, 204, 205, 304])

const responseOf = (message: Message, method: string): Response =>
  new Response(
    bodiless.has(message.statusCode) || method === 'HEAD'
      ? null
      : // Node's stream of the web's kind, which the types of the browser do not know to be theirs.
        (Readable.toWeb(message) as ReadableStream<Uint8Array>),
    { headers: message.headers, status: message.statusCode, statusText: message.statusMessage },
  )

/**
 * `session.fetch` as Electron makes it of `net.request`: a redirect that the caller wants to see ends in the error
 * "Redirect was cancelled", and what goes wrong has Chromium's words.
 */
export async function fetchThrough(
  open: (options: Electron.ClientRequestConstructorOptions) => Writable & { abort(): void },
  url: string,
  init: RequestInit = {},
): Promise<Response> {
  refuseUnknown('session.fetch', init, fetchRules)
  const request = new Request(url, init)
  request.signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const origin = request.headers.get('origin') ?? undefined
  const sent = open({
    url: request.url,
    method: request.method,
    ...(origin === undefined ? {} : { origin }),
    credentials: request.credentials === 'same-origin' && !origin ? 'include' : request.credentials,
    cache: request.cache,
    referrerPolicy: request.referrerPolicy,
    redirect: request.redirect,
    headers: Object.fromEntries(request.headers),
  })
  request.signal.addEventListener(
    'abort',
    () => {
      reject(request.signal.reason)
      sent.abort()
    },
    { once: true },
  )
  sent.on('response', (message: Message) => {
    if (!request.signal.aborted) resolve(responseOf(message, request.method))
  })
  sent.on('error', reject)
  if (request.body === null) sent.end()
  else request.body.pipeTo(Writable.toWeb(sent)).catch(reject)
  return promise
}
