import type * as Electron from 'electron'
import { packed } from './packed.ts'
import type { InvokeAnswer } from './wire.ts'

type Listener = Parameters<Electron.IpcMain['handle']>[1]

const listeners = new Map<string, Listener>()

/** Electron's `ipcMain`, as far as calls that are answered go. */
export const ipcMain = {
  handle(channel: string, listener: Listener): void {
    if (listeners.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof listener !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`)
    listeners.set(channel, listener)
  },
  removeHandler(channel: string): void {
    listeners.delete(channel)
  },
} satisfies Partial<Electron.IpcMain>

/** Gives a page's call to the handler of its channel. Only an error's text crosses, and it is printed, as in Electron. */
export async function answerInvoke(event: object, channel: string, args: unknown[]): Promise<InvokeAnswer> {
  try {
    const listener = listeners.get(channel)
    if (listener === undefined) throw new Error(`No handler registered for '${channel}'`)
    return { ok: true, value: packed(await Reflect.apply(listener, undefined, [event, ...args])) }
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error)
    return { ok: false, message: String(error) }
  }
}
