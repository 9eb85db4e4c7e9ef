/*
 * What the specifier `electron` means when the built app runs on the stand-in. README.md in this folder says what is
 * doubled and how strictly.
 */
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type * as Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { ClientRequest } from './client-request.ts'
import { dialog } from './dialog.ts'
import { host } from './host-link.ts'
import { ipcMain } from './ipc-main.ts'
import { Menu } from './menu.ts'
import { network } from './network.ts'
import { powerMonitor } from './power-monitor.ts'
import type { Doubles } from './real.ts'
import { protocol, session } from './session.ts'
import { nativeImage, Tray } from './tray.ts'

export { app, BrowserWindow, dialog, ipcMain, Menu, nativeImage, powerMonitor, protocol, session, Tray }

export const shell = {
  openExternal: async (url: string): Promise<void> => {
    if (URL.parse(url) === null) throw new TypeError('Invalid URL')
    host.outside.asEvent('opened', url)
  },
  /** Recorded with the opened addresses; a missing file is refused with a message, as by the system. */
  async openPath(path: string): Promise<string> {
    if (!existsSync(path)) return 'The file does not exist'
    host.outside.asEvent('opened', path)
    return ''
  },
  showItemInFolder: (path: string): void => void host.outside.asEvent('shown', path),
} satisfies Partial<Electron.Shell>

/** What is put on the clipboard in several forms at once. */
export class ClipboardItem {
  readonly types: string[]
  readonly #items: Readonly<Record<string, string>>

  constructor(items: Readonly<Record<string, string>>) {
    this.#items = items
    this.types = Object.keys(items)
  }

  async getType(type: string): Promise<Blob> {
    const text = this.#items[type]
    if (text === undefined) throw new Error(`there is no ${type}`)
    return new Blob([text], { type })
  }
}

export const clipboard = {
  writeText: async (text: string): Promise<void> => {
    if (typeof text !== 'string') throw new TypeError('the text must be a string')
    host.outside.asEvent('copied', text)
  },
  /** Recorded as the plain text among its forms. */
  write: async (items: readonly Pick<ClipboardItem, 'getType'>[]): Promise<void> => {
    for (const item of items) host.outside.asEvent('copied', await (await item.getType('text/plain')).text())
  },
} satisfies Partial<Record<keyof Electron.Clipboard, unknown>>

export const screen = {
  getAllDisplays() {
    app.standIn.requireReady('screen')
    const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } } satisfies Partial<Electron.Display>
    return [display]
  },
} satisfies Partial<Record<keyof Electron.Screen, unknown>>

class NativeTheme extends EventEmitter implements Doubles<Electron.NativeTheme, NativeTheme> {
  #source: Electron.NativeTheme['themeSource'] = 'system'

  get themeSource() {
    return this.#source
  }

  /** The theme that is set already changes nothing; another one is heard of in a later turn, as in Electron. */
  set themeSource(source) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`there is no theme '${source}'`)
    if (source === this.#source) return
    this.#source = source
    void host.setColorScheme(source === 'system' ? null : source)
    setImmediate(() => this.emit('updated'))
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

/** The network is up unless whoever started the app takes it away; tests mostly take away ClassMarker instead. */
export const net = {
  isOnline: (): boolean => network.isOnline,
  request: (options: Electron.ClientRequestConstructorOptions) => new ClientRequest(options),
} satisfies Partial<Record<keyof Electron.Net, unknown>>

// A packaged program has no script among its arguments.
if (app.isPackaged) process.argv.splice(1, 1)
app.standIn.windows(() => BrowserWindow.getAllWindows())
process.on('SIGTERM', () => app.quit())
process.on('SIGINT', () => app.quit())
// Without its host, this process has no window system left.
process.on('disconnect', () => app.exit(1))

export default {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
}
