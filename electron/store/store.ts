import { AppError } from '../../shared/errors.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import { type AnswersApi, callTable, isWrite, type Store, type Topic, topics } from './call-table.ts'
import { isPrepared } from './lists.ts'
import { isAsClosed } from './seal.ts'
import type { ListName, Lists, StoreApi } from './store-api.ts'
import { type OnSlowCall, type StoreThread, StoreThreadEnded, ThreadQueue } from './thread-queue.ts'

const unlocks = { releaseSyncLock: 'acquireSyncLock', releasePushLock: 'acquirePushLock' } as const
type Lock = (typeof unlocks)[keyof typeof unlocks]
const isUnlock = (name: string): name is keyof typeof unlocks => name in unlocks
const isLock = (name: string): name is Lock => Object.values(unlocks).some((lock) => lock === name)

/** A lock was lost with its thread and could not be acquired again, while its holder still works. */
export class LockLost extends Error {}

/** The files of the store's two threads. */
export interface StoreWorkers {
  readonly writer: string
  readonly reader: string
  /** A folder in which both are kept compiled: from the second start on, the first page comes a tenth sooner. */
  readonly compiled?: string
}

export interface StorePorts {
  /**
   * Called when a thread ended unexpectedly, and when that lost a lock. What is shown of the database should be read
   * again.
   */
  readonly onEnded?: (end: StoreThreadEnded | LockLost) => void
  /** Called with the topics of every write when it is confirmed. */
  readonly onWritten?: (topics: readonly Topic[]) => void
  readonly onSlowCall?: OnSlowCall
  /** Called with what failed while a thread worked between questions, which makes answers slower but not wrong. */
  readonly onFailure?: (thrown: unknown) => void
}

/**
 * When the writer starts where a start needs no write, in milliseconds: two threads that start at once would take longer
 * for the first page.
 */
const writerAfter = 100

/** New memory is slow to get: all results pass through little of it, which is used again and again, a tenth sooner. */
const readerLimits = { maxYoungGenerationSizeMb: 6 }

/**
 * Opens the database in two threads: one writes, the other reads and never waits for a write, not even another
 * program's. What this program closed is open as soon as it can be read: where it then cannot be opened for writing, each
 * write says so. The next call restarts a thread that ended unexpectedly: reads are repeated, and a write in flight fails
 * with `store/interrupted`, because nobody knows how far it came.
 * @throws AppError `store/*` when it cannot be opened
 */
