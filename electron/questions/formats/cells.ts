import type { QuestionLoss } from '../../../shared/model/question-file.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { fold } from '../../../shared/model/text.ts'
import { htmlOfEither, plainOf } from './markup.ts'
import { loss } from './question-parts.ts'

/** A heading in the form in which headings are compared. */
export const heading = (cell: string | undefined): string =>
  fold(cell ?? '')
    .replace(/[*:]+$/, '')
    .trim()

export const cellOf = (row: TableRow, column: number | undefined): string =>
  column === undefined ? '' : (row.cells[column] ?? '').trim()

export const isBlank = ({ cells }: TableRow): boolean => cells.every((cell) => cell.trim() === '')

/** A used cell of which the workbook holds no text, such as a formula without its value; null where there is none. */
export const flawedCell = (row: TableRow, columns: readonly (number | undefined)[]): QuestionLoss | null => {
  for (const column of columns) {
    const flaw = column === undefined ? undefined : row.flaws?.[column]
    if (flaw !== undefined && flaw !== 'truth-value' && flaw !== 'summary-row')
      return loss('not-understood', row.cells[column ?? 0] ?? '')
  }
  return null
}

/** HTML as a cell says it: as plain text where that is the same. */
export function cellText(html: string): string {
  const { text, isExact } = plainOf(html)
  return isExact && htmlOfEither(text) === html ? text : html
}

/** `yes`, `true`, `1`; null where nothing is said. */
export function yesIn(text: string): boolean | null {
  const word = fold(text)
  if (/^(?:yes|true|1|on|y)$/.test(word)) return true
  return /^(?:no|false|0|off|n)$/.test(word) ? false : null
}
