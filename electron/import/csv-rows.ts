import { AppError } from '../../shared/errors.ts'
import { codeColumnsOf } from '../../shared/model/column-words.ts'
import type { TableRow } from '../../shared/model/table.ts'
import { csvCells, UnclosedQuote } from './csv-cells.ts'
import { delimiterOf, oneColumn } from './delimiter.ts'
import { RowCollector } from './row-collector.ts'

// Excel reads the separator from a first line such as `sep=;`, and some programs write it, in quotes too.
const separatorLine = /^"?sep=([,;\t|])"?[^\S\n]*(?:\n|$)/i

// Files put together by hand have several kinds, and some passed through two programs that each added a sign; a row must
// not be lost among the cells of another.
const lineEnds = /\r+\n|\r/g

/** Lines that explain a list, as programs write them. They have no part in telling what separates its cells. */
const remarks = /^#+ .*$/gm

/**
 * The rows of comma, semicolon, tab or bar separated text (RFC 4180).
 * @throws AppError `table/unclosed-quote`, and as `RowCollector.rows`
 */
export function csvRows(text: string, fileName: string): readonly TableRow[] {
  const lines = text.replace(lineEnds, '\n')
  const given = separatorLine.exec(lines)
  // The line stays, blank, so that the others keep their numbers.
  const body = withoutBullets(given === null ? lines : `\n${lines.slice(given[0].length)}`)
  const delimiter = given?.[1] ?? delimiterOf(body.replace(remarks, ''))
  const shown = delimiter !== oneColumn ? shownCells : isNumbered(body) ? numberedCells : loneCell
  const rows = new RowCollector()
  try {
    for (const { line, cells } of csvCells(body, delimiter)) {
      rows.add(isRemark(cells, rows.isEmpty) || isRule(cells) ? [] : shown(cells), line)
    }
  } catch (thrown) {
    if (thrown instanceof UnclosedQuote) throw new AppError('table/unclosed-quote', { fileName, line: thrown.line })
    throw thrown
  }
  return rows.rows(fileName)
}

/**
 * A line such as `# codes for 10B`; above the table also with what separates cells in it. Not a heading such as
 * `# of tries` beside the one of codes, nor a name that begins so.
 */
const isRemark = (cells: readonly string[], isAbove: boolean): boolean =>
  /^#+ ./.test(cells[0] ?? '') &&
  codeColumnsOf(cells).length === 0 &&
  (isAbove || cells.slice(1).every((cell) => cell.trim() === ''))

/** The line of dashes below the headings of a table in Markdown. */
const isRule = (cells: readonly string[]): boolean =>
  cells.length > 1 &&
  cells.every((cell) => /^\s*(?::?-{3,}:?)?\s*$/.test(cell)) &&
  cells.some((cell) => cell.includes('-'))

/** A list without the sign that stands before each of its items; the first line may be what it is called. */
function withoutBullets(text: string): string {
  const [first = '', ...others] = text.split('\n').filter((line) => line.trim() !== '')
  const mark = /^\s*([-*•·–▪‣])[^\S\n]+\S/.exec(others[0] ?? '')?.[1]
  if (mark === undefined) return text
  const isItem = (line: string) => line.trimStart().startsWith(`${mark} `) || line.trimStart().startsWith(`${mark}\t`)
  if (!others.every(isItem) || (others.length < 2 && !isItem(first))) return text
  return text.replace(/^[^\S\n]*[-*•·–▪‣][^\S\n]+(?=\S)/gm, '')
}

// Before a text that a spreadsheet would run as a formula, or take for a number; one stands for itself where it was
// written before another.
const guard = /^'(?='*[=+\-@\t\r\d])/
// How a number keeps its zeros in CSV: ="00123".
const literal = /^="((?:[^"]|"")*)"$/

/** A cell as a spreadsheet shows it: without the apostrophe that guards it, or the formula that holds nothing but text. */
function shownCell(cell: string): string {
  if (guard.test(cell)) return cell.slice(1)
  return literal.exec(cell.trim())?.[1]?.replaceAll('""', '"') ?? cell
}

const shownCells = (cells: readonly string[]): readonly string[] => cells.map(shownCell)

/** A line that is a cell by itself; what separates others may stand behind it all the same. */
const loneCell = ([cell = '']: readonly string[]): readonly string[] => [shownCell(cell).replace(/[\s,;]+$/, '')]

const ordinal = /^\s*(\d+)[.)]\s+(?=\S)/

/** Whether the lines are counted: `1. K7-001`, `2. K7-002`. Then the numbers are a column of their own. */
function isNumbered(text: string): boolean {
  const numbers = text.split('\n').flatMap((line) => ordinal.exec(line)?.[1] ?? [])
  return numbers.length > 1 && numbers.every((number, at) => Number(number) === at + 1)
}

const numberedCells = ([cell = '']: readonly string[]): readonly string[] => {
  const number = ordinal.exec(cell)
  return number === null ? loneCell([cell]) : [number[1] ?? '', ...loneCell([cell.slice(number[0].length)])]
}
