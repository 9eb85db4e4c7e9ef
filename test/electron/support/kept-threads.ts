import { EventEmitter, once } from 'node:events'
import { MessageChannel, type MessagePort, Worker as Thread, type WorkerOptions } from 'node:worker_threads'
import { keptFiles } from './workers.ts'

/*
 * Stands in the tests' process for the `Worker` of the store's threads: a thread whose store was closed serves the next
 * one. To start two threads takes 0.2 s of processor time, ten times as long as to open a database, and the tests open
 * thousands. All that a thread knows of its store is made anew; `bundled-workers.ts` says how.
 */

/** Those whose store was closed, by their file. */
const unused = new Map<string, Thread[]>()

/** One that dies between two stores, or with one, serves no further one. */
function startedThread(file: string): Thread {
  const thread = new Thread(file)
  thread.once('exit', () => {
    const waiting = unused.get(file) ?? []
    dead.add(thread)
    if (waiting.includes(thread)) waiting.splice(waiting.indexOf(thread), 1)
  })
  return thread
}

const dead = new WeakSet<Thread>()

/** What a store sees of the thread that serves it. */
class KeptThread extends EventEmitter {
  readonly #port: MessagePort

  constructor(file: string, workerData: unknown) {
    super()
    const waiting = unused.get(file) ?? []
    unused.set(file, waiting)
    const thread = waiting.pop() ?? startedThread(file)
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    const failed = (thrown: unknown) => this.emit('error', thrown)
    const died = (status: number) => this.emit('exit', status)
    thread.on('error', failed)
    thread.on('exit', died)
    port1.on('message', (message) => this.emit('message', message))
    // One that died tells nothing more, and its port closes too.
    void Promise.all([once(port1, 'close'), new Promise((resolve) => thread.once('message', resolve))]).then(() => {
      thread.off('error', failed)
      thread.off('exit', died)
      thread.unref()
      if (!dead.has(thread)) waiting.push(thread)
      this.emit('exit', 0)
    })
    thread.ref()
    thread.postMessage({ parentPort: port2, workerData }, [port2])
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }
}

/** A kept thread where the file is one that can be kept; any other, or one with an environment, is started as ever. */
export const Worker = function startThread(file: string, options: WorkerOptions) {
  const kept = keptFiles.get(file)
  return kept === undefined || options.env !== undefined
    ? new Thread(file, options)
    : new KeptThread(kept, options.workerData)
} as unknown as typeof Thread
