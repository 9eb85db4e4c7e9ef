import { longestCellText } from './limits.ts'

// Not allowed in XML 1.0, or invisible and meaningless in a cell: one of them makes Excel call the file damaged.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const forbidden = /[\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]/g
const lineBreaks = /[\t\r\n\u0085\u2028\u2029]+/g
// Excel reads _x0041_ as "A" (ECMA-376 part 1, 22.9.2.19 ST_Xstring); writing its first underscore so keeps it literal.
const escapeLike = /_(?=x[0-9A-Fa-f]{4}_)/g

/**
 * Text as a cell can hold it: on one line, without control characters and half surrogate pairs, at most 32,767
 * characters. Never a formula, whatever it begins with: the cell's type is text.
 */
export function cellText(text: string): string {
  const clean = text.replace(lineBreaks, ' ').replace(forbidden, '').toWellFormed()
  return cut(clean).replace(escapeLike, '_x005F_')
}

function cut(text: string): string {
  if (text.length <= longestCellText) return text
  const endsInPair = /[\uD800-\uDBFF]/.test(text.charAt(longestCellText - 1))
  return text.slice(0, endsInPair ? longestCellText - 1 : longestCellText)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/**
 * Text for a CSV file: tabs and line breaks stay, for quotes hold them together. Of all other control characters a NUL
 * ends the text for many a program, and an escape sequence is obeyed by a terminal that shows the file.
 */
export const withoutControls = (text: string): string => text.replace(controls, '').toWellFormed()
