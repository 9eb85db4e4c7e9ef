import { app } from './app.ts'
import type { PageAnswer, PageRequest } from './wire.ts'

type ProtocolHandler = (request: Request) => Response | Promise<Response>
type BeforeRequest = (
  details: { url: string; method: string; resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void

export interface ProxyRules {
  proxyRules?: string
  proxyBypassRules?: string
}

/** Electron's default session: the app's own scheme, the request filter and the permission handlers. */
export class Session {
  readonly #handlers = new Map<string, ProtocolHandler>()
  #beforeRequest: BeforeRequest | null = null
  /** Stand-in only: the proxy that was set, for the Chromium that the first window starts. */
  proxy: ProxyRules | null = null

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler) => {
      if (this.#handlers.has(scheme)) throw new Error(`The scheme ${scheme} has been registered`)
      this.#handlers.set(scheme, handler)
    },
    isProtocolHandled: (scheme: string) => this.#handlers.has(scheme),
  }

  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest | null) => {
      this.#beforeRequest = listener
    },
  }

  // Chromium's own prompts cannot be asked from outside, so these are accepted and never called.
  setPermissionRequestHandler(_handler: unknown): void {}
  setPermissionCheckHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}
  async setProxy(rules: ProxyRules): Promise<void> {
    this.proxy = rules
  }
  setSpellCheckerEnabled(_enabled: boolean): void {}

  /** Node's network in place of Chromium's. */
  fetch(url: string, init?: RequestInit): Promise<Response> {
    return globalThis.fetch(url, init)
  }

  /** Stand-in only: what a window's request gets, after the filter. There is no network behind it. */
  async answer({ url, method, resourceType }: PageRequest): Promise<PageAnswer> {
    if (await this.#isCancelled({ url, method, resourceType })) return { kind: 'blocked' }
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined) return { kind: 'blocked' }
    const response = await handler(new Request(url, { method }))
    const body = new Uint8Array(await response.arrayBuffer())
    return { kind: 'answered', status: response.status, headers: Object.fromEntries(response.headers), body }
  }

  #isCancelled(details: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const listener = this.#beforeRequest
    if (listener === null) return Promise.resolve(false)
    return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel === true)))
  }
}

const onlySession = new Session()

const partitions = new Map<string, Session>()

export const session = {
  fromPartition(name: string, _options?: { cache?: boolean }): Session {
    app.requireReady('Session')
    const known = partitions.get(name) ?? new Session()
    partitions.set(name, known)
    return known
  },
  get defaultSession(): Session {
    app.requireReady('Session')
    return onlySession
  },
}

export const protocol = {
  registerSchemesAsPrivileged(_schemes: readonly object[]): void {
    app.requireNotReady('protocol.registerSchemesAsPrivileged')
  },
  get handle() {
    return session.defaultSession.protocol.handle
  },
}
