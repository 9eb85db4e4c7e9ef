import { Mutex, Semaphore } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import type { Store } from '../store/api.ts'

/** Keeps other processes from one kind of work on the same data. */
interface ProcessLock {
  /** @returns false while another process holds it */
  readonly acquire: () => Promise<boolean>
  readonly release: () => Promise<void>
}

export type LockingStore = Pick<Store, 'acquireSyncLock' | 'releaseSyncLock' | 'acquirePushLock' | 'releasePushLock'>

/** Kinds of work that the runner orders. Different kinds run in parallel. */
export type WorkKind = 'sync' | 'push' | 'download'

// More than can run of one kind at once: whoever takes all places is alone.
const places = 1_000

/** One kind of work: its places, a queue per account, and the lock against other processes. */
interface Lane {
  readonly places: Semaphore
  readonly turns: Map<string, Mutex>
  /** Accounts whose work was stopped and must not start now. */
  readonly closed: Set<string>
  readonly lock: ProcessLock | null
}

/**
 * Decides what may run at the same time, here and in other processes: work of one kind and key runs one after another,
 * work of different keys in parallel, and `runExclusive` alone. Work that would have to wait for exclusive work or for
 * another process fails with `sync/busy`.
 */
export class ExclusiveRunner {
  readonly #lanes: Readonly<Record<WorkKind, Lane>>

  /**
   * @param store its locks keep other processes away; downloads need none, because each file is written whole or not at
   *   all
   */
  constructor(store: LockingStore) {
    const lane = (lock: ProcessLock | null): Lane => ({
      places: new Semaphore(places),
      turns: new Map(),
      closed: new Set(),
      lock,
    })
    this.#lanes = {
      sync: lane({ acquire: () => store.acquireSyncLock(), release: () => store.releaseSyncLock() }),
      push: lane({ acquire: () => store.acquirePushLock(), release: () => store.releasePushLock() }),
      download: lane(null),
    }
  }

  /**
   * Runs `work` after all earlier work of the same kind and key.
   * @param key an account's id, or another name for what runs one at a time
   * @param signal ends the wait for a turn; work that has begun heeds it by itself
   * @throws AppError `sync/busy`, `job/cancelled` if it was cancelled before its turn, and what `work` throws
   */
  async run<T>(kind: WorkKind, key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const lane = this.#lanes[kind]
    refuseClosed(lane, key)
    const endTurn = await turnIn(turnsOf(lane, key), signal)
    try {
      // The key may have been closed while this waited.
      refuseClosed(lane, key)
      return await inPlaces(lane, 1, work)
    } finally {
      endTurn()
    }
  }

  /** Whether work of this key is refused now. */
  isClosed(kind: WorkKind, key: string): boolean {
    return this.#lanes[kind].closed.has(key)
  }

  /**
   * Runs `work` while nothing syncs or pushes, here or in another process, and nothing downloads here.
   * @throws AppError `sync/busy`
   */
  runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const { sync, push, download } = this.#lanes
    return inPlaces(sync, places, () => inPlaces(push, places, () => inPlaces(download, places, work)))
  }

  /**
   * Stops the work of one key with `stop`, then runs `work` while none of it runs, here or in another process.
   * @throws AppError `sync/busy`, also if `stop` did not end everything
   */
  async runExclusiveFor<T>(kind: WorkKind, key: string, stop: () => Promise<void>, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes[kind]
    refuseClosed(lane, key)
    if (lane.places.isLocked()) throw new AppError('sync/busy')
    lane.closed.add(key)
    try {
      await stop()
      const turns = turnsOf(lane, key)
      if (turns.isLocked()) throw new AppError('sync/busy')
      return await turns.runExclusive(() => inPlaces(lane, 1, work))
    } finally {
      lane.closed.delete(key)
    }
  }
}

function refuseClosed({ closed }: Lane, key: string): void {
  if (closed.has(key)) throw new AppError('sync/busy')
}

function turnsOf({ turns }: Lane, key: string): Mutex {
  const known = turns.get(key) ?? new Mutex()
  turns.set(key, known)
  return known
}

/**
 * Waits for a turn. A cancelled wait keeps its place in the queue, and passes the turn on when it comes.
 * @returns ends the turn
 * @throws AppError `job/cancelled`
 */
async function turnIn(turns: Mutex, signal: AbortSignal | undefined): Promise<() => void> {
  if (signal === undefined || !turns.isLocked()) return turns.acquire()
  if (signal.aborted) throw new AppError('job/cancelled')
  const turn = turns.acquire()
  const cancelled = Promise.withResolvers<never>()
  const cancel = () => cancelled.reject(new AppError('job/cancelled'))
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await Promise.race([turn, cancelled.promise])
  } catch (thrown) {
    void turn.then((endTurn) => endTurn())
    throw thrown
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/**
 * Runs `work` in some places of a lane; taking all of them means to be alone. @throws AppError `sync/busy` instead of
 * waiting
 */
async function inPlaces<T>({ places: free, lock }: Lane, wanted: number, work: () => Promise<T>): Promise<T> {
  if (free.getValue() < wanted) throw new AppError('sync/busy')
  // Taken before the lock is acquired, so that a run that ends meanwhile does not release the lock.
  const [, leave] = await free.acquire(wanted)
  try {
    if (lock !== null && !(await lock.acquire())) throw new AppError('sync/busy')
    return await work()
  } finally {
    leave()
    if (free.getValue() === places) await lock?.release()
  }
}
