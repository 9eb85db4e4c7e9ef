import ExcelJS, { type Cell, type CellValue } from 'exceljs'
import { numberText } from './number-text.ts'

/** A cell as somebody who looks at it reads it; dates in ISO form. Of merged cells only the first shows the value. */
export const cellText = (cell: Cell): string =>
  cell.type === ExcelJS.ValueType.Merge ? '' : valueText(cell.value, cell.numFmt)

function valueText(value: CellValue | undefined, format: string | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value, format)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) return dateText(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  // The text of a link can be rich, though its type does not say so.
  if ('hyperlink' in value) return valueText(value.text, format)
  if ('error' in value) return value.error
  if ('result' in value) return valueText(value.result, format)
  return ''
}

const day = 86_400_000
/** What a spreadsheet's dates count from; a time without a date is on this day or the next. */
const dayZero = Date.UTC(1899, 11, 30)

/** `2026-03-29`, `2026-03-29T14:05:00`, or `14:05:00` for a time without a date. */
function dateText(date: Date): string {
  // Cells count in days; a second is a fraction that is rarely met exactly.
  const moment = Math.round(date.getTime() / 1000) * 1000
  if (!Number.isFinite(moment)) return ''
  const iso = new Date(moment).toISOString().replace(/\.\d+Z$/, '')
  if (moment - dayZero >= 0 && moment - dayZero < day) return iso.slice(11)
  return moment % day === 0 ? iso.slice(0, 10) : iso
}
