import { type Command, Option } from 'commander'
import { newestFirst, type ResultsFilter, type ResultsSort, sortFields } from '../../shared/model/query.ts'
import { dayOf, percentageOf, repeated, usage, wholeNumber } from './command.ts'

/** The options that choose results, as commander gives them. */
export interface FilterOptions {
  readonly test?: readonly string[]
  readonly group?: readonly string[]
  readonly link?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly minPercentage?: string
  readonly maxPercentage?: string
  readonly passed?: boolean
  readonly failed?: boolean
  readonly needsGrading?: boolean
  readonly certificate?: boolean
  readonly search?: string
}

/** The heading that the options stand under in a command's help; a call names them together as [filters]. */
export const filterGroup = 'Filters:'

const filterOptions: readonly (readonly [flags: string, description: string, isRepeated?: 'repeated'])[] = [
  ['--test <ID>', 'of this test (may be repeated)', 'repeated'],
  ['--group <ID>', 'of this group (may be repeated)', 'repeated'],
  ['--link <ID>', 'of this link (may be repeated)', 'repeated'],
  ['--from <YYYY-MM-DD>', 'finished on this day or later'],
  ['--to <YYYY-MM-DD>', 'finished on this day or earlier'],
  ['--min-percentage <N>', 'of at least so many percent'],
  ['--max-percentage <N>', 'of at most so many percent'],
  ['--passed', 'passed'],
  ['--failed', 'not passed'],
  ['--needs-grading', 'still to be graded'],
  ['--certificate', 'with a certificate'],
  ['--search <TEXT>', 'that hold these words'],
]

/** Gives a command the options that choose results. @returns the command */
export function addFilterOptions(command: Command): Command {
  for (const [flags, description, isRepeated] of filterOptions) {
    const option = new Option(flags, description).helpGroup(filterGroup)
    command.addOption(isRepeated ? option.argParser(repeated) : option)
  }
  return command
}

/** The results that the given options choose. @throws AppError `usage/invalid` */
export function filterFrom(options: FilterOptions): ResultsFilter {
  const ids = (name: 'test' | 'group' | 'link') => options[name]?.map((value) => wholeNumber(name, value))
  const groups = ids('group')?.map((id) => ({ feed: 'groups' as const, id })) ?? []
  const links = ids('link')?.map((id) => ({ feed: 'links' as const, id })) ?? []
  const sources = [...groups, ...links]
  const outcomes = [
    ...(options.passed ? (['passed'] as const) : []),
    ...(options.failed ? (['not-passed'] as const) : []),
  ]
  return {
    tests: ids('test'),
    sources: sources.length > 0 ? sources : undefined,
    from: dayOf('from', options.from),
    to: dayOf('to', options.to),
    minPercentage: percentageOf('min-percentage', options.minPercentage),
    maxPercentage: percentageOf('max-percentage', options.maxPercentage),
    outcomes: outcomes.length > 0 ? outcomes : undefined,
    needsGrading: options.needsGrading,
    certificate: options.certificate,
    search: options.search,
  }
}

/** `FIELD[:asc|desc]`; newest first where nothing is said. @throws AppError `usage/invalid` */
export function sortFrom(sort: string | undefined): ResultsSort {
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
