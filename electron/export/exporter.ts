import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import { outputTarget, partBeside, removeParts } from '../files/output-file.ts'
import { Decision } from './decision.ts'
import type { ExportKind, ExportOrder, OutcomeOf, RequestOf, WorkerMessage } from './kinds.ts'

export interface ExporterOptions {
  readonly databaseFile: string
  /** The built worker, or its source under a Node that reads TypeScript. */
  readonly workerFile: string
  /** Makes the names of temporary files unique. */
  readonly random?: () => string
  /** Records that a file is being written. @returns a function that removes the record */
  readonly note?: (file: string) => Promise<() => Promise<void>>
}

export interface RunOptions {
  readonly signal: AbortSignal
  /** Called at most ten times a second; `total` counts rows. */
  readonly onProgress: (written: number, total: number) => void
}

export interface Exporter {
  /**
   * Writes one file of a kind. The file appears whole or not at all, and no temporary file is left. Follows a symbolic
   * link and keeps it. A cancel takes effect at once, until the finished file takes its place.
   * @throws AppError as `outputTarget`, `export/file-busy` (detail `fileName`), `export/no-space`,
   *   `export/too-many-rows` (detail `rows`), `export/too-large-gradebook` (details `students`,
   *   `tests`, `attempts`), `export/failed`, `store/*` for the database, `job/cancelled`
   */
  run<K extends ExportKind>(kind: K, request: RequestOf<K>, options: RunOptions): Promise<OutcomeOf<K>>
  /** Cancels running exports and waits until their threads have ended. */
  close(): Promise<void>
}

// Objects of an export are short-lived: collecting them early keeps 30 MB of written rows from piling up.
const resourceLimits = { maxYoungGenerationSizeMb: 8 }

/** Runs each export in its own thread, which returns all its memory when the file is done. */
export function createExporter({
  databaseFile,
  workerFile,
  random = randomUUID,
  note = async () => async () => undefined,
}: ExporterOptions): Exporter {
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()

  async function write<K extends ExportKind>(
    kind: K,
    request: RequestOf<K>,
    { signal, onProgress }: RunOptions,
  ): Promise<OutcomeOf<K>> {
    const cancelled = AbortSignal.any([signal, closing.signal])
    if (cancelled.aborted) throw new AppError('job/cancelled')
    const target = await outputTarget(request.file, databaseFile)
    const temporaryFile = partBeside(target, random())
    const decision = new Decision()
    const order: ExportOrder<K> = { kind, databaseFile, target, temporaryFile, request, decision: decision.shared }
    const forget = await note(temporaryFile)
    const worker = new Worker(workerFile, { workerData: order, resourceLimits })
    try {
      return fromEnvelope(await outcomeOf<K>(worker, { decision, cancelled, onProgress }))
    } finally {
      await worker.terminate()
      // Whatever stopped the writing may also stop the removing, for example a vanished folder.
      await removeParts(temporaryFile)
      await forget()
    }
  }

  function awaited<T>(outcome: Promise<T>): Promise<T> {
    running.add(outcome)
    const forget = () => running.delete(outcome)
    outcome.then(forget, forget)
    return outcome
  }

  return {
    run: (kind, request, options) => awaited(write(kind, request, options)),
    async close() {
      closing.abort()
      await Promise.allSettled(running)
    },
  }
}

interface Watched extends Pick<RunOptions, 'onProgress'> {
  readonly decision: Decision
  readonly cancelled: AbortSignal
}

/** Rejects at once when it is cancelled, whatever the thread is doing: packing a workbook takes it a second. */
function outcomeOf<K extends ExportKind>(
  worker: Worker,
  { decision, cancelled, onProgress }: Watched,
): Promise<Envelope<OutcomeOf<K>>> {
  const { promise, resolve, reject } = Promise.withResolvers<Envelope<OutcomeOf<K>>>()
  const cancel = () => {
    if (decision.decide('cancelled')) reject(new AppError('job/cancelled'))
  }
  cancelled.addEventListener('abort', cancel)
  if (cancelled.aborted) cancel()
  worker.on('message', (message: WorkerMessage) => {
    // The worker ends with the outcome of the kind it was given.
    if ('ended' in message) resolve(message.ended as Envelope<OutcomeOf<K>>)
    else onProgress(message.progress.written, message.progress.total)
  })
  // A thread can die without a message: out of memory, or a broken installation.
  worker.on('error', (cause) => reject(new AppError('export/failed', {}, { cause })))
  worker.on('exit', () => reject(new AppError('export/failed')))
  return promise.finally(() => cancelled.removeEventListener('abort', cancel))
}
