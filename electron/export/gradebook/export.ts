import type { Reading } from '../../store/api.ts'
import { inOneReading } from '../reading.ts'
import { type ExportRun, inTemporaryFile, replacedBy, type WriteOrder } from '../writer/table.ts'
import { writeAttempts } from './attempts-sheet.ts'
import { Book } from './book.ts'
import { changesOf } from './changes.ts'
import { checksOf } from './checks.ts'
import { refuseTooLarge } from './columns.ts'
import { writeCsv } from './csv.ts'
import { itemsOf, type TestItems, writeItems } from './items-sheets.ts'
import {
  type ChangeLine,
  type CheckLine,
  writeCertificates,
  writeChanges,
  writeChecks,
  writeNotTaken,
} from './list-sheets.ts'
import { writeMatrix } from './matrix-sheet.ts'
import { type GradebookPlan, notTakenIn, planOf } from './plan.ts'
import type { GradebookOutcome, GradebookRequest, WrittenGradebook } from './request.ts'
import { writeSettings } from './settings-sheet.ts'
import { writeSummary } from './summary-sheet.ts'
import { hasTestSheets, writeTestSheets } from './test-sheets.ts'

/**
 * Writes a gradebook to one file on the calling thread.
 * @throws AppError as `Exporter.run`
 */
export function exportGradebook(order: WriteOrder<GradebookRequest>, exportRun: ExportRun): Promise<GradebookOutcome> {
  const { form, savedId, definition } = order.request
  return inOneReading(order.databaseFile, async (reading) => {
    const held = savedId === undefined ? null : reading.handInOf(definition)
    const written =
      form === undefined ? writeWorkbook(reading, order, exportRun) : writeCsv(reading, order, form, exportRun)
    return { ...(await written), held }
  })
}

async function writeWorkbook(
  reading: Reading,
  { request, ...place }: WriteOrder<GradebookRequest>,
  exportRun: ExportRun,
): Promise<WrittenGradebook> {
  const plan = await planOf(reading, request, exportRun)
  refuseTooLarge({
    ...{ students: plan.rows.length, tests: plan.tests.length, attempts: plan.attempts.length },
    ...{ columns: plan.layout.lastColumn, below: rowsBelow },
  })
  const sheets = await inTemporaryFile(place.temporaryFile, async (file) => {
    const how = plan.isStreamed ? 'streamed' : 'whole'
    const book = new Book(file, how, request.exportedAt, exportRun, totalOf(plan))
    const items = await itemsOf(reading, plan, exportRun)
    await writeSheets(book, plan, { items, checks: checksOf(reading, request), changes: changesOf(reading, request) })
    await book.finish()
    return book.sheets
  })
  await replacedBy(place, exportRun)
  const { rows, attempts, figures } = plan
  return {
    file: request.file,
    sheets,
    students: rows.length,
    attempts: attempts.length,
    figures,
    formulaLikeTexts: 0,
    emptyColumns: [],
  }
}

/** Rows of inputs and statistics below the students, with the empty ones between. */
const rowsBelow = 13

/** What is said about a gradebook beside it. */
interface Remarks {
  /** Null where nobody asked for them. */
  readonly items: readonly TestItems[] | null
  readonly checks: readonly CheckLine[]
  /** Null where the gradebook was never handed in. */
  readonly changes: readonly ChangeLine[] | null
}

async function writeSheets(book: Book, plan: GradebookPlan, { items, checks, changes }: Remarks): Promise<void> {
  await writeSummary(book, plan)
  await writeMatrix(book, plan)
  await writeAttempts(book, plan)
  await writeNotTaken(book, plan)
  if (hasTestSheets(plan)) await writeTestSheets(book, plan)
  if (plan.request.without?.includes('certificates') !== true) await writeCertificates(book, plan)
  await writeItems(book, items)
  await writeChecks(book, checks)
  await writeChanges(book, changes)
  await writeSettings(book, plan, items)
}

/** Rows to be written, for the progress. */
const totalOf = (plan: GradebookPlan): number =>
  plan.rows.length + notTakenIn(plan) + plan.attempts.length * (hasTestSheets(plan) ? 2 : 1)
