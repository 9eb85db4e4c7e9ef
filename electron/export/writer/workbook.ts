import type { FileHandle } from 'node:fs/promises'
import { Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import about from '../../../package.json' with { type: 'json' }
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { cellText, type SheetColumn } from './columns.ts'
import { type ExportRun, rowsPerTurn, type TableWriter } from './table.ts'
import { countStyle, headerStyle, labelStyle, TableSheet, wordsStyle } from './table-sheet.ts'

/** The program that wrote a file, with its version. */
export const generator = `${about.productName} ${about.version}`

/** One line of the Settings sheet. */
export interface SettingsLine {
  readonly label: string
  readonly value: string | number
}

export interface SettingsSection {
  readonly title: string
  readonly lines: readonly SettingsLine[]
}

const settingsSheetName = 'Settings'
const summarySheetName = 'Summary'

/** A sheet with all its rows. */
export interface WholeSheet<Row> {
  readonly sheetName: string
  readonly columns: readonly SheetColumn<Row>[]
  readonly rows: Iterable<Row>
}

export interface WorkbookContent<Row, Before = never> {
  readonly sheetName: string
  readonly columns: readonly SheetColumn<Row>[]
  /** A sheet that stands before the main one. */
  readonly before?: WholeSheet<Before>
  /** What a reader must know first, on a sheet of its own in front; no such sheet if empty. */
  readonly summary?: readonly SettingsLine[]
  /** The sections of the Settings sheet; no such sheet if empty. */
  readonly settings: readonly SettingsSection[]
  readonly exportedAt: UnixSeconds
}

/** Streams a workbook of a table and its settings; holds only a few rows in memory. Rejects when writing fails. */
export function workbookWriter<Row, Before = never>(
  file: FileHandle,
  content: WorkbookContent<Row, Before>,
): TableWriter<Row> {
  const { sheetName, columns, before, summary = [], settings, exportedAt } = content
  // The handle's own stream would prevent flushing and closing it in `inTemporaryFile`.
  const output = new Writable({
    write: (chunk: Buffer, _, done) => {
      file.writeFile(chunk).then(() => done(), done)
    },
  })
  // exceljs listens for write errors only at the very end.
  output.on('error', () => undefined)

  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true })
  const at = new Date(exportedAt * 1000)
  Object.assign(workbook, { creator: generator, lastModifiedBy: generator, created: at, modified: at })
  if (summary.length > 0) writeLinesSheet(workbook, summarySheetName, [{ title: sheetName, lines: summary }])
  // A workbook's sheets stand in the order they are made in.
  let made: TableSheet<Row> | null = null
  const table = (): TableSheet<Row> => {
    made ??= new TableSheet(workbook, sheetName, columns)
    return made
  }

  return {
    async begin(run) {
      if (before !== undefined) await writeSheet(workbook, before, run)
    },
    add: (row) => table().add(row),
    async flush() {
      if (output.errored) throw output.errored
    },
    async finish() {
      table().finish()
      if (settings.length > 0) writeLinesSheet(workbook, settingsSheetName, settings)
      await Promise.race([workbook.commit(), failureOf(output)])
      const front = [...(summary.length > 0 ? [summarySheetName] : []), ...(before ? [before.sheetName] : [])]
      const back = settings.length > 0 ? [settingsSheetName] : []
      return { sheets: [...front, sheetName, ...back], formulaLikeTexts: 0 }
    },
  }
}

async function writeSheet<Row>(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  { sheetName, columns, rows }: WholeSheet<Row>,
  run: ExportRun,
): Promise<void> {
  const sheet = new TableSheet(workbook, sheetName, columns)
  let written = 0
  for (const row of rows) {
    sheet.add(row)
    if (++written % rowsPerTurn === 0) await run.yieldToEvents()
  }
  sheet.finish()
}

const failureOf = (output: Writable): Promise<never> =>
  new Promise((_, reject) => {
    if (output.errored) reject(output.errored)
    output.once('error', reject)
  })

/** Writes a sheet of labels and values in sections. */
function writeLinesSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  name: string,
  sections: readonly SettingsSection[],
): void {
  const sheet = workbook.addWorksheet(name, {
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
  })
  sheet.columns = [{ width: 24 }, { width: 100 }]
  for (const { title, lines } of sections) {
    const heading = sheet.addRow([cellText(title)])
    for (const column of [1, 2]) heading.getCell(column).style = headerStyle
    heading.commit()
    for (const { label, value } of lines) {
      const row = sheet.addRow([cellText(label), typeof value === 'string' ? cellText(value) : value])
      row.getCell(1).style = labelStyle
      row.getCell(2).style = typeof value === 'string' ? wordsStyle : countStyle
      row.commit()
    }
  }
  sheet.commit()
}
