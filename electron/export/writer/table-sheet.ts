import type { CellHyperlinkValue, Style, stream, Workbook, Worksheet } from 'exceljs'
import { type Tenths, toFraction } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import {
  type ColumnKind,
  cellText,
  isMoment,
  type LinkColumn,
  longestLink,
  mostLinks,
  type SheetColumn,
} from './columns.ts'

/** How many rows decide the column widths; a streamed sheet states its widths before its first row. */
const sampleRows = 500
const narrowest = 8
const widest = 40
/** Where headers break into lines: how wide they make a column, in characters, and their row's height, in points. */
const widestWrapped = 16
const wrappedHeaderHeight = 48
/** Width of the filter button, in characters. */
const filterButton = 3

/** What Excel adds to a width counted in characters (ECMA-376 part 1, 18.3.1.13 col). */
const cellPadding = 0.71

const figureWidths: Readonly<Record<Exclude<ColumnKind, 'text' | 'link'>, number>> = {
  number: narrowest,
  percent: 9,
  decimal: 9,
  moment: 17,
  day: 11,
  duration: 10,
}

type CellValue = string | number | Date | CellHyperlinkValue | undefined

/** A sheet of columns under a header, streamed row by row where its workbook is. */
export class TableSheet<Row> {
  readonly #sheet: Worksheet
  readonly #columns: readonly SheetColumn<Row>[]
  #sample: Row[] | null = []
  #rows = 0
  #links = 0

  constructor(workbook: Workbook | stream.xlsx.WorkbookWriter, name: string, columns: readonly SheetColumn<Row>[]) {
    this.#columns = columns
    this.#sheet = workbook.addWorksheet(name, {
      views: [{ state: 'frozen', ySplit: 1, topLeftCell: 'A2', activeCell: 'A2' }],
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
      headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
    })
  }

  add(row: Row): void {
    if (this.#sample === null) {
      this.#write(row)
    } else {
      this.#sample.push(row)
      if (this.#sample.length === sampleRows) this.#begin(this.#sample)
    }
  }

  finish(): void {
    if (this.#sample !== null) this.#begin(this.#sample)
    this.#sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: this.#rows + 1, column: this.#columns.length } }
    // A sheet that is kept in memory has nothing to commit, whatever exceljs's types say.
    if ('commit' in this.#sheet) this.#sheet.commit()
  }

  #begin(sample: readonly Row[]): void {
    this.#sample = null
    this.#sheet.columns = this.#columns.map((column) => ({
      header: cellText(column.header),
      width: widthOf(column, sample),
      style: kindStyles[column.kind],
    }))
    const header = this.#sheet.getRow(1)
    const wraps = this.#columns.some((column) => column.wraps)
    header.height = wraps ? wrappedHeaderHeight : 22
    header.eachCell((cell) => {
      cell.style = wraps ? wrappedHeaderStyle : headerStyle
    })
    header.commit()
    for (const row of sample) this.#write(row)
  }

  #write(row: Row): void {
    this.#rows++
    const written = this.#sheet.addRow(this.#columns.map((column) => this.#cell(column, row)))
    written.eachCell((cell, number) => {
      cell.style = styleOf(this.#columns[number - 1], row)
    })
    written.commit()
  }

  #cell(column: SheetColumn<Row>, row: Row): CellValue {
    if (column.kind !== 'link') return cellValue(column, row)
    const address = column.value(row) ?? ''
    const text = cellText(address)
    // Written as a normalised URL, without characters that are invalid in an address or in XML.
    const url = URL.parse(address)
    // An address that Excel would not follow, or one beyond its limit, stays plain text.
    const follows = url !== null && /^https?:$/.test(url.protocol) && url.href.length <= longestLink
    if (!follows || this.#links === mostLinks) return text || undefined
    this.#links++
    return { text, hyperlink: url.href }
  }
}

