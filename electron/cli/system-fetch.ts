import { lookup } from 'node:dns/promises'
import http from 'node:http'
import tls from 'node:tls'
import { AppError } from '../../shared/errors.ts'
import type { Fetch } from '../connectors/network.ts'
import { type SystemProxy, systemProxy } from './system-proxy.ts'

type Proxies = Parameters<typeof http.setGlobalProxyFromEnv>[0]

/**
 * `fetch` for a school's network, by the rules of the window: trusts this computer's certificates as well as Node's, and
 * goes through the proxy of HTTPS_PROXY and NO_PROXY, or else of the system's settings. All are read at the first
 * request, because most commands send none.
 * @param env HTTPS_PROXY, NO_PROXY and their lower-case forms
 * @param settings what the system's settings say of a proxy
 */
export function systemFetch(
  env: NodeJS.ProcessEnv,
  settings: () => Promise<SystemProxy> = () => systemProxy(process.platform),
): Fetch {
  let preparing: Promise<Network> | null = null
  return async (url, init) => {
    // Unencrypted requests go to this computer only, and no proxy may read the key in their address.
    if (!url.startsWith('https:')) return fetch(url, init)
    preparing ??= prepare(env, settings)
    const { proxies, isScripted } = await preparing
    try {
      return await fetch(url, init)
    } catch (thrown) {
      if (await isAboutProxy(thrown, url, proxies)) throw new Error('ERR_PROXY_CONNECTION_FAILED', { cause: thrown })
      if (isScripted && isUnreachable(thrown)) throw new AppError('network/proxy-script', {}, { cause: thrown })
      throw thrown
    }
  }
}

interface Network {
  /** HTTPS_PROXY and NO_PROXY as they are in force. */
  readonly proxies: NodeJS.ProcessEnv
  /** Whether only a script knows the proxy, which Node cannot run. */
  readonly isScripted: boolean
}

/** @throws AppError `network/proxy-address` */
async function prepare(env: NodeJS.ProcessEnv, settings: () => Promise<SystemProxy>): Promise<Network> {
  trustWhatTheSystemTrusts()
  const system = proxyIn(env) === '' ? await settings() : null
  const isScripted = system === 'script'
  const proxies =
    system === null || isScripted ? env : { ...env, HTTPS_PROXY: system.url, NO_PROXY: noProxyIn(env, system.around) }
  goThroughProxies(proxies)
  return { proxies, isScripted }
}

// Node's fetch falls back to HTTP_PROXY, and prefers each variable's lower-case form.
const proxyIn = (env: NodeJS.ProcessEnv): string =>
  env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY || ''

const noProxyIn = (env: NodeJS.ProcessEnv, more: readonly string[] = []): string =>
  [env.no_proxy || env.NO_PROXY || '', ...more].filter(Boolean).join(',')

/** Adds the system's certificates to those already trusted (Node's own list and NODE_EXTRA_CA_CERTS). */
function trustWhatTheSystemTrusts(): void {
  const trusted = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')]
  tls.setDefaultCACertificates?.([...new Set(trusted)])
}

/** @throws AppError `network/proxy-address` */
function goThroughProxies(env: NodeJS.ProcessEnv): void {
  try {
    // Electron's Node can be older than the command line's.
    http.setGlobalProxyFromEnv?.(env as Proxies)
  } catch (cause) {
    throw new AppError('network/proxy-address', {}, { cause })
  }
}

/** Whether nothing answered at all, as where the only way out is a proxy. */
const isUnreachable = (thrown: unknown): boolean =>
  causesOf(thrown).some((cause) => 'code' in cause && unreachable.has(String(cause.code)))

const unreachable: ReadonlySet<string> = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT'],
  'UND_ERR_CONNECT_TIMEOUT',
])

interface Connecting {
  readonly hostname?: unknown
  readonly address?: unknown
  readonly port?: unknown
}

/**
 * Whether the proxy itself could not be reached, not the server behind it: the failure is at the proxy's own address
 * and port, or its name.
 * @param addressesOf looks up a host name
 */
export async function isAboutProxy(
  thrown: unknown,
  url: string,
  env: NodeJS.ProcessEnv,
  addressesOf: (hostname: string) => Promise<readonly string[]> = lookedUp,
): Promise<boolean> {
  const proxy = URL.parse(proxyIn(env))
  if (proxy === null || goesAround(new URL(url), noProxyIn(env))) return false
  const name = withoutBrackets(proxy.hostname)
  const port = proxy.port || (proxy.protocol === 'https:' ? '443' : '80')
  const failures = causesOf(thrown)
  if (failures.some((failure) => (failure as Connecting).hostname === name)) return true
  const ends = [name, ...(await addressesOf(name).catch(() => []))]
  return failures.some((failure) => {
    const { address, port: reached } = failure as Connecting
    if (ends.some((end) => end === address) && String(reached) === port) return true
    // A connection timeout names the addresses it tried only in its message.
    const words = failure.message.split(/[ ,()]+/)
    return ends.some((end) => words.includes(`${end}:${port}`))
  })
}

const lookedUp = async (hostname: string): Promise<string[]> =>
  (await lookup(hostname, { all: true })).map(({ address }) => address)

/** Whether NO_PROXY excludes a host, by the rules of Node's fetch. */
function goesAround({ hostname, port }: URL, noProxy: string): boolean {
  const rules = noProxy.toLowerCase().split(/[,\s]+/)
  return rules.some((rule) => {
    if (rule === '*') return true
    const [, host = rule, only] = /^(.+):(\d+)$/.exec(rule) ?? []
    if (host === '' || (only !== undefined && only !== (port || '443'))) return false
    const name = host.replace(/^\*?\./, '')
    return hostname === name || hostname.endsWith(`.${name}`)
  })
}

const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

function causesOf(thrown: unknown): Error[] {
  if (!(thrown instanceof Error)) return []
  const inner = thrown instanceof AggregateError ? thrown.errors.flatMap(causesOf) : []
  return [thrown, ...inner, ...causesOf(thrown.cause)]
}
