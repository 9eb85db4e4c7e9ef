import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { csvRows } from './csv-rows.ts'
import { textOf } from './text-of.ts'
import { workbookRows } from './workbook-rows.ts'

/** Larger files are no lists of people or codes. */
const mostBytes = 50 * 1024 * 1024

const packed = Buffer.from('504b0304', 'hex')
const workbookNames = ['.xls', '.xlsx', '.xlsm', '.xlsb', '.ods']

/**
 * Reads a CSV file or a workbook, whatever its name says where its first bytes say otherwise. A workbook of before 2007
 * and an encrypted one are neither, and are refused.
 * @throws AppError `table/not-readable`, `table/empty`, `table/too-many-rows`
 */
export async function tableRows(file: string): Promise<readonly (readonly string[])[]> {
  const fileName = basename(file)
  try {
    const { size } = await stat(file)
    if (size > mostBytes) throw new Error('Too large')
    const bytes = await readFile(file)
    if (bytes.subarray(0, packed.length).equals(packed)) return await workbookRows(bytes, fileName)
    if (bytes.length === 0) throw new AppError('table/empty', { fileName })
    const text = workbookNames.includes(extname(file).toLowerCase()) ? null : textOf(bytes)
    if (text === null) throw new Error('Neither a workbook nor text')
    return csvRows(text, fileName)
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('table/not-readable', { fileName }, { cause: thrown })
  }
}
