import { dashedSerial, serialKey } from '../../../shared/model/certificate.ts'
import type { ExtraFieldRef } from '../../../shared/model/extra-field.ts'
import {
  boundsOf,
  chosenOf,
  type FilterValue,
  filterKindOf,
  flagOf,
  type ResultsFilter,
  textOf,
  withinOf,
} from '../../../shared/model/filter.ts'
import {
  type FilterField,
  type FilterKind,
  factsOf,
  fieldNamed,
  filterFields,
} from '../../../shared/model/result-fields.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { type Bits, bitsWhere, countBits, hasBit, putBit, withRoom } from '../arrays/bits.ts'
import { type AccountZones, storedBounds, textPieces } from '../results/filter.ts'
import type { ChoiceColumn, LinesColumn, NumberColumn, TextColumn } from './column.ts'
import type { Table } from './table.ts'

type RowTest = (row: number) => boolean
/**
 * A condition on the rows of a table. Equal keys mean the same condition; `test` is for the rows as they are now, of
 * which it may be put to few, and `wider` the key of a condition that all of its rows meet too. Rows that are noted by
 * the word `noted` meet it as well: that is kept apart. `all` is quicker than `test` for many rows.
 */
type RowCondition = readonly [
  key: string,
  test: (isForFew: boolean) => RowTest,
  wider?: string | undefined,
  noted?: string,
  all?: (rows: number, within: Bits | undefined) => Bits,
]

/** The extra fields that the teacher calls by a name. */
export type FieldsNamed = (name: string) => readonly ExtraFieldRef[]

/** The conditions of a filter, all of which must hold; `conditionsOf` in results/filter says the same in SQL. */
export const rowConditions = (
  table: Table,
  filter: ResultsFilter,
  zones: AccountZones,
  fieldsNamed: FieldsNamed,
): RowCondition[] =>
  filterFields
    .filter((field) => !factsOf(fieldNamed(field)).apart && filter.some((condition) => condition.field === field))
    .flatMap((field) => conditionsOf[filterKindOf(field)](table, filter, field as never, zones, fieldsNamed))

const conditionsOf: {
  readonly [Kind in FilterKind]: (
    table: Table,
    filter: ResultsFilter,
    field: FilterField<Kind>,
    zones: AccountZones,
    fieldsNamed: FieldsNamed,
  ) => readonly RowCondition[]
} = {
  set(table, filter, field) {
    const values = chosenOf(filter, field)
    if (values === undefined) return []
    const key = `${field} ${JSON.stringify(values)}`
    if (field === 'id') {
      const rows = new Set(values.map((id) => table.rowOf(Number(id))))
      return [[key, () => (row) => rows.has(row)]]
    }
    const wanted = new Set<unknown>(values.map((value) => keyOfValue(value)))
    const column = table.filtered.get(field) as ChoiceColumn
    const isWords = factsOf(fieldNamed(field)).kind === 'words'
    const keysOf = (choice: string): unknown[] => {
      if (isWords) return (JSON.parse(choice) as (string | null)[]).filter((word) => word !== null)
      const [first = '', second] = choice.split(' ')
      return [field === 'test' ? first : field === 'source' ? `${first} ${second}` : choice]
    }
    return [[key, () => column.having((choice) => keysOf(choice).some((each) => wanted.has(each)))]]
  },
  range(table, filter, field, zones) {
    const { values, least } = table.filtered.get(field) as NumberColumn
    const within = (from: number, to: number) => (): RowTest => {
      const low = Math.max(from, least)
      return (row) => (values[row] as number) >= low && (values[row] as number) <= to
    }
    if (field === 'changed') return []
    if (field !== 'finished') {
      const { from = -Infinity, to = Infinity } = storedBounds(field, filter)
      return [[`${field} ${from},${to}`, within(from, to)]]
    }
    const { from, to } = boundsOf(filter, field)
    const boundsIn = (zone: string) =>
      [
        from === undefined ? -Infinity : startOfDay(from, zone),
        to === undefined ? Infinity : endOfDay(to, zone) - 1,
      ] as const
    const byZone = new Map([...new Set(zones.values())].map((zone) => [zone, boundsIn(zone)]))
    const [first = boundsIn('UTC'), ...others] = byZone.values()
    if (others.length === 0) return [[`${field} ${first}`, within(...first)]]
    const accounts = table.filtered.get('account') as ChoiceColumn
    const zoneOf = (account: number) => zones.get(accounts.text(account)) ?? ''
    const byAccount = Array.from({ length: accounts.count }, (_, account) => byZone.get(zoneOf(account)) ?? never)
    const tests = byAccount.map((bounds) => within(...bounds)())
    const inItsZone: RowTest = (row) => tests[accounts.values[row] as number]?.(row) ?? false
    return [[`${field} ${byAccount.join(' ')}`, () => inItsZone]]
  },
  /** For a stored flag its value; for other fields, whether there is a value. */
  flag(table, filter, field) {
    const wanted = flagOf(filter, field)
    const column = table.filtered.get(field) as ChoiceColumn
    const sought = wanted ? '1' : '0'
    return wanted === undefined ? [] : [[`${field} ${wanted}`, () => column.having((text) => text === sought)]]
  },
  text(table, filter, field, _, fieldsNamed) {
    const within = field === 'extraInfo' ? withinOf(filter) : undefined
    if (within !== undefined) return inFields(table, textPieces(field, filter), fieldsNamed(within))
    if (field !== 'search') {
      const texts = table.filtered.get(field) as TextColumn
      return textPieces(field, filter).map((piece) => [`${field} ${piece}`, () => texts.having(piece)])
    }
    const column = table.filtered.get(field) as LinesColumn
    const serials = table.sorted.get('certificate') as TextColumn
    const words = searchWords(textOf(filter, field))
    if (words === null) return [['nothing', () => () => false]]
    return words.map((typed) => {
      const word = typed.toWellFormed()
      const shorter = [...word].slice(0, -1).join('')
      const serial = dashedSerial(word)
      const wider = `${field} ${shorter}`
      if (serial === null) {
        const all = (rows: number, within: Bits | undefined) => column.rowsHaving(word, rows, within)
        return [`${field} ${word}`, (isForFew) => column.having(word, isForFew), wider, word, all]
      }
      const { together, key } = serial
      const test = (isForFew: boolean): RowTest => {
        const [asTyped, anywhere] = [column.having(word, isForFew), column.having(together, isForFew)]
        const isInSerial: RowTest = (row) => serialKey(serials.text(serials.values[row] as number)).includes(key)
        return (row) => asTyped(row) || (anywhere(row) && isInSerial(row))
      }
      // A shorter one that is looked for as it is typed only does not find them all.
      const isWider = dashedSerial(shorter) !== null || !shorter.includes('-')
      return [`${field} ${word}`, test, isWider ? wider : undefined, word]
    })
  },
}

