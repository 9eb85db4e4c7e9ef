import { AppError } from '../../shared/errors.ts'
import { type StoreThread, StoreThreadEnded, startStoreThread } from './store-thread.ts'

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
