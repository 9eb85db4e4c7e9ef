import { Mutex, Semaphore } from 'async-mutex'
import { AppError } from '../../shared/errors.ts'
import type { Store } from '../store/api.ts'

/** Keeps other processes away from one kind of work on the same data. */
interface ProcessLock {
  /** @returns false while another process holds it */
  readonly acquire: () => Promise<boolean>
  readonly release: () => Promise<void>
}

export type LockingStore = Pick<Store, 'acquireSyncLock' | 'releaseSyncLock' | 'acquirePushLock' | 'releasePushLock'>

/** Kinds of work that the runner orders. Each kind runs beside the others. */
export type WorkKind = 'sync' | 'push' | 'download'

// More than the runs of one kind there can be at once: whoever takes all places is alone.
const places = 1_000

/** One kind of work: its places, the turns of each account, and the lock against other processes. */
interface Lane {
  readonly places: Semaphore
  readonly turns: Map<string, Mutex>
  /** Accounts whose work was stopped, and begins no more for now. */
  readonly closed: Set<string>
  readonly lock: ProcessLock | null
}

/**
 * Says what may run beside what, here and in other processes: work of one kind and key runs one after another, work of
 * other keys beside it, and `runExclusive` alone. Who would have to wait for exclusive work, or for another process, is
 * refused with `sync/busy` instead.
 */
export class ExclusiveRunner {
  readonly #lanes: Readonly<Record<WorkKind, Lane>>

  /** @param store its locks keep other processes away; downloads need none, each file is written whole or not at all */
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
   * Runs `work` after all earlier work of the same kind and key. @param key an account's id, or whatever is done one at
   * a time
   * @throws AppError `sync/busy`, and what `work` throws
   */
  async run<T>(kind: WorkKind, key: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes[kind]
    refuseClosed(lane, key)
    return await turnsOf(lane, key).runExclusive(() => {
      // It may have been closed while this waited.
      refuseClosed(lane, key)
      return inPlaces(lane, 1, work)
    })
  }

  /** Whether work of this key is refused for now. */
  isClosed(kind: WorkKind, key: string): boolean {
    return this.#lanes[kind].closed.has(key)
  }

  /** Runs `work` while nothing is synced or pushed, here or in another process. @throws AppError `sync/busy` */
  runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const { sync, push } = this.#lanes
    return inPlaces(sync, places, () => inPlaces(push, places, work))
  }

  /**
   * Stops the work of one key by `stop`, then runs `work` while none of it runs, here or in another process.
   * @throws AppError `sync/busy`, also where `stop` did not end everything
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

/** Runs `work` in some of a lane's places, all of them to be alone. @throws AppError `sync/busy` instead of waiting */
async function inPlaces<T>({ places: free, lock }: Lane, wanted: number, work: () => Promise<T>): Promise<T> {
  if (free.getValue() < wanted) throw new AppError('sync/busy')
  // Taken before the lock is asked for, so that a run which ends meanwhile does not let the lock go.
  const [, leave] = await free.acquire(wanted)
  try {
    if (lock !== null && !(await lock.acquire())) throw new AppError('sync/busy')
    return await work()
  } finally {
    leave()
    if (free.getValue() === places) await lock?.release()
  }
}
