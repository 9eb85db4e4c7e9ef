import type { FileHandle } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import ExcelJS, { type ConditionalFormattingRule, type DataValidation, type Worksheet } from 'exceljs'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { mostLinks } from '../writer/columns.ts'
import { type ExportRun, rowsPerTurn } from '../writer/table.ts'
import { TableSheet } from '../writer/table-sheet.ts'
import { generator, type WholeSheet } from '../writer/workbook.ts'
import type { Cell } from './cells.ts'

// Packing takes half of the time of a workbook that is kept in memory. At level 3 it takes a third of that, and the file
// is a tenth larger.
const quickly = { zip: { compressionOptions: { level: 3 } } } as Partial<ExcelJS.XlsxWriteOptions>

type Streamed = ExcelJS.stream.xlsx.WorkbookWriter

/** How a sheet looks and prints. */
export interface SheetLook {
  readonly widths: readonly number[]
  /** How many columns at the left stay in sight, beside the header row; null for a page without a header. */
  readonly frozen: number | null
  readonly headerHeight?: number
  readonly tab?: string
}

/** What stands behind a sheet's rows. */
export interface SheetEnd {
  /** The last row and column that the filter of the header covers. */
  readonly filter?: { readonly row: number; readonly column: number }
  readonly formats?: readonly { readonly ref: string; readonly rules: readonly ConditionalFormattingRule[] }[]
  readonly validations?: readonly { readonly cells: readonly string[]; readonly validation: DataValidation }[]
}

/**
 * A workbook in the making. `whole` keeps it in memory until it is written, which a live one of some 10,000 attempts
 * allows; `streamed` holds only a few rows.
 */
export class Book {
  readonly #whole: ExcelJS.Workbook | null
  readonly #workbook: ExcelJS.Workbook | ExcelJS.stream.xlsx.WorkbookWriter
  readonly #output: Writable
  readonly #run: ExportRun
  readonly #total: number
  readonly #names: { readonly name: string; readonly place: string }[] = []
  readonly sheets: string[] = []
  #written = 0

