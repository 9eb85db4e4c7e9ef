import type { ResultsFilter, ResultsSort, SortField, SourceRef } from '../../shared/model/query.ts'
import type { Reading } from '../store/api.ts'
import type { IdentityLevel } from './results/request.ts'
import type { SettingsLine } from './writer/workbook.ts'

/** Who knows what tests, groups and links are called. */
type Names = Pick<Reading, 'testNames' | 'sourceNames'>

const fieldWords: Readonly<Record<SortField, string>> = {
  finished: 'Finished',
  started: 'Started',
  name: 'Name',
  test: 'Test',
  source: 'Group or link',
  percentage: 'Percent',
  points: 'Points',
  outcome: 'Passed',
  duration: 'Duration',
  certificate: 'Certificate serial',
  grading: 'Needs grading',
}

export const sortWords = ({ field, direction }: ResultsSort): string =>
  `${fieldWords[field]}, ${direction === 'asc' ? 'ascending' : 'descending'}`

/** What a filter asks for, a line per part; the accounts it names have a place of their own. `row` is what one row is. */
export function filterLines(
  names: Names,
  filter: ResultsFilter,
  identity: IdentityLevel,
  row: 'attempt' | 'certificate',
): SettingsLine[] {
  const lines = [
    line('Tests', filter.tests?.length && testWords(names, filter.tests)),
    line('Groups and links', filter.sources?.length && sourceWords(names, filter.sources)),
    line('Finished', range(filter.from, filter.to)),
    line('Percent', range(percent(filter.minPercentage), percent(filter.maxPercentage))),
    line('Passed', filter.outcomes?.length && filter.outcomes.map((outcome) => outcomeWords[outcome]).join(' or ')),
    line('Needs grading', yesOrNo(filter.needsGrading)),
    line('Certificate', yesOrNo(filter.certificate)),
    line('Selected', filter.ids?.length && `${filter.ids.length} chosen by hand`),
    line('Search', filter.search?.trim() && searchWords(filter.search.trim(), identity)),
  ].flat()
  return lines.length > 0 ? lines : [{ label: 'Filter', value: `None: every ${row} of these accounts` }]
}

const line = (label: string, words: string | number | undefined): SettingsLine[] =>
  words ? [{ label: `Filter: ${label}`, value: String(words) }] : []

const outcomeWords = { passed: 'Yes', 'not-passed': 'No' } as const

const yesOrNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'Yes' : 'No')

const percent = (value: number | undefined) => (value === undefined ? undefined : `${value} %`)

/** Both ends belong to it, days as well as percentages. */
function range(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined) return to === undefined ? undefined : `up to and including ${to}`
  return to === undefined ? `from ${from} on` : `from ${from} to ${to}, both included`
}

// What is searched for is mostly somebody's name.
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
