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

/**
 * Opens the database in a thread of its own. A thread that ends unasked is started again by the next call: what only
 * reads is asked once more, and a write in flight fails with `store/interrupted`, since nobody knows how far it came.
 * @param onEnded told when the thread ended unasked; what was shown of the database is worth reading again then
 * @throws AppError `store/*` when it cannot be opened
 */
export async function openStore(
  file: string,
  workerFile: string,
  onEnded: (end: StoreThreadEnded) => void = () => undefined,
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
      for (const lock of held) await started.call(lock, []).catch(() => undefined)
      thread = started
      return started
    } finally {
      starting = null
    }
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