  constructor(file: FileHandle, how: 'whole' | 'streamed', at: UnixSeconds, run: ExportRun, total: number) {
    this.#run = run
    this.#total = total
    // The handle's own stream would prevent flushing and closing it afterwards.
    this.#output = new Writable({
      write: (chunk: Buffer, _, done) => {
        file.writeFile(chunk).then(() => done(), done)
      },
    })
    // exceljs listens for write errors only at the very end.
    this.#output.on('error', () => undefined)
    this.#whole = how === 'whole' ? new ExcelJS.Workbook() : null
    this.#workbook = this.#whole ?? new ExcelJS.stream.xlsx.WorkbookWriter({ stream: this.#output, useStyles: true })
    const moment = new Date(at * 1000)
    Object.assign(this.#workbook, {
      ...{ creator: generator, lastModifiedBy: generator, created: moment, modified: moment },
    })
    if (this.#whole !== null) Object.assign(this.#whole, { calcProperties: { fullCalcOnLoad: true } })
  }

  get isStreamed(): boolean {
    return this.#whole === null
  }

  /** Starts the next sheet; finish it before the one after. */
  sheet(name: string, look: SheetLook): BookSheet {
    this.sheets.push(name)
    const { frozen, tab } = look
    const corner = frozen === null ? null : `${String.fromCharCode(65 + frozen)}2`
    const sheet = this.#workbook.addWorksheet(name, {
      ...(tab === undefined ? {} : { properties: { tabColor: { argb: tab } } as never }),
      ...(corner === null
        ? { views: [{ showGridLines: false }] }
        : {
            views: [{ state: 'frozen', ySplit: 1, xSplit: frozen ?? 0, topLeftCell: corner, activeCell: corner }],
          }),
      pageSetup: {
        ...{ orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
        margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
        ...(frozen === null ? {} : { printTitlesRow: '1:1' }),
      },
      headerFooter: { oddFooter: '&L&A&C&D&RPage &P of &N' },
    })
    sheet.columns = look.widths.map((width) => ({ width }))
    return new BookSheet(sheet, this.isStreamed, look.headerHeight ?? null, () => this.#turn())
  }

  /** Writes a sheet as it stands in other workbooks too. */
  async table<Row>({ sheetName, columns, rows }: WholeSheet<Row>): Promise<void> {
    this.sheets.push(sheetName)
    const sheet = new TableSheet(this.#workbook, sheetName, columns)
    for (const row of rows) {
      sheet.add(row)
      await this.#turn()
    }
    sheet.finish()
  }

  /** Gives cells of a sheet a name. Its ranges are absolute. */
  name(name: string, place: string): void {
    this.#names.push({ name, place })
  }

  async #turn(): Promise<void> {
    this.#written++
    if (this.#written % rowsPerTurn !== 0) return
    if (this.#output.errored) throw this.#output.errored
    await this.#run.yieldToEvents()
    // The last report is that of a finished file.
    this.#run.progress(Math.max(0, Math.min(this.#written, this.#total - 1)), this.#total)
  }

  /** Writes what is left. @throws when the file cannot be written */
  async finish(): Promise<void> {
    await this.#run.yieldToEvents()
    for (const { name, place } of this.#names) definedNamesOf(this.#workbook).add(place, name)
    // exceljs calls a workbook that it kept in memory written before the file has taken it.
    const taken = finished(this.#output)
    const writing = this.#whole?.xlsx.write(this.#output, quickly) ?? (this.#workbook as Streamed).commit()
    await Promise.all([taken, writing])
    this.#run.progress(this.#total, this.#total)
  }
}

interface DefinedNames {
  add(place: string, name: string): void
}

/** exceljs's types leave out what both of its writers have. */
const definedNamesOf = (workbook: object): DefinedNames => Reflect.get(workbook, '_definedNames') as DefinedNames

/** A sheet that takes one row after the other. */
export class BookSheet {
  readonly #sheet: Worksheet
  readonly #isStreamed: boolean
  readonly #headerHeight: number | null
  readonly #turn: () => Promise<void>
  #rows = 0
  #links = 0

  constructor(sheet: Worksheet, isStreamed: boolean, headerHeight: number | null, turn: () => Promise<void>) {
    this.#sheet = sheet
    this.#isStreamed = isStreamed
    this.#headerHeight = headerHeight
    this.#turn = turn
  }

  /** The number of the last row added. */
  get rows(): number {
    return this.#rows
  }

  /** @param height in points; as high as its text where nothing is said */
  async add(cells: readonly Cell[], height?: number): Promise<void> {
    this.#rows++
    const row = this.#sheet.getRow(this.#rows)
    const own = height ?? (this.#rows === 1 ? this.#headerHeight : null)
    if (own !== null) row.height = own
    for (let at = 0; at < cells.length; at++) {
      const { value, style } = this.#withinLimit(cells[at] as Cell)
      if (value === undefined && Object.keys(style).length === 0) continue
      const cell = row.getCell(at + 1)
      if (value !== undefined) cell.value = value
      cell.style = style
    }
    if (this.#isStreamed) row.commit()
    await this.#turn()
  }

  /** Links beyond what Excel follows in a sheet stay plain text. */
  #withinLimit(cell: Cell): Cell {
    if (typeof cell.value !== 'object' || !('hyperlink' in cell.value)) return cell
    return this.#links++ < mostLinks ? cell : { ...cell, value: cell.value.text }
  }

  finish({ filter, formats = [], validations = [] }: SheetEnd = {}): void {
    if (filter !== undefined)
      this.#sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: filter.row, column: filter.column } }
    for (const { ref, rules } of formats) this.#sheet.addConditionalFormatting({ ref, rules: [...rules] })
    for (const { cells, validation } of validations)
      for (const cell of cells) dataValidationsOf(this.#sheet).add(cell, validation)
    if (this.#isStreamed) this.#sheet.commit()
  }
}

interface DataValidations {
  add(address: string, validation: DataValidation): void
}

const dataValidationsOf = (sheet: object): DataValidations => Reflect.get(sheet, 'dataValidations') as DataValidations
