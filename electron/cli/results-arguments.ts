import { newestFirst, type ResultsFilter, type ResultsSort, sortFields } from '../../shared/model/query.ts'
import { dayOf, percentageOf, usage, wholeNumber } from './option-values.ts'

/** Options that choose results. */
export const filterOptions = {
  test: { type: 'string', multiple: true },
  group: { type: 'string', multiple: true },
  link: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  'min-percentage': { type: 'string' },
  'max-percentage': { type: 'string' },
  passed: { type: 'boolean' },
  failed: { type: 'boolean' },
  'needs-grading': { type: 'boolean' },
  certificate: { type: 'boolean' },
  search: { type: 'string' },
} as const

type Given<Option> = Option extends { multiple: true }
  ? string[]
  : Option extends { type: 'boolean' }
    ? boolean
    : string
type FilterValues = { readonly [Name in keyof typeof filterOptions]?: Given<(typeof filterOptions)[Name]> | undefined }

/** The results that the given options choose. @throws AppError `usage/invalid` */
export function filterOf(values: FilterValues): ResultsFilter {
  const ids = (name: 'test' | 'group' | 'link') => values[name]?.map((value) => wholeNumber(name, value))
  const groups = ids('group')?.map((id) => ({ feed: 'groups' as const, id })) ?? []
  const links = ids('link')?.map((id) => ({ feed: 'links' as const, id })) ?? []
  const sources = [...groups, ...links]
  const outcomes = [
    ...(values.passed ? (['passed'] as const) : []),
    ...(values.failed ? (['not-passed'] as const) : []),
  ]
  return {
    tests: ids('test'),
    sources: sources.length > 0 ? sources : undefined,
    from: dayOf('from', values.from),
    to: dayOf('to', values.to),
    minPercentage: percentageOf('min-percentage', values['min-percentage']),
    maxPercentage: percentageOf('max-percentage', values['max-percentage']),
    outcomes: outcomes.length > 0 ? outcomes : undefined,
    needsGrading: values['needs-grading'],
    certificate: values.certificate,
    search: values.search,
  }
}

/** `FIELD[:asc|desc]`; newest first where nothing is said. @throws AppError `usage/invalid` */
export function sortOf(sort: string | undefined): ResultsSort {
  if (sort === undefined) return newestFirst
  const [field = '', direction = 'asc'] = sort.split(':')
  const known = sortFields.find((name) => name === (sortAliases[field] ?? field))
  if (known === undefined) throw usage(`Results cannot be sorted by “${field}”; they can by ${sortFields.join(', ')}.`)
  if (direction !== 'asc' && direction !== 'desc') throw usage(`“${direction}” is no direction; use asc or desc.`)
  return { field: known, direction }
}

/** ClassMarker's own field names sort as well. */
const sortAliases: Readonly<Record<string, string>> = {
  time_finished: 'finished',
  time_started: 'started',
  last: 'name',
  first: 'name',
  test_name: 'test',
  group_name: 'source',
  link_name: 'source',
  points_scored: 'points',
  passed: 'outcome',
  certificate_serial: 'certificate',
  requires_grading: 'grading',
}
