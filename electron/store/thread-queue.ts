import { setImmediate as callersTurn } from 'node:timers/promises'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'

/** Called for every call that took longer than 40 ms, with its name and duration. Never with its input or answer. */
export type OnSlowCall = (call: { readonly name: string; readonly milliseconds: number }) => void

const slow = 40

export interface QueuePorts {
  readonly file: string
  readonly workerFile: string
  /** A folder in which Node keeps the thread's program compiled, for the next start. */
  readonly compiledFolder?: string | undefined
  readonly resourceLimits?: ResourceLimits
  /** Called when the thread ended unexpectedly. */
  readonly onEnded: (end: StoreThreadEnded) => void
  /** Restores the state of the former thread after a restart. */
  readonly onStarted?: (thread: StoreThread) => Promise<void>
  readonly onSlowCall?: OnSlowCall
  /** Called with what failed in the thread without failing a question. */
  readonly onFailure?: (thrown: unknown) => void
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number
}

export interface Question {
  readonly name: string
  readonly input: readonly unknown[]
  /** Whether it may be repeated if the thread ended before it answered. */
  readonly isRepeatable: boolean
  /** Aborts when nobody waits any more: a question not begun is dropped and rejects with `answer/gone`. */
  readonly signal?: AbortSignal | undefined
  /** The name of a call to make right after this one, before any other. Its answer is dropped. */
  readonly next?: ((answer: unknown) => string | null) | undefined
}

interface Task {
  readonly run: () => Promise<void>
  readonly signal: AbortSignal | undefined
  readonly reject: (thrown: unknown) => void
}

/**
 * A database thread that gets one question at a time: waiting questions stay here, and those nobody waits for are
 * dropped. The next question restarts a thread that ended unexpectedly.
 */
export class ThreadQueue {
  readonly #ports: QueuePorts
  readonly #waiting: Task[] = []
  #isWorking = false
  #thread: StoreThread | null = null
  #starting: Promise<StoreThread> | null = null
  #closing: Promise<void> | null = null

  constructor(ports: QueuePorts) {
    this.#ports = ports
  }

