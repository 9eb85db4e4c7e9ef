import {
  boundsOf,
  chosenOf,
  type FilterValue,
  filterKindOf,
  flagOf,
  type ResultsFilter,
  type SourceRef,
} from '../../../shared/model/filter.ts'
import { type FilterField, type FilterKind, filterFields } from '../../../shared/model/result-fields.ts'
import type { Facets } from '../../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { dayWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'

/** Fields that have no chip: accounts are chosen in the sidebar, single results in the list, the search has its own box. */
const withoutChip = ['account', 'id', 'search'] as const

/** What results can be narrowed by, one chip each. */
export type ChipField<Kind extends FilterKind = FilterKind> = Exclude<FilterField<Kind>, (typeof withoutChip)[number]>

/** The order of the chips; a field that is not named here comes after them. */
const firstChips: readonly ChipField[] = [
  'test',
  'source',
  'outcome',
  'grading',
  'percentage',
  'certificate',
  'finished',
]

const hasChip = (field: FilterField): field is ChipField => !withoutChip.some((other) => other === field)

export const chipFields: readonly ChipField[] = [
  ...firstChips,
  ...filterFields.filter(hasChip).filter((field) => !firstChips.includes(field)),
]

export const filterName = (field: ChipField): string => t(`filter.${field}`)

export const sourceKey = ({ feed, id }: SourceRef): string => `${feed}:${id}`

/** What a chip says after its name: "any of 5", "Chemistry final", "since 1 Sep". */
export function filterWords(
  field: ChipField,
  filter: ResultsFilter,
  facets: Facets | null,
  now: UnixSeconds,
  zone: string,
): string {
  switch (filterKindOf(field)) {
    case 'set':
      return setWords(field as ChipField<'set'>, filter, facets)
    case 'range':
      return rangeWords(field as ChipField<'range'>, filter, (day) => dayWords(day, now, zone))
    case 'flag':
      return flagWords(field as ChipField<'flag'>, flagOf(filter, field as ChipField<'flag'>) ?? false)
    case 'text':
      return ''
  }
}

/** What a yes or a no to a flag means. */
export const flagWords = (field: ChipField<'flag'>, yes: boolean): string =>
  yes ? t(`filter.yes.${field}`) : t(`filter.no.${field}`)

export const outcomeWords = (outcome: FilterValue<'outcome'>): string => t(`filter.outcomes.${outcome}`)

function setWords(field: ChipField<'set'>, filter: ResultsFilter, facets: Facets | null): string {
  switch (field) {
    case 'test':
      return namesOf(chosenOf(filter, field) ?? [], (id) => facets?.tests.find((test) => test.id === id)?.name)
    case 'source':
      return namesOf(
        chosenOf(filter, field) ?? [],
        (ref) => facets?.sources.find((source) => sourceKey(source) === sourceKey(ref))?.name,
      )
    case 'outcome':
      return (chosenOf(filter, field) ?? []).map(outcomeWords).join(', ')
  }
}

function namesOf<Id>(ids: readonly Id[], name: (id: Id) => string | undefined): string {
  const [only] = ids
  const words = ids.length === 1 && only !== undefined ? name(only) : undefined
  return words ?? t('filter.anyOf', { count: ids.length })
}

function rangeWords(field: ChipField<'range'>, filter: ResultsFilter, dayWordsOf: (day: string) => string): string {
  if (field === 'finished') return dayRange(boundsOf(filter, field), dayWordsOf)
  const { from, to } = boundsOf(filter, field)
  if (from !== undefined && to !== undefined) return t('filter.scoreBetween', { from, to })
  return from === undefined ? t('filter.atMost', { to: to ?? 0 }) : t('filter.atLeast', { from })
}

function dayRange({ from, to }: ReturnType<typeof boundsOf<'finished'>>, words: (day: string) => string): string {
  if (from !== undefined && from === to) return t('filter.on', { day: words(from) })
  if (from !== undefined && to !== undefined) return t('filter.between', { from: words(from), to: words(to) })
  return from === undefined ? t('filter.until', { day: words(to ?? '') }) : t('filter.since', { day: words(from) })
}
