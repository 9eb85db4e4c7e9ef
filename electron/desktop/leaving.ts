import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserWindow } from 'electron'
import { type Ms, ms } from '../../shared/model/time.ts'

/** How long a page may take to keep what is typed in it: one that hangs must not hold up its window. */
const keepLimit: Ms = ms(1000)

/** What asks the page, before its window closes or the session ends, to keep what is typed in it. */
export interface PageKeeping {
  /** Resolves once the page has kept it, after a second at the latest, and at once where no page can be asked. */
  ask(): Promise<void>
  /** The same for a window that closes then. */
  askToClose(window: BrowserWindow): Promise<void>
  /** Asks for the last time: the app quits, and no window may hold that up any more, not even one that opens now. */
  askLast(): Promise<void>
  /** The page says that it has. */
  kept(): void
  /** Whether this window may close: its page was asked for that, or cannot be. */
  mayClose(window: BrowserWindow): boolean
}

/** @param tell sends the page the question */
export function pageKeeping(
  current: () => BrowserWindow | null,
  { tell, limit = keepLimit }: { readonly tell: () => void; readonly limit?: Ms },
): PageKeeping {
  const asked = new WeakSet<BrowserWindow>()
  // One window may still be asked while the next one is open already.
  const asking = new WeakMap<BrowserWindow, { readonly done: Promise<void>; readonly kept: () => void }>()
  let isOver = false

  async function askPage(kept: Promise<void>): Promise<void> {
    const timer = new AbortController()
    try {
      tell()
      await Promise.race([kept, pause(limit, undefined, { signal: timer.signal }).catch(() => undefined)])
    } catch {
      // A page that is just being loaded cannot be asked, and its window closes all the same.
    } finally {
      timer.abort()
    }
  }

  async function ask(): Promise<void> {
    const window = current()
    if (window === null || window.isDestroyed() || window.webContents.isCrashed()) return
    let one = asking.get(window)
    if (one === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>()
      one = { done: askPage(promise).finally(() => asking.delete(window)), kept: resolve }
      asking.set(window, one)
    }
    await one.done
  }

  return {
    ask,
    async askToClose(window) {
      await ask()
      // Not where the session was to end and goes on: what is typed then is asked for again.
      asked.add(window)
    },
    async askLast() {
      await ask()
      isOver = true
    },
    kept() {
      const window = current()
      if (window !== null) asking.get(window)?.kept()
    },
    mayClose: (window) => isOver || asked.has(window) || window.webContents.isCrashed(),
  }
}
