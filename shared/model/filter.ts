import { type FilterField, type FilterKind, factsOf, fieldNamed, type SortField } from './result-fields.ts'
import type { Feed } from './result-values.ts'
import type { CalendarDay } from './time.ts'

/** A group or a link; their numbers are unique within their feed only. */
export interface SourceRef {
  readonly feed: Feed
  readonly id: number
}

/** What conditions on each field hold: one of a set, or one end of a range. */
export interface FilterValues {
  readonly account: string
  readonly test: number
  readonly source: SourceRef
  readonly outcome: 'passed' | 'not-passed'
  readonly id: number
  /** A day in the account's own time zone. */
  readonly finished: CalendarDay
  /** In percent. */
  readonly percentage: number
}

/** What a field of a set or a range is compared with; words unless said otherwise. */
export type FilterValue<Field extends FilterField> = Field extends keyof FilterValues ? FilterValues[Field] : string

/** Both ends of a range belong to it. */
type Over<Field extends string, Op extends string, Value> = {
  readonly field: Field
  readonly op: Op
  readonly value: Value
}

export type SetCondition = {
  [F in FilterField<'set'>]: Over<F, 'in', readonly FilterValue<F>[]>
}[FilterField<'set'>]
export type RangeCondition = {
  [F in FilterField<'range'>]: Over<F, 'from' | 'to', FilterValue<F>>
}[FilterField<'range'>]
export type FlagCondition = Over<FilterField<'flag'>, 'is', boolean>
export type TextCondition = Over<FilterField<'text'>, 'contains', string>

export type Condition = SetCondition | RangeCondition | FlagCondition | TextCondition

/** Which results: those that meet every condition. An empty set or text asks nothing. */
export type ResultsFilter = readonly Condition[]

export const filterKindOf = (field: FilterField): FilterKind => {
  const kind = factsOf(fieldNamed(field)).filter
  if (kind === undefined) throw new Error(`Results cannot be filtered by ${field}.`)
  return kind
}

/** Whether a condition asks anything. */
const asks = ({ op, value }: Condition): boolean =>
  op === 'in' ? value.length > 0 : op === 'contains' ? value.trim() !== '' : true

/** The filter without conditions that ask nothing. */
export const withoutEmpty = (filter: ResultsFilter): ResultsFilter => filter.filter(asks)

/** The chosen values of a field; undefined where it is not asked for. */
export function chosenOf<F extends FilterField<'set'>>(
  filter: ResultsFilter,
  field: F,
): readonly FilterValue<F>[] | undefined {
  const found = filter.find((condition) => condition.field === field && asks(condition))
  return found?.value as readonly FilterValue<F>[] | undefined
}

/** Both ends of a field's range; an end that is not asked for is undefined. */
export function boundsOf<F extends FilterField<'range'>>(
  filter: ResultsFilter,
  field: F,
): { readonly from: FilterValue<F> | undefined; readonly to: FilterValue<F> | undefined } {
  const end = (op: 'from' | 'to') =>
    filter.find((condition) => condition.field === field && condition.op === op)?.value as FilterValue<F> | undefined
  return { from: end('from'), to: end('to') }
}

/** What is asked of a flag; undefined where it is not asked for. */
export const flagOf = (filter: ResultsFilter, field: FilterField<'flag'>): boolean | undefined =>
  filter.find((condition): condition is FlagCondition => condition.field === field)?.value

/** The text that is looked for; empty where none is. */
export const textOf = (filter: ResultsFilter, field: FilterField<'text'>): string =>
  filter.find((condition): condition is TextCondition => condition.field === field)?.value ?? ''

export const isAsked = (filter: ResultsFilter, field: FilterField): boolean =>
  filter.some((condition) => condition.field === field && asks(condition))

/** The filter without a field's conditions. */
export const without = (filter: ResultsFilter, field: FilterField): ResultsFilter =>
  filter.filter((condition) => condition.field !== field)

/** The filter with these conditions in place of all that it says of their fields. What asks nothing is left out. */
export const withConditions = (filter: ResultsFilter, ...conditions: readonly Condition[]): ResultsFilter => [
  ...filter.filter(({ field }) => conditions.every((condition) => condition.field !== field)),
  ...conditions.filter(asks),
]

/** The filter with this range of a field; an end that is undefined is open. */
export function withBounds<F extends FilterField<'range'>>(
  filter: ResultsFilter,
  field: F,
  bounds: { readonly from?: FilterValue<F> | undefined; readonly to?: FilterValue<F> | undefined },
): ResultsFilter {
  const ends = (['from', 'to'] as const).flatMap((op) => {
    const value = bounds[op]
    return value === undefined ? [] : [{ field, op, value } as RangeCondition]
  })
  return [...without(filter, field), ...ends]
}

/** Whether a filter asks anything besides the accounts looked at. */
export const isNarrowed = (filter: ResultsFilter): boolean =>
  filter.some((condition) => condition.field !== 'account' && asks(condition))

/** The results of these accounts; of all where none are named. */
export const ofAccounts = (accounts: readonly string[] | undefined): ResultsFilter =>
  accounts === undefined ? [] : [{ field: 'account', op: 'in', value: accounts }]

export interface ResultsSort {
  readonly field: SortField
  readonly direction: 'asc' | 'desc'
}

/** The one question behind screen, workbook, CSV and command line. */
export interface ResultsQuery {
  readonly filter: ResultsFilter
  readonly sort: ResultsSort
}

export const newestFirst: ResultsSort = { field: 'finished', direction: 'desc' }
