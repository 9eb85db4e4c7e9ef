import type { ResultsSort } from '../../../shared/model/filter.ts'
import { factsOf, fieldNamed, type SortField } from '../../../shared/model/result-fields.ts'
import { namedChoices } from '../results/rows.ts'
import { type Bits, hasBit } from './bits.ts'
import type { Column } from './column.ts'
import { placeIn, type Table } from './table.ts'

/** All rows by a field, equal values by row, and those without a value first. Serves both directions; never changed. */
export interface Order {
  readonly rows: Uint32Array
  /** How many of them have no value. */
  readonly empty: number
  /** How many changes of the table it shows. */
  readonly seen: number
}

type Compare = (a: number, b: number) => number
const byValue =
  (column: Column): Compare =>
  (a, b) =>
    column.compare(a, b) || a - b

/** The orders of a table, each made when it is first asked for. */
export class Orders {
  readonly #table: Table
  readonly #made = new Map<SortField, Order>()
  readonly #wanted = new Map<SortField, Generator<void, Order>>()

  constructor(table: Table) {
    this.#table = table
  }

  /** The order by a field as the table is now; null until it is made, and it is then wanted. */
  get(field: SortField): Order | null {
    const made = this.#made.get(field)
    if (made === undefined) {
      if (!this.#wanted.has(field)) this.#wanted.set(field, sorted(this.#table, field))
      return null
    }
    const order = made.seen === this.#table.changes.length ? made : merged(made, this.#table, field)
    this.#made.set(field, order)
    return order
  }

  /** The field whose order has been wanted for longest. */
  get wanted(): SortField | undefined {
    const [field] = this.#wanted.keys()
    return field
  }

  /** Works on a wanted order for one slice. */
  work(field: SortField | undefined): void {
    const next = field && this.#wanted.get(field)?.next()
    if (field === undefined || !next?.done) return
    this.#made.set(field, next.value)
    this.#wanted.delete(field)
  }

  /** The names of choices have changed, and with them the orders by those. */
  forgetNamed(): void {
    for (const field of Object.keys(namedChoices) as SortField[]) {
      this.#made.delete(field)
      this.#wanted.delete(field)
    }
  }
}

const run = 1_024
const pause = 4_096

/** Sorts all rows, run by run and then merging, in slices. */
function* sorted(table: Table, field: SortField): Generator<void, Order> {
  const { rows, changes } = table
  // Rows that change from here on are put in their place when the order is next asked for.
  const seen = changes.length
  const compare = byValue(table.sorted.get(field) as Column)
  let order = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) order[row] = row
  for (let from = 0; from < rows; from += run) {
    order.subarray(from, from + run).sort(compare)
    yield
  }
  let spare = new Uint32Array(rows)
  for (let width = run; width < rows; width *= 2) {
    for (let from = 0; from < rows; from += width * 2) {
      const middle = Math.min(rows, from + width)
      const until = Math.min(rows, middle + width)
      let [left, right] = [from, middle]
      for (let at = from; at < until; at++) {
        const isLeft = right === until || (left < middle && compare(order[left] as number, order[right] as number) < 0)
        spare[at] = order[isLeft ? left++ : right++] as number
        if (at % pause === 0) yield
      }
    }
    ;[order, spare] = [spare, order]
  }
  return orderOf(order, table, field, seen)
}

/** An order in which the rows changed since are put in their place. */
function merged(order: Order, table: Table, field: SortField): Order {
  const compare = byValue(table.sorted.get(field) as Column)
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
  return orderOf(rows, table, field, table.changes.length)
}

function orderOf(rows: Uint32Array, table: Table, field: SortField, seen: number): Order {
  const column = table.sorted.get(field) as Column
  return { rows, seen, empty: placeIn(rows, 0, rows.length, (row) => (column.isEmpty(row) ? -1 : 0)) }
}

const isEmptyLast = ({ field, direction }: ResultsSort): boolean =>
  direction === 'asc' && factsOf(fieldNamed(field)).sortable === 'empty-last'

/** The ids of the first rows of a set in an order, as many as there is room for in `ids`. */
export function takeInOrder(
  order: Order,
  table: Table,
  bits: Bits,
  sort: ResultsSort,
  ids: Float64Array,
): Float64Array {
  const { rows, empty } = order
  const all = table.ids.values
  const step = sort.direction === 'asc' ? 1 : -1
  let at = step === -1 ? rows.length - 1 : isEmptyLast(sort) && empty < rows.length ? empty : 0
  for (let taken = 0, left = rows.length; taken < ids.length && left > 0; left--, at += step) {
    const row = rows[at] as number
    if (hasBit(bits, row)) ids[taken++] = all[row] as number
    // Behind the last value come the rows without one.
    if (step === 1 && at === rows.length - 1) at = -1
  }
  return ids
}

/** The ids of the first rows of a set by a field whose order is not made. */
export function takeFirst(table: Table, bits: Bits, sort: ResultsSort, most: number): number[] {
  const column = table.sorted.get(sort.field) as Column
  const way = sort.direction === 'asc' ? 1 : -1
  const value = byValue(column)
  const compare: Compare = isEmptyLast(sort)
    ? (a, b) => Number(column.isEmpty(a)) - Number(column.isEmpty(b)) || value(a, b)
    : (a, b) => way * value(a, b)
  const first: number[] = []
  for (let at = 0; at < table.rows; at++) {
    // Results come in the order of time, so that the last rows are often the first by a descending order.
    const row = way === 1 ? at : table.rows - 1 - at
    if (!hasBit(bits, row) || (first.length === most && compare(row, first.at(-1) ?? row) > 0)) continue
    first.splice(
      placeIn(first, 0, first.length, (each) => compare(each, row)),
      0,
      row,
    )
    if (first.length > most) first.pop()
  }
  return first.map((row) => table.ids.values[row] as number)
}
