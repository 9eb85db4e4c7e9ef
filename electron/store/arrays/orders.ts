import type { SortedColumn } from './column.ts'
import { merged, type Order, orderBy } from './order.ts'

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
    this.#made.set(field, { order: yield* orderBy(this.#columnOf(field), rows), seen })
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