export async function openStore(file: string, workers: StoreWorkers, ports: StorePorts = {}): Promise<Store> {
  const { onEnded = () => undefined, onWritten = () => undefined, onSlowCall, onFailure } = ports
  const slowCallPort = onSlowCall && { onSlowCall }
  const held = new Set<Lock>()
  const writer = new ThreadQueue({
    file,
    workerFile: workers.writer,
    compiledFolder: workers.compiled,
    onEnded,
    // The holder of a lock continues to work without knowing that the lock was lost with the thread.
    onStarted: async (thread) => {
      for (const lock of held) await holdAgain(thread, lock)
    },
    ...slowCallPort,
  })
  const reader = new ThreadQueue({
    file,
    workerFile: workers.reader,
    compiledFolder: workers.compiled,
    resourceLimits: readerLimits,
    onEnded,
    ...(onFailure && { onFailure }),
    ...slowCallPort,
  })

  /**
   * Acquires a lock again. If another process has it, or acquiring fails, reports it: the holder works on without it.
   */
  async function holdAgain(started: StoreThread, lock: Lock): Promise<void> {
    const failure = await started.call(lock, []).then(
      (isHeld) => (isHeld === true ? null : new LockLost(lock)),
      // If the thread ended once more, that is reported, and the next thread tries again.
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
    // A background write that changed nothing is not announced.
    if ('topics' in call && call.topics.length > 0 && answer !== 0) onWritten(call.topics)
    return answer
  }

  // Where it fails, the first write starts it again, and is told what is wrong.
  const startWriter = () => writer.start().catch(() => undefined)
  try {
    // What this program closed is read before the writer has started too; anything else is the writer's to open.
    const isReadable = isAsClosed(file) && (await reader.start())
    if (isReadable) setTimeout(startWriter, writerAfter).unref()
    else await Promise.all([writer.start(), reader.start()])
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
  ) as Omit<Store, 'answers' | 'replaceDatabase' | 'rest' | 'close'>
  let closing: Promise<void> | null = null
  return {
    ...calls,
    answers: openAnswers(reader),
    replaceDatabase: async (copy) => {
      // Otherwise the reader's connection would go on reading the former file.
      await reader.alone(async (call) => {
        // A thread that ended meanwhile holds no file any more.
        await call('release').catch((thrown: unknown) => {
          if (!(thrown instanceof StoreThreadEnded)) throw thrown
        })
        await writer.ask({ name: 'replaceDatabase', input: [copy], isRepeatable: false })
      })
      onWritten(topics)
    },
    rest: async () => (await writer.ask({ name: 'rest', input: [], isRepeatable: true })) === true,
    close: () => {
      // The writer closes last, because it leaves a single complete file.
      closing ??= reader.close().finally(() => writer.close())
      return closing
    },
  }
}

/** A list of a million ids takes 8 MB. */
const mostOpen = 16

/** The callers' side of long lists. The reader's thread keeps the most recently used ones, by number. */
export function openAnswers(reader: Pick<ThreadQueue, 'ask'>): AnswersApi {
  // The least recently used comes first.
  const known = new Map<AnswerId, AbortController>()
  let last = 0

  const ask = (name: string, input: readonly unknown[], signal?: AbortSignal): Promise<unknown> =>
    reader.ask({ name, input, isRepeatable: true, signal })
  const use = (answer: AnswerId): AbortSignal => {
    const closed = known.get(answer)
    if (closed === undefined) throw new AppError('answer/gone')
    known.delete(answer)
    known.set(answer, closed)
    return closed.signal
  }
  const close = (answer: AnswerId): void => {
    const closed = known.get(answer)
    if (closed === undefined) return
    known.delete(answer)
    // Cancels its waiting questions. Without a reason, an error with its stack would be made for each.
    closed.abort('closed')
    ask('closeAnswer', [answer]).catch(() => undefined)
  }

  return {
    open: async <Name extends ListName>(
      list: Name,
      query: Lists[Name]['query'],
      first: number,
      signal?: AbortSignal,
    ) => {
      // In short steps, so that other questions are answered between them.
      if (isPrepared(list)) while ((await ask('prepareAnswer', [list, query], signal)) === true);
      last += 1
      const answer = last
      const opened = await reader.ask({
        name: 'openAnswer',
        input: [answer, list, query, first],
        isRepeatable: true,
        signal,
        // Runs before any other question, in the transaction of the first rows. Where the answer was let go of, the next
        // question must not wait for an order nobody wants.
        next: (opened) => {
          const { answer, count } = opened as OpenedAnswer<unknown>
          if (count !== null) return null
          return known.has(answer) ? 'orderAnswer' : 'abandonAnswer'
        },
      })
      known.set(answer, new AbortController())
      if (signal?.aborted) {
        close(answer)
        throw new AppError('answer/gone')
      }
      const [oldest] = known.keys()
      if (known.size > mostOpen && oldest !== undefined) close(oldest)
      return opened as OpenedAnswer<Lists[Name]['row']>
    },
    count: async (answer) => (await ask('countAnswer', [answer], use(answer))) as number,
    rows: async <Name extends ListName>(list: Name, answer: AnswerId, from: number, to: number) =>
      (await ask('readAnswer', [list, answer, from, to], use(answer))) as readonly Lists[Name]['row'][],
    placeOf: async (answer, id) => (await ask('placeInAnswer', [answer, id], use(answer))) as number | null,
    ids: async (answer, from, to) => (await ask('idsOfAnswer', [answer, from, to], use(answer))) as readonly number[],
    close,
  }
}
