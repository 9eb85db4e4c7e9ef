import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import { type Bridge, type Client, contract } from '../../shared/ipc/contract.ts'
import { givesRows } from '../../shared/ipc/lists.ts'
import { readRows } from '../../shared/ipc/sent-rows.ts'

declare global {
  /** The preload sets this before any script of the page runs. */
  var gradekeep: Bridge | undefined
}

/**
 * Returns the preload's bridge.
 * @throws Error when the page was opened outside the app
 */
function windowBridge(): Bridge {
  if (globalThis.gradekeep === undefined) throw new Error('Gradekeep’s window was opened without its bridge.')
  return globalThis.gradekeep
}

type Invoke = (...input: readonly unknown[]) => Promise<Envelope<unknown>>
type Subscribe = (listener: (payload: unknown) => void) => () => void

// When a hop breaks (the main process is quitting, say), the call rejects with Electron's own error, not with an
// envelope.
async function unwrap(answer: Promise<Envelope<unknown>>): Promise<unknown> {
  let envelope: Envelope<unknown>
  try {
    envelope = await answer
  } catch (cause) {
    throw new AppError('internal', {}, { cause })
  }
  return fromEnvelope(envelope)
}

/**
 * Wraps the contract for the window's code: each call resolves to its value or throws an AppError.
 * @param bridge read at each call, so that the client can be made before the bridge exists
 */
export function createClient(bridge: () => Bridge): Client {
  const member = (group: string, name: string): unknown => {
    const calls: unknown = Reflect.get(bridge(), group)
    return typeof calls === 'object' && calls !== null ? Reflect.get(calls, name) : undefined
  }
  const callsOf = (group: string, calls: Readonly<Record<string, { kind: 'invoke' | 'event' }>>) =>
    Object.fromEntries(
      Object.entries(calls).map(([name, { kind }]) => [
        name,
        kind === 'invoke'
          ? async (...input: readonly unknown[]) => {
              const value = await unwrap((member(group, name) as Invoke)(...input))
              return givesRows(group, name) ? readRows(value) : value
            }
          : (listener: (payload: unknown) => void) => (member(group, name) as Subscribe)(listener),
      ]),
    )
  // The contract's keys shape the object at run time and its type at compile time; only a cast joins the two.
  return Object.fromEntries(Object.entries(contract).map(([group, calls]) => [group, callsOf(group, calls)])) as Client
}

/** The client through which the window's code calls the main process. */
export const api = createClient(windowBridge)

/** Turns any thrown value into an AppError; anything that is not one becomes `internal`. */
export const asAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })

/**
 * Runs `work` at most once at a time and once per `interval` milliseconds. Calls made meanwhile share one more run at
 * the end, so the last change is never missed.
 */
export function coalesced(interval: number, work: () => Promise<void>): () => void {
  let busy = false
  let again = false

  const run = async (): Promise<void> => {
    busy = true
    again = false
    try {
      await work()
    } catch (thrown) {
      // Work says itself what a teacher should know; this is a mistake in the code, and must not end the later runs.
      reportError(thrown)
    }
    setTimeout(() => {
      busy = false
      if (again) void run()
    }, interval)
  }

  return () => {
    if (busy) again = true
    else void run()
  }
}

/**
 * Asks questions of which only the latest counts: `take` has its answer, `fail` its error. An earlier one that is still
 * waiting is heard no more, so an overtaken answer never replaces a newer one.
 */
export function latestOnly() {
  let asked = 0
  return async <Value>(
    ask: () => Promise<Value>,
    take: (value: Value) => void,
    fail: (error: AppError) => void = () => undefined,
  ): Promise<void> => {
    asked += 1
    const turn = asked
    try {
      const value = await ask()
      if (turn === asked) take(value)
    } catch (thrown) {
      if (turn === asked) fail(asAppError(thrown))
    }
  }
}

/** Reads something while somebody looks at it: at once for each who begins to, and by `reload` at every change. */
export function whileWatched(load: () => Promise<void>, interval: number) {
  let watchers = 0
  const reload = coalesced(interval, load)
  return {
    isWatched: () => watchers > 0,
    reload: () => {
      if (watchers > 0) reload()
    },
    /** @returns stops it */
    watch: () => {
      watchers += 1
      void load()
      return () => {
        watchers -= 1
      }
    },
  }
}
