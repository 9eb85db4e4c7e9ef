import { AppError } from '../../../shared/errors.ts'
import type { ExportFormat } from './table.ts'

/** Rows a sheet holds below its header row (ECMA-376 and Excel's own limit of 1,048,576). */
export const mostSheetRows = 1_048_575

/** The most characters Excel holds in one cell. */
export const longestCellText = 32_767

/** The longest address Excel follows from a cell; a longer one makes it call the file damaged. */
export const longestLink = 2_079

/** Links Excel follows in one sheet; with more it calls the file damaged. */
export const mostLinks = 65_530

/** @throws AppError `export/too-many-rows` where a sheet has not that many; CSV has no such end */
export function refuseTooMany(rows: number, format: ExportFormat): void {
  if (format === 'xlsx' && rows > mostSheetRows) throw new AppError('export/too-many-rows', { rows })
}
