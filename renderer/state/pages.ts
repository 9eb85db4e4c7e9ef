/** The rows of one page, each in its place; undefined where one was removed since the list was opened. */
export type PageRows<Row> = readonly (Row | undefined)[]

/** Rows of a long list, in pages: what is loaded of it, by page number. */
export type Pages<Row> = ReadonlyMap<number, PageRows<Row>>

export const pageSize = 100

/** Pages kept at most: a screenful is one or two, so this is some minutes of scrolling. */
export const pagesKept = 60

/** The row at an index, or undefined while its page is not loaded. */
export const rowAt = <Row>(pages: Pages<Row>, index: number): Row | undefined =>
  pages.get(Math.floor(index / pageSize))?.[index % pageSize]

/** The page numbers that hold the rows from `first` to `last`, both included, of a list of `count`. */
export function pagesCovering(first: number, last: number, count: number): number[] {
  const from = Math.max(0, Math.floor(first / pageSize))
  const to = Math.floor(Math.min(last, count - 1) / pageSize)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset)
}

/** The index of the row with this id among the loaded pages, or null. */
export function findRow<Row extends { readonly id: number }>(pages: Pages<Row>, id: number): number | null {
  for (const [page, rows] of pages) {
    const place = rows.findIndex((row) => row?.id === id)
    if (place >= 0) return page * pageSize + place
  }
  return null
}

/**
 * The index `by` rows from a row that is no longer among the loaded pages. Where they hold another row in its place, that
 * one is the next.
 */
export const steppedFrom = <Row>(pages: Pages<Row>, index: number, by: number): number =>
  by > 0 && rowAt(pages, index) !== undefined ? index + by - 1 : index + by

/** The pages with one more, without those farthest from it when there are too many. */
export function withPage<Row>(pages: Pages<Row>, page: number, rows: PageRows<Row>): Pages<Row> {
  const all = new Map(pages).set(page, rows)
  if (all.size <= pagesKept) return all
  const nearest = [...all.keys()].sort((a, b) => Math.abs(a - page) - Math.abs(b - page)).slice(0, pagesKept)
  return new Map(nearest.map((number) => [number, all.get(number) ?? []]))
}
