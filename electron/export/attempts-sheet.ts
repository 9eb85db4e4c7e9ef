import type { Style, stream, Worksheet } from 'exceljs'
import { unixSeconds } from '../../shared/model/time.ts'
import { type AttemptColumn, type ColumnKind, type FigureColumn, isMoment } from './attempt-columns.ts'
import type { Attempt } from './attempts.ts'
import { headerStyle, kindStyles, provisionalStyle } from './sheet-styles.ts'
import { cellText } from './sheet-text.ts'

export const attemptsSheetName = 'Attempts'

/** Rows whose text decides the widths; a streamed sheet states its widths before its first row. */
const sampleRows = 500
const narrowest = 8
const widest = 40
/** Room for the button of the filter. */
const filterButton = 3

/** What Excel adds to a width counted in characters (ECMA-376 part 1, 18.3.1.13 col). */
const cellPadding = 0.71

const figureWidths: Readonly<Record<Exclude<ColumnKind, 'text'>, number>> = {
  number: narrowest,
  percent: 9,
  moment: 17,
  duration: 10,
}

type CellValue = string | number | Date | undefined

/** The sheet with one row per attempt, written as the attempts come. */
export class AttemptsSheet {
  readonly #sheet: Worksheet
  readonly #columns: readonly AttemptColumn[]
  #sample: Attempt[] | null = []
  #rows = 0

  constructor(workbook: stream.xlsx.WorkbookWriter, columns: readonly AttemptColumn[]) {
    this.#columns = columns
    this.#sheet = workbook.addWorksheet(attemptsSheetName, {
      views: [{ state: 'frozen', ySplit: 1, topLeftCell: 'A2', activeCell: 'A2' }],
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
      headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
    })
  }

  add(attempt: Attempt): void {
    if (this.#sample === null) {
      this.#write(attempt)
    } else {
      this.#sample.push(attempt)
      if (this.#sample.length === sampleRows) this.#begin(this.#sample)
    }
  }

  finish(): void {
    if (this.#sample !== null) this.#begin(this.#sample)
    this.#sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: this.#rows + 1, column: this.#columns.length } }
    this.#sheet.commit()
  }

  #begin(sample: readonly Attempt[]): void {
    this.#sample = null
    this.#sheet.columns = this.#columns.map((column) => ({
      header: column.header,
      width: widthOf(column, sample),
      style: kindStyles[column.kind],
    }))
    const header = this.#sheet.getRow(1)
    header.height = 22
    header.eachCell((cell) => {
      cell.style = headerStyle
    })
    header.commit()
    for (const attempt of sample) this.#write(attempt)
  }

  #write(attempt: Attempt): void {
    this.#rows++
    const row = this.#sheet.addRow(this.#columns.map((column) => cellValue(column, attempt)))
    row.eachCell((cell, number) => {
      cell.style = styleOf(this.#columns[number - 1], attempt)
    })
    row.commit()
  }
}

function styleOf(column: AttemptColumn | undefined, attempt: Attempt): Partial<Style> {
  if (column === undefined) return {}
  if (column.kind !== 'text' && column.provisional?.(attempt)) return provisionalStyle
  return kindStyles[column.kind]
}

/** What exceljs is given for a cell; nothing at all for an absent value, so that the cell is truly empty. */
function cellValue(column: AttemptColumn, attempt: Attempt): CellValue {
  if (column.kind === 'text') return cellText(column.value(attempt) ?? '') || undefined
  return figure(column, attempt)
}

function figure(column: FigureColumn, attempt: Attempt): CellValue {
  const value = column.value(attempt)
  // exceljs would write NaN and Infinity as they are, and Excel would call the file damaged.
  if (value === null || !Number.isFinite(value)) return undefined
  if (column.kind === 'percent') return value / 1000
  if (column.kind === 'duration') return value / 86_400
  if (column.kind === 'number') return value
  // A cell's date has no zone: the wall clock's parts, read as UTC, give the same cell on every computer.
  return isMoment(value) ? new Date(attempt.wallClock(unixSeconds(value)) * 1000) : undefined
}

function widthOf(column: AttemptColumn, sample: readonly Attempt[]): number {
  const header = column.header.length + filterButton
  if (column.kind !== 'text') return Math.max(header, figureWidths[column.kind]) + cellPadding
  const longest = sample.reduce((length, attempt) => Math.max(length, column.value(attempt)?.length ?? 0), 0)
  return Math.min(widest, Math.max(narrowest, header, longest + 1)) + cellPadding
}
