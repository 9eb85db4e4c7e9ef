/** A row of a text with the line it begins on. */
export interface TextRow {
  readonly line: number
  readonly cells: readonly string[]
  /** Whether a cell begins with a quotation mark that does not end it: a sign that other cells were meant. */
  readonly broken: boolean
}

/** A quotation mark that nothing closes would make one cell of the rest of the file. */
export class UnclosedQuote extends Error {
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
export function* csvCells(text: string, delimiter: string): Generator<TextRow, void> {
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
