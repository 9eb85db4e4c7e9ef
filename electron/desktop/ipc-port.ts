import { type BrowserWindow, ipcMain } from 'electron'
import type { IpcMainPort } from '../ipc/register.ts'
import { isTrustedSender } from './trusted-sender.ts'

/** Electron's side of the message channel, for the one window that `getWindow` returns while it is open. */
export function createIpcPort(getWindow: () => BrowserWindow | null): IpcMainPort {
  const contents = () => {
    const window = getWindow()
    return window === null || window.isDestroyed() ? null : window.webContents
  }
  return {
    handle: (channel, listener) => ipcMain.handle(channel, (event, input: unknown) => listener(event, input)),
    isTrusted: (event) => isTrustedSender(event, contents()),
    send: (channel, payload) => contents()?.send(channel, payload),
  }
}
