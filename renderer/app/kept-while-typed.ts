import type { AppError } from '../../shared/errors.ts'
import { api, asAppError } from '../api/client.ts'

/** What is to be kept: the same `what` is kept once. */
interface Typed {
  readonly what: object
  /** @throws AppError */
  keep(): Promise<void>
}

/** Keeps what somebody types as it is typed, so that nobody has to save it. */
export interface Keeping {
  /** Keeps it so many milliseconds after the last letter, and a second after the first that is not kept at the latest. */
  soon(after: number): void
  /** Keeps what is not kept yet, one keeping after the other. @throws AppError */
  now(): Promise<void>
  /** Takes what is there now for kept: it was just opened. */
  begin(what: object): void
}

/** Whoever types on and on loses no more than this many milliseconds when the computer fails. */
const longestWait = 1_000

const all: Keeping[] = []

/**
 * @param typed what is there now; null where nothing is being typed
 * @param failed called with why it could not be kept, where nobody waits for that
 */
export function keptWhileTyped(typed: () => Typed | null, failed: (error: AppError) => void): Keeping {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** When the first letter came that is not kept yet. */
  let since: number | null = null
  let keeping: Promise<void> = Promise.resolve()
  /** What is kept or on its way, by which the next is told apart. */
  let last: object | null = null

  function now(): Promise<void> {
    clearTimeout(timer)
    since = null
    const next = typed()
    // Where nothing is to be kept, an earlier one that failed holds nobody up.
    if (next === null) return keeping.catch(() => undefined)
    if (next.what === last) return keeping
    last = next.what
    const keep = async () => {
      try {
        await next.keep()
      } catch (thrown) {
        if (last === next.what) last = null
        throw asAppError(thrown)
      }
    }
    keeping = keeping.then(keep, keep)
    return keeping
  }

  const own: Keeping = {
    soon(after) {
      since ??= Date.now()
      clearTimeout(timer)
      const left = Math.max(0, since + longestWait - Date.now())
      timer = setTimeout(() => void now().catch(failed), Math.min(after, left))
    },
    now,
    begin(what) {
      clearTimeout(timer)
      since = null
      last = what
      // What came before could not be kept, perhaps, which is no fault of this.
      keeping = keeping.catch(() => undefined)
    },
  }
  all.push(own)
  return own
}

const atClosing: (() => Promise<unknown>)[] = []

/** Keeps something once the window is to close, and not before. The window may go on all the same. */
export const keptAtClosing = (keep: () => Promise<unknown>): void => void atClosing.push(keep)

const keepAll = (): Promise<unknown> => Promise.allSettled(all.map(({ now }) => now()))

// A window that closes or goes out of sight waits for no timer. What could not be kept then is said at the next letter.
for (const event of ['blur', 'visibilitychange', 'pagehide'] as const)
  globalThis.addEventListener?.(event, () => void keepAll())

// The window waits for this, a second at most, and asks nobody where it fails.
api.app.closing(() => {
  const all = [keepAll(), ...atClosing.map((keep) => keep())]
  void Promise.allSettled(all).then(() => api.app.kept().catch(() => undefined))
})
