import type { Row } from './messages.ts'

// A part is copied into the main thread in a few milliseconds, whatever the rows are like.
const cellsPerPart = 10_000
const charactersPerPart = 500_000

/** Rows in parts that are small to hand over. */
export function* rowParts(rows: readonly Row[]): Generator<readonly Row[], void> {
  let part: Row[] = []
  let cells = 0
  let characters = 0
  for (const row of rows) {
    part.push(row)
    cells += 1 + row.length
    characters += row.reduce((sum, cell) => sum + cell.length, 0)
    if (cells < cellsPerPart && characters < charactersPerPart) continue
    yield part
    part = []
    cells = 0
    characters = 0
  }
  if (part.length > 0) yield part
}
