import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import ExcelJS from 'exceljs'

const isInstalled = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'soffice')))

/** Why tests that need LibreOffice are skipped; null where it is installed. */
export const noOffice = isInstalled ? null : 'LibreOffice is not installed (apt-get install libreoffice-calc)'

/** Lets LibreOffice read workbooks and write them in another format into a folder. @returns the files written */
export async function converted(files: readonly string[], format: 'xlsx' | 'pdf', folder: string): Promise<string[]> {
  const profile = `-env:UserInstallation=file://${folder}-profile`
  await promisify(execFile)('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, ...files])
  return files.map((file) => join(folder, basename(file).replace(/\.xlsx$/, `.${format}`)))
}

/** A copy of a workbook with cells changed, and without the results that were written beside the formulas. */
export async function withoutResults(
  file: string,
  copy: string,
  change: (book: ExcelJS.Workbook) => void,
): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  change(book)
  for (const sheet of book.worksheets) {
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.type === ExcelJS.ValueType.Formula) cell.value = { formula: cell.formula } as ExcelJS.CellFormulaValue
      }),
    )
  }
  await book.xlsx.writeFile(copy)
}

export type Plain = string | number | null

/** The values of a sheet by address: results of formulas, '' as null. */
export async function plainCells(file: string): Promise<Map<string, Map<string, Plain>>> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  return new Map(
    book.worksheets.map((sheet) => {
      const cells = new Map<string, Plain>()
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          const value = plainOf(cell)
          if (value !== null) cells.set(cell.address, value)
        }),
      )
      return [sheet.name, cells]
    }),
  )
}

function plainOf(cell: ExcelJS.Cell): Plain {
  const value = cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.getTime()
  return typeof value === 'object' && 'error' in value ? `error ${value.error}` : String(value)
}

/** Addresses at which two sheets differ, with both values. Numbers may differ by what adding doubles costs. */
export function differences(one: ReadonlyMap<string, Plain>, other: ReadonlyMap<string, Plain>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((address) => {
    const [a, b] = [one.get(address) ?? null, other.get(address) ?? null]
    const isSame = typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-9 : a === b
    return isSame ? [] : [`${address}: ${a} and ${b}`]
  })
}
