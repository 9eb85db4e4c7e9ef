import { type Command, Option } from 'commander'
import { type Condition, entriesOf, filterKindOf, newestFirst, type ResultsSort } from '../../shared/model/filter.ts'
import {
  columnOf,
  type FilterField,
  factsOf,
  fieldNamed,
  filterFields,
  sortFields,
} from '../../shared/model/result-fields.ts'
import { givenName, searchWords } from '../../shared/model/text.ts'
import { dayOf, numberOf, repeated, usage, wholeNumber } from './command.ts'

/**
 * Assessments or courses by a learning platform's own ids; one in digits is the number of a test or group too. Which numbers they have here is known once the accounts are
 * (`ofChosenAccounts`).
 */
export interface NamedIds {
  readonly field: 'test' | 'source'
  readonly op: 'named'
  readonly value: readonly string[]
}

/** A filter as it was asked for. */
export type AskedFilter = readonly (Condition | NamedIds)[]

/** An option that filters results. */
export interface FilterOption {
  readonly name: string
  /** Name of its value in the help; null if it takes none. */
  readonly argument: 'ID' | 'YYYY-MM-DD' | 'N' | 'TEXT' | null
  /** Whether it may be given several times, each adding matches. */
  readonly repeatable: boolean
  /** Its text in the help. */
  readonly description: string
  /** Turns its value into a condition. @throws AppError `usage/invalid` */
  readonly condition: (given: string) => Condition | NamedIds
}

const flagged = (name: string, description: string, condition: Condition): FilterOption => ({
  name,
  description,
  argument: null,
  repeatable: false,
  condition: () => condition,
})

const numbered = (name: string, condition: (id: number) => Condition, of?: NamedIds['field']): FilterOption => ({
  name,
  description: `of this ${name}`,
  argument: 'ID',
  repeatable: true,
  condition: (given) =>
    of === undefined || /^\d{1,15}$/.test(given)
      ? condition(wholeNumber(name, given))
      : { field: of, op: 'named', value: [given] },
})

/** Of more, each of which is several conditions, the database makes no question. */
const mostWords = 3_000

/** How many words the database looks for: a search has rules of its own. */
const wordsIn = (condition: Condition): number => {
  const { field, op, value } = condition
  if (op !== 'contains') return 0
  return (field === 'search' ? (searchWords(value) ?? []) : entriesOf([condition], field).flat()).length
}

/** @throws AppError `usage/invalid` for more words than can be looked for */
function searched(name: string, condition: Condition): Condition {
  const count = wordsIn(condition)
  if (count > mostWords) {
    const [words, most] = [count, mostWords].map((each) => each.toLocaleString('en'))
    throw usage(`--${name} has ${words} words, and at most ${most} can be looked for.`)
  }
  return condition
}

const worded = (name: string, description: string, condition: (text: string) => Condition): FilterOption => ({
  ...{ name, description, condition: (given) => searched(name, condition(given)) },
  argument: 'TEXT',
  repeatable: false,
})

const named = (name: string, description: string, condition: (text: string) => Condition): FilterOption => ({
  ...worded(name, description, condition),
  repeatable: true,
})

/** Two options for the ends of a range of numbers. */
const bounded = (
  noun: string,
  unit: string,
  condition: (op: 'from' | 'to', value: number) => Condition,
): readonly FilterOption[] =>
  (['from', 'to'] as const).map((op) => {
    const name = `${op === 'from' ? 'min' : 'max'}-${noun}`
    return {
      ...{ name, argument: 'N', repeatable: false },
      description: `of at ${op === 'from' ? 'least' : 'most'} so many ${unit}`,
      condition: (given) => condition(op, numberOf(name, given)),
    }
  })

const typeOf = (given: string): 'test' | 'survey' => {
  if (given !== 'test' && given !== 'survey') throw usage(`--kind is test or survey, not “${given}”.`)
  return given
}

