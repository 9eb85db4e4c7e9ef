import { csvCells, type TextRow, UnclosedQuote } from './csv-cells.ts'

/** In the order they are preferred: a comma in every row is a decimal one beside semicolons or tabs in every row. */
const delimiters = ['\t', ';', ',', '|']

/** Separates nothing: it stands in no text that people write. */
export const oneColumn = '\u001f'

const lookedRows = 200
const lookedCharacters = 200_000

/**
 * What separates the cells: the sign that the first row or at least half of the rows are divided by; of several the one
 * that leaves the quotation marks whole, then the one that divides most rows. A sign that only some rows hold is part of
 * what they say ("Smith, John" among codes).
 */
export function delimiterOf(text: string): string {
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
