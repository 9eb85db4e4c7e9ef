import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { app } from './app.ts'
import { host } from './host-link.ts'
import { emitPreventable } from './prevented.ts'
import { session } from './session.ts'
import { WebContents } from './web-contents.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

interface WindowOptions extends Partial<Bounds> {
  minWidth?: number
  minHeight?: number
  show?: boolean
  webPreferences?: { preload?: string }
}

const windows = new Map<number, BrowserWindow>()
let lastId = 0

export const windowById = (id: number): BrowserWindow | undefined => windows.get(id)

/** Electron's `BrowserWindow`: one page of Chromium. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...windows.values()]
  static getFocusedWindow = (): BrowserWindow | null =>
    [...windows.values()].find((window) => window.isFocused()) ?? null

  readonly id = ++lastId
  readonly webContents: WebContents
  readonly #minimum: { width: number; height: number }
  readonly #opened: Promise<void>
  #bounds: Bounds
  #visible: boolean
  #focused = false
  #maximized = false
  #minimized = false
  #destroyed = false

  constructor(options: WindowOptions = {}) {
    super()
    app.requireReady('BrowserWindow')
    const { x = 0, y = 0, width = 800, height = 600, minWidth = 0, minHeight = 0 } = options
    this.#minimum = { width: minWidth, height: minHeight }
    this.#bounds = { x, y, width: Math.max(width, minWidth), height: Math.max(height, minHeight) }
    this.#visible = options.show ?? true
    this.webContents = new WebContents(this.id, session.defaultSession)
    windows.set(this.id, this)
    const preloadFile = options.webPreferences?.preload
    const preload = preloadFile === undefined ? null : readFileSync(preloadFile, 'utf8')
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
    const { width: wide, height: high } = this.#bounds
    const { webRtcPolicy } = this.webContents
    const { proxy } = session.defaultSession
    this.#opened = host.openWindow(this.id, { width: wide, height: high, preload, webRtcPolicy, proxy })
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened
    this.webContents.expectLoad(url)
    await host.load(this.id, url)
    this.webContents.emit('did-finish-load')
    this.emit('ready-to-show')
  }

  show(): void {
    this.#visible = true
    this.emit('show')
    this.focus()
  }

  hide(): void {
    this.#visible = false
    this.emit('hide')
  }

  focus(): void {
    this.#focused = true
    void host.focus(this.id)
    this.emit('focus')
  }

  minimize(): void {
    this.#minimized = true
  }

  restore(): void {
    this.#minimized = false
  }

  maximize(): void {
    this.#maximized = true
  }

  isVisible = (): boolean => this.#visible
  isFocused = (): boolean => this.#focused
  isMinimized = (): boolean => this.#minimized
  isMaximized = (): boolean => this.#maximized
  isDestroyed = (): boolean => this.#destroyed
  getBounds = (): Bounds => ({ ...this.#bounds })
  getNormalBounds = (): Bounds => ({ ...this.#bounds })
  getSize = (): [number, number] => [this.#bounds.width, this.#bounds.height]

  setSize(width: number, height: number): void {
    this.#bounds.width = Math.max(width, this.#minimum.width)
    this.#bounds.height = Math.max(height, this.#minimum.height)
    void host.resize(this.id, this.#bounds.width, this.#bounds.height)
  }

  setBackgroundColor(_color: string): void {}
  setTitle(_title: string): void {}

  /** @returns false when a listener of `close` refused. */
  close(): boolean {
    if (this.#destroyed) return true
    if (emitPreventable(this, 'close')) return false
    this.destroy()
    return true
  }

  destroy(): void {
    if (this.#destroyed) return
    void host.closeWindow(this.id)
    this.#gone()
  }

  /** Stand-in only: the page was closed from outside, which cannot be refused any more. */
  closedByUser(): void {
    if (this.#destroyed) return
    emitPreventable(this, 'close')
    this.#gone()
  }

  #gone(): void {
    this.#destroyed = true
    windows.delete(this.id)
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
}