/** Fields whose options have names of their own. */
const ownOptions: Readonly<Partial<Record<FilterField, readonly FilterOption[]>>> = {
  // Accounts have a global option, and single results can be chosen on screen only.
  account: [],
  id: [],
  test: [numbered('test', (id) => ({ field: 'test', op: 'in', value: [id] }), 'test')],
  source: [
    numbered('group', (id) => ({ field: 'source', op: 'in', value: [{ feed: 'groups', id }] }), 'source'),
    numbered('link', (id) => ({ field: 'source', op: 'in', value: [{ feed: 'links', id }] })),
  ],
  finished: (['from', 'to'] as const).map((op) => ({
    name: op,
    description: op === 'from' ? 'finished on this day or later' : 'finished on this day or earlier',
    argument: 'YYYY-MM-DD',
    repeatable: false,
    condition: (given) => ({ field: 'finished', op, value: dayOf(op, given) }),
  })),
  percentage: bounded('percentage', 'percent', (op, value) => ({ field: 'percentage', op, value })),
  points: bounded('points', 'points', (op, value) => ({ field: 'points', op, value })),
  duration: bounded('duration', 'minutes', (op, value) => ({ field: 'duration', op, value: Math.round(value * 60) })),
  changed: [
    {
      ...{ name: 'changed-since', argument: 'YYYY-MM-DD', repeatable: false },
      description: 'that ClassMarker sent otherwise on this day or later than before',
      condition: (given) => ({ field: 'changed', op: 'from', value: dayOf('changed-since', given) }),
    },
  ],
  class: [
    named('class', 'of the students of the class of this name', (name) => ({
      field: 'class',
      op: 'in',
      value: [name],
    })),
  ],
  student: [
    named('student', 'of the student of this key', (key) => ({
      field: 'student',
      op: 'in',
      value: [{ account: null, key }],
    })),
  ],
  label: [
    named('label', 'with the label of this name, or of a student with it', (name) => ({
      field: 'label',
      op: 'in',
      value: [name],
    })),
  ],
  accessCode: [
    worded(
      'access-code',
      'with these letters in the access code; of several between commas or lines, one is enough',
      (value) => ({
        field: 'accessCode',
        op: 'contains',
        value,
      }),
    ),
  ],
  extraInfo: [
    worded('extra-info', 'with these words in the extra info', (value) => ({
      field: 'extraInfo',
      op: 'contains',
      value,
    })),
  ],
  // Chromium has an option --type.
  type: [
    named('kind', 'of tests, or of surveys: test, survey', (given) => ({
      field: 'type',
      op: 'in',
      value: [typeOf(given)],
    })),
  ],
  outcome: [
    flagged('passed', 'passed', { field: 'outcome', op: 'in', value: ['passed'] }),
    flagged('failed', 'not passed', { field: 'outcome', op: 'in', value: ['not-passed'] }),
  ],
  grading: [flagged('needs-grading', 'still to be graded', { field: 'grading', op: 'is', value: true })],
  certificate: [flagged('certificate', 'with a certificate', { field: 'certificate', op: 'is', value: true })],
  search: [
    worded('search', `that hold all these words, in any order; '"Ana Ruiz"' finds the two together`, (value) => ({
      field: 'search',
      op: 'contains',
      value,
    })),
  ],
}

/** A field's options, by its name and kind. */
function optionsOf(field: FilterField): readonly FilterOption[] {
  const name = columnOf(field).replaceAll('_', '-')
  const words = { name, description: `with this ${name}`, argument: 'TEXT' } as const
  switch (filterKindOf(field)) {
    case 'set':
      return [{ ...words, repeatable: true, condition: (given) => ({ field, op: 'in', value: [given] }) as Condition }]
    case 'flag':
      return [flagged(name, `with ${name}`, { field, op: 'is', value: true } as Condition)]
    case 'text':
      return [worded(name, words.description, (value) => ({ field, op: 'contains', value }) as Condition)]
    case 'range':
      throw new Error(`The command line has no words for the range of ${field}.`)
  }
}

/** Every option that filters results. */
const filterOptions: readonly FilterOption[] = filterFields.flatMap((field) => ownOptions[field] ?? optionsOf(field))

/** Narrows the option of the extra info, and asks for nothing by itself. */
const extraFieldOption = 'extra-field'

