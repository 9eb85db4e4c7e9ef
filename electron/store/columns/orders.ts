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

/** The ids of the first rows of a set in an order, as many as there is room for in `ids`. */
export function takeInOrder(order: Order, table: Table, bits: Bits, sort: ResultsSort, ids: Float64Array) {
  const { rows, empty } = order
  const all = table.ids.values
  const step = sort.direction === 'asc' ? 1 : -1
  const isEmptyLast = step === 1 && factsOf(fieldNamed(sort.field)).sortable === 'empty-last' && empty < rows.length
  let at = step === -1 ? rows.length - 1 : isEmptyLast ? empty : 0
  for (let taken = 0, left = rows.length; taken < ids.length && left > 0; left--, at += step) {
    const row = rows[at] as number
    if (hasBit(bits, row)) ids[taken++] = all[row] as number
    // Behind the last value come the rows without one.
    if (step === 1 && at === rows.length - 1) at = -1
  }
  return ids
}
