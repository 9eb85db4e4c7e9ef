import type * as Electron from 'electron'
import { app } from './app.ts'
import { ClientRequest } from './client-request.ts'
import { fetchThrough } from './net-fetch.ts'
import { partitionRules, proxyRules, refuseUnknown } from './options.ts'
import type { Doubles } from './real.ts'
import { Schemes } from './schemes.ts'
import type { PageAnswer, PageRequest } from './wire.ts'

type ProtocolHandler = (request: Request) => Response | Promise<Response>
type BeforeRequest = (
  details: { url: string; method: string; resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void

export const schemes = new Schemes()

/** What is the stand-in's own, or a double that has only what is used of Electron's. */
type Own = 'proxy' | 'answer' | 'protocol' | 'webRequest'

/** Electron's session: the app's own scheme, the request filter and the permission handlers. */
export class Session implements Doubles<Electron.Session, Session, Own> {
  readonly #handlers = new Map<string, ProtocolHandler>()
  #beforeRequest: BeforeRequest | null = null
  /** Stand-in only: the proxy that was set, for the Chromium that the first window starts. */
  proxy: Electron.ProxyConfig | null = null

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler): void => {
      if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      this.#handlers.set(scheme, handler)
    },
    isProtocolHandled: (scheme: string): boolean => this.#handlers.has(scheme),
  } satisfies Partial<Electron.Protocol>

  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest | null) => {
      this.#beforeRequest = listener
    },
  } satisfies Partial<Record<keyof Electron.WebRequest, unknown>>

  // Chromium's own prompts cannot be asked from outside, so these are accepted and never called.
  setPermissionRequestHandler(handler: unknown): void {
    refuseHandler(handler)
  }
  setPermissionCheckHandler(handler: unknown): void {
    refuseHandler(handler)
  }
  setDevicePermissionHandler(handler: unknown): void {
    refuseHandler(handler)
  }
  async setProxy(rules: Electron.ProxyConfig): Promise<void> {
    refuseUnknown('session.setProxy', rules, proxyRules)
    this.proxy = rules
  }
  setSpellCheckerEnabled(_enabled: boolean): void {}

  /** Electron's rules over Node's network. */
  fetch(url: string, init?: RequestInit): Promise<Response> {
    return fetchThrough((options) => new ClientRequest(options), url, init)
  }

  /** Stand-in only: what a window's request gets, after the filter. There is no network behind it. */
  async answer({ url, method, resourceType }: PageRequest): Promise<PageAnswer> {
    const scheme = new URL(url).protocol.slice(0, -1)
    if (await this.#isCancelled({ url, method, resourceType })) return { kind: 'blocked' }
    const handler = this.#handlers.get(scheme)
    if (handler === undefined || !schemes.mayRequest(scheme, resourceType)) return { kind: 'blocked' }
    try {
      const response = await handler(new Request(url, { method }))
      if (!(response instanceof Response)) return { kind: 'blocked' }
      const body = new Uint8Array(await response.arrayBuffer())
      return { kind: 'answered', status: response.status, headers: Object.fromEntries(response.headers), body }
    } catch (error) {
      console.error(error)
      return { kind: 'blocked' }
    }
  }

  #isCancelled(details: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const listener = this.#beforeRequest
    if (listener === null) return Promise.resolve(false)
    return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel === true)))
  }
}

function refuseHandler(handler: unknown): void {
  if (handler !== null && typeof handler !== 'function') throw new TypeError('Must pass null or function')
}

const onlySession = new Session()

const partitions = new Map<string, Session>()

export const session = {
  fromPartition(name: string, options: Partial<Electron.FromPartitionOptions> = {}): Session {
    app.standIn.requireReady('Session')
    refuseUnknown('session.fromPartition', options, partitionRules)
    const known = partitions.get(name) ?? new Session()
    partitions.set(name, known)
    return known
  },
  get defaultSession(): Session {
    app.standIn.requireReady('Session')
    return onlySession
  },
}

export const protocol = {
  registerSchemesAsPrivileged(given: Electron.CustomScheme[]): void {
    app.standIn.requireNotReady('protocol.registerSchemesAsPrivileged')
    schemes.register(given)
  },
  get handle() {
    return session.defaultSession.protocol.handle
  },
} satisfies Partial<Electron.Protocol>