/** Heading of these options in a command's help; a usage line shortens them to [filters]. */
export const filterGroup = 'Filters:'

/** Adds the options that filter results to a command. @returns the command */
export function addFilterOptions(command: Command): Command {
  for (const { name, argument, repeatable, description } of filterOptions) {
    const flags = argument === null ? `--${name}` : `--${name} <${argument}>`
    const option = new Option(flags, repeatable ? `${description} (may be repeated)` : description)
    option.helpGroup(filterGroup)
    command.addOption(
      repeatable ? option.argParser(repeated) : argument === null ? option : option.argParser(once(name)),
    )
  }
  const within = new Option(
    `--${extraFieldOption} <NAME>`,
    'with --extra-info: only in the extra field that you call so',
  )
  command.addOption(within.helpGroup(filterGroup).argParser(once(extraFieldOption)))
  return command
}

/** Parser for an option that may be given once, or again with the same value: nobody said which of two is meant. */
const once =
  (name: string) =>
  (value: string, before?: string): string => {
    if (before !== undefined && before !== value)
      throw usage(`--${name} was given twice, with “${before}” and “${value}”; give it once.`)
    return value
  }

/**
 * The filter that the given options describe. Several values of one field's set form one set. @throws AppError
 * `usage/invalid`
 */
export function filterFrom(given: Readonly<Record<string, unknown>>): AskedFilter {
  const options = filterOptions.flatMap(({ name, condition }) => {
    const values = [given[new Option(`--${name}`).attributeName()] ?? []].flat()
    return values
      .filter((value) => value !== false)
      .map((value) => ({ words: `--${name} ${value}`, condition: condition(String(value)) }))
  })
  refuseCrossed(options)
  const asked = options.map(({ condition }) => condition)
  const { extraField: within } = given
  if (within !== undefined && !asked.some(({ field }) => field === 'extraInfo'))
    throw usage(`--${extraFieldOption} goes with --extra-info.`)
  const named = asked.filter((each) => each.op === 'named')
  const known = asked.filter((each) => each.op !== 'named')
  const sets = Map.groupBy(
    known.filter(({ op }) => op === 'in'),
    ({ field }) => field,
  )
  return [
    ...named,
    ...[...sets].map(([field, conditions]) => {
      const value = conditions.flatMap((condition): readonly unknown[] =>
        condition.op === 'in' ? condition.value : [],
      )
      return { field, op: 'in', value } as Condition
    }),
    ...known
      .filter(({ op }) => op !== 'in')
      .map((each) =>
        each.field === 'extraInfo' && within !== undefined ? { ...each, within: givenName(String(within)) } : each,
      ),
  ]
}

/** Refuses a range that ends before it begins: without a match, nothing would say why. @throws AppError `usage/invalid` */
function refuseCrossed(options: readonly { readonly words: string; readonly condition: AskedFilter[number] }[]): void {
  for (const from of options) {
    const to = options.find(({ condition }) => condition.op === 'to' && condition.field === from.condition.field)
    if (from.condition.op === 'from' && to !== undefined && from.condition.value > to.condition.value)
      throw usage(`No result can match ${from.words} and ${to.words}: the first is beyond the second.`)
  }
}

/** Reads `FIELD[:asc|desc]`; newest first if nothing is given. @throws AppError `usage/invalid` */
export function sortFrom(sort: string | undefined): ResultsSort {
  if (sort === undefined) return newestFirst
  const [field = '', direction = 'asc'] = sort.split(':')
  const known = sortFields.find((name) => name === field || sortAliases(name).includes(field))
  if (known === undefined) throw usage(`Results cannot be sorted by “${field}”; they can by ${sortFields.join(', ')}.`)
  if (direction !== 'asc' && direction !== 'desc') throw usage(`“${direction}” is no direction; use asc or desc.`)
  return { field: known, direction }
}

/** ClassMarker's own names for a field, which sort as well. */
function sortAliases(name: (typeof sortFields)[number]): readonly string[] {
  const { wire, aliases = [] } = factsOf(fieldNamed(name))
  return wire === undefined ? aliases : [wire, ...aliases]
}
