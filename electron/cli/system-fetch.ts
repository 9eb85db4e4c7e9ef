import http from 'node:http'
import tls from 'node:tls'
import { AppError } from '../../shared/errors.ts'
import type { Fetch } from '../classmarker/transport.ts'

type Proxies = Parameters<typeof http.setGlobalProxyFromEnv>[0]

/**
 * `fetch` as a school's network needs it: with the certificates that this computer trusts beside Node's own, and through
 * the proxy that HTTPS_PROXY and NO_PROXY name. Both are looked up at the first request, because most commands send none.
 * @param env HTTPS_PROXY, NO_PROXY and their lower-case forms
 */
export function systemFetch(env: NodeJS.ProcessEnv): Fetch {
  let prepared = false
  return async (url, init) => {
    // Unencrypted is this computer alone, and the key in the address is nothing for a proxy to read.
    if (!url.startsWith('https:')) return fetch(url, init)
    if (!prepared) {
      trustWhatTheSystemTrusts()
      goThroughProxies(env)
      prepared = true
    }
    try {
      return await fetch(url, init)
    } catch (thrown) {
      throw isAboutProxy(thrown, env) ? new Error('ERR_PROXY_CONNECTION_FAILED', { cause: thrown }) : thrown
    }
  }
}

/** The system's store is added to what is trusted already (Node's own list and NODE_EXTRA_CA_CERTS), never put in its place. */
function trustWhatTheSystemTrusts(): void {
  const trusted = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')]
  tls.setDefaultCACertificates?.([...new Set(trusted)])
}

/** @throws AppError `network/proxy-address` */
function goThroughProxies(env: NodeJS.ProcessEnv): void {
  try {
    // Electron's Node can be older than the one the command line brings.
    http.setGlobalProxyFromEnv?.(env as Proxies)
  } catch (cause) {
    throw new AppError('network/proxy-address', {}, { cause })
  }
}

interface Connecting {
  readonly hostname?: unknown
  readonly address?: unknown
  readonly port?: unknown
}

/** Whether it was the proxy that could not be reached, rather than what lies behind it. */
function isAboutProxy(thrown: unknown, env: NodeJS.ProcessEnv): boolean {
  const proxy = URL.parse(env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY || '')
  if (proxy === null) return false
  const port = proxy.port || (proxy.protocol === 'https:' ? '443' : '80')
  return causesOf(thrown).some((cause) => {
    const { hostname, address, port: reached } = cause as Connecting
    if (hostname === proxy.hostname) return true
    return (
      (address !== undefined && String(reached) === port) ||
      cause.message.includes(`address: ${proxy.hostname}:${port}`)
    )
  })
}

function causesOf(thrown: unknown): Error[] {
  if (!(thrown instanceof Error)) return []
  const inner = thrown instanceof AggregateError ? thrown.errors.flatMap(causesOf) : []
  return [thrown, ...inner, ...causesOf(thrown.cause)]
}
