import { AppError } from '../../shared/errors.ts'
import { codeColumnsOf } from '../../shared/model/column-words.ts'
import type { TableRow } from '../../shared/model/table.ts'
import { RowCollector } from './rows.ts'

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

/** A row of a text with the line it begins on. */
interface TextRow {
  readonly line: number
  readonly cells: readonly string[]
  /** Whether a cell begins with a quotation mark that does not end it: a sign that other cells were meant. */
  readonly broken: boolean
}

/** A quotation mark that nothing closes would make one cell of the rest of the file. */
class UnclosedQuote extends Error {
  readonly line: number
  constructor(line: number) {
    super('A quotation mark that nothing closes')
    this.line = line
  }
}

/**
 * The rows of separated text, its lines ended by `\n` (RFC 4180). Blanks before and after a quoted cell are none of it.
 * Marks that stand within a cell, or are followed by more of it, are text like any other.
 * @throws UnclosedQuote
 */
function* csvCells(text: string, delimiter: string): Generator<TextRow, void> {
  const closing = new RegExp(`"[^\\S\\n${delimiter}]*(?=[\\n${delimiter}]|$)`, 'y')
  const opening = new RegExp(`[^\\S\\n${delimiter}]*"`, 'y')
  let [at, line] = [0, 1]
  while (at < text.length) {
    const cells: string[] = []
    const first = line
    let broken = false
    for (;;) {
      const quoted = quotedCell(text, at, opening, closing)
      if (quoted === 'unclosed') throw new UnclosedQuote(line)
      const end = quoted?.end ?? endOfPlain(text, at, delimiter)
      broken ||= quoted === null && text.charAt(at) === '"'
      cells.push(quoted?.cell ?? text.slice(at, end))
      line += quoted?.breaks ?? 0
      at = end + 1
      if (text.charAt(end) !== delimiter) break
    }
    line++
    yield { line: first, cells, broken }
  }
}

interface QuotedCell {
  readonly cell: string
  readonly end: number
  readonly breaks: number
}

/** Null where no quoted cell begins, or what begins like one is none. */
function quotedCell(text: string, from: number, opening: RegExp, closing: RegExp): QuotedCell | 'unclosed' | null {
  opening.lastIndex = from
  if (!opening.test(text)) return null
  const start = opening.lastIndex
  for (let mark = text.indexOf('"', start); mark >= 0; mark = text.indexOf('"', mark + 1)) {
    if (text.charAt(mark + 1) === '"') {
      mark++
      continue
    }
    closing.lastIndex = mark
    if (!closing.test(text)) return null
    const inner = text.slice(start, mark)
    return { cell: inner.replaceAll('""', '"'), end: closing.lastIndex, breaks: inner.split('\n').length - 1 }
  }
  return 'unclosed'
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  const line = text.indexOf('\n', from)
  const end = line < 0 ? text.length : line
  const next = text.indexOf(delimiter, from)
  return next < 0 || next > end ? end : next
}

/** In the order they are preferred: a comma in every row is a decimal one beside semicolons or tabs in every row. */
const delimiters = ['\t', ';', ',', '|']

/** Separates nothing: it stands in no text that people write. */
const oneColumn = '\u001f'

const lookedRows = 200
const lookedCharacters = 200_000

/**
 * What separates the cells: the sign that the first row or at least half of the rows are divided by; of several the one
 * that leaves the quotation marks whole, then the one that divides most rows. A sign that only some rows hold is part of
 * what they say ("Smith, John" among codes).
 */
function delimiterOf(text: string): string {
  const start = text.slice(0, lookedCharacters)
  const shares = delimiters.map((delimiter) => ({ delimiter, ...divided(start, delimiter) }))
  const possible = shares.filter(({ first, share }) => first || share >= 0.5)
  return possible.toSorted((a, b) => a.broken - b.broken || b.share - a.share)[0]?.delimiter ?? oneColumn
}

/** Whether the first row is divided by a sign, and how many of the rows that are not blank are divided or broken by it. */
function divided(text: string, delimiter: string) {
  const filled = firstRows(text, delimiter).filter(({ cells }) => cells.length > 1 || cells[0]?.trim())
  const shareOf = (count: number) => (filled.length === 0 ? 0 : count / filled.length)
  return {
    first: (filled[0]?.cells.length ?? 0) > 1,
    share: shareOf(filled.filter(({ cells }) => cells.length > 1).length),
    broken: shareOf(filled.filter(({ broken }) => broken).length),
  }
}

/** What can be read of the rows: a beginning of a text may end within a quoted cell. */
function firstRows(text: string, delimiter: string): readonly TextRow[] {
  const rows: TextRow[] = []
  try {
    for (const row of csvCells(text, delimiter)) {
      rows.push(row)
      if (rows.length === lookedRows) break
    }
  } catch (thrown) {
    if (!(thrown instanceof UnclosedQuote)) throw thrown
  }
  return rows
}
