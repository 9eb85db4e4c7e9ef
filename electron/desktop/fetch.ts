import { type ClientRequest, type IncomingMessage, net, session } from 'electron'
import type { Fetch } from '../connectors/network.ts'

/**
 * `fetch` through Chromium's network, which uses the proxies and certificates of a school's computers; Node's does not.
 * Has its own in-memory session, because the windows' session blocks every request.
 */
export function classMarkerFetch(): Fetch {
  const own = session.fromPartition('classmarker', { cache: false })
  return (url, init) => own.fetch(url, init)
}

/**
 * `fetch` for certificates through Chromium's network, in the same in-memory session and without cookies. Returns a
 * redirect, as Node's `fetch` does and Electron's does not, so that the core can check its target. Sends GET with the
 * given headers only.
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
      // A redirect that is not followed is cancelled; the resulting error comes after this has resolved.
      request.on('redirect', (status, _method, location) => {
        resolve(new Response(null, { status, headers: { location } }))
      })
      // A failure after the response began must break off its body.
      const failure = new AbortController()
      const fail = (error: Error) => {
        failure.abort(error)
        reject(error)
      }
      request.on('response', (response) => {
        // Response refuses some statuses; an error thrown inside this listener would be lost.
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

/** Turns Chromium's answer into a Response whose body is read as it arrives. */
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
