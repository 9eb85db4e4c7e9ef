import type { App, WebContents } from 'electron'
import { type DesktopLog, loggableAddress } from './desktop-log.ts'
import { openExternal } from './external-links.ts'

/**
 * Keeps one page where it is: no navigation, no redirect, no second window, no embedded page, and no calls to other
 * pages, whose packets (WebRTC over UDP) no content security policy stops.
 */
export function confineContents(contents: WebContents, log: DesktopLog): void {
  const refuse = (event: { url: string; preventDefault: () => void }) => {
    event.preventDefault()
    log.warn(`navigation refused: ${loggableAddress(event.url)}`)
  }
  contents.on('will-navigate', refuse)
  contents.on('will-frame-navigate', refuse)
  contents.on('will-redirect', refuse)
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url, log)
    return { action: 'deny' }
  })
}

/** Confines every page the app ever creates, whoever creates it. */
export function confineAllContents(app: App, log: DesktopLog): void {
  app.on('web-contents-created', (_event, contents) => confineContents(contents, log))
}
