import { type App, protocol, type Session, shell, type WebContents } from 'electron'
import { internalReport } from '../internal-errors.ts'
import { answerAppRequest, appOrigin } from './app-files.ts'
import { type DesktopLog, loggableAddress } from './log.ts'

/**
 * Makes `app:` a standard, secure scheme, so that pages get module scripts, an origin and a secure context.
 * Electron accepts this only before it is ready.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/**
 * Sandboxes every page, unless this start was told `no-sandbox`: an AppImage adds it where the system lets programs
 * make no namespaces (Ubuntu 24.04), and Electron would take it back, so that no page could start.
 * @returns whether pages are sandboxed
 */
export function sandboxPages(app: App): boolean {
  if (app.commandLine.hasSwitch('no-sandbox')) return false
  app.enableSandbox()
  return true
}

/** Serves the built renderer in `rendererDir` as `app://gradekeep/`. */
export function serveApp(session: Session, rendererDir: string): void {
  session.protocol.handle('app', (request) => answerAppRequest(rendererDir, request))
}

/** Refuses every permission a page can ask for or look up: the app needs none of them. */
export function denyPermissions(session: Session, log: DesktopLog): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn(`permission refused: ${permission}`)
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/**
 * Keeps one page where it is: no navigation, no redirect, no second window, no embedded page, and no calls to other
 * pages, whose packets (WebRTC over UDP) no content security policy stops.
 */
function confineContents(contents: WebContents, log: DesktopLog): void {
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

/** Confines every page the app creates. */
export function confineAllContents(app: App, log: DesktopLog): void {
  app.on('web-contents-created', (_event, contents) => confineContents(contents, log))
}

const allowedHosts: ReadonlySet<string> = new Set(['www.classmarker.com'])

/** Whether `address` may open in the system's browser: https, a listed host, the standard port, no user name. */
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
 * Opens an allowed address in the system's browser.
 * @param sampleServer origin of the sample account's server, never given by the page, if that may be opened too
 * @returns whether it was allowed; does not wait for the browser
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

/**
 * Whether a window may load `address`. Developer tools load their own pages and exist only outside the packaged app.
 */
export function isOwnRequest(address: string, devTools: boolean): boolean {
  return address.startsWith(`${appOrigin}/`) || (devTools && address.startsWith('devtools://'))
}

/**
 * Chromium's proxy: a port where nothing listens. Only calls between pages (WebRTC) over TCP get this far, because
 * neither the content security policy nor the request filter covers them.
 */
const nowhere = { proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' } as const

/**
 * Blocks every request of a window that is not for the app's own files. The content security policy already forbids
 * them; this holds even without it, and logs what was tried.
 */
export async function blockNetwork(session: Session, options: { devTools: boolean; log: DesktopLog }): Promise<void> {
  // Its dictionaries come from Google by a way of their own, past the filter and the proxy of the session.
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => {
    const own = isOwnRequest(details.url, options.devTools)
    if (!own) options.log.warn(`request blocked: ${details.resourceType} ${loggableAddress(details.url)}`)
    answer({ cancel: !own })
  })
  await session.setProxy(nowhere)
}
