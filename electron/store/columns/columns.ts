import type { Database } from 'better-sqlite3'
import type { ExtraFieldRef } from '../../../shared/model/extra-field.ts'
import {
  chosenOf,
  newestFirst,
  type ResultsFilter,
  type ResultsQuery,
  type ResultsSort,
  without,
} from '../../../shared/model/filter.ts'
import { type FilterField, factsOf, fieldNamed } from '../../../shared/model/result-fields.ts'
import {
  type Bits,
  bitsOf,
  bitsWhere,
  countBits,
  eachBit,
  firstOf,
  hasBit,
  isWithin,
  keepOnly,
} from '../arrays/bits.ts'
import { keptWhileUnchanged, QueryRunner, sqlite } from '../builder.ts'
import type { WholeOrder } from '../lists.ts'
import {
  type AccountZones,
  conditionsOf,
  idsNoted,
  idsOfKeys,
  idsWithLabels,
  isAboutDays,
  studentsNoted,
} from '../results/filter.ts'
import type { ChoiceColumn, LinesColumn, SortedColumn } from './column.ts'
import { type FieldsNamed, KnownConditions, rowConditions } from './conditions.ts'
import { type Kept, KeptResults } from './kept-results.ts'
import { narrowed, OrderedRows } from './orders.ts'
import type { Table } from './table.ts'

/** Conditions that SQL has answered: a menu counts one for each class and label. */
const mostApart = 500

/** Bytes of the sets kept of rows that have one value: of a million results, sixteen sets. */
const mostAlikeBytes = 2 * 2 ** 20

/** Set fields whose choices the arrays hold. */
type HeldChoice = Exclude<FilterField<'set'>, 'id' | 'class' | 'label' | 'student'>

/** What is known of the arrays of one reading. */
interface Known {
  readonly conditions: KnownConditions
  /** The rows that have a value in a compared field. */
  readonly alike: KnownConditions
  /** The rows that meet a condition on a field that is kept apart, or that are noted by a word of a search. */
  readonly apart: (filter: ResultsFilter | string) => Uint32Array
}

type Arrays = Kept<Known>

/**
 * The results a query finds, of the moment it was asked, whenever they are read: rows never move, and bits and orders are
 * copies.
 */
export interface FoundResults extends WholeOrder {
  /** The number of the last touch that they show. */
  readonly revision: number
  /** The first ids in order. */
  first(most: number): readonly number[]
  /** The first id in the opposite direction; undefined where nothing is found. To be asked at once, as `isSame`. */
  opposite(): number | undefined
  /** As `Columns.isSame`; to be asked at once, before results change. */
  isSame(field: ComparedField): boolean | null
}

/** Fields of which one value tells what a list shows of them. */
export const comparedFields = ['test', 'source', 'finished', 'duration', 'certificate'] as const

export type ComparedField = (typeof comparedFields)[number]

/**
 * Results as typed arrays in memory. They answer as SQL does, only faster; `find`, `count`, `countChoices`, `newestCertificates` and
 * `isSame` are called within a transaction and return null where SQL has to answer: as long as they are read, brought up
 * to date or put in an order that is asked for.
 */
export class Columns {
  readonly #db: Database
  readonly #zones: (areUsed: boolean) => AccountZones
  readonly #kept: KeptResults<Known>
  readonly #fieldsNamed: FieldsNamed

