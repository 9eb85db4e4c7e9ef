import type { FileHandle } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import { createTemporaryFile, replaceFile } from '../../files/output-file.ts'
import type { Decision } from '../decision.ts'

export type ExportFormat = 'xlsx' | 'csv'

/** Writes rows in one file format. */
export interface TableWriter<Row> {
  /** Writes what comes before the first row. */
  begin?(run: ExportRun): Promise<void>
  add(row: Row): void
  /** Passes on what was added so far. @throws when the file cannot be written */
  flush(): Promise<void>
  /** Writes the rest. The file is complete then, but perhaps not yet on the disk. */
  finish(): Promise<WrittenFile>
}

export interface WrittenFile {
  readonly sheets: readonly string[]
  readonly formulaLikeTexts: number
}

// One turn of the event loop gives the compressor one block of 64 KB, about 30 rows. More rows in a turn pile up in
// memory, because exceljs does not wait: for 50,000 rows 15 MB at 50 in a turn, under 2 MB at 25.
export const rowsPerTurn = 20

export interface Target {
  /** Absolute path; an existing file is replaced in one step. */
  readonly target: string
  /** Written first, in the target's folder; the caller removes it if it is left over. */
  readonly temporaryFile: string
}

/** Instructions for writing one file. `target` is the requested one, or the target of a link by that name. */
export interface WriteOrder<Request> extends Target {
  readonly databaseFile: string
  readonly request: Request
}

/** Milliseconds between progress reports: at most ten a second. */
const reportEvery = 100

/** A running export: reports its progress, and decides whether its file takes its place. */
export class ExportRun {
  readonly #decision: Decision
  readonly #report: (written: number, total: number) => void
  #reportedAt = Number.NEGATIVE_INFINITY

  constructor(decision: Decision, report: (written: number, total: number) => void) {
    this.#decision = decision
    this.#report = report
  }

  /** Yields to the event loop, so that what was added is compressed and written. */
  async yieldToEvents(): Promise<void> {
    await nextTurn()
  }

  /** From here on nothing cancels the export: its finished file takes its place. @throws AppError `job/cancelled` */
  place(): void {
    if (!this.#decision.decide('placed')) throw new AppError('job/cancelled')
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
 * @throws AppError `export/*`, `job/cancelled`
 */
export async function writeTable<Row>(
  { target, temporaryFile }: Target,
  rows: Iterable<Row>,
  total: number,
  writerFor: (file: FileHandle) => TableWriter<Row>,
  run: ExportRun,
): Promise<WrittenFile> {
  const written = await inTemporaryFile(temporaryFile, (handle) => writeRows(rows, total, writerFor(handle), run))
  await replacedBy({ target, temporaryFile }, run)
  return written
}

/** Puts a finished temporary file in its place, unless the export was cancelled. */
export async function replacedBy({ target, temporaryFile }: Target, run: ExportRun): Promise<void> {
  run.place()
  await replaceFile(temporaryFile, target)
}

async function writeRows<Row>(
  rows: Iterable<Row>,
  total: number,
  writer: TableWriter<Row>,
  run: ExportRun,
): Promise<WrittenFile> {
  let written = 0
  run.progress(written, total)
  await writer.begin?.(run)
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

/** Runs `write` on a new temporary file; resolves once the file is flushed to the disk. */
export async function inTemporaryFile<T>(name: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await createTemporaryFile(name)
  try {
    const written = await write(file)
    await file.sync()
    return written
  } finally {
    await file.close()
  }
}
