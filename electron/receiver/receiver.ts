import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'
import { AppError } from '../../shared/errors.ts'
import type { SentAttempt, SignatureState } from '../../shared/model/imported.ts'
import { type Ms, ms } from '../../shared/model/time.ts'
import { readResult, signatureHeader } from '../connectors/classmarker/index.ts'
import { Bodies, type BodyLimits, passBy } from './body.ts'
import { isLoopback } from './loopback.ts'
import { type ReceivedPayload, readPayload, signatureOf } from './read-payload.ts'
import { Refusal, refusals, SenderLeft } from './refusals.ts'
import { Turns } from './turns.ts'

/** What keeping an attempt came to. */
export interface Kept {
  /** `left-out`: its student was erased here; `refused`: the database takes no such result. */
  readonly outcome: 'added' | 'updated' | 'unchanged' | 'left-out' | 'refused'
  /** Whether what was answered was kept, anew or otherwise than before. */
  readonly answers: boolean
  /** Why it was not kept, in a sentence. */
  readonly problem: string | null
}

/** What a payload came to, to be written down: nothing in it says who took the test. */
export interface ReceivedLine {
  /** The status that its sender got. */
  readonly status: number
  readonly outcome: Kept['outcome'] | 'sample' | 'not-kept'
  readonly answers: boolean
  /** Null where it was refused. */
  readonly signature: SignatureState | null
  readonly test: number | null
  /** ClassMarker's number of a link's result, or user, test, group and start; null where there are only names. */
  readonly result: string | null
  readonly problem: string | null
}

export interface ReceiverLimits extends BodyLimits {
  /** Payloads that wait to be written at a time. */
  readonly waiting: number
  readonly connections: number
  /** How long a sender may take for the head of a request, and for all of it. */
  readonly head: Ms
  readonly request: Ms
  /** How often connections are looked at for that. */
  readonly look: Ms
  /** How long senders that have begun may go on when the receiver is stopped. */
  readonly ending: Ms
}

const megabyte = 1024 * 1024

export const usualLimits: ReceiverLimits = {
  body: 20 * megabyte,
  allBodies: 100 * megabyte,
  waiting: 200,
  connections: 200,
  head: ms(10_000),
  request: ms(60_000),
  look: ms(2_000),
  ending: ms(5_000),
}

export interface ReceiverPorts {
  /** An address of this computer. */
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** What payloads must be signed with; null takes them unsigned, and from this computer alone. */
  readonly phrase: string | null
  /** Keeps an attempt. Resolves after the commit. @throws AppError where it cannot be kept now */
  readonly keep: (attempt: SentAttempt) => Promise<Kept>
  /** Counts a sample, before its sender is answered. */
  readonly countSample: () => Promise<void>
  readonly tell: (line: ReceivedLine) => void
  /** Says in a sentence why a payload could not be kept now. */
  readonly explain: (thrown: unknown) => string
  readonly limits?: Partial<ReceiverLimits>
}

/** A server that takes ClassMarker's webhooks. */
export interface Receiver {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Takes nothing more, finishes what was begun and stops listening. Whoever was not answered sends again. */
  close(): Promise<void>
}

/**
 * Takes ClassMarker's webhooks: a payload is answered with 2xx once it is committed, and ClassMarker sends again what is
 * not.
 * @throws AppError `receiver/port-taken`, `usage/no-such-host`, `usage/no-phrase`
 */
export async function startReceiver(ports: ReceiverPorts): Promise<Receiver> {
  const limits = { ...usualLimits, ...ports.limits }
  const exchanges = new Exchanges(ports, limits)
  const take = (request: IncomingMessage, response: ServerResponse) => void exchanges.run(request, response)
  const server = createServer(
    { headersTimeout: limits.head, requestTimeout: limits.request, connectionsCheckingInterval: limits.look },
    take,
  )
  // The head alone may refuse it; otherwise its sender is told to go on.
  server.on('checkContinue', take)
  server.maxConnections = limits.connections
  const url = await listen(server, ports)
  return { url, close: () => close(server, exchanges, limits.ending) }
}

