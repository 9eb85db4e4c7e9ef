import { AppError } from '../../shared/errors.ts'
import type { StoreCalls } from './calls.ts'
import { isRepeatable } from './repeatable-calls.ts'
import { type CallName, type StoreThread, StoreThreadEnded, startStoreThread } from './store-thread.ts'

/** The database's calls as seen from another thread: the same names, answered later. */
export type Store = {
  readonly [Name in keyof StoreCalls]: (...input: Parameters<StoreCalls[Name]>) => Promise<ReturnType<StoreCalls[Name]>>
} & {
  /** Puts a copy in the place of the database, which closes meanwhile. @throws AppError `store/*` */
  replaceDatabase(copy: string): Promise<void>
  /** Finishes what was asked, then closes the database. */
  close(): Promise<void>
}

const unlocks = { releaseSyncLock: 'acquireSyncLock', releasePushLock: 'acquirePushLock' } as const
type Lock = (typeof unlocks)[keyof typeof unlocks]
const isLock = (name: string): name is Lock => Object.values(unlocks).some((lock) => lock === name)

/** A lock went with the thread and could not be taken again, while its holder still works. */
export class LockLost extends Error {}

/**
 * Opens the database in a thread of its own. A thread that ends unasked is started again by the next call: what only
 * reads is asked once more, and a write in flight fails with `store/interrupted`, since nobody knows how far it came.
 * @param onEnded told when the thread ended unasked, and when a lock was lost by that; what was shown of the database is
 *   worth reading again then
 * @throws AppError `store/*` when it cannot be opened
 */
export async function openStore(
  file: string,
  workerFile: string,
  onEnded: (end: StoreThreadEnded | LockLost) => void = () => undefined,
): Promise<Store> {
  const held = new Set<Lock>()
  let closing: Promise<void> | null = null
  let thread: StoreThread | null = null
  let starting: Promise<StoreThread> | null = null

  async function start(): Promise<StoreThread> {
    try {
      const started = await startStoreThread(file, workerFile)
      void started.ended.then((end) => {
        if (closing === null) onEnded(end)
      })
      // Whoever holds a lock goes on with its work and does not know that the lock went with the thread.
      for (const lock of held) await holdAgain(started, lock)
      thread = started
      return started
    } finally {
      starting = null
    }
  }
  /** A lock that another process took meanwhile, or that fails, is told of: its holder goes on without it. */
  async function holdAgain(started: StoreThread, lock: Lock): Promise<void> {
    const failure = await started.call(lock, []).then(
      (isHeld) => (isHeld === true ? null : new LockLost(lock)),
      // A thread that ended once more is told of as such, and the next one asks again.
      (cause: unknown) => (cause instanceof StoreThreadEnded ? null : new LockLost(lock, { cause })),
    )
    if (failure === null) return
    held.delete(lock)
    onEnded(failure)
  }
  /** Asks a thread that is there at once: what is asked first is answered first. */
  function call(name: CallName, input: readonly unknown[]): Promise<unknown> {
    if (thread !== null && !thread.hasEnded()) return thread.call(name, input)
    if (closing !== null) return Promise.reject(new AppError('store/failed'))
    starting ??= start()
    return starting.then((started) => started.call(name, input))
  }
  async function answer(name: CallName, input: readonly unknown[]): Promise<unknown> {
    const value = await call(name, input).catch((thrown: unknown) => {
      if (!(thrown instanceof StoreThreadEnded)) throw thrown
      if (closing !== null) throw new AppError('store/failed', {}, { cause: thrown })
      if (!isRepeatable(name)) throw new AppError('store/interrupted', {}, { cause: thrown })
      return call(name, input).catch(failedTwice)
    })
    if (isLock(name) && value === true) held.add(name)
    return value
  }
  async function close(): Promise<void> {
    await starting?.catch(() => undefined)
    await thread?.close()
  }

  await start()
  return new Proxy({} as Store, {
    get: (_, name: string) => {
      if (name === 'close') return () => (closing ??= close())
      // A promise is recognised by its `then`; a store handed through an async function must not look like one.
      if (name === 'then') return undefined
      return (...input: unknown[]) => {
        if (name in unlocks) held.delete(unlocks[name as keyof typeof unlocks])
        return answer(name as CallName, input)
      }
    },
  })
}

function failedTwice(thrown: unknown): never {
  throw thrown instanceof StoreThreadEnded ? new AppError('store/failed', {}, { cause: thrown }) : thrown
}
