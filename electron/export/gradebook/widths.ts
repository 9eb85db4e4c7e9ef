/** How many rows decide a column's width. */
const sampleRows = 500
const narrowest = 8
const widest = 40

/** The width of a column, in characters, for its header and texts. */
export function widthOf<Row>(
  header: string,
  rows: readonly Row[],
  textOf: (row: Row) => string,
  most: number = widest,
): number {
  const longest = rows.slice(0, sampleRows).reduce((length, row) => Math.max(length, textOf(row).length), 0)
  // A header breaks between its words.
  const longestWord = Math.max(...header.split(' ').map((word) => word.length))
  return Math.min(most, Math.max(narrowest, longestWord + 3, longest + 2))
}
