import { AppError } from '../../shared/errors.ts'
import { codeColumnsOf } from '../../shared/model/column-words.ts'
import { mostTableColumns, type TableRow } from '../../shared/model/table.ts'
import { withoutEndSigns } from './encodings.ts'
import { RowCollector, withoutBlankEnd } from './rows.ts'

// Excel reads the separator from a first line such as `sep=;`, and some programs write it, sometimes in quotes.
const separatorLine = /^"?sep=([,;\t|])"?[^\S\n]*(?:\n|$)/i

// Files edited by hand mix line ends, and some passed through two programs that each added a character. Without this, a
// row would be lost among the cells of another.
const lineEnds = /\r+\n|\r/g

/** Comment lines that explain a list. Ignored when detecting the separator. */
const remarks = /^#+ .*$/gm

/**
 * The rows of comma, semicolon, tab or bar separated text (RFC 4180).
 * @throws AppError `table/unclosed-quote`, and as `RowCollector.rows`
 */
export function csvRows(text: string, fileName: string): readonly TableRow[] {
  const lines = text.replace(lineEnds, '\n')
  const { body, delimiter } = separated(lines)
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

/** A text without a line that names its separator, and its separator. */
function separated(lines: string): { readonly body: string; readonly delimiter: string } {
  const given = separatorLine.exec(lines)
  // The line is kept, but blank, so that the line numbers of the others stay right.
  const body = withoutBullets(given === null ? lines : `\n${lines.slice(given[0].length)}`)
  return { body, delimiter: given?.[1] ?? delimiterOf(body.replace(remarks, '')) }
}

/** A row of a text that comes in parts. */
export interface StreamedRow extends TableRow {
  /** How many cells it has, the empty ones at its end included. */
  readonly width: number
  /** Whether a line end follows it. */
  readonly isEnded: boolean
}

/**
 * As `csvRows`, of a text that comes in parts: of its rows only those of a part are in memory. It is a table of several
 * columns, and may have more rows than one that is shown.
 * @param mostCharacters that a row may have; a quotation mark that nothing closes would else collect the rest of the text
 * @throws AppError `table/unclosed-quote`, `table/not-readable` for a row that no table has
 */
export async function* streamedCsvRows(
  texts: AsyncIterable<string>,
  fileName: string,
  mostCharacters: number,
): AsyncGenerator<readonly StreamedRow[], void> {
  const whole: WholeRows = { fileName, mostCharacters, line: 1, delimiter: null, isEmpty: true }
  let held = ''
  for await (const text of texts) {
    held += text
    if (whole.delimiter === null && held.length < lookedCharacters) continue
    // A line end may go on in the next part.
    const end = /\r+$/.exec(held)?.index ?? held.length
    const { rows, rest } = wholeRows(held.slice(0, end), whole, false)
    held = rest + held.slice(end)
    yield rows
  }
  yield wholeRows(withoutEndSigns(held), whole, true).rows
}

interface WholeRows {
  readonly fileName: string
  readonly mostCharacters: number
  /** The line where the next row begins. */
  line: number
  /** Null before the beginning of the text was read. */
  delimiter: string | null
  /** Whether all rows so far are blank. */
  isEmpty: boolean
}

/** The rows that end within a text, and what is left of it; of the last part, all. */
function wholeRows(part: string, whole: WholeRows, isLast: boolean): { rows: readonly StreamedRow[]; rest: string } {
  const lines = part.replace(lineEnds, '\n')
  const { body, delimiter } = whole.delimiter === null ? separated(lines) : { body: lines, delimiter: whole.delimiter }
  whole.delimiter = delimiter
  const rows: StreamedRow[] = []
  const first = whole.line
  let from = 0
  try {
    for (const { line, lines: count, cells, end } of csvCells(body, delimiter)) {
      const isEnded = end <= body.length
      if (!isEnded && !isLast) break
      const isBlank = isRemark(cells, whole.isEmpty) || isRule(cells)
      const shown = isBlank ? [] : withoutBlankEnd(shownCells(cells))
      if (shown.length > mostTableColumns) throw new AppError('table/not-readable', { fileName: whole.fileName })
      whole.isEmpty &&= shown.length === 0
      rows.push({ line: first + line - 1, cells: shown, width: cells.length, isEnded })
      from = end
      whole.line = first + line - 1 + count
    }
  } catch (thrown) {
    if (!(thrown instanceof UnclosedQuote)) throw thrown
    const { fileName, mostCharacters } = whole
    const line = first + thrown.line - 1
    if (isLast || body.length - from > mostCharacters) throw new AppError('table/unclosed-quote', { fileName, line })
  }
  const rest = body.slice(from)
  if (rest.length > whole.mostCharacters) throw new AppError('table/not-readable', { fileName: whole.fileName })
  return { rows, rest }
}

/**
 * A comment such as `# codes for 10B`; above the table it may contain separators. Not a heading such as `# of tries`
 * beside one of access codes, nor a name that begins with `#`.
 */
const isRemark = (cells: readonly string[], isAbove: boolean): boolean =>
  /^#+ ./.test(cells[0] ?? '') &&
  codeColumnsOf(cells).length === 0 &&
  (isAbove || cells.slice(1).every((cell) => cell.trim() === ''))

/** The line of dashes below the headings of a Markdown table. */
const isRule = (cells: readonly string[]): boolean =>
  cells.length > 1 &&
  cells.every((cell) => /^\s*(?::?-{3,}:?)?\s*$/.test(cell)) &&
  cells.some((cell) => cell.includes('-'))

/** Removes the bullets of a list; its first line may be a title without one. */
function withoutBullets(text: string): string {
  const [first = '', ...others] = text.split('\n').filter((line) => line.trim() !== '')
  const mark = /^\s*([-*•·–▪‣])[^\S\n]+\S/.exec(others[0] ?? '')?.[1]
  if (mark === undefined) return text
  const isItem = (line: string) => line.trimStart().startsWith(`${mark} `) || line.trimStart().startsWith(`${mark}\t`)
  if (!others.every(isItem) || (others.length < 2 && !isItem(first))) return text
  return text.replace(/^[^\S\n]*[-*•·–▪‣][^\S\n]+(?=\S)/gm, '')
}

// An apostrophe before a text that a spreadsheet would run as a formula or take for a number. Where two stand, the
// second belongs to the text.
const guard = /^'(?='*[=+\-@\t\r\d])/
// How CSV keeps the zeros of a number: ="00123".
const literal = /^="((?:[^"]|"")*)"$/

