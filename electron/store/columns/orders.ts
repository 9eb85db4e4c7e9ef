import type { ResultsSort } from '../../../shared/model/filter.ts'
import { factsOf, fieldNamed, type SortField, sortFields } from '../../../shared/model/result-fields.ts'
import { type Bits, hasBit } from '../arrays/bits.ts'
import { type Compare, placeIn, sorted } from '../arrays/sorting.ts'
import { namedChoices } from '../results/rows.ts'
import type { SortedColumn } from './column.ts'
import type { Table } from './table.ts'

/** All rows by a field, equal values by row, and those without a value first. Serves both directions; never changed. */
export interface Order {
  readonly rows: Uint32Array
  /** How many of them have no value. */
  readonly empty: number
  /** How many changes of the table it shows. */
  readonly seen: number
}

const byValue =
  (column: SortedColumn): Compare =>
  (a, b) =>
    column.compare(a, b) || a - b

/** The orders of a table, each made in slices. */
export class Orders {
  readonly #table: Table
  readonly #made = new Map<SortField, Order>()
  #making: { readonly field: SortField; readonly steps: Generator<void, Order> } | null = null
  /** The field asked for last. */
  #asked: SortField = 'finished'

  constructor(table: Table) {
    this.#table = table
  }

  /** The order by a field as the table is now; null until it is made, and it is then the next to be. */
  get(field: SortField): Order | null {
    const made = this.#made.get(field)
    this.#asked = field
    if (made === undefined) return null
    const order = made.seen === this.#table.changes.length ? made : merged(made, this.#table, field)
    this.#made.set(field, order)
    return order
  }

  get areMade(): boolean {
    return this.#made.size === sortFields.length
  }

  /** Makes a slice of the next order. */
  work(): void {
    const isMissing = (field: SortField): boolean => !this.#made.has(field)
    const field = this.#making?.field ?? [this.#asked, ...sortFields].find(isMissing)
    if (field === undefined) return
    this.#making ??= { field, steps: orderBy(this.#table, field) }
    const { done, value } = this.#making.steps.next()
    if (!done) return
    this.#made.set(field, value)
    this.#making = null
  }

  /** To be called when the values of rows have changed: an order half made has to be made anew. */
  startAgain(): void {
    this.#making = null
  }

  /** The names of choices have changed, and with them the orders by those. */
  forgetNamed(): void {
    for (const field of Object.keys(namedChoices) as SortField[]) this.#made.delete(field)
    this.startAgain()
  }
}

function* orderBy(table: Table, field: SortField): Generator<void, Order> {
  // Rows that are added from here on are put in their place when the order is next asked for.
  const [rows, seen] = [table.rows, table.changes.length]
  const column = table.sorted.get(field) as SortedColumn
  yield* column.prepare()
  return orderOf(yield* sorted(rows, byValue(column)), column, seen)
}

/** An order in which the rows changed since are put in their place. */
function merged(order: Order, table: Table, field: SortField): Order {
  const column = table.sorted.get(field) as SortedColumn
  const compare = byValue(column)
  const isChanged = new Set(table.changes.slice(order.seen))
  const changed = Uint32Array.from(isChanged).sort(compare)
  const hasOld = changed.some((row) => row < order.rows.length)
  const kept = hasOld ? order.rows.filter((row) => !isChanged.has(row)) : order.rows
  const rows = new Uint32Array(table.rows)
  let copied = 0
  for (const [at, row] of changed.entries()) {
    const place = placeIn(kept, copied, kept.length, (each) => compare(each, row))
    rows.set(kept.subarray(copied, place), copied + at)
    rows[place + at] = row
    copied = place
  }
  rows.set(kept.subarray(copied), copied + changed.length)
  return orderOf(rows, column, table.changes.length)
}

const orderOf = (rows: Uint32Array, column: SortedColumn, seen: number): Order => ({
  rows,
  seen,
  empty: placeIn(rows, 0, rows.length, (row) => (column.isEmpty(row) ? -1 : 0)),
})

/** The rows of a set by a field, in one direction: places count from the first of them. */
export class OrderedRows {
  readonly #order: Pick<Order, 'rows' | 'empty'>
  readonly #isDown: boolean
  /** Before which of the rows the first place is. */
  readonly #start: number

  constructor(order: Pick<Order, 'rows' | 'empty'>, { field, direction }: ResultsSort) {
    this.#order = order
    this.#isDown = direction === 'desc'
    this.#start = factsOf(fieldNamed(field)).sortable === 'empty-last' ? order.empty : 0
  }

  at(place: number): number {
    const { rows } = this.#order
    if (this.#isDown) return rows[rows.length - 1 - place] as number
    // Behind the last value come the rows without one.
    const at = place + this.#start
    return rows[at < rows.length ? at : at - rows.length] as number
  }

  /** -1 for a row that is not among them. */
  placeOf(row: number): number {
    const { rows } = this.#order
    const at = rows.indexOf(row)
    if (at === -1 || this.#isDown) return at === -1 ? -1 : rows.length - 1 - at
    return at < this.#start ? at + rows.length - this.#start : at - this.#start
  }

  /** The first rows of a set, at most so many. */
  firstOf(bits: Bits, most: number): number[] {
    const { rows } = this.#order
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

/** An order of the `count` rows of a set alone. */
export function narrowed({ rows, empty }: Order, bits: Bits, count: number): Pick<Order, 'rows' | 'empty'> {
  if (count === rows.length) return { rows, empty }
  const kept = new Uint32Array(count)
  let [found, keptEmpty] = [0, 0]
  for (let at = 0; found < count; at++) {
    if (at === empty) keptEmpty = found
    if (hasBit(bits, rows[at] as number)) kept[found++] = rows[at] as number
  }
  return { rows: kept, empty: keptEmpty }
}
