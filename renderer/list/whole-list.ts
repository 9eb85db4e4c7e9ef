import type { ListCalls } from './answers.ts'

/** The calls of a list that one call reads whole, so that a grid shows it like any other. For thousands of rows at most. */
export function wholeList<Query, Row extends { readonly id: number }>(
  read: (query: Query) => Promise<readonly Row[]>,
): ListCalls<Query, Row> {
  const kept = new Map<number, readonly Row[]>()
  let opened = 0
  const rowsOf = (answer: number): readonly Row[] => kept.get(answer) ?? []
  return {
    async open({ query, first }) {
      const rows = await read(query)
      opened += 1
      kept.set(opened, rows)
      return { answer: opened, rows: rows.slice(0, first), count: rows.length }
    },
    count: async ({ answer }) => rowsOf(answer).length,
    rows: async ({ answer, from, to }) => rowsOf(answer).slice(from, to),
    async placeOf({ answer, id }) {
      const place = rowsOf(answer).findIndex((row) => row.id === id)
      return place < 0 ? null : place
    },
    ids: async ({ answer, from, to }) =>
      rowsOf(answer)
        .slice(from, to)
        .map(({ id }) => id),
    close: async ({ answer }) => void kept.delete(answer),
  }
}
