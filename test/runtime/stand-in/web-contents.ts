import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { host } from './host-link.ts'
import { printRules, refuseUnknown } from './options.ts'
import { emitPreventable } from './prevented.ts'
import type { Doubles } from './real.ts'
import type { Session } from './session.ts'
import type { FrameFacts, PageRequest } from './wire.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

interface Frame {
  readonly url: string
  readonly origin: string
  readonly parent: Frame | null
}

function originOf(address: string): string {
  const url = URL.parse(address)
  return url === null || url.host === '' ? 'null' : `${url.protocol}//${url.host}`
}

/** What is the stand-in's own, or a double that has only what is used of Electron's. */
type Own =
  | 'session'
  | 'mainFrame'
  | 'webRtcPolicy'
  | 'processGone'
  | 'destroyed'
  | 'expectLoad'
  | 'mayNavigate'
  | 'mayBeRedirected'
  | 'askWindowOpen'
  | 'invokeEvent'

/** Electron's `webContents`: the page behind a window. */
export class WebContents extends EventEmitter implements Doubles<Electron.WebContents, WebContents, Own> {
  readonly id: number
  readonly session: Session
  #openHandler: OpenHandler = () => ({ action: 'allow' })
  #expected: string | null = null
  #url = ''
  #crashed = false
  #destroyed = false
  /** Counts the documents of the main frame: what came from an earlier one has no frame any more. */
  #document = 0
  /** Stand-in only: the policy that was set, for the Chromium that the first window starts. */
  webRtcPolicy: string | null = null

  constructor(id: number, session: Session) {
    super()
    this.id = id
    this.session = session
  }

  get mainFrame(): Frame {
    this.#requireAlive()
    return { url: this.#url, origin: originOf(this.#url), parent: null }
  }

  getURL(): string {
    this.#requireAlive()
    return this.#url
  }

  isDestroyed = (): boolean => this.#destroyed

  isCrashed(): boolean {
    this.#requireAlive()
    return this.#crashed
  }

  /** Ends the page's process; the event that says so follows when it is gone. */
  forcefullyCrashRenderer(): void {
    this.#requireAlive()
    void host.crashPage(this.id)
  }

  setWebRTCIPHandlingPolicy(policy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.#requireAlive()
    this.webRtcPolicy = policy
  }

  /** A page that is gone hears nothing, which Electron only prints; what cannot be cloned is printed as well. */
  send(channel: string, ...args: unknown[]): void {
    this.#requireAlive()
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument')
    try {
      if (this.#crashed) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      void host.send(this.id, channel, structuredClone(args))
    } catch (error) {
      console.error('Error sending from webFrameMain: ', error)
    }
  }

  /** As Electron: a paper is needed, and the callback alone tells how the dialog ended. */
  print(options: Electron.WebContentsPrintOptions = {}, callback?: (isPrinted: boolean, reason: string) => void): void {
    this.#requireAlive()
    refuseUnknown('webContents.print', options, printRules)
    if (options.usePrinterDefaultPageSize !== true && options.pageSize === undefined)
      throw new TypeError('webContents.print(): no page size')
    void host.print().then((reason) => callback?.(reason === '', reason))
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#requireAlive()
    this.#openHandler = handler
  }

  /** Stand-in only: the page's process has ended. */
  processGone(reason: 'crashed' | 'killed'): void {
    this.#crashed = true
    this.#document += 1
    this.emit('render-process-gone', {}, { reason, exitCode: 1 })
  }

  /** Stand-in only: the window is closed. */
  destroyed(): void {
    this.#destroyed = true
    this.#document += 1
    this.emit('destroyed')
  }

  /** Stand-in only: the next navigation to `url` is the app's own, and asks nobody. */
  expectLoad(url: string): void {
    this.#crashed = false
    this.#expected = url
  }

  /**
   * Stand-in only: whether the page may go where it wants to go. Asked for whatever the page begins, a reload by a
   * script as well; a reload from the menu is the browser's.
   */
  mayNavigate(request: PageRequest): boolean {
    const { navigation, url } = request
    if (navigation === null) return true
    const isOurs = navigation.isMainFrame && (url === this.#expected || navigation.isReloadByUser)
    const facts = { url, isMainFrame: navigation.isMainFrame, isSameDocument: false }
    if (!isOurs) {
      if (emitPreventable(this, 'will-frame-navigate', facts)) return false
      if (navigation.isMainFrame && emitPreventable(this, 'will-navigate', facts)) return false
    }
    if (navigation.isMainFrame) this.#arriveAt(url)
    return true
  }

  /** Stand-in only: whether a navigation may go on where the answer to it points. */
  mayBeRedirected({ navigation }: PageRequest, url: string): boolean {
    const facts = { url, isMainFrame: navigation?.isMainFrame ?? false, isSameDocument: false }
    return !emitPreventable(this, 'will-redirect', facts)
  }

  #arriveAt(url: string): void {
    this.#expected = null
    this.#url = url
    this.#document += 1
  }

  /** Stand-in only: asks the app about a new window. There never is one, and an app that allows it fails. */
  askWindowOpen(url: string): void {
    const { action } = this.#openHandler({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.#url, policy: 'no-referrer' },
    })
    if (action !== 'deny') throw new Error(`a new window was allowed for ${url}, which the stand-in cannot open`)
  }

  /** Stand-in only: the event a handler of `ipcMain` sees. Its frame is gone once the page has moved on. */
  invokeEvent(frame: FrameFacts): object {
    const asked = this.#document
    const facts = { url: frame.url, origin: originOf(frame.url), parent: frame.isMainFrame ? null : this.mainFrame }
    const isThere = (): boolean => asked === this.#document
    return {
      type: 'frame',
      sender: this,
      get senderFrame(): Frame | null {
        return isThere() ? facts : null
      },
    }
  }

  #requireAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }
}
