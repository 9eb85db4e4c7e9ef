import type { FileHandle } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createTemporaryFile, replaceFile } from '../../files/output-file.ts'

export type ExportFormat = 'xlsx' | 'csv'

/** A form of file that rows can be written in. */
export interface TableWriter<Row> {
  add(row: Row): void
  /** Hands on what was added so far. @throws when the file cannot take it */
  flush(): Promise<void>
  /** Writes the rest; the file is then whole, though perhaps not yet on the disk. */
  finish(): Promise<WrittenFile>
}

export interface WrittenFile {
  readonly sheets: readonly string[]
  readonly formulaLikeTexts: number
}

// A turn of the event loop hands the compressor one block of 64 KB, some 30 rows of a sheet. With more rows in a turn
// the rest piles up in memory, as exceljs does not wait: 15 MB of 50,000 rows at 50 in a turn, under 2 MB at 25.
const rowsPerTurn = 20

export interface Target {
  /** Absolute path; a file that is there is replaced in one step. */
  readonly target: string
  /** Written first, in the target's folder; whoever gave the order removes it should it be left over. */
  readonly temporaryFile: string
}

/** One file to be written. `target` is the request's own, or where a link of that name leads. */
export interface WriteOrder<Request> extends Target {
  readonly databaseFile: string
  readonly request: Request
}

/** Progress goes out at most ten times a second. */
const reportEvery = 100

/** One export on its way: it can be stopped, and says how far it is. */
export class ExportRun {
  readonly signal: AbortSignal
  readonly #report: (written: number, total: number) => void
  #reportedAt = Number.NEGATIVE_INFINITY

  constructor(signal: AbortSignal, report: (written: number, total: number) => void) {
    this.signal = signal
    this.#report = report
  }

  /** Lets messages in, a cancel for one. @throws the signal's reason when it has been aborted */
  async yieldToEvents(): Promise<void> {
    await nextTurn()
    this.signal.throwIfAborted()
  }

  progress(written: number, total: number): void {
    const now = performance.now()
    if (now - this.#reportedAt < reportEvery && written < total) return
    this.#reportedAt = now
    this.#report(written, total)
  }
}

/**
 * Writes every row to a file, which appears whole or not at all.
 * @throws AppError `export/*`; the signal's reason when it is aborted
 */
export async function writeTable<Row>(
  { target, temporaryFile }: Target,
  rows: Iterable<Row>,
  total: number,
  writerFor: (file: FileHandle) => TableWriter<Row>,
  run: ExportRun,
): Promise<WrittenFile> {
  const written = await inTemporaryFile(temporaryFile, (handle) => writeRows(rows, total, writerFor(handle), run))
  run.signal.throwIfAborted()
  await replaceFile(temporaryFile, target)
  return written
}

async function writeRows<Row>(
  rows: Iterable<Row>,
  total: number,
  writer: TableWriter<Row>,
  run: ExportRun,
): Promise<WrittenFile> {
  let written = 0
  run.progress(written, total)
  for (const row of rows) {
    writer.add(row)
    if (++written % rowsPerTurn > 0) continue
    await writer.flush()
    await run.yieldToEvents()
    run.progress(written, total)
  }
  run.progress(written, total)
  return writer.finish()
}

/** The file is on the disk, not only on its way there, when `write` has been answered. */
async function inTemporaryFile<T>(name: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await createTemporaryFile(name)
  try {
    const written = await write(file)
    await file.sync()
    return written
  } finally {
    await file.close()
  }
}
