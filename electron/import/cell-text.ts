import { type CellObject, SSF } from '@e965/xlsx'
import type { CellFlaw } from '../../shared/model/table.ts'

/** A cell as somebody who looks at it reads it, and what is wrong with it. */
export interface ShownCell {
  readonly text: string
  readonly flaw: CellFlaw | null
}

export interface BookFacts {
  /** Whether its days count from 1904. */
  readonly from1904: boolean
  /** Whether its formulas wait to be calculated; until then some programs write 0 for what they give. */
  readonly uncalculated: boolean
}

const sound = (text: string): ShownCell => ({ text, flaw: null })
const blank = sound('')

/**
 * Dates in ISO form; numbers, texts and errors as their format shows them. A format that cannot be followed costs its
 * cell, not the file.
 */
export function shownCell(cell: CellObject, book: BookFacts): ShownCell {
  try {
    return shownByFormat(cell, book)
  } catch {
    return { text: String(cell.v ?? ''), flaw: 'error-value' }
  }
}

function shownByFormat(cell: CellObject, book: BookFacts): ShownCell {
  const isFormula = cell.f !== undefined || cell.F !== undefined
  if (isFormula && (cell.t === 'z' || (book.uncalculated && cell.t === 'n' && cell.v === 0))) {
    return { text: '', flaw: 'no-value' }
  }
  const format = shownFormat(cell.z)
  if (cell.t === 'e') return { text: cell.w ?? '#N/A', flaw: 'error-value' }
  if (cell.t === 'b') return { text: cell.v === true ? 'TRUE' : 'FALSE', flaw: 'truth-value' }
  if (cell.t === 'n' && typeof cell.v === 'number') return shownNumber(cell.v, format, book)
  if (cell.t === 'd') return sound(dateText(serialOf(cell.v), false))
  if (typeof cell.v !== 'string') return blank
  return sound(isGeneral(format) ? cell.v : formatted(format, cell.v, book))
}

// `[$-407]` says in which language a format was written, and shows nothing; SheetJS takes it for a dollar sign.
const languageMark = /\[\$-[^\]]*\]/g

// Within quotation marks SheetJS takes these signs for ones that say how the next is shown, and misses the mark's end.
const quotedWithSigns = /"([^"]*[*_\\][^"]*)"/g
const escaped = (words: string): string => words.replace(/[\s\S]/g, '\\$&')

const shownFormat = (format: unknown): string =>
  typeof format === 'string'
    ? format.replace(languageMark, '').replace(quotedWithSigns, (_, words: string) => escaped(words))
    : ''

const isGeneral = (format: string): boolean => /^(?:general|@)?(?:;@)?$/i.test(format.trim())

/** The largest number up to which every whole one is itself. */
const largest = 2 ** 53

function shownNumber(value: number, format: string, book: BookFacts): ShownCell {
  if (!Number.isFinite(value)) return { text: '', flaw: 'error-value' }
  const isElapsed = /\[[hms]+\]/i.test(format)
  if (format !== '' && SSF.is_date(format) && !isElapsed) {
    const text = dateText(value, book.from1904)
    // What no day is, Excel shows as a row of hashes.
    return text === '' ? { text: '#####', flaw: 'error-value' } : sound(text)
  }
  if (Math.abs(value) > largest) return { text: formatted(format, value, book), flaw: 'too-long-number' }
  if (isGeneral(format)) return sound(numberText(value))
  // Within other words too, “General” leaves out digits that are there.
  return sound(formatted(Number.isInteger(value) ? format.replace(/general/gi, '0') : format, value, book))
}

/** At most the 15 digits a spreadsheet shows of a fraction, all of a whole number, and never an exponent for one. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString()
  return String(Number(value.toPrecision(15)))
}

function formatted(format: string, value: number | string, { from1904 }: BookFacts): string {
  return SSF.format(format === '' ? 'General' : format, value, { date1904: from1904 })
}

const day = 86_400_000
const daysFrom1900To1904 = 1_462
/** Excel counts a 29th of February 1900, which was none; the days before it are one less. */
const inventedDay = 60

/** `2026-03-29`, `2026-03-29T14:05:00`, or `14:05:00` for a time without a date; '' for what is no date. */
function dateText(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + daysFrom1900To1904 : serial
  if (days < 0) return ''
  const corrected = days >= 1 && days < inventedDay ? days + 1 : days
  // Cells count in days; a second is a fraction that is rarely met exactly.
  const moment = Date.UTC(1899, 11, 30) + Math.round((corrected * day) / 1000) * 1000
  if (!Number.isFinite(new Date(moment).getTime()) || moment >= Date.UTC(10_000, 0)) return ''
  const iso = new Date(moment).toISOString().replace(/\.\d+Z$/, '')
  if (serial >= 0 && serial < 1) return iso.slice(11)
  return moment % day === 0 ? iso.slice(0, 10) : iso
}

const serialOf = (value: unknown): number =>
  value instanceof Date ? (value.getTime() - Date.UTC(1899, 11, 30)) / day : Number(value)
