import type { Style } from 'exceljs'
import type { ColumnKind } from './columns.ts'

/*
 * Shared objects, given to cell after cell and never changed: exceljs recognises a style it has met by the object
 * itself, and building one per cell costs as much time as everything else together.
 */

/** `@` keeps a text that begins with "=" a text also when somebody edits its cell. */
export const kindStyles: Readonly<Record<ColumnKind, Partial<Style>>> = {
  text: { numFmt: '@' },
  link: { numFmt: '@', font: { size: 11, name: 'Calibri', family: 2, underline: true, color: { argb: 'FF1D4ED8' } } },
  number: {},
  percent: { numFmt: '0.0%' },
  moment: { numFmt: 'yyyy-mm-dd hh:mm' },
  day: { numFmt: 'yyyy-mm-dd' },
  duration: { numFmt: '[h]:mm:ss' },
}

/** A percentage that may still change: it stays a number, and shows a star. */
export const provisionalStyle: Partial<Style> = { numFmt: '0.0%"*"' }

const ink = { argb: 'FF1F2937' }
const band = { argb: 'FFE5EAF2' }
const rule = { argb: 'FF94A3B8' }

export const headerStyle: Partial<Style> = {
  font: { bold: true, size: 11, name: 'Calibri', family: 2, color: ink },
  fill: { type: 'pattern', pattern: 'solid', fgColor: band },
  border: { bottom: { style: 'thin', color: rule } },
  alignment: { vertical: 'middle' },
}

export const labelStyle: Partial<Style> = {
  font: { bold: true, size: 11, name: 'Calibri', family: 2, color: ink },
  alignment: { vertical: 'top' },
}

export const wordsStyle: Partial<Style> = { numFmt: '@', alignment: { vertical: 'top', wrapText: true } }

export const countStyle: Partial<Style> = { alignment: { vertical: 'top', horizontal: 'left' } }
