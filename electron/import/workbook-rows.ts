import ExcelJS, { type Worksheet } from 'exceljs'
import { AppError } from '../../shared/errors.ts'
import { mostTableRows } from '../../shared/model/table.ts'
import { cellText } from './cell-text.ts'
import { RowCollector, tooManyRows } from './row-collector.ts'
import { unpackedFiles } from './unpacked-sizes.ts'

// exceljs holds a whole workbook, at about 1 KB a cell, those that hold nothing but a colour included.
const mostCells = 1_500_000

// Excel's own limit. exceljs walks all the rows before the last one, and a file may say that this is row 4,294,967,294.
const lastSheetRow = 1_048_576

// What a sheet holds beside its cells, and costs time to read.
const ignored = ['dataValidations', 'conditionalFormatting', 'autoFilter', 'drawing', 'legacyDrawing', 'picture']

/**
 * The rows of the first sheet that has any, hidden rows included; sheets in sight go before hidden ones.
 * @throws AppError as `RowCollector.rows`; anything else for what is no workbook
 */
export async function workbookRows(bytes: Buffer, fileName: string): Promise<readonly (readonly string[])[]> {
  refuseTooLarge(bytes, fileName)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(arrayBufferOf(bytes), { ignoreNodes: ignored })
  if (book.worksheets.length === 0) throw new Error('A workbook without sheets')
  const inSight = book.worksheets.filter(({ state }) => state === 'visible')
  const hidden = book.worksheets.filter(({ state }) => state !== 'visible')
  for (const sheet of [...inSight, ...hidden]) {
    try {
      return rowsOf(sheet).rows(fileName)
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'table/empty') throw thrown
    }
  }
  throw new AppError('table/empty', { fileName })
}

function rowsOf(sheet: Worksheet): RowCollector {
  const rows = new RowCollector()
  let next = 1
  sheet.eachRow((row, number) => {
    for (; next < number; next++) rows.add([])
    next++
    const cells: string[] = []
    row.eachCell((cell, column) => {
      while (cells.length < column - 1) cells.push('')
      cells.push(cellText(cell))
    })
    rows.add(cells)
  })
  return rows
}

/** Before anything is read into memory: too many rows are told of, where it is certain which sheet is meant. */
function refuseTooLarge(bytes: Buffer, fileName: string): void {
  const sheets: { readonly rows: number; readonly cells: number }[] = []
  // One file at a time is unpacked and let go of again.
  for (const { name, content } of unpackedFiles(bytes)) {
    const cells = /^\/?xl\/worksheets\/[^/]+\.xml$/.test(name) ? occurrences(content, '<c ') : 0
    if (cells > 0) sheets.push({ rows: rowsWithCells(content), cells })
  }
  const cells = sheets.reduce((sum, sheet) => sum + sheet.cells, 0)
  const rows = sheets.reduce((most, sheet) => Math.max(most, sheet.rows), 0)
  if (rows > mostTableRows + 1 && (sheets.length === 1 || cells > mostCells)) throw tooManyRows(fileName, rows)
  if (cells > mostCells) throw new Error('More cells than can be held')
}

/** Rows of a sheet's XML in which any cell has a value. @throws Error for a row that no sheet has */
function rowsWithCells(xml: Buffer): number {
  let rows = 0
  for (let at = xml.indexOf('<row'); at >= 0; ) {
    const next = xml.indexOf('<row', at + 4)
    const row = xml.subarray(at, next < 0 ? xml.length : next)
    if (rowNumber(row) > lastSheetRow) throw new Error('A row beyond the last one of a sheet')
    if (row.includes('<v') || row.includes('<t')) rows++
    at = next
  }
  return rows
}

// A row's own tag is short; its cells have numbers too.
const longestTag = 1_000

const rowNumber = (row: Buffer): number =>
  Number(/^<row[^>]*?\sr\s*=\s*["'](\d+)/.exec(row.toString('latin1', 0, longestTag))?.[1] ?? 0)

function occurrences(text: Buffer, sought: string): number {
  let count = 0
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) count++
  return count
}

// A small file's buffer is a part of a larger one that others use.
const arrayBufferOf = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer
