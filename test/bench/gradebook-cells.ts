import { parentPort, Worker, workerData } from 'node:worker_threads'
import ExcelJS, { type Style } from 'exceljs'

/** A sheet's cells with the number of the style each has. */
interface SheetCells {
  readonly name: string
  readonly widths: readonly number[]
  readonly rows: readonly (readonly (readonly [at: number, value: ExcelJS.CellValue, style: number])[])[]
}

/** A workbook as cells, for a bare script to write again. */
export interface BookCells {
  readonly sheets: readonly SheetCells[]
  readonly styles: readonly Partial<Style>[]
}

/** The cells of a finished workbook, read back. */
export async function cellsOf(file: string): Promise<BookCells> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const styles = new Map<string, number>()
  const sheets = book.worksheets.map((sheet): SheetCells => {
    const rows: (readonly [number, ExcelJS.CellValue, number])[][] = []
    sheet.eachRow({ includeEmpty: true }, (row) => {
      const cells: (readonly [number, ExcelJS.CellValue, number])[] = []
      row.eachCell((cell, at) => {
        const style = JSON.stringify(cell.style)
        if (!styles.has(style)) styles.set(style, styles.size)
        const value =
          cell.type === ExcelJS.ValueType.Formula ? { formula: cell.formula, result: cell.result } : cell.value
        cells.push([at, value as ExcelJS.CellValue, styles.get(style) ?? 0])
      })
      rows.push(cells)
    })
    const widths = Array.from({ length: sheet.columns?.length ?? 0 }, (_, at) => sheet.getColumn(at + 1).width ?? 10)
    return { name: sheet.name, widths, rows }
  })
  return { sheets, styles: [...styles.keys()].map((style) => JSON.parse(style)) }
}

interface Order {
  readonly cells: BookCells
  readonly file: string
  readonly how: 'whole' | 'streamed'
}

/** Writes cells as exceljs's manual shows it, in a thread of its own, which loads exceljs first, as a script would. */
export async function writeBare(order: Order): Promise<void> {
  const worker = new Worker(import.meta.filename, { workerData: order })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  worker.on('message', () => resolve())
  worker.on('error', reject)
  await promise
  await worker.terminate()
}

async function write({ cells, file, how }: Order): Promise<void> {
  const book =
    how === 'whole'
      ? new ExcelJS.Workbook()
      : new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true })
  for (const { name, widths, rows } of cells.sheets) {
    const sheet = book.addWorksheet(name)
    sheet.columns = widths.map((width) => ({ width }))
    for (const [at, values] of rows.entries()) {
      const row = sheet.getRow(at + 1)
      for (const [column, value, style] of values) {
        const cell = row.getCell(column)
        cell.value = value
        cell.style = cells.styles[style] ?? {}
      }
      if (how === 'streamed') row.commit()
    }
    if (how === 'streamed') sheet.commit()
  }
  if (book instanceof ExcelJS.stream.xlsx.WorkbookWriter) await book.commit()
  else await book.xlsx.writeFile(file)
}

if (parentPort !== null) {
  await write(workerData as Order)
  parentPort.postMessage('written')
}
