import type { LongList } from './list-store.ts'
import type { Chosen } from './selection.ts'

/** Rows no further apart than this are read with one call. */
const rowsTogether = 500

/**
 * The selected rows of a list in its order, read where they are not loaded.
 * @throws AppError
 */
export async function selectedRows<Row extends { readonly id: number }>(
  list: { getState(): Pick<LongList<unknown, Row>, 'shown' | 'rowsBetween' | 'idsBetween'> },
  chosen: Chosen,
): Promise<readonly Row[]> {
  const { shown, rowsBetween, idsBetween } = list.getState()
  if (shown === null) return []
  if (chosen.kind === 'all') return rowsBetween(0, (await idsBetween(0)).length - 1)
  const loaded = inListOrder(shown.pages).filter((row) => chosen.ids.has(row.id))
  if (loaded.length === chosen.ids.size) return loaded
  const ids = await idsBetween(0)
  const places = ids.flatMap((id, place) => (chosen.ids.has(id) ? [place] : []))
  const rows: Row[] = []
  while (places.length > 0) {
    const [first = 0] = places
    const near = places.splice(0, places.filter((place) => place < first + rowsTogether).length)
    rows.push(...(await rowsBetween(first, near.at(-1) ?? first)))
  }
  return rows.filter(({ id }) => chosen.ids.has(id))
}

/** The loaded rows; pages may have come in any order. */
const inListOrder = <Row>(pages: ReadonlyMap<number, readonly (Row | undefined)[]>): readonly Row[] =>
  [...pages]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, rows]) => rows)
    .filter((row): row is Row => row !== undefined)
