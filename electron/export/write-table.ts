import type { FileHandle } from 'node:fs/promises'
import { createTemporaryFile, replaceFile } from '../files/output-file.ts'
import { Pace } from './pace.ts'
import type { TableWriter, WrittenFile } from './table-writer.ts'

// A turn of the event loop hands the compressor one block of 64 KB, some 30 rows of a sheet. With more rows in a turn
// the rest piles up in memory, as exceljs does not wait: 15 MB of 50,000 rows at 50 in a turn, under 2 MB at 25.
const rowsPerTurn = 20

export interface Target {
  /** Absolute path; a file that is there is replaced in one step. */
  readonly target: string
  readonly temporaryFile: string
}

/** How an export is followed, and stopped. */
export interface Course {
  readonly signal: AbortSignal
  readonly pace: Pace
}

export const courseOf = (signal: AbortSignal, onProgress: (written: number, total: number) => void): Course => ({
  signal,
  pace: new Pace(signal, onProgress),
})

/**
 * Writes every row to a file, which appears whole or not at all.
 * @throws AppError `export/*`; the signal's reason when it is aborted
 */
export async function writeTable<Row>(
  { target, temporaryFile }: Target,
  rows: Iterable<Row>,
  total: number,
  writerFor: (file: FileHandle) => TableWriter<Row>,
  { signal, pace }: Course,
): Promise<WrittenFile> {
  const written = await inTemporaryFile(temporaryFile, (handle) => writeRows(rows, total, writerFor(handle), pace))
  signal.throwIfAborted()
  await replaceFile(temporaryFile, target)
  return written
}

async function writeRows<Row>(
  rows: Iterable<Row>,
  total: number,
  writer: TableWriter<Row>,
  pace: Pace,
): Promise<WrittenFile> {
  let written = 0
  pace.progress(written, total)
  for (const row of rows) {
    writer.add(row)
    if (++written % rowsPerTurn > 0) continue
    await writer.flush()
    await pace.breathe()
    pace.progress(written, total)
  }
  pace.progress(written, total)
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
