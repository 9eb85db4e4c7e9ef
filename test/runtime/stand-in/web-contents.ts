import { EventEmitter } from 'node:events'
import { host } from './host-link.ts'
import { emitPreventable } from './prevented.ts'
import type { FrameFacts, PageRequest } from './wire.ts'

interface PrintOptions {
  usePrinterDefaultPageSize?: boolean
}

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' }

interface Frame {
  readonly url: string
  readonly origin: string
  readonly parent: Frame | null
}

function originOf(address: string): string {
  const url = URL.parse(address)
  return url === null || url.host === '' ? 'null' : `${url.protocol}//${url.host}`
}

/** Electron's `webContents`: the page behind a window. */
export class WebContents extends EventEmitter {
  readonly id: number
  readonly session: object
  #openHandler: OpenHandler = () => ({ action: 'allow' })
  #expected: string | null = null
  #url = ''
  #crashed = false
  /** Stand-in only: the policy that was set, for the Chromium that the first window starts. */
  webRtcPolicy: string | null = null

  constructor(id: number, session: object) {
    super()
    this.id = id
    this.session = session
  }

  get mainFrame(): Frame {
    return { url: this.#url, origin: originOf(this.#url), parent: null }
  }

  getURL = (): string => this.#url
  isDestroyed = (): boolean => false
  isCrashed = (): boolean => this.#crashed
  /** Ends the page's process; the event that says so follows when it is gone. */
  forcefullyCrashRenderer = (): void => void host.crashPage(this.id)
  setWebRTCIPHandlingPolicy = (policy: string): void => {
    this.webRtcPolicy = policy
  }
  send = (channel: string, payload?: unknown): void => void host.send(this.id, channel, structuredClone(payload))

  /** As Electron: a paper is needed, and the callback alone tells how the dialog ended. */
  print(options: PrintOptions, callback?: (isPrinted: boolean, reason: string) => void): void {
    if (options.usePrinterDefaultPageSize !== true) throw new TypeError('webContents.print(): no page size')
    void host.print().then((reason) => callback?.(reason === '', reason))
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  /** Stand-in only: the page's process has ended. */
  processGone(reason: 'crashed'): void {
    this.#crashed = true
    this.emit('render-process-gone', {}, { reason, exitCode: 1 })
  }

  /** Stand-in only: the next navigation to `url` is the app's own, and asks nobody. */
  expectLoad(url: string): void {
    this.#crashed = false
    this.#expected = url
  }

  /** Stand-in only: whether the page may go where it wants to go. */
  mayNavigate(request: PageRequest): boolean {
    const { navigation, url } = request
    if (navigation === null) return true
    if (navigation.isMainFrame && (url === this.#expected || url === navigation.from)) {
      this.#expected = null
      this.#url = url
      return true
    }
    const facts = { url, isMainFrame: navigation.isMainFrame, isSameDocument: false }
    if (emitPreventable(this, 'will-frame-navigate', facts)) return false
    if (navigation.isMainFrame && emitPreventable(this, 'will-navigate', facts)) return false
    if (navigation.isMainFrame) this.#url = url
    return true
  }

  /** Stand-in only: asks the app about a new window. There never is one, whatever it says. */
  askWindowOpen = (url: string): void => void this.#openHandler({ url })

  /** Stand-in only: the event a handler of `ipcMain` sees. */
  invokeEvent(frame: FrameFacts): object {
    const facts = { url: frame.url, origin: originOf(frame.url) }
    return { sender: this, senderFrame: { ...facts, parent: frame.isMainFrame ? null : this.mainFrame } }
  }
}
