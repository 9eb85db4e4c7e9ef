import type { Session } from 'electron'
import { appOrigin } from './app-files.ts'
import { type DesktopLog, loggableAddress } from './desktop-log.ts'

/** Whether a window may load `address`. Developer tools load their own pages, and exist only outside a packaged app. */
export function isOwnRequest(address: string, devTools: boolean): boolean {
  return address.startsWith(`${appOrigin}/`) || (devTools && address.startsWith('devtools://'))
}

/**
 * What Chromium is told to reach everything through: a port where nothing ever listens. Only calls between pages
 * (WebRTC) over TCP come that far, since neither the policy of a page nor the filter of requests is asked about them.
 */
const nowhere = { proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' } as const

/**
 * Stops every request of a window that is not for the app's own files. The content security policy forbids them
 * already; this holds even if that were lost, and says in the log what was tried.
 */
export async function blockNetwork(session: Session, options: { devTools: boolean; log: DesktopLog }): Promise<void> {
  session.webRequest.onBeforeRequest((details, answer) => {
    const own = isOwnRequest(details.url, options.devTools)
    if (!own) options.log.warn(`request blocked: ${details.resourceType} ${loggableAddress(details.url)}`)
    answer({ cancel: !own })
  })
  await session.setProxy(nowhere)
}
