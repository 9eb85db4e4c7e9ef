import { type BrowserWindow, ipcMain, type WebContents } from 'electron'
import type { IpcMainPort } from '../ipc/handlers.ts'
import { appOrigin } from './app-files.ts'

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

interface Sender {
  readonly sender: unknown
  readonly senderFrame: { readonly origin: string; readonly parent: unknown }
}

function hasSenderFrame(event: unknown): event is Sender {
  if (typeof event !== 'object' || event === null || !('sender' in event) || !('senderFrame' in event)) return false
  const frame = event.senderFrame
  return typeof frame === 'object' && frame !== null && 'origin' in frame && 'parent' in frame
}

/**
 * Whether an IPC event comes from the main frame of our own window while it shows the app.
 * `senderFrame` is null once the frame has navigated away or gone, which is then not trusted either.
 */
export function isTrustedSender(event: unknown, ours: WebContents | null): boolean {
  return (
    ours !== null &&
    hasSenderFrame(event) &&
    event.sender === ours &&
    event.senderFrame.parent === null &&
    event.senderFrame.origin === appOrigin
  )
}