  /** @returns whether the thread has opened the file already @throws AppError `store/*` when it cannot be started */
  async start(): Promise<boolean> {
    return (await this.#started()).isOpen
  }

  /** @throws AppError what the call itself throws; `store/interrupted` for a write whose thread ended */
  ask(question: Question): Promise<unknown> {
    return this.#enqueue(() => this.#answer(question), question)
  }

  /** Runs `work` after all earlier questions, and holds later ones back until it ends. */
  alone<T>(work: (call: (name: string) => Promise<unknown>) => Promise<T>): Promise<T> {
    return this.#enqueue(() => work((name) => this.#call(name, [])), {})
  }

  /** Finishes pending questions, then ends the thread. */
  close(): Promise<void> {
    if (this.#closing === null) {
      const ended = this.#enqueue(async () => {
        await this.#starting?.catch(() => undefined)
        await this.#thread?.close()
      }, {})
      this.#closing = ended
    }
    return this.#closing
  }

  #enqueue<T>(work: () => Promise<T>, { signal, next }: Pick<Question, 'signal' | 'next'>): Promise<T> {
    if (this.#closing !== null) return Promise.reject(new AppError('store/failed'))
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        const answer = await work()
        resolve(answer)
        if (next === undefined) return
        // The caller looks at the answer first, and may let go of it at once.
        await callersTurn()
        const following = next(answer)
        // Whoever needs its outcome gets the failure from the thread later.
        if (following !== null) await this.#call(following, []).catch(() => undefined)
      }
      this.#waiting.push({ run, signal, reject })
      void this.#work()
    })
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) {
      if (task.signal?.aborted) task.reject(new AppError('answer/gone'))
      else await task.run().catch(task.reject)
    }
    this.#isWorking = false
  }

  async #answer({ name, input, isRepeatable }: Question): Promise<unknown> {
    try {
      return await this.#call(name, input)
    } catch (thrown) {
      if (!(thrown instanceof StoreThreadEnded)) throw thrown
      if (this.#closing !== null) throw new AppError('store/failed', {}, { cause: thrown })
      if (!isRepeatable) throw new AppError('store/interrupted', {}, { cause: thrown })
      return await this.#call(name, input).catch(failedTwice)
    }
  }

  async #call(name: string, input: readonly unknown[]): Promise<unknown> {
    const { onSlowCall, now = () => performance.now() } = this.#ports
    const thread = await this.#started()
    const asked = now()
    try {
      return await thread.call(name, input)
    } finally {
      const milliseconds = Math.round(now() - asked)
      if (milliseconds > slow) onSlowCall?.({ name, milliseconds })
    }
  }

  #started(): Promise<StoreThread> {
    if (this.#thread !== null && !this.#thread.hasEnded()) return Promise.resolve(this.#thread)
    if (this.#closing !== null) return Promise.reject(new AppError('store/failed'))
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  async #start(): Promise<StoreThread> {
    const { onEnded, onStarted, onFailure = () => undefined } = this.#ports
    const thread = await startStoreThread(this.#ports, onFailure)
    void thread.ended.then((end) => {
      if (this.#closing === null) onEnded(end)
    })
    await onStarted?.(thread)
    this.#thread = thread
    return thread
  }
}

function failedTwice(thrown: unknown): never {
  throw thrown instanceof StoreThreadEnded ? new AppError('store/failed', {}, { cause: thrown }) : thrown
}

type EnvelopedCalls = { [name: string]: (...input: never[]) => Promise<Envelope<unknown>> }

/** A database thread ended unexpectedly: out of memory, or by a failure of its own. */
export class StoreThreadEnded extends Error {}

/** A database thread, from its start to its end. */
export interface StoreThread {
  /** Rejects with `StoreThreadEnded` if the thread ends first. @throws AppError what the call itself throws */
  call(name: string, input: readonly unknown[]): Promise<unknown>
  /** Finishes pending calls, then closes the database. */
  close(): Promise<void>
  /** Whether it has ended. */
  hasEnded(): boolean
  /** Whether it had opened the file when it was ready. */
  readonly isOpen: boolean
  /** Resolves when the thread has ended, with the cause if known. */
  readonly ended: Promise<StoreThreadEnded>
}

/**
 * Starts a database thread and waits until it is ready; the writer's is ready when the file is open and migrated, the
 * reader's also before.
 * @throws AppError `store/*` when it cannot be opened
 */
async function startStoreThread(
  { file, workerFile, compiledFolder, resourceLimits = {} }: QueuePorts,
  failed: (thrown: unknown) => void,
): Promise<StoreThread> {
  const kept = compiledFolder === undefined ? {} : { env: { ...process.env, NODE_COMPILE_CACHE: compiledFolder } }
  const worker = new Worker(workerFile, { workerData: { file }, resourceLimits, ...kept })
  let cause: unknown
  // An exit follows, which ends waiting calls.
  worker.on('error', (thrown) => {
    cause = thrown
  })
  const ended = new Promise<StoreThreadEnded>((resolve) =>
    worker.once('exit', () => resolve(new StoreThreadEnded('a thread of the database ended', { cause }))),
  )
  const opening = new Promise<unknown>((resolve) => worker.once('message', resolve))
  const endedEarly = ended.then((end): never => {
    throw new AppError('store/failed', {}, { cause: end })
  })
  // Awaited only during the opening; a later rejection would otherwise be unhandled.
  endedEarly.catch(() => undefined)
  const isOpen = fromEnvelope(openingOf(await Promise.race([opening, endedEarly]))) === true

  const rpc = createBirpc<EnvelopedCalls, { failed(thrown: unknown): void }>(
    { failed },
    {
      post: (data) => worker.postMessage(data),
      // Must return nothing: birpc would await a returned value, and later calls would overtake the first.
      on: (listen) => {
        worker.on('message', listen)
      },
      timeout: -1,
    },
  )
  let isOver = false
  void ended.then((end) => {
    isOver = true
    rpc.$close(end)
  })

  return {
    isOpen,
    ended,
    hasEnded: () => isOver,
    async call(name, input) {
      // A rejection that is no envelope means that the thread ended, which closes the channel and all waiting calls.
      const envelope = await rpc.$call(name, ...(input as never[])).catch(async (): Promise<never> => {
        throw await ended
      })
      return fromEnvelope(envelope)
    },
    async close() {
      if (!rpc.$closed) await rpc.$callEvent('close')
      await ended
    },
  }
}

const openingOf = (message: unknown): Envelope<unknown> =>
  typeof message === 'object' && message !== null && 'opened' in message
    ? (message.opened as Envelope<unknown>)
    : { ok: false, error: { code: 'store/failed', detail: {} } }
