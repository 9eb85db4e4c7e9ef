import { Worker } from 'node:worker_threads'
import { AppError, rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { QuestionFormat, ReadQuestion, WrittenQuestionFormat } from '../../../shared/model/question-file.ts'
import type { Problem, WrittenLosses, WrittenQuestion } from './question-parts.ts'
import type { QuestionReading } from './read.ts'

export type { WrittenLosses, WrittenQuestion } from './question-parts.ts'
export type { QuestionReading } from './read.ts'
export { headingsOf } from './table.ts'

/** A question with what it is compared by, as `stemKey` and `questionKey`. */
export interface KeyedQuestion {
  readonly read: ReadQuestion
  readonly stem: string
  readonly whole: string
}

/** A part of a file: what it is comes first, its questions follow in parts. */
export type FilePart =
  | { readonly file: string; readonly format: QuestionFormat; readonly problems: readonly Problem[] }
  | { readonly file: string; readonly questions: readonly KeyedQuestion[] }
  /** It could not be read as questions; null where it is of another kind. */
  | { readonly file: string; readonly error: SerialisedError | null }

/** What the thread is asked. Questions to write come in parts before they are asked to be written. */
export type ThreadQuestion =
  | { readonly ask: 'next' }
  | { readonly ask: 'take'; readonly questions: readonly WrittenQuestion[] }
  | { readonly ask: 'write'; readonly format: WrittenQuestionFormat }

export type ThreadAnswer =
  | { readonly done: false; readonly part: FilePart }
  | { readonly done: true; readonly error?: SerialisedError }
  | { readonly bytes: Uint8Array; readonly losses: readonly WrittenLosses[] }

/** The files that the thread reads; none where it writes. */
export interface ThreadOrder extends QuestionReading {
  readonly paths: readonly string[]
}

export interface ThreadPorts {
  /** The built worker, or its source under a Node that reads TypeScript. */
  readonly workerFile: string
  readonly signal?: AbortSignal | undefined
}

// A thread that needs more memory ends, and the reading with it, before the computer becomes unusable.
const resourceLimits = { maxOldGenerationSizeMb: 1_536 }
/** The largest files are read in seconds, so anything slower is no file of questions. */
const longestMs = 120_000

/**
 * Reads files of questions in a thread of its own, so that no file keeps this one busy: it takes over one part at a time,
 * and the next is made when it is asked for.
 * @throws the signal's reason; AppError `questions/not-readable` where the thread ended
 */
export async function* readQuestionFiles(
  paths: readonly string[],
  { workerFile, signal, ...reading }: ThreadPorts & QuestionReading,
): AsyncGenerator<FilePart, void> {
  signal?.throwIfAborted()
  const order: ThreadOrder = { ...reading, paths }
  const worker = new Worker(workerFile, { workerData: order, resourceLimits })
  try {
    for (;;) {
      const answer = await answerOf(worker, { ask: 'next' }, signal)
      if (!('done' in answer)) throw new AppError('internal')
      if (!answer.done) yield answer.part
      else if (answer.error === undefined) return
      else throw rebuildError(answer.error)
    }
  } finally {
    await worker.terminate()
  }
}

/** A file of questions, made in a thread of its own. @throws as `readQuestionFiles` */
export async function questionFile(
  parts: AsyncIterable<readonly WrittenQuestion[]>,
  format: WrittenQuestionFormat,
  { workerFile, signal }: ThreadPorts,
): Promise<{ readonly bytes: Uint8Array; readonly losses: readonly WrittenLosses[] }> {
  const order: ThreadOrder = { paths: [] }
  const worker = new Worker(workerFile, { workerData: order, resourceLimits })
  try {
    for await (const questions of parts) {
      signal?.throwIfAborted()
      worker.postMessage({ ask: 'take', questions } satisfies ThreadQuestion)
    }
    const answer = await answerOf(worker, { ask: 'write', format }, signal)
    if ('bytes' in answer) return answer
    throw answer.done && answer.error !== undefined ? rebuildError(answer.error) : new AppError('internal')
  } finally {
    await worker.terminate()
  }
}

async function answerOf(worker: Worker, asked: ThreadQuestion, signal: AbortSignal | undefined): Promise<ThreadAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>()
  const fail = (cause?: unknown) => reject(new AppError('questions/not-readable', { fileName: '' }, { cause }))
  const cancel = () => reject(signal?.reason)
  worker.once('message', resolve)
  worker.once('error', fail)
  worker.once('exit', fail)
  signal?.addEventListener('abort', cancel)
  const limit = setTimeout(fail, longestMs)
  worker.postMessage(asked)
  try {
    signal?.throwIfAborted()
    return await promise
  } finally {
    clearTimeout(limit)
    worker.off('message', resolve)
    worker.off('error', fail)
    worker.off('exit', fail)
    signal?.removeEventListener('abort', cancel)
  }
}
