import { shell } from 'electron'
import { internalReport } from '../internal-errors.ts'
import { type DesktopLog, loggableAddress } from './desktop-log.ts'

const allowedHosts: ReadonlySet<string> = new Set(['www.classmarker.com'])

/** Whether `address` may be handed to the system's browser: https, a host on the list, standard port, no user name. */
export function isAllowedExternalUrl(address: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    url.protocol === 'https:' &&
    allowedHosts.has(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  )
}

/** Whether `address` is the sample account's own server, which listens on this computer alone. */
export function isSampleServer(address: string, origin: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    url.protocol === 'http:' &&
    url.hostname === '127.0.0.1' &&
    url.origin === origin &&
    url.username === '' &&
    url.password === ''
  )
}

/**
 * Opens an allow-listed address in the system's browser.
 * @param sampleServer the origin of the sample account's server, never given by the page, where that may be opened too
 * @returns whether it was allowed; what the browser makes of it is not waited for.
 */
export function openExternal(address: string, log: DesktopLog, sampleServer: string | null = null): boolean {
  const isSample = sampleServer !== null && isSampleServer(address, sampleServer)
  if (!isSample && !isAllowedExternalUrl(address)) {
    log.warn(`external address refused: ${loggableAddress(address)}`)
    return false
  }
  shell.openExternal(new URL(address).href).catch((error: unknown) => {
    log.error(`could not open ${loggableAddress(address)}: ${internalReport(error)}`)
  })
  return true
}
