import type { FileHandle } from 'node:fs/promises'
import Papa from 'papaparse'
import { unixSeconds } from '../../shared/model/time.ts'
import { type AttemptColumn, isMoment } from './attempt-columns.ts'
import type { Attempt } from './attempts.ts'
import type { AttemptsWriter } from './attempts-writer.ts'

// What a spreadsheet runs instead of showing, when it opens a CSV file (OWASP, "CSV injection").
const formulaStart = /^[=+\-@\t\r]/

const lineEnd = '\r\n'

/**
 * The CSV a program reads: RFC 4180 in UTF-8 without a mark at its start, comma, decimal point, every text exactly as
 * it is. Percentages are numbers such as 89.5, moments ISO 8601 with the account's offset
 * (2026-03-29T03:15:00+02:00), durations HH:MM:SS as ClassMarker writes them, absent values empty.
 */
export function csvWriter(file: FileHandle, columns: readonly AttemptColumn[]): AttemptsWriter {
  let rows: string[][] = [columns.map(({ header }) => header)]
  let formulaLikeTexts = 0

  async function flush(): Promise<void> {
    if (rows.length > 0) await file.writeFile(Papa.unparse(rows, { newline: lineEnd }) + lineEnd)
    rows = []
  }

  return {
    add(attempt) {
      const row = columns.map((column) => field(column, attempt))
      formulaLikeTexts += row.filter((text, at) => columns[at]?.kind === 'text' && formulaStart.test(text)).length
      rows.push(row)
    },
    flush,
    async finish() {
      await flush()
      return { sheets: [], formulaLikeTexts }
    },
  }
}

function field(column: AttemptColumn, attempt: Attempt): string {
  if (column.kind === 'text') return column.value(attempt) ?? ''
  const value = column.value(attempt)
  if (value === null || !Number.isFinite(value)) return ''
  if (column.kind === 'percent') return String(value / 10)
  if (column.kind === 'duration') return clockTime(value)
  if (column.kind === 'moment') return isMoment(value) ? localTime(value, attempt) : ''
  return String(value)
}

const two = (value: number): string => String(value).padStart(2, '0')

const clockTime = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')

function localTime(moment: number, { wallClock }: Attempt): string {
  const wall = wallClock(unixSeconds(moment))
  const minutes = Math.round((wall - moment) / 60)
  const offset = `${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
  return `${new Date(wall * 1000).toISOString().slice(0, 19)}${minutes < 0 ? '-' : '+'}${offset}`
}