function styleOf<Row>(column: SheetColumn<Row> | undefined, row: Row): Partial<Style> {
  if (column === undefined) return {}
  if ('provisional' in column && column.provisional?.(row)) return provisionalStyle
  return kindStyles[column.kind]
}

/** The value exceljs gets for a cell; undefined for a missing value, so that the cell is truly empty. */
function cellValue<Row>(column: Exclude<SheetColumn<Row>, LinkColumn<Row>>, row: Row): CellValue {
  if (column.kind === 'text') return cellText(column.value(row) ?? '') || undefined
  if (column.kind === 'day') return dayValue(column.value(row))
  const word = 'word' in column ? column.word?.(row) : null
  if (word) return cellText(word)
  const value = column.value(row)
  // exceljs would write NaN and Infinity as they are, and Excel would call the file damaged.
  if (value === null || !Number.isFinite(value)) return undefined
  // A cell's date has no zone: local time encoded as UTC gives the same cell on every computer.
  if (column.kind === 'moment') {
    return isMoment(value) ? new Date(column.wallClock(row)(unixSeconds(value)) * 1000) : undefined
  }
  if (column.kind === 'percent') return toFraction(value as Tenths)
  return column.kind === 'duration' ? value / 86_400 : value
}

function dayValue(day: string | null): Date | undefined {
  const date = day === null ? undefined : new Date(`${day}T00:00:00Z`)
  return date !== undefined && isMoment(date.getTime() / 1000) ? date : undefined
}

function widthOf<Row>(column: SheetColumn<Row>, sample: readonly Row[]): number {
  const header = Math.min(column.wraps ? widestWrapped : Number.POSITIVE_INFINITY, column.header.length + filterButton)
  if (column.kind !== 'text' && column.kind !== 'link') {
    return Math.max(header, figureWidths[column.kind]) + cellPadding
  }
  const longest = sample.reduce((length, row) => Math.max(length, column.value(row)?.length ?? 0), 0)
  return Math.min(widest, Math.max(narrowest, header, longest + 1)) + cellPadding
}

/*
 * Shared objects that never change: exceljs recognises a style by object identity, and one object per cell would double
 * the time of an export.
 */

/** `@` keeps a text that begins with "=" a text even when somebody edits its cell. */
const kindStyles: Readonly<Record<ColumnKind, Partial<Style>>> = {
  text: { numFmt: '@' },
  link: { numFmt: '@', font: { size: 11, name: 'Calibri', family: 2, underline: true, color: { argb: 'FF1D4ED8' } } },
  number: {},
  percent: { numFmt: '0.0%' },
  decimal: { numFmt: '0.00' },
  moment: { numFmt: 'yyyy-mm-dd hh:mm' },
  day: { numFmt: 'yyyy-mm-dd' },
  duration: { numFmt: '[h]:mm:ss' },
}

/** A percentage that may still change: stays a number and shows a star. */
const provisionalStyle: Partial<Style> = { numFmt: '0.0%"*"' }

const ink = { argb: 'FF1F2937' }
const band = { argb: 'FFE5EAF2' }
const rule = { argb: 'FF94A3B8' }

export const headerStyle: Partial<Style> = {
  font: { bold: true, size: 11, name: 'Calibri', family: 2, color: ink },
  fill: { type: 'pattern', pattern: 'solid', fgColor: band },
  border: { bottom: { style: 'thin', color: rule } },
  alignment: { vertical: 'middle' },
}

const wrappedHeaderStyle: Partial<Style> = { ...headerStyle, alignment: { vertical: 'middle', wrapText: true } }

export const labelStyle: Partial<Style> = {
  font: { bold: true, size: 11, name: 'Calibri', family: 2, color: ink },
  alignment: { vertical: 'top' },
}

export const wordsStyle: Partial<Style> = { numFmt: '@', alignment: { vertical: 'top', wrapText: true } }

export const countStyle: Partial<Style> = { alignment: { vertical: 'top', horizontal: 'left' } }
