import { callTable, isWrite, type Store, type Topic, topics } from './call-table.ts'
import { openAnswers } from './open-answers.ts'
import type { StoreApi } from './store-api.ts'
import { type OnSlowCall, type StoreThread, StoreThreadEnded, ThreadQueue } from './thread-queue.ts'

const unlocks = { releaseSyncLock: 'acquireSyncLock', releasePushLock: 'acquirePushLock' } as const
type Lock = (typeof unlocks)[keyof typeof unlocks]
const isUnlock = (name: string): name is keyof typeof unlocks => name in unlocks
const isLock = (name: string): name is Lock => Object.values(unlocks).some((lock) => lock === name)

/** A lock went with the thread and could not be taken again, while its holder still works. */
export class LockLost extends Error {}

/** The files of the store's two threads. */
export interface StoreWorkers {
  readonly writer: string
  readonly reader: string
}

export interface StorePorts {
  /**
   * Told when a thread ended unasked, and when a lock was lost by that; what was shown of the database is worth reading
   * again then.
   */
  readonly onEnded?: (end: StoreThreadEnded | LockLost) => void
  /** Told of the topics of every write when it is confirmed. */
  readonly onWritten?: (topics: readonly Topic[]) => void
  readonly onSlowCall?: OnSlowCall
}

/**
 * Opens the database in two threads: one writes, the other reads beside it and waits for no write, whoever's it is. A
 * thread that ends unasked is started again by the next call: what only reads is asked once more, and a write in flight
 * fails with `store/interrupted`, since nobody knows how far it came.
 * @throws AppError `store/*` when it cannot be opened
 */
export async function openStore(file: string, workers: StoreWorkers, ports: StorePorts = {}): Promise<Store> {
  const { onEnded = () => undefined, onWritten = () => undefined, onSlowCall } = ports
  const told = onSlowCall && { onSlowCall }
  const held = new Set<Lock>()
  const writer = new ThreadQueue({
    file,
    workerFile: workers.writer,
    onEnded,
    // Whoever holds a lock goes on with its work and does not know that the lock went with the thread.
    onStarted: async (thread) => {
      for (const lock of held) await holdAgain(thread, lock)
    },
    ...told,
  })
  const reader = new ThreadQueue({ file, workerFile: workers.reader, onEnded, ...told })

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
  async function write(name: keyof StoreApi, input: readonly unknown[]): Promise<unknown> {
    if (isUnlock(name)) held.delete(unlocks[name])
    const call = callTable[name]
    const answer = await writer.ask({ name, input, isRepeatable: call.repeatable })
    if (isLock(name) && answer === true) held.add(name)
    // A background reading that changed nothing is no news.
    if ('topics' in call && call.topics.length > 0 && answer !== 0) onWritten(call.topics)
    return answer
  }

  const starting = reader.start()
  // Waited for below; were the writer not to start, nobody would hear of it.
  starting.catch(() => undefined)
  try {
    await writer.start()
    await starting
  } catch (thrown) {
    await Promise.allSettled([reader.close(), writer.close()])
    throw thrown
  }

  const calls = Object.fromEntries(
    Object.keys(callTable).map((each) => {
      const name = each as keyof StoreApi
      return [
        name,
        isWrite(name)
          ? (...input: unknown[]) => write(name, input)
          : (...input: unknown[]) => reader.ask({ name, input, isRepeatable: true }),
      ]
    }),
  ) as Omit<Store, 'answers' | 'replaceDatabase' | 'close'>
  let closing: Promise<void> | null = null
  return {
    ...calls,
    answers: openAnswers(reader),
    replaceDatabase: async (copy) => {
      // A connection that is left on the former file would go on reading it.
      await reader.alone(async (call) => {
        await call('release')
        await writer.ask({ name: 'replaceDatabase', input: [copy], isRepeatable: false })
      })
      onWritten(topics)
    },
    close: () => {
      // The writer last: it leaves one whole file.
      closing ??= reader.close().finally(() => writer.close())
      return closing
    },
  }
}
