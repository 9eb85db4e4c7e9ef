import { type Bits, hasBit } from './bits.ts'
import type { SortedColumn } from './column.ts'
import { type Compare, placeIn, sorted } from './sorting.ts'

/** Rows by a column, equal values by row, and those without a value first. Serves both directions; never changed. */
export interface Order {
  readonly rows: Uint32Array
  /** How many of them have no value. */
  readonly empty: number
}

const byValue =
  (column: SortedColumn): Compare =>
  (a, b) =>
    column.compare(a, b) || a - b

const orderOf = (rows: Uint32Array, column: SortedColumn): Order => ({
  rows,
  empty: placeIn(rows, 0, rows.length, (row) => (column.isEmpty(row) ? -1 : 0)),
})

/** Puts the rows below `rows` in order, in slices. */
export function* orderBy(column: SortedColumn, rows: number): Generator<void, Order> {
  yield* column.prepare()
  return orderOf(yield* sorted(rows, byValue(column)), column)
}

/** The order of the rows below `rows` in which those changed since are put in their place. */
export function merged(order: Order, column: SortedColumn, rows: number, changes: readonly number[]): Order {
  const compare = byValue(column)
  const isChanged = new Set(changes)
  const changed = Uint32Array.from(isChanged).sort(compare)
  const hasOld = changed.some((row) => row < order.rows.length)
  const kept = hasOld ? order.rows.filter((row) => !isChanged.has(row)) : order.rows
  const all = new Uint32Array(rows)
  let copied = 0
  for (const [at, row] of changed.entries()) {
    const place = placeIn(kept, copied, kept.length, (each) => compare(each, row))
    all.set(kept.subarray(copied, place), copied + at)
    all[place + at] = row
    copied = place
  }
  all.set(kept.subarray(copied), copied + changed.length)
  return orderOf(all, column)
}

/** An order of the `count` rows of a set alone. */
export function narrowed({ rows, empty }: Order, bits: Bits, count: number): Order {
  if (count === rows.length) return { rows, empty }
  const kept = new Uint32Array(count)
  let [found, keptEmpty] = [0, 0]
  for (let at = 0; found < count; at++) {
    if (at === empty) keptEmpty = found
    if (hasBit(bits, rows[at] as number)) kept[found++] = rows[at] as number
  }
  return { rows: kept, empty: keptEmpty }
}

/** The rows of an order in one direction: places count from the first of them. */
export class OrderedRows {
  readonly #rows: Uint32Array
  readonly #isDown: boolean
  /** Before which of the rows the first place is. */
  readonly #start: number

  /** @param isEmptyLast whether rows without a value come last also upwards */
  constructor({ rows, empty }: Order, isDown: boolean, isEmptyLast: boolean) {
    this.#rows = rows
    this.#isDown = isDown
    this.#start = isEmptyLast ? empty : 0
  }

  at(place: number): number {
    const rows = this.#rows
    if (this.#isDown) return rows[rows.length - 1 - place] as number
    // Behind the last value come the rows without one.
    const at = place + this.#start
    return rows[at < rows.length ? at : at - rows.length] as number
  }

  /** -1 for a row that is not among them. */
  placeOf(row: number): number {
    const { length } = this.#rows
    const at = this.#rows.indexOf(row)
    if (at === -1 || this.#isDown) return at === -1 ? -1 : length - 1 - at
    return at < this.#start ? at + length - this.#start : at - this.#start
  }

  /** The first rows of a set, at most so many. */
  firstOf(bits: Bits, most: number): number[] {
    const rows = this.#rows
    const found: number[] = []
    const step = this.#isDown ? -1 : 1
    // Calls nothing for each row: of a set of few, nearly all rows are looked at.
    for (let at = this.#isDown ? rows.length - 1 : this.#start, left = rows.length; left > 0; left--, at += step) {
      if (at === rows.length) at = 0
      const row = rows[at] as number
      if (hasBit(bits, row) && found.push(row) === most) break
    }
    return found
  }
}