/** A cell as a spreadsheet shows it: without the guarding apostrophe, and without the formula around a plain text. */
function shownCell(cell: string): string {
  if (guard.test(cell)) return cell.slice(1)
  return literal.exec(cell.trim())?.[1]?.replaceAll('""', '"') ?? cell
}

const shownCells = (cells: readonly string[]): readonly string[] => cells.map(shownCell)

/** A line that is one cell; trailing separators are dropped all the same. */
const loneCell = ([cell = '']: readonly string[]): readonly string[] => [shownCell(cell).replace(/[\s,;]+$/, '')]

const ordinal = /^\s*(\d+)[.)]\s+(?=\S)/

/** Whether the lines are numbered: `1. K7-001`, `2. K7-002`. The numbers then are a column of their own. */
function isNumbered(text: string): boolean {
  const numbers = text.split('\n').flatMap((line) => ordinal.exec(line)?.[1] ?? [])
  return numbers.length > 1 && numbers.every((number, at) => Number(number) === at + 1)
}

const numberedCells = ([cell = '']: readonly string[]): readonly string[] => {
  const number = ordinal.exec(cell)
  return number === null ? loneCell([cell]) : [number[1] ?? '', ...loneCell([cell.slice(number[0].length)])]
}

/** A row of a text, with the number of its first line. */
interface TextRow {
  readonly line: number
  readonly cells: readonly string[]
  /** How many lines it has. */
  readonly lines: number
  /** Where the next row begins; beyond the end where no line end follows this one. */
  readonly end: number
  /** Whether a cell begins with a quotation mark that does not end it, which hints at another separator. */
  readonly broken: boolean
}

/** A quotation mark that is never closed would turn the rest of the file into one cell. */
class UnclosedQuote extends Error {
  readonly line: number
  constructor(line: number) {
    super('A quotation mark that nothing closes')
    this.line = line
  }
}

/**
 * Splits separated text with `\n` line ends into rows (RFC 4180). Drops blanks around a quoted cell. Quotation marks
 * inside a cell, or followed by more of it, are plain text.
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
    yield { line: first, lines: line - first, end: at, cells, broken }
  }
}

interface QuotedCell {
  readonly cell: string
  readonly end: number
  readonly breaks: number
}

/** Reads a quoted cell; null where none begins, or only seems to. */
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

/** In order of preference: beside semicolons or tabs in every row, a comma in every row is a decimal comma. */
const delimiters = ['\t', ';', ',', '|']

/** A separator that never occurs in real text, for files with one column. */
const oneColumn = '\u001f'

const lookedRows = 200
const lookedCharacters = 200_000

/**
 * Detects the separator: it must divide the first row or at least half of the rows. Of several, the one that breaks the
 * fewest quoted cells wins, then the one that divides most rows. A character in only some rows is part of the text
 * ("Smith, John" among codes).
 */
function delimiterOf(text: string): string {
  const start = text.slice(0, lookedCharacters)
  const shares = delimiters.map((delimiter) => ({ delimiter, ...divided(start, delimiter) }))
  const possible = shares.filter(({ first, share }) => first || share >= 0.5)
  return possible.toSorted((a, b) => a.broken - b.broken || b.share - a.share)[0]?.delimiter ?? oneColumn
}

/** Whether a separator divides the first row, and the shares of non-blank rows it divides and breaks (0 to 1). */
function divided(text: string, delimiter: string) {
  const filled = firstRows(text, delimiter).filter(({ cells }) => cells.length > 1 || cells[0]?.trim())
  const shareOf = (count: number) => (filled.length === 0 ? 0 : count / filled.length)
  return {
    first: (filled[0]?.cells.length ?? 0) > 1,
    share: shareOf(filled.filter(({ cells }) => cells.length > 1).length),
    broken: shareOf(filled.filter(({ broken }) => broken).length),
  }
}

/** The rows that can be read; a cut-off text may end within a quoted cell. */
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
