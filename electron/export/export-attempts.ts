import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../shared/errors.ts'
import { explainingFailure, openReadOnly } from '../store/database.ts'
import { QueryRunner } from '../store/queries/builder.ts'
import { attemptColumns } from './attempt-columns.ts'
import { attemptsInOrder } from './attempts.ts'
import type { AttemptsWriter, WrittenFile } from './attempts-writer.ts'
import { csvWriter } from './csv.ts'
import { type ExportPlan, planOf } from './export-plan.ts'
import type { ExportOrder } from './messages.ts'
import { createTemporaryFile, explainWriting, replaceFile } from './output-file.ts'
import { Pace } from './pace.ts'
import type { ExportOutcome, ExportRequest } from './request.ts'
import { workbookWriter } from './workbook.ts'

// A turn of the event loop hands the compressor one block of 64 KB, some 30 rows of a sheet. With more rows in a turn
// the rest piles up in memory, as exceljs does not wait: 15 MB of 50,000 rows at 50 in a turn, under 2 MB at 25.
const rowsPerTurn = 20

/**
 * Writes one file, start to end, on the calling thread. Everything is read in one transaction, so a page of results
 * that arrives meanwhile is in none of the file.
 * @throws AppError as `Exporter.run`; the signal's reason when it is aborted
 */
export async function exportAttempts(
  { databaseFile, temporaryFile, request }: ExportOrder,
  signal: AbortSignal,
  onProgress: (written: number, total: number) => void,
): Promise<ExportOutcome> {
  const db = openReadOnly(databaseFile)
  try {
    // Rows are read once, in order: a large cache would only hold what is not asked for again.
    db.pragma('cache_size = -4096')
    db.exec('BEGIN')
    const run = new QueryRunner(db)
    const pace = new Pace(signal, onProgress)
    const plan = await planOf(db, run, request, pace)
    const { sheets, formulaLikeTexts } = await inTemporaryFile(temporaryFile, (file) =>
      writeAll(run, request, plan, writerFor(file, request, plan), pace),
    )
    signal.throwIfAborted()
    await replaceFile(temporaryFile, request.file)
    return { file: request.file, sheets, students: plan.students, attempts: plan.attempts, formulaLikeTexts }
  } catch (thrown) {
    throw explain(thrown, databaseFile)
  } finally {
    db.close()
  }
}

function writerFor(file: FileHandle, request: ExportRequest, { settings }: ExportPlan): AttemptsWriter {
  const columns = attemptColumns(request.identity)
  return request.format === 'csv'
    ? csvWriter(file, columns)
    : workbookWriter(file, { columns, settings, exportedAt: request.exportedAt })
}

async function writeAll(
  run: QueryRunner,
  request: ExportRequest,
  plan: ExportPlan,
  writer: AttemptsWriter,
  pace: Pace,
): Promise<WrittenFile> {
  let written = 0
  pace.progress(written, plan.attempts)
  for (const attempt of attemptsInOrder(run, request, plan.zones, plan.standings)) {
    writer.add(attempt)
    if (++written % rowsPerTurn > 0) continue
    await writer.flush()
    await pace.breathe()
    pace.progress(written, plan.attempts)
  }
  pace.progress(written, plan.attempts)
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

function explain(thrown: unknown, databaseFile: string): unknown {
  const fromDatabase = thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('SQLITE_')
  if (thrown instanceof AppError || !fromDatabase) return explainWriting(thrown)
  return explainingFailure(databaseFile, () => {
    throw thrown
  })
}
