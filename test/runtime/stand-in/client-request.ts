import { Readable, Writable } from 'node:stream'
import type * as Electron from 'electron'
import { refuseUnknown, requestRules } from './options.ts'
import type { Doubles } from './real.ts'

/** Chromium's network sets these itself and fails a request that brings one along (docs: `request.setHeader`). */
const restricted = new Set([
  'content-length',
  'host',
  'trailer',
  'te',
  'upgrade',
  'cookie2',
  'keep-alive',
  'transfer-encoding',
])

/** How Chromium names a failure that Node names otherwise. */
const chromiumErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'net::ERR_CONNECTION_REFUSED',
  ECONNRESET: 'net::ERR_CONNECTION_RESET',
  ENOTFOUND: 'net::ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: 'net::ERR_TIMED_OUT',
  UND_ERR_CONNECT_TIMEOUT: 'net::ERR_CONNECTION_TIMED_OUT',
  UND_ERR_SOCKET: 'net::ERR_EMPTY_RESPONSE',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'net::ERR_CONTENT_LENGTH_MISMATCH',
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}

const chromiumError = (error: unknown): Error => new Error(chromiumErrors[codeOf(error)] ?? 'net::ERR_FAILED')

function refuseHeader(name: unknown, value: unknown): void {
  if (typeof name !== 'string') throw new TypeError('`name` should be a string in setHeader(name, value)')
  if (value == null) throw new Error(`\`value\` required in setHeader("${name}", value)`)
  if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(name)) throw new Error(`Invalid header name: '${name}'`)
  if (/[\0\r\n]|^[ \t]|[ \t]$/.test(String(value))) throw new Error(`Invalid value for header '${name}': '${value}'`)
}

class IncomingMessage extends Readable {
  readonly statusCode: number
  readonly statusMessage: string
  readonly headers: Record<string, string>
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | null

  readonly #fail: (error: Error) => void

  /** @param fail ends the request as well, and this message with it */
  constructor(answer: Response, fail: (error: Error) => void) {
    super()
    this.#fail = fail
    this.statusCode = answer.status
    this.statusMessage = answer.statusText
    this.headers = Object.fromEntries(answer.headers)
    this.#reader = answer.body?.getReader() ?? null
  }

  override _read(): void {
    if (this.#reader === null) this.push(null)
    else
      this.#reader.read().then(
        ({ done, value }) => void this.push(done ? null : Buffer.from(value)),
        (error: unknown) => this.#fail(chromiumError(error)),
      )
  }
}

/** Electron's `net.request` over Node's network, with Electron's checks and its way with redirects and aborting. */
export class ClientRequest extends Writable implements Doubles<Electron.ClientRequest, ClientRequest, keyof Writable> {
  readonly #options: Electron.ClientRequestConstructorOptions
  readonly #headers = new Map<string, { name: string; value: string }>()
  readonly #cancel = new AbortController()
  readonly #body: Buffer[] = []
  #isStarted = false
  #isAborted = false
  #incoming: IncomingMessage | null = null

  constructor(options: Electron.ClientRequestConstructorOptions) {
    super({ autoDestroy: true })
    refuseUnknown('net.request', options, requestRules)
    const { protocol } = new URL(options.url ?? '')
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new Error('ClientRequest only supports http: and https: protocols')
    if (options.credentials === 'same-origin' && !options.origin)
      throw new Error('credentials: same-origin requires origin to be set')
    this.#options = options
    for (const [name, value] of Object.entries(options.headers ?? {})) this.setHeader(name, String(value))
  }

  setHeader(name: string, value: string): void {
    if (this.#isStarted || this.#body.length > 0) throw new Error("Can't set headers after they are sent")
    refuseHeader(name, value)
    this.#headers.set(name.toLowerCase(), { name, value })
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#body.push(Buffer.from(chunk))
    done()
  }

  override _final(done: () => void): void {
    this.#isStarted = true
    void this.#send().catch((error: unknown) => {
      if (!this.#isAborted) this.#die(error instanceof RequestError ? error : chromiumError(error))
    })
    done()
  }

  abort(): void {
    if (!this.#isAborted) process.nextTick(() => this.emit('abort'))
    this.#isAborted = true
    this.#die()
  }

  /** A stream that has ended emits no error of its own, so Electron emits it itself. */
  #die(error?: Error): void {
    if (this.destroyed && error !== undefined) this.emit('error', error)
    this.destroy(error)
    this.#cancel.abort()
    this.#incoming?.destroy(error)
  }

  async #send(): Promise<void> {
    const { url = '', redirect = 'follow' } = this.#options
    const method = (this.#options.method ?? 'GET').toUpperCase()
    if ([...this.#headers.keys()].some((name) => restricted.has(name)))
      throw new RequestError('net::ERR_INVALID_ARGUMENT')
    const answer = await fetch(url, {
      method,
      headers: [...this.#headers.values()].map(({ name, value }): [string, string] => [name, value]),
      ...(this.#body.length > 0 ? { body: Buffer.concat(this.#body) } : {}),
      redirect: redirect === 'follow' ? 'follow' : 'manual',
      signal: this.#cancel.signal,
    })
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      await answer.body?.cancel()
      if (redirect === 'error') throw new RequestError("Attempted to redirect, but redirect policy was 'error'")
      this.emit('redirect', answer.status, method, new URL(location, url).href, {})
      if (!this.#isAborted) throw new RequestError('Redirect was cancelled')
      return
    }
    this.#incoming = new IncomingMessage(answer, (error) => this.#die(error))
    this.emit('response', this.#incoming)
  }
}

/** A failure in Electron's own words. */
class RequestError extends Error {}
