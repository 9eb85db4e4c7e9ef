import { EventEmitter } from 'node:events'

export interface RequestOptions {
  url: string
  method?: string
  redirect?: 'follow' | 'error' | 'manual'
}

/** Electron's `net.request` over Node's network: a redirect that no listener follows ends the request. */
export class ClientRequest extends EventEmitter {
  readonly #options: RequestOptions
  readonly #headers = new Headers()
  readonly #cancel = new AbortController()

  constructor(options: RequestOptions) {
    super()
    this.#options = options
  }

  setHeader(name: string, value: string): void {
    this.#headers.set(name, value)
  }

  abort(): void {
    if (this.#cancel.signal.aborted) return
    this.#cancel.abort()
    this.emit('abort')
  }

  end(): void {
    void this.#send().catch((error: unknown) => {
      if (!this.#cancel.signal.aborted) this.emit('error', error)
    })
  }

  async #send(): Promise<void> {
    const { url, method = 'GET' } = this.#options
    const { signal } = this.#cancel
    const answer = await fetch(url, { method, headers: this.#headers, redirect: 'manual', signal })
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      this.emit('redirect', answer.status, method, new URL(location, url).href, {})
      throw new Error('Redirect was cancelled')
    }
    const incoming = Object.assign(new EventEmitter(), { statusCode: answer.status })
    this.emit('response', incoming)
    for await (const chunk of answer.body ?? []) incoming.emit('data', Buffer.from(chunk))
    incoming.emit('end')
  }
}
