import { type ClientRequest, type IncomingMessage, net, session } from 'electron'
import type { Fetch } from '../connectors/network.ts'

/**
 * `fetch` through Chromium's network, which knows the proxies and certificates of a school's computers; Node's does
 * not. It runs in a session of its own, in memory only, because the windows' session lets no request out at all.
 */
export function classMarkerFetch(): Fetch {
  const own = session.fromPartition('classmarker', { cache: false })
  return (url, init) => own.fetch(url, init)
}

/**
 * `fetch` for certificates through Chromium's network, in the session of ClassMarker's own requests: in memory only and
 * without cookies. Electron's `fetch` fails at a redirect that is not to be followed; this answers with it, as Node's
 * does, so that the core can look at where it leads. It only reads: GET, and the headers it is given.
 */
export function certificateFetch(): Fetch {
  const own = session.fromPartition('classmarker', { cache: false })
  return (url, { headers, signal }) =>
    new Promise<Response>((resolve, reject) => {
      signal?.throwIfAborted()
      const request = net.request({
        url,
        method: 'GET',
        session: own,
        redirect: 'manual',
        useSessionCookies: false,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      })
      for (const [name, value] of new Headers(headers)) request.setHeader(name, value)
      signal?.addEventListener('abort', () => request.abort(), { once: true })
      // Not followed in here, it is cancelled, and the error that says so comes after the answer.
      request.on('redirect', (status, _method, location) => {
        resolve(new Response(null, { status, headers: { location } }))
      })
      // What breaks off after the answer has begun breaks its body off.
      const failure = new AbortController()
      const fail = (error: Error) => {
        failure.abort(error)
        reject(error)
      }
      request.on('response', (response) => {
        // A status that no Response has: thrown in here, it would be nobody's.
        try {
          resolve(answerOf(request, response, failure.signal))
        } catch (thrown) {
          request.abort()
          reject(thrown)
        }
      })
      request.on('abort', () => fail(new Error('aborted')))
      request.on('error', fail)
      request.end()
    })
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/** Chromium's answer as a Response whose body is read as it arrives. */
function answerOf(request: ClientRequest, incoming: IncomingMessage, failure: AbortSignal): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let over = false
      const once = (end: () => void) => () => {
        if (!over) end()
        over = true
      }
      const breakOff = once(() => controller.error(failure.reason ?? new Error('interrupted')))
      incoming.on('data', (chunk) => {
        if (!over) controller.enqueue(new Uint8Array(chunk))
      })
      incoming.on(
        'end',
        once(() => controller.close()),
      )
      incoming.on('aborted', breakOff)
      incoming.on('error', breakOff)
      failure.addEventListener('abort', breakOff, { once: true })
    },
    cancel: () => request.abort(),
  })
  const { statusCode: status } = incoming
  return new Response(bodiless.has(status) ? null : body, { status })
}
