import { type Bits, hasBit } from './bits.ts'
import type { SortedColumn } from './column.ts'
import { type Compare, placeIn, sorted } from './sorting.ts'

/** Rows by a column, equal values by row, and those without a value first. Serves both directions; never changed. */
export interface Order {
  readonly rows: Uint32Array
  /** How many of them have no value. */
  readonly empty: number
}

/** How an order is gone through. */
export interface Way {
  readonly isDown: boolean
  /** Whether rows without a value come last also upwards. */
  readonly isEmptyLast: boolean
}

/** The first rows of a set in an order, at most so many. Calls nothing for each: of few, nearly all rows are looked at. */
export function firstOf({ rows, empty }: Order, { isDown, isEmptyLast }: Way, bits: Bits, most: number): Uint32Array {
  const found = new Uint32Array(most)
  const step = isDown ? -1 : 1
  let count = 0
  // Behind the last value come the rows without one.
  for (let at = isDown ? rows.length - 1 : isEmptyLast ? empty : 0, left = rows.length; left > 0; left--, at += step) {
    if (at === rows.length) at = 0
    const row = rows[at] as number
    if (hasBit(bits, row)) found[count++] = row
    if (count === most) break
  }
  return found.subarray(0, count)
}

/** The rows of a set of `count` in an order. */
export function allOf(order: Order, way: Way, bits: Bits, count: number): Uint32Array {
  const { rows, empty } = order
  if (count < rows.length) return firstOf(order, way, bits, count)
  if (way.isDown) return rows.slice().reverse()
  if (!way.isEmptyLast) return rows
  const all = new Uint32Array(count)
  all.set(rows.subarray(empty))
  all.set(rows.subarray(0, empty), count - empty)
  return all
}

const byValue =
  (column: SortedColumn): Compare =>
  (a, b) =>
    column.compare(a, b) || a - b

const orderOf = (rows: Uint32Array, column: SortedColumn): Order => ({
  rows,
  empty: placeIn(rows, 0, rows.length, (row) => (column.isEmpty(row) ? -1 : 0)),
})

/** An order of the rows below `rows`, in which those changed since are put in their place. */
function merged(order: Order, column: SortedColumn, rows: number, changes: readonly number[]): Order {
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

/** Rows that are added and changed, never moved. */
export interface ChangingRows {
  readonly rows: number
  /** Rows that were added, changed or removed since the first were there, oldest first. */
  readonly changes: readonly number[]
}

/** The orders of rows by each of some columns, each made in slices. */
export class Orders<Field> {
  readonly #rows: ChangingRows
  readonly #columns: ReadonlyMap<Field, SortedColumn>
  /** Each with how many changes it shows. */
  readonly #made = new Map<Field, { readonly order: Order; readonly seen: number }>()
  #making: Generator<void, void> | null = null
  /** The field asked for last. */
  #asked: Field

  /** @param first by what they are put in order first */
  constructor(rows: ChangingRows, columns: ReadonlyMap<Field, SortedColumn>, first: Field) {
    this.#rows = rows
    this.#columns = columns
    this.#asked = first
  }

  /** The order by a field as the rows are now; null until it is made, and it is then the next to be. */
  get(field: Field): Order | null {
    const { rows, changes } = this.#rows
    this.#asked = field
    const made = this.#made.get(field)
    if (made === undefined || made.seen === changes.length) return made?.order ?? null
    const order = merged(made.order, this.#columnOf(field), rows, changes.slice(made.seen))
    this.#made.set(field, { order, seen: changes.length })
    return order
  }

  #columnOf(field: Field): SortedColumn {
    return this.#columns.get(field) as SortedColumn
  }

  get areMade(): boolean {
    return this.#made.size === this.#columns.size
  }

  /** Makes a slice of the next order. */
  work(): void {
    const field = [this.#asked, ...this.#columns.keys()].find((each) => !this.#made.has(each))
    if (field === undefined) return
    this.#making ??= this.#make(field)
    if (this.#making.next().done) this.#making = null
  }

  *#make(field: Field): Generator<void, void> {
    // Rows that are added from here on are put in their place when the order is next asked for.
    const { rows, changes } = this.#rows
    const seen = changes.length
    const column = this.#columnOf(field)
    yield* column.prepare()
    this.#made.set(field, { order: orderOf(yield* sorted(rows, byValue(column)), column), seen })
  }

  /** To be called when the values of rows have changed: an order half made has to be made anew. */
  startAgain(): void {
    this.#making = null
  }

  /** To be called when the names of columns have changed, and with them the orders by those. */
  forget(fields: Iterable<Field>): void {
    for (const field of fields) this.#made.delete(field)
    this.startAgain()
  }
}