async function listen(server: Server, { host, port, phrase }: ReceiverPorts): Promise<string> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (thrown) {
    throw new AppError(isPortTaken(thrown) ? 'receiver/port-taken' : 'usage/no-such-host', { port, host })
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port')
  if (phrase === null && !isLoopback(address.address)) {
    server.close()
    throw new AppError('usage/no-phrase')
  }
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${name}:${address.port}`
}

const isPortTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EADDRINUSE' || thrown.code === 'EACCES')

async function close(server: Server, exchanges: Exchanges, ending: Ms): Promise<void> {
  if (!server.listening) return
  exchanges.stop()
  const closed = once(server, 'close')
  server.close()
  // Node no longer looks at slow senders once a server is closed.
  const timer = setTimeout(() => exchanges.dropSenders(), ending)
  await exchanges.idle()
  clearTimeout(timer)
  server.closeAllConnections()
  await closed
}

type Answered = Omit<ReceivedLine, 'status'>

const nothingKept: Answered = {
  outcome: 'not-kept',
  answers: false,
  signature: null,
  test: null,
  result: null,
  problem: null,
}

/** Requests and their answers. */
class Exchanges {
  readonly #ports: ReceiverPorts
  readonly #limits: ReceiverLimits
  readonly #bodies: Bodies
  readonly #turns: Turns
  readonly #running = new Set<Promise<void>>()
  /** Requests that are not complete yet. */
  readonly #arriving = new Set<IncomingMessage>()
  #isStopping = false

  constructor(ports: ReceiverPorts, limits: ReceiverLimits) {
    this.#ports = ports
    this.#limits = limits
    this.#bodies = new Bodies(limits)
    this.#turns = new Turns(limits.waiting)
  }

  stop(): void {
    this.#isStopping = true
  }

  dropSenders(): void {
    for (const request of this.#arriving) request.destroy()
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running)
  }

  /** Never rejects. */
  run(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const running = this.#exchange(request, response).finally(() => this.#running.delete(running))
    this.#running.add(running)
    return running
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answered: Answered
    let refusal: Refusal | null = null
    try {
      answered = await this.#take(request, response)
    } catch (thrown) {
      if (thrown instanceof SenderLeft) return
      refusal = thrown instanceof Refusal ? thrown : refusals.notKept(this.#ports.explain(thrown))
      answered = { ...nothingKept, problem: refusal.message }
    }
    const status = refusal?.status ?? 200
    await this.#answer(request, response, status, refusal)
    this.#ports.tell({ status, ...answered })
  }

  /** Resolves once the answer is sent, or its sender is gone. */
  async #answer(request: IncomingMessage, response: ServerResponse, status: number, refusal: Refusal | null) {
    const text = refusal === null ? '' : `${refusal.message}\n`
    const sent = new Promise<void>((resolve) => response.once('close', resolve).once('finish', resolve))
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      ...(this.#isStopping && { Connection: 'close' }),
      ...refusal?.headers,
    })
    response.end(text)
    passBy(request, this.#limits.body)
    if (!response.closed) await sent
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<Answered> {
    const { phrase } = this.#ports
    const header = signatureIn(request)
    refuseHead(request)
    this.#bodies.refuseLong(request)
    // Whoever knows no phrase is not listened to.
    if (phrase !== null && header === null) throw refusals.unsigned()
    if (this.#isStopping) throw refusals.stopping()
    if (this.#turns.isFull) throw refusals.crowded()
    if (/^100-continue$/i.test(request.headers.expect ?? '')) response.writeContinue()
    this.#arriving.add(request)
    request.once('close', () => this.#arriving.delete(request))
    return this.#bodies.read(request, async (body) => {
      this.#arriving.delete(request)
      const payload = readPayload(body, signatureOf(body, header, phrase))
      if (this.#turns.isFull) throw refusals.crowded()
      return this.#turns.run(() => this.#keep(payload))
    })
  }

  async #keep({ attempt, problem, signature }: ReceivedPayload): Promise<Answered> {
    const { keep, countSample } = this.#ports
    if (attempt === null) {
      await countSample()
      return { ...nothingKept, outcome: 'sample', signature }
    }
    const kept = await keep(attempt)
    // The same again would be refused again.
    if (kept.outcome === 'refused') throw refusals.unreadable(kept.problem ?? refusals.notPayload().message)
    return { ...kept, signature, ...namesOf(attempt), problem: kept.problem ?? problem }
  }
}

/** The signature as it was sent, twice where it came twice. */
function signatureIn({ headers }: IncomingMessage): string | null {
  const sent = headers[signatureHeader]
  return sent === undefined || sent.length === 0 ? null : String(sent)
}

/** @throws Refusal */
function refuseHead({ method, headers }: IncomingMessage): void {
  // Any page in a browser of this computer may send here; browsers say so.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) throw refusals.fromPage()
  if (method !== 'POST') throw refusals.notPost()
  const packing = headers['content-encoding']?.trim().toLowerCase() ?? ''
  if (packing !== '' && packing !== 'identity') throw refusals.packed()
}

/** The numbers of an attempt, without what says who took the test. */
function namesOf({ feed, result: sent }: SentAttempt): Pick<ReceivedLine, 'test' | 'result'> {
  const read = readResult(feed, sent)
  if ('problem' in read) return { test: null, result: null }
  const { testId, linkResultId, userId, sourceId, timeStarted } = read.result
  if (feed === 'links' && linkResultId !== null) return { test: testId, result: `l:${linkResultId}` }
  if (userId === null) return { test: testId, result: null }
  return { test: testId, result: `${feed === 'groups' ? 'g' : 'k'}:${userId}:${testId}:${sourceId}:${timeStarted}` }
}
