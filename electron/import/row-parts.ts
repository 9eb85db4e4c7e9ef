import type { TableRow } from '../../shared/model/table.ts'

// A part is copied into the main thread in a few milliseconds, whatever the rows are like.
const cellsPerPart = 10_000
const charactersPerPart = 500_000

/** Rows in parts that are small to hand over. */
export function* rowParts(rows: readonly TableRow[]): Generator<readonly TableRow[], void> {
  let part: TableRow[] = []
  let cells = 0
  let characters = 0
  for (const row of rows) {
    part.push(row)
    cells += 1 + row.cells.length
    characters += row.cells.reduce((sum, cell) => sum + cell.length, 0)
    if (cells < cellsPerPart && characters < charactersPerPart) continue
    yield part
    part = []
    cells = 0
    characters = 0
  }
  if (part.length > 0) yield part
}
