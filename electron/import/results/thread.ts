import { Worker } from 'node:worker_threads'
import { AppError, rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { ImportBatch, ImportReading } from '../../../shared/model/imported.ts'

export { stampOf } from './file-stamp.ts'

/** What the thread reads. */
export interface ImportOrder extends ImportReading {
  readonly paths: readonly string[]
}

export type ThreadMessage =
  | { readonly done: false; readonly batch: ImportBatch }
  | { readonly done: true; readonly error?: SerialisedError }

export interface ThreadOptions extends ImportReading {
  /** The built worker, or its source under a Node that reads TypeScript. */
  readonly workerFile: string
  readonly signal?: AbortSignal | undefined
}

// A thread that needs more memory ends, and the import with it, before the computer becomes unusable.
const resourceLimits = { maxOldGenerationSizeMb: 1_536 }

/**
 * As `readImport`, in a thread of its own, so that no file keeps this one busy: it takes over one batch at a time, and
 * the next is read meanwhile.
 * @throws the signal's reason; AppError `table/not-readable` where the thread ended, by want of memory
 */
export async function* readImportInThread(
  paths: readonly string[],
  { workerFile, signal, ...asked }: ThreadOptions,
): AsyncGenerator<ImportBatch, void> {
  signal?.throwIfAborted()
  const order: ImportOrder = { ...asked, paths }
  const worker = new Worker(workerFile, { workerData: order, resourceLimits })
  try {
    let next = answerOf(worker, signal)
    for (;;) {
      const message = await next
      if (message.done) {
        if (message.error === undefined) return
        throw rebuildError(message.error)
      }
      next = answerOf(worker, signal)
      // Where nobody waits for it any more, the thread ends without it.
      next.catch(() => undefined)
      yield message.batch
    }
  } finally {
    await worker.terminate()
  }
}

/** Asks for the next batch. */
async function answerOf(worker: Worker, signal: AbortSignal | undefined): Promise<ThreadMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<ThreadMessage>()
  const fail = (cause?: unknown) => reject(new AppError('table/not-readable', { fileName: '' }, { cause }))
  const cancel = () => reject(signal?.reason)
  worker.once('message', resolve)
  worker.once('error', fail)
  worker.once('exit', fail)
  signal?.addEventListener('abort', cancel)
  worker.postMessage('next')
  try {
    signal?.throwIfAborted()
    return await promise
  } finally {
    worker.off('message', resolve)
    worker.off('error', fail)
    worker.off('exit', fail)
    signal?.removeEventListener('abort', cancel)
  }
}
