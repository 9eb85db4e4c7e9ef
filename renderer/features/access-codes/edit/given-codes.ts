import type { AccessCode, GivenCode } from '../../../../shared/model/access-code.ts'
import { fullName } from '../../../format/numbers.ts'
import { type NamedRow, textsOf } from '../../tables/index.ts'

const quoted = /^"(.*)"$/s

/** A cell without the quotation marks a spreadsheet or CSV puts around it. */
const plain = (cell: string): string => cell.trim().replace(quoted, '$1').replaceAll('""', '"').trim()

/**
 * Codes typed or pasted, one a line, each perhaps followed by the name it is for: after the first tab where there is
 * one, else after the first comma or semicolon. Blank lines at the end are no lines; others are empty codes, which the
 * preview tells of.
 */
export function codesOfText(text: string): AccessCode[] {
  const lines = text.trimEnd() === '' ? [] : text.trimEnd().split(/\r\n|\r|\n/)
  const [only = ''] = lines
  return lines.length === 1 && listed.test(only) ? codesOfLine(only) : lines.map(codeOfLine)
}

// “A1, B2, C3” and nothing else is three codes on one line: a name behind a code has two words, or its own comma one.
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

/** Names typed or pasted, one a line; blank lines are nobody. */
export const namesOfText = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What a file may say about a code: the person it is for by one name, or by two that are joined. */
export type CodeColumn = 'code' | 'name' | 'first' | 'last'

/**
 * Rows as codes with whom they are for, and with what is wrong with them. A row of nobody's code, such as one of points,
 * is none of the list.
 */
export function codesOfRows(rows: readonly NamedRow<CodeColumn>[]): readonly GivenCode[] {
  return rows.flatMap((row) => {
    const { first, last, name } = textsOf(row)
    const { code } = row.cells
    if (code === '') return []
    return [{ code, name: fullName({ first, last }) || name || null, line: row.line, flaw: row.flaws.code }]
  })
}
