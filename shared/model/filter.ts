import { type FilterField, type FilterKind, factsOf, fieldNamed, type SortField } from './result-fields.ts'
import type { Feed } from './result-values.ts'
import { listedWords, wordsBetweenSpaces } from './text.ts'
import type { CalendarDay } from './time.ts'

/** A group or a link; their numbers are unique within their feed only. */
export interface SourceRef {
  readonly feed: Feed
  readonly id: number
}

/** The type of value in each field's conditions: one member of a set, or one end of a range. */
export interface FilterValues {
  readonly account: string
  readonly test: number
  readonly source: SourceRef
  readonly outcome: 'passed' | 'not-passed'
  readonly id: number
  /** A day in the account's own time zone. */
  readonly finished: CalendarDay
  readonly changed: CalendarDay
  /** In percent. */
  readonly percentage: number
  readonly points: number
  /** In seconds. */
  readonly duration: number
  readonly type: 'test' | 'survey'
  readonly student: StudentValue
}

/** A student by any of their keys; null for one of whatever account. */
export interface StudentValue {
  readonly account: string | null
  readonly key: string
}

/** The value a set or range field is compared with; a string unless `FilterValues` says otherwise. */
export type FilterValue<Field extends FilterField> = Field extends keyof FilterValues ? FilterValues[Field] : string

/** Both ends belong to the range. */
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
export type TextCondition = Over<Exclude<FilterField<'text'>, 'extraInfo'>, 'contains', string> | ExtraInfoCondition
/** `within`: only in the answers to questions that the teacher calls so, at whatever links; in all of them where absent. */
export type ExtraInfoCondition = Over<'extraInfo', 'contains', string> & { readonly within?: string }

export type Condition = SetCondition | RangeCondition | FlagCondition | TextCondition

/**
 * Conditions that a result must all meet. An empty set or text matches everything, because a teacher who clears it asks
 * for nothing; but an empty set of accounts or of single results, which no teacher clears, matches no result.
 */
export type ResultsFilter = readonly Condition[]

export const filterKindOf = (field: FilterField): FilterKind => {
  const kind = factsOf(fieldNamed(field)).filter
  if (kind === undefined) throw new Error(`Results cannot be filtered by ${field}.`)
  return kind
}

/** Whether a condition excludes anything. */
const asks = ({ field, op, value }: Condition): boolean =>
  op === 'in'
    ? value.length > 0 || field === 'account' || field === 'id'
    : op === 'contains'
      ? value.trim() !== ''
      : true

/** Drops the conditions that exclude nothing. */
export const withoutEmpty = (filter: ResultsFilter): ResultsFilter => filter.filter(asks)

/** The chosen values of a field; undefined without a condition on it. */
export function chosenOf<F extends FilterField<'set'>>(
  filter: ResultsFilter,
  field: F,
): readonly FilterValue<F>[] | undefined {
  const found = filter.find((condition) => condition.field === field && asks(condition))
  return found?.value as readonly FilterValue<F>[] | undefined
}

/** Both ends of a field's range; an open end is undefined. */
export function boundsOf<F extends FilterField<'range'>>(
  filter: ResultsFilter,
  field: F,
): { readonly from: FilterValue<F> | undefined; readonly to: FilterValue<F> | undefined } {
  const end = (op: 'from' | 'to') =>
    filter.find((condition) => condition.field === field && condition.op === op)?.value as FilterValue<F> | undefined
  return { from: end('from'), to: end('to') }
}

/** The value asked of a flag; undefined without a condition on it. */
export const flagOf = (filter: ResultsFilter, field: FilterField<'flag'>): boolean | undefined =>
  filter.find((condition): condition is FlagCondition => condition.field === field)?.value

/** The text searched for; '' without a condition on it. */
export const textOf = (filter: ResultsFilter, field: FilterField<'text'>): string =>
  filter.find((condition): condition is TextCondition => condition.field === field)?.value ?? ''

/**
 * What a filter on one field asks for: entries of which one is enough, each of words that must all be there. Of a list of
 * access codes each is an entry; an answer that a student gave has commas of its own, and every word of it counts.
 */
export function entriesOf(filter: ResultsFilter, field: FilterField<'text'>): readonly (readonly string[])[] {
  if (field === 'accessCode') return listedWords(textOf(filter, field))
  const words = wordsBetweenSpaces(textOf(filter, field))
  return words.length === 0 ? [] : [words]
}

/** The name of the extra fields that the words of `extraInfo` are looked for in; undefined for all fields. */
export const withinOf = (filter: ResultsFilter): string | undefined =>
  filter.find((condition): condition is ExtraInfoCondition => condition.field === 'extraInfo')?.within

export const isAsked = (filter: ResultsFilter, field: FilterField): boolean =>
  filter.some((condition) => condition.field === field && asks(condition))

/** The filter without a field's conditions. */
export const without = (filter: ResultsFilter, field: FilterField): ResultsFilter =>
  filter.filter((condition) => condition.field !== field)

/** Replaces all conditions on the fields of `conditions` by these, and drops those that exclude nothing. */
export const withConditions = (filter: ResultsFilter, ...conditions: readonly Condition[]): ResultsFilter => [
  ...filter.filter(({ field }) => conditions.every((condition) => condition.field !== field)),
  ...conditions.filter(asks),
]

/** Replaces a field's range; an end that is undefined is open. */
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

/** Whether a filter excludes anything besides other accounts. */
export const isNarrowed = (filter: ResultsFilter): boolean =>
  filter.some((condition) => condition.field !== 'account' && asks(condition))

/** A filter for the results of these accounts, none if there are none of them; of all accounts when undefined. */
export const ofAccounts = (accounts: readonly string[] | undefined): ResultsFilter =>
  accounts === undefined ? [] : [{ field: 'account', op: 'in', value: accounts }]

/** A filter within the accounts looked at, of all when undefined. One that names accounts itself is of those among them. */
export function withinAccounts(accounts: readonly string[] | undefined, filter: ResultsFilter): ResultsFilter {
  const named = chosenOf(filter, 'account')
  if (accounts === undefined || named === undefined) return [...ofAccounts(accounts), ...filter]
  return withConditions(filter, ...ofAccounts(named.filter((account) => accounts.includes(account))))
}

export interface ResultsSort {
  readonly field: SortField
  readonly direction: 'asc' | 'desc'
}

/** The one query behind screen, workbook, CSV and command line. */
export interface ResultsQuery {
  readonly filter: ResultsFilter
  readonly sort: ResultsSort
}

export const newestFirst: ResultsSort = { field: 'finished', direction: 'desc' }
