import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { type Answer, errorAnswer } from './api.ts'
import { ApiError } from './api-error.ts'
import type { Fault, StruckFault } from './faults.ts'
import type { Json, JsonObject } from './json.ts'
import { page } from './page.ts'

/** What an exchange needs: where to answer, and how to get the right answer. */
export interface Exchange {
  readonly response: ServerResponse
  readonly url: URL
  readonly now: UnixSeconds
  readonly rightAnswer: () => Answer
}

export function send(response: ServerResponse, { status = 200, contentType, text }: Answer): void {
  sendBody(response, status, contentType, text)
}

function sendBody(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  const own = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...own }).end(body)
}

/** Answers as the fault has it; gives the outcome to record, or nothing where the right answer went out after all. */
export async function sendFaulty(exchange: Exchange, struck: StruckFault): Promise<Answer | string> {
  const { fault } = struck
  switch (fault.kind) {
    case 'held':
    case 'delay':
      return sendLate(
        exchange,
        fault.kind === 'held' ? struck.released : setTimeout(fault.ms, undefined, { ref: false }),
      )
    case 'cut-off':
    case 'reset midway':
      return sendHalf(exchange, fault.kind)
    case 'edited':
      return sendEdited(exchange, fault.edit)
    case 'oversize':
      await sendOversize(exchange.response, fault.bytes)
      return 'fault: oversize'
    default:
      return sendInstead(exchange, fault)
  }
}

type ReplacingFault = Exclude<Fault, { kind: 'held' | 'delay' | 'cut-off' | 'reset midway' | 'oversize' | 'edited' }>

function sendInstead({ response, url, now }: Exchange, fault: ReplacingFault): Answer | string {
  switch (fault.kind) {
    case 'reset':
      response.socket?.resetAndDestroy()
      break
    case 'http':
      sendBody(
        response,
        fault.status,
        fault.contentType ?? 'text/html',
        fault.body ?? page(`Error ${fault.status}`),
        fault.headers,
      )
      return `fault: http ${fault.status}`
    case 'captive portal':
      sendBody(response, 200, 'text/html; charset=utf-8', page('Sign in to this network'))
      break
    case 'redirect':
      response.writeHead(fault.status ?? 302, { location: fault.location, 'content-length': 0 }).end()
      break
    case 'body':
      sendBody(response, fault.status ?? 200, fault.contentType ?? 'application/json; charset=utf-8', fault.body)
      break
    case 'maintenance':
      return sendError(response, errorAnswer(now, url, new ApiError('offlineMaintenance')))
    case 'error':
      return sendError(response, errorAnswer(now, url, new ApiError(fault.code, fault)))
  }
  return `fault: ${fault.kind}`
}

function sendError(response: ServerResponse, answer: Answer): Answer {
  send(response, answer)
  return answer
}

/** The request is carried out when it comes in; only its answer waits. */
async function sendLate({ response, rightAnswer }: Exchange, until: Promise<unknown>): Promise<Answer | string> {
  const answer = rightAnswer()
  await Promise.race([until, once(response, 'close')])
  if (response.destroyed || response.socket?.destroyed !== false) return 'left'
  send(response, answer)
  return answer
}

function sendEdited({ response, rightAnswer }: Exchange, edit: (answer: JsonObject) => Json): string {
  const { contentType, text } = rightAnswer()
  sendBody(response, 200, contentType, JSON.stringify(edit(JSON.parse(text))))
  return 'fault: edited'
}

function sendHalf({ response, rightAnswer }: Exchange, kind: 'cut-off' | 'reset midway'): string {
  const { contentType, text } = rightAnswer()
  const half = text.slice(0, Math.floor(text.length / 2))
  if (kind === 'cut-off') sendBody(response, 200, contentType, half)
  else {
    response.writeHead(200, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) })
    response.write(half, () => response.socket?.resetAndDestroy())
  }
  return `fault: ${kind}`
}

async function sendOversize(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes })
  try {
    await pipeline(longJson(bytes), response)
  } catch {
    // A client that has seen enough closes the connection; that is what the fault is for.
  }
}

function* longJson(bytes: number): Generator<Buffer> {
  const [start, end] = [Buffer.from('{"status":"ok","filler":"'), Buffer.from('"}')]
  const piece = Buffer.alloc(64 * 1024, 'x')
  yield start
  for (let left = bytes - start.length - end.length; left > 0; left -= piece.length) yield piece.subarray(0, left)
  yield end
}
