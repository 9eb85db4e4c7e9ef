import {
  boundsOf,
  chosenOf,
  filterKindOf,
  flagOf,
  type ResultsFilter,
  type ResultsSort,
  type SourceRef,
  textOf,
} from '../../shared/model/filter.ts'
import { type FilterField, factsOf, fieldNamed, filterFields } from '../../shared/model/result-fields.ts'
import type { Reading } from '../store/api.ts'
import type { IdentityLevel } from './results/request.ts'
import type { SettingsLine } from './writer/workbook.ts'

/** Finds the names of tests, groups and links. */
type Names = Pick<Reading, 'testNames' | 'sourceNames'>

export const sortWords = ({ field, direction }: ResultsSort): string =>
  `${factsOf(fieldNamed(field)).heading ?? field}, ${direction === 'asc' ? 'ascending' : 'descending'}`

/** The filter in words, one line per condition. Accounts are listed elsewhere. `row` names what a row is. */
export function filterLines(
  names: Names,
  filter: ResultsFilter,
  identity: IdentityLevel,
  row: 'attempt' | 'certificate',
): SettingsLine[] {
  const lines = filterFields.flatMap((field): SettingsLine[] => {
    const heading = factsOf(fieldNamed(field)).filterHeading
    const value = heading === undefined ? undefined : wordsOf(field, filter, names, identity)
    return value ? [{ label: `Filter: ${heading}`, value }] : []
  })
  return lines.length > 0 ? lines : [{ label: 'Filter', value: `None: every ${row} of these accounts` }]
}

function wordsOf(field: FilterField, filter: ResultsFilter, names: Names, identity: IdentityLevel): string | undefined {
  switch (filterKindOf(field)) {
    case 'set':
      return setWords(field as FilterField<'set'>, filter, names)
    case 'range': {
      const { from, to } = boundsOf(filter, field as FilterField<'range'>)
      return rangeWords(unitWords(from), unitWords(to))
    }
    case 'flag': {
      const wanted = flagOf(filter, field as FilterField<'flag'>)
      return wanted === undefined ? undefined : wanted ? 'Yes' : 'No'
    }
    case 'text': {
      const text = textOf(filter, field as FilterField<'text'>).trim()
      return text === '' ? undefined : searchWords(text, identity)
    }
  }
}

function setWords(field: FilterField<'set'>, filter: ResultsFilter, names: Names): string | undefined {
  const values = chosenOf(filter, field)
  if (values === undefined) return undefined
  switch (field) {
    case 'test':
      return testWords(names, chosenOf(filter, field) ?? [])
    case 'source':
      return sourceWords(names, chosenOf(filter, field) ?? [])
    case 'outcome':
      return (chosenOf(filter, field) ?? []).map((outcome) => outcomeWords[outcome]).join(' or ')
    case 'id':
      return `${values.length} chosen by hand`
    default:
      return values.join('; ')
  }
}

const outcomeWords = { passed: 'Yes', 'not-passed': 'No' } as const

/** Numbers are percentages; days are written as they are. */
const unitWords = (value: string | number | undefined) => (typeof value === 'number' ? `${value} %` : value)

/** A range in words. Both ends are included, for days and percentages. */
function rangeWords(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined) return to === undefined ? undefined : `up to and including ${to}`
  return to === undefined ? `from ${from} on` : `from ${from} to ${to}, both included`
}

// Most people search for a name, so a file with pseudonyms must not repeat the search.
const searchWords = (search: string, identity: IdentityLevel): string =>
  identity === 'names' ? search : 'A search narrowed these results; its words are left out'

const testWords = (names: Names, ids: readonly number[]): string => named(ids, names.testNames(ids), 'Test')

function sourceWords(names: Names, sources: readonly SourceRef[]): string {
  const idsOf = (feed: SourceRef['feed']) => sources.filter((source) => source.feed === feed).map(({ id }) => id)
  return (['groups', 'links'] as const)
    .map((feed) => named(idsOf(feed), names.sourceNames(feed, idsOf(feed)), feed === 'groups' ? 'Group' : 'Link'))
    .filter(Boolean)
    .join('; ')
}

function named(ids: readonly number[], known: readonly { id: number; name: string }[], kind: string): string {
  const names = new Map(known.map(({ id, name }) => [id, name]))
  return ids.map((id) => `${names.get(id) ?? kind} (${id})`).join('; ')
}
