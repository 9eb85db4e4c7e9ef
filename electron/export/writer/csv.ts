import type { FileHandle } from 'node:fs/promises'
import Papa from 'papaparse'
import { formulaStart, guarded } from '../../../shared/model/spreadsheet-text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { isMoment, type MomentColumn, type SheetColumn, withoutControls } from './columns.ts'
import type { TableWriter } from './table.ts'

export const lineEnd = '\r\n'

/**
 * Who the CSV is for. `program`: RFC 4180 in UTF-8 without a byte order mark, comma, decimal point, texts unchanged but
 * for control characters. `spreadsheet`: the same with the byte order mark by which Excel recognises UTF-8, and an
 * apostrophe before texts that Excel would run as a formula.
 */
export type CsvReader = 'program' | 'spreadsheet'

/**
 * Writes CSV. Percentages are numbers such as 89.5, moments ISO 8601 with the account's offset
 * (2026-03-29T03:15:00+02:00), durations HH:MM:SS as in ClassMarker, missing values empty.
 */
export function csvWriter<Row>(
  file: FileHandle,
  columns: readonly SheetColumn<Row>[],
  reader: CsvReader = 'program',
): TableWriter<Row> {
  let rows: string[][] = [columns.map(({ header }) => header)]
  let formulaLikeTexts = 0
  let begin = reader === 'spreadsheet' ? '\uFEFF' : ''
  const options = { newline: lineEnd, ...(reader === 'spreadsheet' && { escapeFormulae: guarded }) }

  async function flush(): Promise<void> {
    if (rows.length > 0) await file.writeFile(begin + Papa.unparse(rows, options) + lineEnd)
    rows = []
    begin = ''
  }

  return {
    add(row) {
      const fields = columns.map((column) => field(column, row))
      formulaLikeTexts += fields.filter((text, at) => columns[at]?.kind === 'text' && formulaStart.test(text)).length
      rows.push(fields)
    },
    flush,
    async finish() {
      await flush()
      return { sheets: [], formulaLikeTexts }
    },
  }
}

function field<Row>(column: SheetColumn<Row>, row: Row): string {
  if (column.kind === 'text' || column.kind === 'link' || column.kind === 'day')
    return withoutControls(column.value(row) ?? '')
  const word = 'word' in column ? column.word?.(row) : null
  if (word) return withoutControls(word)
  const value = column.value(row)
  if (value === null || !Number.isFinite(value)) return ''
  if (column.kind === 'percent') return String(value / 10)
  if (column.kind === 'duration') return clockTime(value)
  if (column.kind === 'moment') return isMoment(value) ? localTime(value, column, row) : ''
  return String(value)
}

const two = (value: number): string => String(value).padStart(2, '0')

const clockTime = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')

function localTime<Row>(moment: number, { wallClock }: MomentColumn<Row>, row: Row): string {
  const wall = wallClock(row)(unixSeconds(moment))
  const minutes = Math.round((wall - moment) / 60)
  const offset = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
  return `${new Date(wall * 1000).toISOString().slice(0, 19)}${minutes < 0 ? '-' : '+'}${offset}`
}
