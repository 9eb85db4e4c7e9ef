import type { AccessCode, UncheckedAccessCode } from '../../../../shared/model/access-code.ts'
import { fullName } from '../../../format/numbers.ts'
import { type NamedRow, textsOf } from '../../tables/index.ts'

const quoted = /^"(.*)"$/s

/** Removes the quotation marks that a spreadsheet or CSV puts around a cell. */
const plain = (cell: string): string => cell.trim().replace(quoted, '$1').replaceAll('""', '"').trim()

/**
 * Reads typed or pasted codes, one a line. A name may follow the code after the first tab, or without a tab after the
 * first comma or semicolon. Blank lines at the end are ignored; other blank lines are empty codes, which the preview
 * reports.
 */
export function codesOfText(text: string): AccessCode[] {
  const lines = text.trimEnd() === '' ? [] : text.trimEnd().split(/\r\n|\r|\n/)
  const [only = ''] = lines
  return lines.length === 1 && listed.test(only) ? codesOfLine(only) : lines.map(codeOfLine)
}

// “A1, B2, C3” and nothing else is three codes on one line: a name after a code has two words, or a comma of its own.
const listed = /^\s*[^\s,;"]+(?:\s*[,;]\s*[^\s,;"]+){2,}\s*[,;]?\s*$/

const codesOfLine = (line: string): AccessCode[] =>
  line
    .split(/[,;]/)
    .map((code) => ({ code: plain(code), name: null }))
    .filter(({ code }) => code !== '')

function codeOfLine(line: string): AccessCode {
  const tab = line.indexOf('\t')
  const end = tab >= 0 ? tab : line.search(/[,;]/)
  if (end < 0) return { code: plain(line), name: null }
  return { code: plain(line.slice(0, end)), name: plain(line.slice(end + 1)) || null }
}

/** Reads typed or pasted names, one a line; blank lines are ignored. */
export const namesOfText = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The columns a file of codes may have: a person's name is in one column, or in two that are joined. */
export type CodeColumn = 'code' | 'name' | 'first' | 'last'

/**
 * Turns rows into codes with the names they are for, and with any flaw of the cell. Rows without a code, such as a row
 * of points, are left out.
 */
export function codesOfRows(rows: readonly NamedRow<CodeColumn>[]): readonly UncheckedAccessCode[] {
  return rows.flatMap((row) => {
    const { first, last, name } = textsOf(row)
    const { code } = row.cells
    if (code === '') return []
    return [{ code, name: fullName({ first, last }) || name || null, line: row.line, flaw: row.flaws.code }]
  })
}