  constructor(db: Database, zones: (areUsed: boolean) => AccountZones) {
    this.#db = db
    this.#zones = zones
    this.#kept = new KeptResults(db, (table) => ({
      conditions: new KnownConditions(table),
      alike: new KnownConditions(table, mostAlikeBytes),
      apart: this.#apartIn(table),
    }))
    const fields = db.prepare<[string], ExtraFieldRef>(
      'SELECT account_id AS account, link_id AS link, number FROM extra_field WHERE name = ? ORDER BY account, link',
    )
    this.#fieldsNamed = (name) => fields.all(name)
  }

  /** Whether results are being read, so that SQL has to answer. */
  get isReading(): boolean {
    return this.#kept.isReading
  }

  get hasWork(): boolean {
    return this.#kept.hasWork
  }

  /** As `KeptResults.work`: after a failure SQL answers everything. */
  work(milliseconds: number): void {
    this.#kept.work(milliseconds)
  }

  find({ filter, sort }: ResultsQuery): FoundResults | null {
    const arrays = this.#kept.current()
    const order = arrays?.orders.get(sort.field)
    if (!arrays || !order) return null
    const { table, revision } = arrays
    const bits = this.#matching(arrays, filter)
    const count = countBits(bits)
    const ids = table.ids.values
    const firstOf = (most: number, by: ResultsSort): number[] =>
      new OrderedRows(order, by).firstOf(bits, Math.min(most, count)).map((row) => ids[row] as number)
    let whole: OrderedRows | null = null
    const all = (): OrderedRows => (whole ??= new OrderedRows(narrowed(order, bits, count), sort))
    return {
      revision,
      count,
      first: (most) => firstOf(most, sort),
      opposite: () => firstOf(1, turned(sort))[0],
      isSame: (field) => isSameIn(arrays, bits, count, field),
      slice: (from, to = count) => {
        const rows = all()
        const until = Math.min(to, count)
        return Array.from({ length: Math.max(0, until - from) }, (_, at) => ids[rows.at(from + at)] as number)
      },
      indexOf: (id) => all().placeOf(table.rowOf(id)),
    }
  }

  /** The ids of the results that a filter finds, in the order of ids. */
  idsOf(filter: ResultsFilter): Float64Array | null {
    const arrays = this.#kept.current()
    if (arrays === null) return null
    const bits = this.#matching(arrays, filter)
    const all = arrays.table.ids.values
    const ids = new Float64Array(countBits(bits))
    for (let row = 0, found = 0; found < ids.length; row++) if (hasBit(bits, row)) ids[found++] = all[row] as number
    return ids
  }

  /** Calls `use` with each id that a filter finds, in the order of ids. @returns false where SQL has to answer */
  eachId(filter: ResultsFilter, use: (id: number) => void): boolean {
    const arrays = this.#kept.current()
    if (arrays === null) return false
    const bits = this.#matching(arrays, filter)
    const ids = arrays.table.ids.values
    return eachBit(bits, (row) => {
      use(ids[row] as number)
      return true
    })
  }

  /**
   * The newest of the certificates that a filter finds whose lines before the serial, or whose tests, have each of some
   * words. `testsWith` gives those tests, as choices of the field.
   */
  newestCertificates(
    filter: ResultsFilter,
    words: readonly string[],
    testsWith: (word: string) => ReadonlySet<string>,
    most: number,
  ): readonly number[] | null {
    const arrays = this.#kept.current()
    const order = arrays?.orders.get(newestFirst.field)
    if (!arrays || !order) return null
    const { table } = arrays
    const lines = table.filtered.get('search') as LinesColumn
    const tests = table.filtered.get('test') as ChoiceColumn
    const found = this.#matching(arrays, filter)
    for (const word of words) {
      const [isBeforeSerial, named] = [lines.havingBeforeSerial(word), testsWith(word)]
      const isNamed = tests.having((test) => named.has(test))
      keepOnly(
        found,
        bitsWhere(table.rows, (row) => isNamed(row) || isBeforeSerial(row), found),
      )
    }
    const newest = new OrderedRows(order, newestFirst).firstOf(found, Math.min(most, countBits(found)))
    return newest.map((row) => table.ids.values[row] as number)
  }

  /** How many results a filter finds. */
  count(filter: ResultsFilter): number | null {
    const arrays = this.#kept.current()
    return arrays && countBits(this.#matching(arrays, filter))
  }

  /**
   * How many of the results that a filter finds have each choice of a field, its own condition left out. The choices of
   * tests, groups and links are those of `namedChoices`.
   */
  countChoices(field: HeldChoice, filter: ResultsFilter): ReadonlyMap<string, number> | null {
    const arrays = this.#kept.current()
    if (arrays === null) return null
    const choices = arrays.table.filtered.get(field) as ChoiceColumn
    const { values } = choices
    const bits = this.#matching(arrays, without(filter, field))
    const counts = new Uint32Array(choices.count)
    for (let row = 0; row < arrays.table.rows; row++) {
      if (hasBit(bits, row)) counts[values[row] as number] = (counts[values[row] as number] as number) + 1
    }
    return new Map([...counts].map((count, number) => [choices.text(number), count] as const).slice(1))
  }

  /** Whether all results that a filter finds have the same value in a field; null where SQL has to answer. */
  isSame(field: ComparedField, filter: ResultsFilter): boolean | null {
    const arrays = this.#kept.current()
    if (arrays === null) return null
    const bits = this.#matching(arrays, filter)
    return isSameIn(arrays, bits, countBits(bits), field)
  }

  #matching({ table, known: { conditions, apart } }: Arrays, filter: ResultsFilter): Bits {
    const bits = table.alive.slice()
    // Of a long pasted text, few words are looked for until no row is left.
    const zones = this.#zones(isAboutDays(filter))
    const isLeft = rowConditions(table, filter, zones, this.#fieldsNamed).every((condition) => {
      const noted = condition[3] === undefined ? null : apart(condition[3])
      const found = conditions.bitsOf(condition)
      return keepOnly(bits, noted?.length ? bitsOf(noted, table.rows, found) : found)
    })
    if (isLeft) for (const part of partsApart(filter)) keepOnly(bits, bitsOf(apart(part), table.rows))
    return bits
  }

  /** How many results a filter finds beside each of some conditions on one field that is kept apart. */
  countApart(filter: ResultsFilter, each: readonly ResultsFilter[]): readonly number[] | null {
    const arrays = this.#kept.current()
    if (arrays === null) return null
    const bits = this.#matching(arrays, filter)
    return each.map((part) => arrays.known.apart(part).reduce((count, row) => count + Number(hasBit(bits, row)), 0))
  }

  /** SQL says which they are, once for each condition until the database is written to. */
  #apartIn(table: Table): Known['apart'] {
    const run = new QueryRunner(this.#db)
    return keptWhileUnchanged(
      this.#db,
      (asked: ResultsFilter | string) => {
        if (typeof asked === 'string') return this.#notedRows(table, run, asked)
        const labels = chosenOf(asked, 'label')
        if (labels !== undefined) return rowsOf(table, run.ids(idsWithLabels(labels).compile(sqlite)))
        const found = sqlite
          .selectFrom('result')
          .select('result.id')
          .where((result) => result.and(conditionsOf(asked, this.#zones(isAboutDays(asked)))(result)))
        return rowsOf(table, run.ids(found.compile()))
      },
      mostApart,
    )
  }

  /** The rows that are noted by a word. Whose account a result is stands here: SQL would read each from its page. */
  #notedRows(table: Table, run: QueryRunner, word: string): Uint32Array {
    const own = rowsOf(table, run.ids(idsNoted(word).compile(sqlite)))
    const students = Map.groupBy(run.all(studentsNoted(word).compile(sqlite)), ({ account_id: account }) => account)
    const accounts = table.filtered.get('account') as ChoiceColumn
    const theirs = [...students].map(([account, refs]) => {
      const keys = refs.map(({ student }) => student)
      const number = accounts.find(account)
      const rows = rowsOf(table, run.ids(idsOfKeys(keys).compile(sqlite)))
      return rows.filter((row) => accounts.values[row] === number)
    })
    const noted = new Uint32Array(theirs.reduce((sum, { length }) => sum + length, own.length))
    let from = 0
    for (const rows of [own, ...theirs]) {
      noted.set(rows, from)
      from += rows.length
    }
    return noted
  }
}

function rowsOf(table: Table, ids: readonly number[]): Uint32Array {
  const rows = new Uint32Array(ids.length)
  for (let at = 0; at < rows.length; at++) rows[at] = table.rowOf(ids[at] as number)
  return rows
}

const turned = ({ field, direction }: ResultsSort): ResultsSort => ({
  field,
  direction: direction === 'asc' ? 'desc' : 'asc',
})

/** The conditions of a filter that are on fields kept apart, field by field. */
const partsApart = (filter: ResultsFilter): ResultsFilter[] => [
  ...Map.groupBy(
    filter.filter(({ field }) => factsOf(fieldNamed(field)).apart),
    ({ field }) => field,
  ).values(),
]

/** Rows looked at one by one: where values differ, two of the first nearly always do. */
const lookedAt = 64
/** Fewer than such a part of all rows are all looked at. Of more, a set of all rows that have the value is kept. */
const fewOf = 8

function isSameIn(
  { table, known: { alike } }: Arrays,
  bits: Bits,
  count: number,
  field: ComparedField,
): boolean | null {
  // A certificate counts as earned or not; the field is sorted by its serial.
  const { values } = (field === 'certificate' ? table.filtered : table.sorted).get(field as 'test') as SortedColumn
  let value: number | undefined
  const hasValue = (row: number): boolean => {
    value ??= values[row] as number
    return Object.is(values[row], value)
  }
  const isSame =
    count < table.rows / fewOf
      ? eachBit(bits, hasValue)
      : firstOf(bits, lookedAt).every(hasValue) && isWithin(bits, alike.bitsOf([`${field} ${value}`, () => hasValue]))
  // Two tests may have one name.
  return isSame || (field === 'test' || field === 'source' ? null : false)
}
