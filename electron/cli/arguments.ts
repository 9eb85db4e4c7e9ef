import { parseArgs } from 'node:util'
import { AppError } from '../../shared/errors.ts'
import type { SignatureSetting } from '../../shared/model/account.ts'
import { newestFirst, type ResultsFilter, type ResultsSort, sortFields } from '../../shared/model/query.ts'
import { isCalendarDay } from '../../shared/model/zone.ts'
import { type CommandName, commandNames, globalOptions } from './command-names.ts'

interface GlobalOptions {
  readonly dataDir: string | undefined
  readonly json: boolean
  readonly account: string | undefined
}

export type AttemptPolicy = 'best' | 'first' | 'last' | 'average'
export type IdentityLevel = 'names' | 'pseudonyms'

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | {
      readonly name: 'connect'
      readonly key: string
      readonly accountName: string | undefined
      readonly signature: SignatureSetting
    }
  | { readonly name: 'sync'; readonly wait: boolean; readonly recheck: boolean }
  | {
      readonly name: 'results'
      readonly filter: ResultsFilter
      readonly sort: ResultsSort
      readonly limit: number | undefined
      readonly offset: number
    }
  | {
      readonly name: 'export'
      readonly file: string
      readonly filter: ResultsFilter
      readonly policy: AttemptPolicy
      readonly identity: IdentityLevel
    }
  | { readonly name: 'status' }
  | { readonly name: 'simulator'; readonly port: number; readonly results: number; readonly seed: number }

export interface Invocation extends GlobalOptions {
  readonly command: Command
}

/** Every option there is. */
export const options = {
  ...globalOptions,
  key: { type: 'string' },
  name: { type: 'string' },
  signature: { type: 'string' },
  wait: { type: 'boolean' },
  recheck: { type: 'boolean' },
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
  sort: { type: 'string' },
  limit: { type: 'string' },
  offset: { type: 'string' },
  policy: { type: 'string' },
  identity: { type: 'string' },
  port: { type: 'string' },
  results: { type: 'string' },
  seed: { type: 'string' },
} as const

type OptionName = keyof typeof options

const filterNames: readonly OptionName[] = [
  'test',
  'group',
  'link',
  'from',
  'to',
  'min-percentage',
  'max-percentage',
  'passed',
  'failed',
  'needs-grading',
  'certificate',
  'search',
]
const optionsOf: Readonly<Record<CommandName, readonly OptionName[]>> = {
  help: [],
  connect: ['key', 'name', 'signature'],
  sync: ['wait', 'recheck'],
  results: [...filterNames, 'sort', 'limit', 'offset'],
  export: [...filterNames, 'policy', 'identity'],
  status: [],
  simulator: ['port', 'results', 'seed'],
}

type Values = ReturnType<typeof parse>['values']

const usage = (problem: string): AppError => new AppError('usage/invalid', { problem })

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: signedNumbersJoined(words), options, allowPositionals: true, strict: true })
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : ''
    throw usage(`${text.split('. ')[0]}.`)
  }
}

// `--min-percentage -5`: a negative number after an option is its value, which the parser takes only when joined by "=".
function signedNumbersJoined(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const before = joined.at(-1)
    if (/^-\d/.test(word) && before?.startsWith('--') && !before.includes('='))
      joined[joined.length - 1] = `${before}=${word}`
    else joined.push(word)
  }
  return joined
}

/**
 * The command a line of words asks for.
 * @throws AppError `usage/invalid` with the problem in words
 */
export function readArguments(words: readonly string[]): Invocation {
  const { values, positionals } = parse(words)
  const [name = 'help', ...rest] = positionals
  const command = values.help ? 'help' : values.version ? 'version' : name
  return {
    dataDir: values['data-dir'],
    json: values.json ?? false,
    account: values.account,
    command: command === 'version' ? { name: 'version' } : commandOf(command, rest, values),
  }
}

function commandOf(word: string, rest: readonly string[], values: Values): Command {
  const name = commandNames.find((known) => known === word)
  if (name === undefined) throw usage(`There is no command “${word}”.`)
  const allowed: readonly string[] = [...optionsOf[name], ...Object.keys(globalOptions)]
  const stray = Object.keys(values).find((option) => !allowed.includes(option))
  if (stray !== undefined && name !== 'help') throw usage(`“${name}” has no option --${stray}.`)
  const tooMany = name === 'export' ? rest[1] : rest[0]
  if (tooMany !== undefined && name !== 'help') throw usage(`“${name}” does not take “${tooMany}”.`)
  switch (name) {
    case 'connect':
      if (!values.key?.trim()) throw usage('“connect” needs the API key: --key KEY.')
      return {
        name,
        key: values.key,
        accountName: values.name,
        signature: oneOf('signature', values.signature, ['auto', 'sha256', 'md5']),
      }
    case 'sync':
      return { name, wait: values.wait ?? false, recheck: values.recheck ?? false }
    case 'results':
      return {
        name,
        filter: filterOf(values),
        sort: sortOf(values.sort),
        limit: values.limit === undefined ? undefined : wholeNumber('limit', values.limit),
        offset: wholeNumber('offset', values.offset ?? '0'),
      }
    case 'export':
      return {
        name,
        file: fileOf(rest[0]),
        filter: filterOf(values),
        policy: oneOf('policy', values.policy, ['best', 'first', 'last', 'average']),
        identity: oneOf('identity', values.identity, ['names', 'pseudonyms']),
      }
    case 'simulator':
      return {
        name,
        port: portOf(values.port ?? '0'),
        results: wholeNumber('results', values.results ?? '900'),
        seed: wholeNumber('seed', values.seed ?? '1'),
      }
    case 'status':
      return { name }
    case 'help':
      return { name }
  }
}

function fileOf(file: string | undefined): string {
  if (file === undefined) throw usage('“export” needs the file to write: export FILE.xlsx.')
  if (!/\.(xlsx|csv)$/i.test(file)) throw usage(`“${file}” must end in .xlsx or .csv.`)
  return file
}

function filterOf(values: Values): ResultsFilter {
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

function sortOf(sort: string | undefined): ResultsSort {
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

function oneOf<const Choice extends string>(
  option: string,
  value: string | undefined,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (value === undefined) return choices[0]
  const choice = choices.find((each) => each === value)
  if (choice === undefined) throw usage(`--${option} is one of ${choices.join(', ')}, not “${value}”.`)
  return choice
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw usage(`--${option} needs a whole number, not “${value}”.`)
  return Number(value)
}

function portOf(value: string): number {
  const port = wholeNumber('port', value)
  if (port > 65_535) throw usage(`--port goes up to 65535, not “${value}”.`)
  return port
}

function percentageOf(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^[+-]?\d{1,4}(\.\d+)?$/.test(value)) throw usage(`--${option} needs a number such as 49.5, not “${value}”.`)
  return Number(value)
}

function dayOf(option: string, value: string | undefined): string | undefined {
  if (value !== undefined && !isCalendarDay(value)) {
    throw usage(`--${option} needs a date such as 2026-09-01, not “${value}”.`)
  }
  return value
}
