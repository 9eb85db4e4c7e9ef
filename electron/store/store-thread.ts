import { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'

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
export async function startStoreThread(file: string, workerFile: string): Promise<StoreThread> {
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
