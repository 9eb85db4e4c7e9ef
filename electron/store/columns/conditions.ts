import { dashedSerial, serialKey } from '../../../shared/model/certificate.ts'
import type { ExtraFieldRef } from '../../../shared/model/extra-field.ts'
import {
  boundsOf,
  chosenOf,
  entriesOf,
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
import { addAll, type Bits, bitsOf, bitsWhere, hasBit, noBits } from '../arrays/bits.ts'
import type { NumberColumn, TextColumn } from '../arrays/column.ts'
import type { RowCondition } from '../arrays/known-bits.ts'
import type { LinesColumn } from '../arrays/lines.ts'
import { type AccountZones, storedBounds } from '../results/filter.ts'
import { idOfChoice } from '../results/rows.ts'
import type { Table } from './table.ts'

type RowTest = (row: number) => boolean

/** Rows that are noted by the word `noted` meet it as well: that is kept apart. */
type NotedCondition = RowCondition & { readonly noted?: string }

/** What is asked of a table. */
export interface Asked {
  readonly table: Table
  readonly filter: ResultsFilter
  readonly zones: AccountZones
  /** The extra fields that the teacher calls by a name. */
  readonly fieldsNamed: (name: string) => readonly ExtraFieldRef[]
}

/** The conditions of a filter, all of which must hold; `conditionsOf` in results/filter says the same in SQL. */
export const rowConditions = (asked: Asked): NotedCondition[] =>
  filterFields
    .filter((field) => !factsOf(fieldNamed(field)).apart && asked.filter.some((each) => each.field === field))
    .flatMap((field) => conditionsOf[filterKindOf(field)](asked, field as never))

const conditionsOf: {
  readonly [Kind in FilterKind]: (asked: Asked, field: FilterField<Kind>) => readonly NotedCondition[]
} = {
  set({ table, filter }, field) {
    const values = chosenOf(filter, field)
    if (values === undefined) return []
    const key = JSON.stringify(values)
    if (field === 'id') {
      const rows = values.map((id) => table.rowOf(Number(id))).filter((row) => row !== -1)
      return [{ key: `id ${key}`, find: (within) => bitsOf(rows, table.rows, within) }]
    }
    const wanted = new Set(values.map(idOfValue))
    return [choosing(table, field, key, (choice) => wanted.has(idOfChoice(field, choice)))]
  },
  range({ table, filter, zones }, field) {
    const column = table.filtered.get(field) as NumberColumn
    const condition = (bounds: readonly unknown[], test: RowTest): RowCondition[] => [
      { key: `${field} ${bounds.join(' ')}`, find: (within) => bitsWhere(table.rows, test, within) },
    ]
    if (field === 'changed') return []
    if (field !== 'finished') {
      const { from = -Infinity, to = Infinity } = storedBounds(field, filter)
      return condition([from, to], column.within(from, to))
    }
    const { from, to } = boundsOf(filter, field)
    const boundsIn = (zone: string) =>
      [
        from === undefined ? -Infinity : startOfDay(from, zone),
        to === undefined ? Infinity : endOfDay(to, zone) - 1,
      ] as const
    const byZone = new Map([...new Set(zones.values())].map((zone) => [zone, boundsIn(zone)]))
    const [first = boundsIn('UTC'), ...others] = byZone.values()
    if (others.length === 0) return condition(first, column.within(...first))
    const accounts = table.filtered.get('account') as TextColumn
    const boundsOfAccount = (account: string) =>
      byZone.get(zones.get(account) ?? '') ?? ([Infinity, -Infinity] as const)
    const byAccount = accounts.texts.all().map(boundsOfAccount)
    const tests = byAccount.map((bounds) => column.within(...bounds))
    return condition(byAccount, (row) => tests[accounts.values[row] as number]?.(row) ?? false)
  },
  /** For a stored flag its value; for other fields, whether there is a value. */
  flag({ table, filter }, field) {
    const wanted = flagOf(filter, field)
    return wanted === undefined ? [] : [choosing(table, field, `${wanted}`, (flag) => flag === (wanted ? '1' : '0'))]
  },
  text({ table, filter, fieldsNamed }, field) {
    if (field === 'search') return searchConditions(table, searchWords(textOf(filter, field)))
    const entries = entriesOf(filter, field)
    if (entries.length === 0) return []
    const name = field === 'extraInfo' ? withinOf(filter) : undefined
    if (name !== undefined) return [inFields(table, entries.flat(), fieldsNamed(name))]
    const column = table.filtered.get(field) as TextColumn
    const having = (asked: typeof entries) => ({
      key: `${field} ${JSON.stringify(asked)}`,
      find: (within?: Bits) => column.rowsWith(column.texts.holding(asked), table.rows, within),
    })
    // Word by word: of what is typed on, all but the last is known.
    return entries.length === 1 ? entries.flat().map((word) => having([[word]])) : [having(entries)]
  },
}

function choosing(table: Table, field: FilterField, key: string, test: (choice: string) => boolean): RowCondition {
  const column = table.filtered.get(field) as TextColumn
  return { key: `${field} ${key}`, find: (within) => column.rowsWith(column.passing(test), table.rows, within) }
}

const idOfValue = (value: FilterValue<FilterField<'set'>>): string =>
  typeof value === 'object' && 'feed' in value ? `${value.feed}:${value.id}` : `${value}`.toWellFormed()

/** @param words null where nothing is to be found */
function searchConditions(table: Table, words: readonly string[] | null): NotedCondition[] {
  if (words === null) return [{ key: 'nothing', find: () => noBits(table.rows) }]
  const lines = table.filtered.get('search') as LinesColumn
  const serials = table.sorted.get('certificate') as TextColumn
  return words.map((typed) => {
    const word = typed.toWellFormed()
    const shorter = [...word].slice(0, -1).join('')
    const serial = dashedSerial(word)
    const find = (within?: Bits): Bits => {
      const found = lines.having(word, table.rows, within)
      if (serial === null) return found
      const isInSerial: RowTest = (row) => serialKey(serials.text(row)).includes(serial.key)
      return addAll(found, bitsWhere(table.rows, isInSerial, lines.having(serial.together, table.rows, within)))
    }
    // A shorter one that is looked for as it is typed only does not find all that a serial does.
    const isWider = serial === null || dashedSerial(shorter) !== null || !shorter.includes('-')
    return { key: `search ${word}`, find, wider: isWider ? `search ${shorter}` : undefined, noted: word }
  })
}

/** That one of the answers to these questions holds all these words. */
function inFields(table: Table, words: readonly string[], fields: readonly ExtraFieldRef[]): RowCondition {
  const answers = table.filtered.get('extraInfo') as TextColumn
  const sources = table.filtered.get('source') as TextColumn
  const numbers = new Map<string, number>(
    fields.map(({ account, link, number }) => [`links ${link} ${account}`, number]),
  )
  const find = (within?: Bits): Bits => {
    const { texts } = answers
    const numberAt = sources.texts.all().map((source) => numbers.get(source) ?? 0)
    const having = texts.holding([words])
    // By the number of a question, the texts with an answer to it that holds the words.
    const holding = new Map<number, Bits>()
    for (const number of new Set(numbers.values())) {
      const answer = (text: number): string => texts.text(text).split('\n')[number - 1] ?? ''
      const holds = (text: number): boolean => words.every((word) => answer(text).includes(word))
      holding.set(number, bitsWhere(texts.count, holds, having))
    }
    const test: RowTest = (row) => {
      const found = holding.get(numberAt[sources.values[row] as number] as number)
      return found !== undefined && hasBit(found, answers.values[row] as number)
    }
    return bitsWhere(table.rows, test, within)
  }
  return { key: `extraInfo ${JSON.stringify([words, [...numbers]])}`, find }
}
