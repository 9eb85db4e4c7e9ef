import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { app } from './app.ts'
import { host } from './host-link.ts'
import { refuseUnknown, webPreferenceRules, windowRules } from './options.ts'
import { emitPreventable } from './prevented.ts'
import type { Doubles } from './real.ts'
import { schemes, session } from './session.ts'
import { WebContents } from './web-contents.ts'

const windows = new Map<number, BrowserWindow>()
let lastId = 0

export const windowById = (id: number): BrowserWindow | undefined => windows.get(id)

/** Electron's `BrowserWindow`: one page of Chromium. A window that is closed answers nothing any more, it throws. */
export class BrowserWindow
  extends EventEmitter
  implements Doubles<Electron.BrowserWindow, BrowserWindow, 'webContents' | 'closedByUser'>
{
  static getAllWindows = (): BrowserWindow[] => [...windows.values()]
  static getFocusedWindow = (): BrowserWindow | null =>
    [...windows.values()].find((window) => window.isFocused()) ?? null

  readonly id = ++lastId
  readonly #contents: WebContents
  readonly #minimum: { width: number; height: number }
  readonly #opened: Promise<void>
  #bounds: Electron.Rectangle
  #visible: boolean
  #focused = false
  #maximized = false
  #minimized = false
  #closing = false
  #destroyed = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    app.standIn.requireReady('BrowserWindow')
    refuseUnknown('BrowserWindow', options, windowRules)
    refuseUnknown('webPreferences', options.webPreferences ?? {}, webPreferenceRules)
    const { x = 0, y = 0, width = 800, height = 600, minWidth = 0, minHeight = 0 } = options
    this.#minimum = { width: minWidth, height: minHeight }
    this.#bounds = { x, y, width: Math.max(width, minWidth), height: Math.max(height, minHeight) }
    this.#visible = options.show ?? true
    this.#contents = new WebContents(this.id, session.defaultSession)
    windows.set(this.id, this)
    const preloadFile = options.webPreferences?.preload
    const preload = preloadFile === undefined ? null : readFileSync(preloadFile, 'utf8')
    app.emit('web-contents-created', {}, this.#contents)
    app.emit('browser-window-created', {}, this)
    const { width: wide, height: high } = this.#bounds
    const { webRtcPolicy } = this.#contents
    const { proxy } = session.defaultSession
    this.#opened = host.openWindow(this.id, { width: wide, height: high, preload, webRtcPolicy, proxy })
  }

  get webContents(): WebContents {
    this.#requireOpen()
    return this.#contents
  }

  async loadURL(url: string): Promise<void> {
    this.#requireOpen()
    schemes.requireSecure(new URL(url).protocol.slice(0, -1))
    await this.#opened
    this.#contents.expectLoad(url)
    await host.load(this.id, url)
    this.#contents.emit('did-finish-load')
    // The first frame is painted when it is: who waits for the load must not count on it.
    setImmediate(() => {
      if (!this.#destroyed) this.emit('ready-to-show')
    })
  }

  show(): void {
    this.#requireOpen()
    this.#visible = true
    this.emit('show')
    this.focus()
  }

  hide(): void {
    this.#requireOpen()
    this.#visible = false
    this.emit('hide')
  }

  focus(): void {
    this.#requireOpen()
    this.#focused = true
    void host.focus(this.id)
    this.emit('focus')
  }

  minimize(): void {
    this.#requireOpen()
    this.#minimized = true
  }

  restore(): void {
    this.#requireOpen()
    this.#minimized = false
  }

  maximize(): void {
    this.#requireOpen()
    this.#maximized = true
  }

  isVisible = (): boolean => this.#read(this.#visible)
  isFocused = (): boolean => this.#read(this.#focused)
  isMinimized = (): boolean => this.#read(this.#minimized)
  isMaximized = (): boolean => this.#read(this.#maximized)
  /** The one thing a closed window still tells. */
  isDestroyed = (): boolean => this.#destroyed
  getBounds = (): Electron.Rectangle => this.#read({ ...this.#bounds })
  getNormalBounds = (): Electron.Rectangle => this.#read({ ...this.#bounds })
  getSize = (): [number, number] => this.#read([this.#bounds.width, this.#bounds.height])

  setSize(width: number, height: number): void {
    this.#requireOpen()
    this.#bounds.width = Math.max(width, this.#minimum.width)
    this.#bounds.height = Math.max(height, this.#minimum.height)
    void host.resize(this.id, this.#bounds.width, this.#bounds.height)
  }

  setBackgroundColor(colour: string): void {
    this.#requireOpen()
    if (!/^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(colour)) throw new TypeError(`${colour} is no colour`)
  }

  setTitle(_title: string): void {
    this.#requireOpen()
  }

  /** Asks the app, and then the page to go, which takes both a while: nothing has happened when this returns. */
  close(): void {
    this.#requireOpen()
    setImmediate(() => void this.#askToClose())
  }

  async #askToClose(): Promise<void> {
    if (this.#destroyed || this.#closing) return
    if (emitPreventable(this, 'close')) {
      app.standIn.closingRefused()
      return
    }
    this.#closing = true
    await host.closeWindow(this.id).catch(() => {})
    this.#gone()
  }

  /** At once, and without asking. */
  destroy(): void {
    if (this.#destroyed) return
    void host.closeWindow(this.id)
    this.#gone()
  }

  /** Stand-in only: the page was closed from outside, which cannot be refused any more. */
  closedByUser(): void {
    if (this.#destroyed || this.#closing) return
    emitPreventable(this, 'close')
    this.#gone()
  }

  #requireOpen(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
  }

  #read<T>(value: T): T {
    this.#requireOpen()
    return value
  }

  #gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    windows.delete(this.id)
    this.#contents.destroyed()
    this.emit('closed')
    if (windows.size === 0) app.standIn.allClosed()
  }
}
