/*
 * What the specifier `electron` means when the built app runs on the stand-in. README.md in this folder says what is
 * doubled and how; ../only-real-electron.mjs lists what only the real one can show.
 */
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { ClientRequest, type RequestOptions } from './client-request.ts'
import { host } from './host-link.ts'
import { ipcMain } from './ipc-main.ts'
import { powerMonitor } from './power-monitor.ts'
import { protocol, session } from './session.ts'
import { nativeImage, Tray } from './tray.ts'

export { app, BrowserWindow, ipcMain, nativeImage, powerMonitor, protocol, session, Tray }

interface MessageOptions {
  message: string
  detail?: string
  buttons?: readonly string[]
  cancelId?: number
  signal?: AbortSignal
}

interface SaveOptions {
  title?: string
  defaultPath?: string
}

interface OpenOptions {
  title?: string
  filters?: { extensions: string[] }[]
}

export const dialog = {
  async showSaveDialog(...given: [SaveOptions] | [BrowserWindow, SaveOptions]) {
    app.requireReady('dialog')
    const { title, defaultPath } = given.length === 2 ? given[1] : given[0]
    const filePath = await host.saveDialog({
      ...(title === undefined ? {} : { title }),
      ...(defaultPath === undefined ? {} : { defaultPath }),
    })
    return { canceled: filePath === null, filePath: filePath ?? '' }
  },
  /** Nobody is there to answer, so it is as if the box was closed. */
  showMessageBoxSync({ message, detail = '', cancelId = 0 }: MessageOptions): number {
    process.stderr.write(`${message}\n${detail}\n`)
    return cancelId
  },
  async showMessageBox(...given: [MessageOptions] | [BrowserWindow, MessageOptions]) {
    app.requireReady('dialog')
    const { message, detail = '', buttons = ['OK'], cancelId = 0, signal } = given.length === 2 ? given[1] : given[0]
    const closed = new Promise<number>((resolve) => {
      if (signal?.aborted) resolve(cancelId)
      signal?.addEventListener('abort', () => resolve(cancelId))
    })
    const pressed = host.messageBox({ message, detail, buttons: [...buttons], cancelId })
    return { response: await Promise.race([pressed, closed]), checkboxChecked: false }
  },
  async showOpenDialog(...given: [OpenOptions] | [BrowserWindow, OpenOptions]) {
    app.requireReady('dialog')
    const { title, filters = [] } = given.length === 2 ? given[1] : given[0]
    const extensions = filters.flatMap((filter) => filter.extensions)
    const filePath = await host.openDialog({ ...(title === undefined ? {} : { title }), extensions })
    return { canceled: filePath === null, filePaths: filePath === null ? [] : [filePath] }
  },
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`)
  },
}

export const shell = {
  openExternal: async (url: string): Promise<void> => void host.outside.asEvent('opened', url),
  /** Recorded with the opened addresses; a missing file is refused with a message, as by the system. */
  async openPath(path: string): Promise<string> {
    if (!existsSync(path)) return 'The file does not exist'
    host.outside.asEvent('opened', path)
    return ''
  },
  showItemInFolder: (path: string): void => void host.outside.asEvent('shown', path),
}

export const clipboard = {
  writeText: async (text: string): Promise<void> => void host.outside.asEvent('copied', text),
}

/** Built and kept, never drawn: the menu is the system's. */
export const Menu = {
  buildFromTemplate: (items: readonly object[]) => ({ items, popup(_options?: object): void {} }),
  setApplicationMenu(_menu: object | null): void {},
}

export const screen = {
  getAllDisplays() {
    app.requireReady('screen')
    return [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }]
  },
}

class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'

  get themeSource() {
    return this.#source
  }

  /** The theme that is set already changes nothing, as in Electron: pages are not styled again for it. */
  set themeSource(source) {
    if (source === this.#source) return
    this.#source = source
    void host.setColorScheme(source === 'system' ? null : source)
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

/** The network is always up here; tests take away ClassMarker instead. */
export const net = { isOnline: (): boolean => true, request: (options: RequestOptions) => new ClientRequest(options) }

app.onCloseWindows(() => BrowserWindow.getAllWindows().every((window) => window.close()))
process.on('SIGTERM', () => app.quit())
process.on('SIGINT', () => app.quit())
// Without its host, this process has no window system left.
process.on('disconnect', () => app.exit(1))

export default {
  app,
  BrowserWindow,
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
