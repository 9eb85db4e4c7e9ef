import type { QuestionLoss } from '../../../shared/model/question-file.ts'
import { loss } from './question-parts.ts'

/** The most characters Excel holds in one cell. */
const longestCell = 32_767

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g
// Excel reads _x0041_ as "A" (ECMA-376 part 1, 22.9.2.19 ST_Xstring); writing its first underscore so keeps it literal.
const escapeLike = /_(?=x[0-9A-Fa-f]{4}_)/g

const writable = (text: string): string => text.replace(/\r\n?/g, '\n').replace(unwritable, '')

/** Text that a cell holds. Never a formula, because the cell's type is text. */
const held = (text: string): string =>
  writable(text).slice(0, longestCell).toWellFormed().replace(escapeLike, '_x005F_')

/** What of some texts no cell holds. */
export const cutCells = (texts: readonly string[]): readonly QuestionLoss[] =>
  texts.some((text) => writable(text).length > longestCell)
    ? [loss('part-left-out', `more than ${longestCell} characters`)]
    : []

/** A workbook of one sheet whose cells are all texts, so that `1/2` stays what it is. */
export async function sheetBytes(name: string, rows: readonly (readonly string[])[]): Promise<Buffer> {
  // Loaded only when needed, because it takes longer than writing most files.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(name)
  for (const cells of rows) {
    const row = sheet.addRow(cells.map((cell) => (cell === '' ? null : held(cell))))
    row.eachCell((cell) => {
      cell.numFmt = '@'
      cell.alignment = { vertical: 'top', wrapText: true }
    })
  }
  for (const column of sheet.columns) column.width = 24
  return Buffer.from(await book.xlsx.writeBuffer())
}