/** That one of the answers to these questions holds all these words. */
function inFields(table: Table, pieces: readonly string[], fields: readonly ExtraFieldRef[]): RowCondition[] {
  if (pieces.length === 0) return []
  const texts = table.filtered.get('extraInfo') as TextColumn
  const sources = table.filtered.get('source') as ChoiceColumn
  const numbers = new Map<string, number>(
    fields.map(({ account, link, number }) => [`links ${link} ${account}`, number]),
  )
  const test = (): RowTest => {
    const numberAt = Uint8Array.from({ length: sources.count }, (_, place) => numbers.get(sources.text(place)) ?? 0)
    const found = pieces.map((piece) => texts.containing(piece))
    const known = new Map<number, boolean>()
    return (row) => {
      const [text, number] = [texts.values[row] as number, numberAt[sources.values[row] as number] as number]
      if (number === 0 || !found.every((bits) => hasBit(bits, text))) return false
      const key = text * 8 + number
      const before = known.get(key)
      if (before !== undefined) return before
      const answer = texts.text(text).split('\n')[number - 1] ?? ''
      const holds = pieces.every((piece) => answer.includes(piece))
      known.set(key, holds)
      return holds
    }
  }
  return [[`extraInfo ${JSON.stringify([pieces, [...numbers]])}`, test]]
}

const keyOfValue = (value: FilterValue<FilterField<'set'>>): string =>
  typeof value === 'object' && 'feed' in value ? `${value.feed} ${value.id}` : `${value}`.toWellFormed()

const never = [Infinity, -Infinity] as const

/** Bytes of bit sets kept, each with one bit for a result, and how many: their keys take room too. */
const mostBytes = 8 * 2 ** 20
const mostKnown = 500

/** To look into a text by itself takes as long as to search so many at once. */
const few = 8

/** The bit sets of conditions on a table; the least recently used ones go when they take too much memory. */
export class KnownConditions {
  readonly #table: Table
  readonly #mostBytes: number
  // With how many changes of the table each shows; the least recently used comes first.
  readonly #known = new Map<string, { readonly bits: Bits; readonly seen: number }>()

  constructor(table: Table, most = mostBytes) {
    this.#table = table
    this.#mostBytes = most
  }

  /** The rows that meet a condition, among those alive. Not to be changed. */
  bitsOf([key, test, wider = '', , all]: RowCondition): Bits {
    const { rows, changes } = this.#table
    const [known, around] = [this.#known.get(key), this.#known.get(wider)]
    const within = around?.seen === changes.length ? around.bits : undefined
    const isOfFew = within !== undefined && countBits(within) < rows / few
    const bits =
      known !== undefined
        ? withRoom(known.bits, rows)
        : isOfFew || all === undefined
          ? bitsWhere(rows, test(isOfFew), within)
          : all(rows, within)
    if (known !== undefined && known.seen < changes.length) {
      const matches = test(changes.length - known.seen < rows / few)
      for (const row of changes.slice(known.seen)) putBit(bits, row, matches(row))
    }
    this.#known.delete(key)
    this.#known.set(key, { bits, seen: changes.length })
    const [unused] = this.#known.keys()
    const isFull = this.#known.size > mostKnown || this.#known.size * bits.byteLength > this.#mostBytes
    if (isFull && unused !== undefined) this.#known.delete(unused)
    return bits
  }
}
