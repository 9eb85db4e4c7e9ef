import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ExcelJS, { type CellValue, type Column } from 'exceljs'
import type { Cost } from './measure.ts'

/** A sheet's cells, its header among them, with the width and the format of each column. */
interface SheetCells {
  readonly name: string
  readonly columns: readonly Partial<Column>[]
  readonly rows: readonly CellValue[][]
}

/** The cells of all sheets of a finished workbook, read back. */
export async function columnCellsOf(file: string): Promise<readonly SheetCells[]> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  return book.worksheets.map((sheet) => {
    // Read once: exceljs counts its columns over all rows at every call.
    const width = sheet.columnCount
    const rows: CellValue[][] = []
    sheet.eachRow((row) => {
      rows.push(Array.from({ length: width }, (_, at) => row.getCell(at + 1).value ?? undefined))
    })
    const columns = Array.from({ length: width }, (_, at) => {
      const { width: characters, numFmt } = sheet.getColumn(at + 1)
      return { ...(characters && { width: characters }), style: numFmt ? { numFmt } : {} }
    })
    return { name: sheet.name, columns, rows }
  })
}

/** Writes cells as exceljs's manual shows it: its streaming writer, formats on the columns. */
export async function writeColumns(
  sheets: readonly SheetCells[],
  filename: string,
  styles?: 'shared styles',
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useStyles: true })
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name)
    sheet.columns = [...columns]
    for (const values of rows) {
      const row = sheet.addRow(values)
      if (styles !== undefined) {
        row.eachCell((cell, number) => {
          cell.style = columns[number - 1]?.style ?? {}
        })
      }
      row.commit()
    }
    sheet.commit()
  }
  await book.commit()
}

const run = promisify(execFile)

export interface XlsxWriter {
  readonly version: string
  write(): Promise<Cost>
}

// Debian's package is for Debian's own Python.
const pythons = ['python3', '/usr/bin/python3']

/** Python's XlsxWriter, about to write the cells into a folder; null where it is not installed. */
export async function xlsxWriterOf(sheets: readonly SheetCells[], folder: string): Promise<XlsxWriter | null> {
  const cells = join(folder, 'cells.json')
  const script = join(import.meta.dirname, 'bare_xlsxwriter.py')
  for (const python of pythons) {
    const known = await run(python, ['-c', 'import xlsxwriter; print(xlsxwriter.__version__)']).catch(() => null)
    if (known === null) continue
    writeFileSync(cells, JSON.stringify(sheets.map(asNumbers)))
    return {
      version: known.stdout.trim(),
      write: async () => JSON.parse((await run(python, [script, cells, join(folder, 'python.xlsx')])).stdout),
    }
  }
  return null
}

const [secondsPerDay, daysBefore1970] = [86_400, 25_569]

/** As JSON can say it: moments as the days that stand in a cell. */
const asNumbers = ({ name, columns, rows }: SheetCells) => ({
  name,
  columns: columns.map(({ width = 9, style }) => ({ width, format: style?.numFmt ?? null })),
  rows: rows.map((row) =>
    row.map((value) =>
      value instanceof Date ? value.getTime() / 1000 / secondsPerDay + daysBefore1970 : (value ?? null),
    ),
  ),
})
