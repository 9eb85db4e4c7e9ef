import { expect, it } from 'vitest'
import { rowParts } from '../../../electron/import/rows.ts'

it('hands rows over in parts that are small by cells and by characters, all of them, in order', () => {
  const short = Array.from({ length: 20_000 }, (_, at) => ({ line: at, cells: [String(at), 'b', 'c', 'd', 'e'] }))
  const long = Array.from({ length: 100 }, (_, line) => ({ line, cells: ['x'.repeat(30_000)] }))
  for (const rows of [short, long, [], [{ line: 1, cells: [] }]]) {
    const parts = [...rowParts(rows)]
    expect(parts.flat()).toEqual(rows)
    for (const part of parts) {
      const cells = part.flatMap((row) => row.cells)
      expect(cells.length).toBeLessThanOrEqual(10_000)
      expect(cells.join('').length).toBeLessThan(600_000)
    }
  }
  expect([...rowParts(short)].length).toBeGreaterThan(10)
})
