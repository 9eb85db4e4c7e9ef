import { createContext, useContext } from 'react'
import {
  boundsOf,
  chosenOf,
  type FilterValue,
  filterKindOf,
  flagOf,
  type ResultsFilter,
  type SourceRef,
  textOf,
  withinOf,
} from '../../../shared/model/filter.ts'
import { type FilterField, type FilterKind, filterFields } from '../../../shared/model/result-fields.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import type { ChoiceCount, Facets } from '../../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { dayWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'

/**
 * Fields without a chip of their own: accounts are chosen in the sidebar, single results in lists, and the search has its
 * own box.
 */
const withoutChip = ['account', 'id', 'search'] as const

/** The fields results can be filtered by, one chip each. */
export type ChipField<Kind extends FilterKind = FilterKind> = Exclude<FilterField<Kind>, (typeof withoutChip)[number]>

/** The order of the first chips; fields not named here follow. */
const firstChips: readonly ChipField[] = [
  'test',
  'source',
  'outcome',
  'grading',
  'percentage',
  'certificate',
  'finished',
  'class',
  'student',
  'label',
]

const hasChip = (field: FilterField): field is ChipField => !withoutChip.some((other) => other === field)

export const chipFields: readonly ChipField[] = [
  ...firstChips,
  ...filterFields.filter(hasChip).filter((field) => !firstChips.includes(field)),
]

export const filterName = (field: ChipField): string => t(`field.${field}`)

/** The name of a chip: of extra info that is looked for in the fields of one name, that name. */
export const chipName = (field: ChipField, filter: ResultsFilter): string =>
  (field === 'extraInfo' ? withinOf(filter) : undefined) ?? filterName(field)

export const sourceKey = ({ feed, id }: SourceRef): string => `${feed}:${id}`

/**
 * The words of a chip after its name: "any of 5", "Chemistry final", "since 1 Sep".
 * @param student the name of the one student asked for; null where they are gone, undefined until it is known
 */
export function filterWords(
  field: ChipField,
  filter: ResultsFilter,
  facets: Facets | null,
  now: UnixSeconds,
  zone: string,
  student?: string | null,
): string {
  switch (filterKindOf(field)) {
    case 'set':
      if (field === 'student') return studentWords(chosenOf(filter, field)?.length ?? 0, student)
      return setWords(field as Exclude<ChipField<'set'>, 'student'>, filter, facets)
    case 'range':
      return rangeWords(field as ChipField<'range'>, filter, (day) => dayWords(day, now, zone))
    case 'flag':
      return flagWords(field as ChipField<'flag'>, flagOf(filter, field as ChipField<'flag'>) ?? false)
    case 'text':
      return t('filter.contains', { text: textOf(filter, field as ChipField<'text'>) })
  }
}

/** The words for a flag that is on or off. */
export const flagWords = (field: ChipField<'flag'>, yes: boolean): string =>
  yes ? t(`filter.yes.${field}`) : t(`filter.no.${field}`)

export const outcomeWords = (outcome: FilterValue<'outcome'>): string => t(`filter.outcomes.${outcome}`)

export const typeWords = (type: FilterValue<'type'>): string => t(`filter.types.${type}`)

/** Set filters whose choices are read from the results. */
export type OfferedField = Exclude<ChipField<'set'>, 'outcome' | 'type' | 'student'>

/** A test's number, a group or link, or a word. */
type OfferedValue = FilterValue<OfferedField> | string

/** One choice of a set filter. */
export interface OfferedChoice {
  readonly id: string
  readonly name: string
  readonly results: number
  readonly feed: Feed | null
  readonly value: OfferedValue
}

/** The id of a value among the choices. */
export const choiceId = (value: OfferedValue): string => (typeof value === 'object' ? sourceKey(value) : String(value))

/** The choices of a field. Of classes and labels they are counted as they are read: `counts`. */
export function choicesOf(
  field: OfferedField,
  facets: Facets | null,
  counts: readonly ChoiceCount[] | null = null,
): readonly OfferedChoice[] {
  if (field === 'class' || field === 'label')
    return (counts ?? []).map(({ id, results }) => ({ id, name: id, results, feed: null, value: id }))
  if (facets === null) return []
  const counted = counts === null ? null : new Map(counts.map(({ id, results }) => [id, results]))
  const choice = (value: OfferedValue, name: string, results: number, feed: Feed | null = null) => {
    const id = choiceId(value)
    return { id, name, results: counted === null ? results : (counted.get(id) ?? 0), feed, value }
  }
  switch (field) {
    case 'test':
      return facets.tests.map(({ id, name, results }) => choice(id, name, results))
    case 'source':
      return facets.sources.map(({ feed, id, name, results }) => choice({ feed, id }, name, results, feed))
  }
}

const studentWords = (count: number, name: string | null | undefined): string => {
  if (count > 1) return t('filter.anyOf', { count })
  // The filter may ask for somebody who was removed since.
  return name === null ? t('filter.gone') : (name ?? t('filter.studentsCount', { count }))
}

function setWords(field: Exclude<ChipField<'set'>, 'student'>, filter: ResultsFilter, facets: Facets | null): string {
  if (field === 'outcome') return (chosenOf(filter, field) ?? []).map(outcomeWords).join(', ')
  if (field === 'type') return (chosenOf(filter, field) ?? []).map(typeWords).join(', ')
  if (field === 'class' || field === 'label') {
    const names = chosenOf(filter, field) ?? []
    return names.length === 1 ? `${names[0]}` : t('filter.anyOf', { count: names.length })
  }
  const chosen: readonly FilterValue<OfferedField>[] = chosenOf(filter, field) ?? []
  const [only] = chosen
  const id = chosen.length === 1 && only !== undefined ? choiceId(only) : null
  const name = choicesOf(field, facets).find((choice) => choice.id === id)?.name
  // A saved view may ask for what was removed since.
  if (id !== null && name === undefined && facets !== null) return t('filter.gone')
  return name ?? t('filter.anyOf', { count: chosen.length })
}

function rangeWords(field: ChipField<'range'>, filter: ResultsFilter, dayWordsOf: (day: string) => string): string {
  if (field === 'finished' || field === 'changed') return dayRange(boundsOf(filter, field), dayWordsOf)
  const bounds = boundsOf(filter, field)
  const [from, to] = [shownBound(field, bounds.from), shownBound(field, bounds.to)]
  const words = boundWords[field]
  if (from !== undefined && to !== undefined) return t(words.between, { from, to })
  return from === undefined ? t(words.most, { to: to ?? 0 }) : t(words.least, { from })
}

/** Ranges of numbers, edited by two fields. */
export type NumberField = Exclude<ChipField<'range'>, 'finished' | 'changed'>

/** Seconds in a unit that the teacher counts a duration in. */
export const minute = 60

/** A stored bound as it is shown and typed: a duration in minutes. */
export const shownBound = (field: NumberField, value: number | undefined): number | undefined =>
  value === undefined || field !== 'duration' ? value : Math.round((value / minute) * 100) / 100

const boundWords = {
  percentage: { between: 'filter.scoreBetween', most: 'filter.atMost', least: 'filter.atLeast' },
  points: { between: 'filter.pointsBetween', most: 'filter.pointsAtMost', least: 'filter.pointsAtLeast' },
  duration: { between: 'filter.durationBetween', most: 'filter.durationAtMost', least: 'filter.durationAtLeast' },
} as const

function dayRange({ from, to }: ReturnType<typeof boundsOf<'finished'>>, words: (day: string) => string): string {
  if (from !== undefined && from === to) return t('filter.on', { day: words(from) })
  if (from !== undefined && to !== undefined) return t('filter.between', { from: words(from), to: words(to) })
  return from === undefined ? t('filter.until', { day: words(to ?? '') }) : t('filter.since', { day: words(from) })
}

/** The filter of the list beneath the filter bar. */
export interface ListFilter {
  readonly filter: ResultsFilter
  setFilter(filter: ResultsFilter): void
  clearFilter(): void
  /** The fields it can be filtered by, in the order of the chips. */
  readonly fields: readonly ChipField[]
  /** Whether the numbers beside tests and groups, which count results, belong to this list. */
  readonly countsResults: boolean
}

const Context = createContext<ListFilter | null>(null)

export const ListFilterProvider = Context.Provider

/**
 * Returns the filter of the surrounding list.
 * @throws Error outside of a list, which is a mistake in the code
 */
export function useListFilter(): ListFilter {
  const list = useContext(Context)
  if (list === null) throw new Error('A filter stands outside of its list.')
  return list
}
