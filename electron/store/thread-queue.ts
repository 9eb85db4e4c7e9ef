import { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'

/** Told of every call that took longer than 40 ms: its name and how long it took. Never what was asked or answered. */
export type OnSlowCall = (call: { readonly name: string; readonly milliseconds: number }) => void

const slow = 40

export interface QueuePorts {
  readonly file: string
  readonly workerFile: string
  /** Told when the thread ended unasked. */
  readonly onEnded: (end: StoreThreadEnded) => void
  /** Brings a thread that was started again to where the former one was. */
  readonly onStarted?: (thread: StoreThread) => Promise<void>
  readonly onSlowCall?: OnSlowCall
  /** Milliseconds from any beginning. */
  readonly now?: () => number
}

export interface Question {
  readonly name: string
  readonly input: readonly unknown[]
  /** Whether it may be asked once more where the thread ended before it answered. */
  readonly isRepeatable: boolean
  /** Nobody waits any more: what was not begun is not asked, and rejects with `answer/gone`. */
  readonly signal?: AbortSignal | undefined
  /** What is asked next, before anything else, when this was answered. Its own answer is for nobody. */
  readonly next?: ((answer: unknown) => string | null) | undefined
}

interface Task {
  readonly run: () => Promise<void>
  readonly signal: AbortSignal | undefined
  readonly reject: (thrown: unknown) => void
}

/**
 * A database thread that is asked one thing at a time: what waits stays here, and what nobody waits for any more is not
 * asked. A thread that ends unasked is started again by the next question.
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

  /** @throws AppError `store/*` when the thread cannot be started */
  async start(): Promise<void> {
    await this.#started()
  }

  /** @throws AppError what the call itself throws; `store/interrupted` for a write whose thread ended */
  ask(question: Question): Promise<unknown> {
    return this.#enqueue(() => this.#answer(question), question)
  }

  /** Does `work` when all before it was answered, and lets nothing after it be asked meanwhile. */
  alone<T>(work: (call: (name: string) => Promise<unknown>) => Promise<T>): Promise<T> {
    return this.#enqueue(() => work((name) => this.#call(name, [])), {})
  }

  /** Finishes what was asked, then ends the thread. */
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
        const following = next?.(answer) ?? null
        // The thread tells of its failure whoever asks for what it was to make.
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
    const { file, workerFile, onEnded, onStarted } = this.#ports
    const thread = await startStoreThread(file, workerFile)
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

/** A thread of the database ended without being asked to: out of memory, or by a failure of its own. */
export class StoreThreadEnded extends Error {}

/** A thread of the database, from its start to its end. */
export interface StoreThread {
  /** Rejects with `StoreThreadEnded` when the thread ends first. @throws AppError what the call itself throws */
  call(name: string, input: readonly unknown[]): Promise<unknown>
  /** Finishes what was asked, then closes the database. */
  close(): Promise<void>
  /** Whether it is gone. */
  hasEnded(): boolean
  /** Settles when the thread is gone, with what ended it where it said so. */
  readonly ended: Promise<StoreThreadEnded>
}

/**
 * Starts a thread of the database and waits until it is ready: the writer's when the file is open and migrated.
 * @throws AppError `store/*` when it cannot be opened
 */
async function startStoreThread(file: string, workerFile: string): Promise<StoreThread> {
  const worker = new Worker(workerFile, { workerData: { file } })
  let cause: unknown
  // An exit follows, and it is what ends waiting calls.
  worker.on('error', (thrown) => {
    cause = thrown
  })
  const ended = new Promise<StoreThreadEnded>((resolve) =>
    worker.once('exit', () => resolve(new StoreThreadEnded('a thread of the database ended', { cause }))),
  )
  const opening = new Promise<unknown>((resolve) => worker.once('message', resolve))
  const failed = ended.then((end): never => {
    throw new AppError('store/failed', {}, { cause: end })
  })
  // Heard of by whoever waits for the opening; nobody is left to hear of it later.
  failed.catch(() => undefined)
  fromEnvelope(openingOf(await Promise.race([opening, failed])))

  const rpc = createBirpc<EnvelopedCalls>(
    {},
    {
      post: (data) => worker.postMessage(data),
      // Answering nothing here matters: birpc would wait for what it is given, and later calls would overtake the first.
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
    ended,
    hasEnded: () => isOver,
    async call(name, input) {
      // What is not an envelope's error is the thread's end, which closes the line and everything waiting on it.
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
