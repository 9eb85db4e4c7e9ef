import { packed } from './packed.ts'
import type { InvokeAnswer } from './wire.ts'

type Listener = (event: object, ...args: unknown[]) => unknown

const listeners = new Map<string, Listener>()

/** Electron's `ipcMain`, as far as calls that are answered go. */
export const ipcMain = {
  handle(channel: string, listener: Listener): void {
    if (listeners.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    listeners.set(channel, listener)
  },
  removeHandler(channel: string): void {
    listeners.delete(channel)
  },
}

/** Gives a page's call to the handler of its channel. Only an error's text crosses, as in Electron. */
export async function answerInvoke(event: object, channel: string, args: unknown[]): Promise<InvokeAnswer> {
  const listener = listeners.get(channel)
  if (listener === undefined) return { ok: false, message: `Error: No handler registered for '${channel}'` }
  try {
    return { ok: true, value: packed(await listener(event, ...args)) }
  } catch (error) {
    return { ok: false, message: String(error) }
  }
}
