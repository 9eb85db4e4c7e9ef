import type { Database } from 'better-sqlite3'
import { newestFirst, type ResultsFilter, type ResultsQuery } from '../../../shared/model/filter.ts'
import { factsOf, fieldNamed, type SortField } from '../../../shared/model/result-fields.ts'
import { addAll, type Bits, bitsOf, countBits, keepOnly } from '../arrays/bits.ts'
import type { TextColumn } from '../arrays/column.ts'
import { KnownBits } from '../arrays/known-bits.ts'
import { allOf, firstOf, Orders, type Way } from '../arrays/orders.ts'
import type { WholeOrder } from '../lists.ts'
import { type AccountZones, isAboutDays } from '../results/filter.ts'
import { fieldsNamed, rowsApart } from '../results/kept-apart.ts'
import { notedRows } from '../results/noted.ts'
import { rowConditions } from './conditions.ts'
import type { Table } from './table.ts'

/** The results a query finds, of the moment it was asked, whenever they are read: bits and orders are copies. */
export interface FoundResults extends WholeOrder {
  /** The number of the last touch that they show. */
  readonly revision: number
  /** To be asked of what else is known of them at once, before results change. */
  readonly arrays: Arrays
  readonly rows: Bits
  /** The first ids in order. */
  first(most: number): readonly number[]
  /** The first id in the opposite direction; undefined where nothing is found. */
  opposite(): number | undefined
}

/** The arrays of one reading, and what is known of them. */
export class Arrays {
  readonly table: Table
  readonly orders: Orders<SortField>
  readonly known: KnownBits
  /** The rows that meet a condition on a field that is kept apart. */
  readonly apart: ReturnType<typeof rowsApart>
  /** The rows that are noted by a word. */
  readonly noted: ReturnType<typeof notedRows>
  /** The number of the last touch they show. */
  revision: number
  readonly #zones: (areUsed: boolean) => AccountZones
  readonly #fieldsNamed: ReturnType<typeof fieldsNamed>

  constructor(db: Database, zones: (areUsed: boolean) => AccountZones, table: Table, revision: number) {
    this.table = table
    this.orders = new Orders(table, table.sorted, newestFirst.field)
    this.known = new KnownBits(table)
    const accounts = table.filtered.get('account') as TextColumn
    this.apart = rowsApart(db, zones, table)
    this.noted = notedRows(db, table, (account) => {
      const number = accounts.texts.find(account)
      return (row) => accounts.values[row] === number
    })
    this.revision = revision
    this.#zones = zones
    this.#fieldsNamed = fieldsNamed(db)
  }

  /** What a filter asks of each row. */
  conditionsOf(filter: ResultsFilter): ReturnType<typeof rowConditions> {
    const [zones, fieldsNamed] = [this.#zones(isAboutDays(filter)), this.#fieldsNamed]
    return rowConditions({ table: this.table, filter, zones, fieldsNamed })
  }

  /** The rows that a filter finds. */
  matching(filter: ResultsFilter): Bits {
    const { table } = this
    const bits = table.alive.slice()
    // Of a long pasted text, few words are looked for until no row is left.
    const isLeft = this.conditionsOf(filter).every((condition) => {
      const found = this.known.of(condition)
      const noted = condition.noted === undefined ? null : this.noted.having(condition.noted)
      return keepOnly(bits, noted === null ? found : addAll(noted, found))
    })
    const apart = filter.filter(({ field }) => factsOf(fieldNamed(field)).apart)
    if (isLeft)
      for (const part of Map.groupBy(apart, ({ field }) => field).values())
        keepOnly(bits, bitsOf(this.apart(part), table.rows))
    return bits
  }

  /**
   * Null where the order is not made yet.
   * @param narrow takes more rows from what the filter finds
   */
  find({ filter, sort }: ResultsQuery, narrow?: (table: Table, rows: Bits) => void): FoundResults | null {
    const order = this.orders.get(sort.field)
    if (order === null) return null
    const { table } = this
    const rows = this.matching(filter)
    narrow?.(table, rows)
    const count = countBits(rows)
    const idAt = (row: number | undefined): number => table.ids.values[row as number] as number
    const isEmptyLast = factsOf(fieldNamed(sort.field)).sortable === 'empty-last'
    const way: Way = { isDown: sort.direction === 'desc', isEmptyLast }
    const back: Way = { ...way, isDown: !way.isDown }
    let whole: Uint32Array | null = null
    const all = (): Uint32Array => (whole ??= allOf(order, way, rows, count))
    return {
      ...{ revision: this.revision, arrays: this, rows, count },
      first: (most) => Array.from(firstOf(order, way, rows, Math.min(most, count)), idAt),
      opposite: () => (count === 0 ? undefined : idAt(firstOf(order, back, rows, 1)[0])),
      slice: (from, to = count) => Array.from(all().subarray(from, to), idAt),
      indexOf: (id) => all().indexOf(table.rowOf(id)),
    }
  }
}
