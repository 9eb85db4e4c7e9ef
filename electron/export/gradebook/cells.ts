import type { CellFormulaValue, CellHyperlinkValue, Style } from 'exceljs'
import { cellText, isMoment, longestLink } from '../writer/columns.ts'
import { headerStyle, labelStyle, wordsStyle } from '../writer/table-sheet.ts'

/*
 * The cells of a workbook. Styles are shared objects that never change: exceljs recognises a style by object identity.
 */

export type CellValue = string | number | Date | CellFormulaValue | CellHyperlinkValue | undefined

/** A cell with its style; no value is a truly empty cell. */
export interface Cell {
  readonly value: CellValue
  readonly style: Partial<Style>
}

const yellow = { argb: 'FFFFF8DC' }
const line = { style: 'thin', color: { argb: 'FFD6C98A' } } as const
const box = { top: line, left: line, bottom: line, right: line }
const inputLook = {
  fill: { type: 'pattern', pattern: 'solid', fgColor: yellow },
  border: box,
  alignment: { horizontal: 'right' },
} as const
const linkFont = { size: 11, name: 'Calibri', family: 2, underline: true, color: { argb: 'FF1D4ED8' } } as const

export const styles = {
  /** `@` keeps a text that begins with "=" a text even when somebody edits its cell. */
  text: { numFmt: '@' },
  /** A text beside figures, a little apart from the one before it. */
  word: { numFmt: '@', alignment: { horizontal: 'left', indent: 1 } },
  wordHeader: { ...headerStyle, alignment: { vertical: 'middle', horizontal: 'left', indent: 1, wrapText: true } },
  plain: {},
  percent: { numFmt: '0.0%' },
  provisional: { numFmt: '0.0%"*"' },
  /** A word among figures. */
  aside: { numFmt: '@', alignment: { horizontal: 'right' } },
  number: { numFmt: '0' },
  points: { numFmt: '0.##' },
  moment: { numFmt: 'yyyy-mm-dd hh:mm' },
  duration: { numFmt: '[h]:mm:ss' },
  link: { numFmt: '@', font: linkFont },
  header: { ...headerStyle, alignment: { vertical: 'middle', wrapText: true } },
  /** Of a column of figures. */
  figureHeader: { ...headerStyle, alignment: { vertical: 'middle', horizontal: 'right', wrapText: true } },
  wrapped: wordsStyle,
  label: labelStyle,
  words: { ...wordsStyle, alignment: { vertical: 'top', wrapText: true, indent: 1 } },
  title: { font: { bold: true, size: 14, name: 'Calibri', family: 2, color: { argb: 'FF1F2937' } } },
  bar: { font: { size: 11, name: 'Calibri', family: 2, color: { argb: 'FF3B6FB6' } } },
  input: { ...inputLook, numFmt: '@' },
  inputNumber: { ...inputLook, numFmt: '0.##' },
  /** Of a bound, which may have hundredths. */
  bound: { numFmt: '0.0#%' },
  inputPercent: { ...inputLook, numFmt: '0.0#%' },
} as const satisfies Readonly<Record<string, Partial<Style>>>

/** A percentage with so many decimals. */
export const percentStyles: readonly Partial<Style>[] = ['0%', '0.0%', '0.00%', '0.000%'].map((numFmt) => ({ numFmt }))

export const empty: Cell = { value: undefined, style: styles.plain }

export const text = (value: string | null, style: Partial<Style> = styles.text): Cell => ({
  value: cellText(value ?? '') || undefined,
  style,
})

export const number = (value: number | null, style: Partial<Style> = styles.number): Cell => ({
  // exceljs would write NaN and Infinity as they are, and Excel would call the file damaged.
  value: value !== null && Number.isFinite(value) ? value : undefined,
  style,
})

/** @param tenths of a percent */
export const percent = (tenths: number | null, style: Partial<Style> = styles.percent): Cell =>
  number(tenths === null ? null : fraction(tenths), style)

/**
 * Tenths of a percent as the fraction that stands in a cell. Twelve decimals are exact for every attempt, and leave
 * nothing of what adding doubles makes of a mean: the formulas round so too.
 */
export const fraction = (tenths: number): number => Number((tenths / 1000).toFixed(12))

/** @param seconds as if the account's wall clock were UTC, so that the cell is the same on every computer */
export const moment = (seconds: number): Cell => ({
  value: isMoment(seconds) ? new Date(seconds * 1000) : undefined,
  style: styles.moment,
})

/**
 * A formula with its result. Formulas are made of addresses and numbers only, never of data.
 * @param result null for an empty text, which is all a formula can say for nothing
 */
export const formula = (words: string, result: number | string | null, style: Partial<Style>): Cell => ({
  value: { formula: words, result: result ?? '' },
  style,
})

/** An address that opens on a click; plain text where Excel would not follow it. */
export function link(address: string | null): Cell {
  const url = URL.parse(address ?? '')
  const follows = url !== null && /^https?:$/.test(url.protocol) && url.href.length <= longestLink
  return follows ? { value: { text: cellText(address ?? ''), hyperlink: url.href }, style: styles.link } : text(address)
}

/** The height of a row whose text breaks into lines, in points; undefined for a single line. */
export function heightOf(words: string, width: number): number | undefined {
  const lines = Math.ceil((words.length * 1.1) / width)
  return lines > 1 ? lines * 15 : undefined
}

/** The letters of a column: 1 is A, 27 is AA. */
export function letters(column: number): string {
  let rest = column
  let made = ''
  while (rest > 0) {
    made = String.fromCharCode(65 + ((rest - 1) % 26)) + made
    rest = Math.floor((rest - 1) / 26)
  }
  return made
}
