import { csvCells, UnclosedQuote } from './csv-cells.ts'

/** In the order they are preferred: a comma in every row is a decimal one beside semicolons or tabs in every row. */
const delimiters = ['\t', ';', ',', '|']

/** Separates nothing: it stands in no text that people write. */
export const oneColumn = '\u001f'

const lookedRows = 200
const lookedCharacters = 200_000

/**
 * What separates the cells: the sign that the first row or at least half of the rows are divided by, and of several the
 * one that divides most rows. A sign that only some rows hold is part of what they say ("Smith, John" among codes).
 */
export function delimiterOf(text: string): string {
  const start = text.slice(0, lookedCharacters)
  const shares = delimiters.map((delimiter) => ({ delimiter, ...divided(start, delimiter) }))
  const possible = shares.filter(({ first, share }) => first || share >= 0.5)
  return possible.toSorted((a, b) => b.share - a.share)[0]?.delimiter ?? oneColumn
}

/** Whether the first row is divided by a sign, and what share of the rows that are not blank. */
function divided(text: string, delimiter: string): { readonly first: boolean; readonly share: number } {
  const filled = firstRows(text, delimiter).filter((row) => row.length > 1 || row[0]?.trim())
  const many = filled.filter((row) => row.length > 1)
  return { first: (filled[0]?.length ?? 0) > 1, share: filled.length === 0 ? 0 : many.length / filled.length }
}

/** What can be read of the rows: a beginning of a text may end within a quoted cell. */
function firstRows(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = []
  try {
    for (const { cells } of csvCells(text, delimiter)) {
      rows.push(cells)
      if (rows.length === lookedRows) break
    }
  } catch (thrown) {
    if (!(thrown instanceof UnclosedQuote)) throw thrown
  }
  return rows
}
