import { parseArgs } from 'node:util'
import type { SignatureSetting } from '../../shared/model/account.ts'
import type { ResultsFilter } from '../../shared/model/filter.ts'
import type { ResultsSort } from '../../shared/model/query.ts'
import { type CodesCommand, codesCommand, codesOptions } from './codes-arguments.ts'
import { type CommandName, commandNames, globalOptions } from './command-names.ts'
import { oneOf, portOf, usage, wholeNumber } from './option-values.ts'
import { filterOf, filterOptions, filterOptionTypes, sortOf } from './results-arguments.ts'

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
      /** A second key of an account that is here becomes an account of its own. */
      readonly separate?: boolean
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
  | { readonly name: 'certificates' /** Nothing but spaces asks for all. */; readonly query: string }
  | CodesCommand
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
  separate: { type: 'boolean' },
  wait: { type: 'boolean' },
  recheck: { type: 'boolean' },
  ...filterOptionTypes,
  sort: { type: 'string' },
  limit: { type: 'string' },
  offset: { type: 'string' },
  policy: { type: 'string' },
  identity: { type: 'string' },
  ...codesOptions,
  port: { type: 'string' },
  results: { type: 'string' },
  seed: { type: 'string' },
} as const

const filterNames = filterOptions.map(({ name }) => name)

const optionsOf: Readonly<Record<CommandName, readonly string[]>> = {
  help: [],
  connect: ['key', 'name', 'signature', 'separate'],
  sync: ['wait', 'recheck'],
  results: [...filterNames, 'sort', 'limit', 'offset'],
  export: [...filterNames, 'policy', 'identity'],
  certificates: [],
  codes: ['file', 'column', 'sheet', 'encoding'],
  status: [],
  simulator: ['port', 'results', 'seed'],
}

/** How many words may follow a command; none where nothing is said. */
const wordsOf: Readonly<Partial<Record<CommandName, number>>> = {
  help: Number.POSITIVE_INFINITY,
  export: 1,
  certificates: Number.POSITIVE_INFINITY,
  codes: Number.POSITIVE_INFINITY,
}

type Values = ReturnType<typeof parse>['values']

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: signedNumbersJoined(words),
      options: { ...filterOptionTypes, ...options },
      allowPositionals: true,
      strict: true,
    })
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : ''
    throw usage(`${text.split('. ')[0]}.`)
  }
}

// `--min-percentage -5`: a negative number after an option is its value, which the parser takes only when joined by "=".
// Behind `--` there are no options: a code may begin with a dash.
function signedNumbersJoined(words: readonly string[]): string[] {
  const end = words.indexOf('--')
  if (end >= 0) return [...signedNumbersJoined(words.slice(0, end)), ...words.slice(end)]
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
  refuseEmpty(values)
  const [name = 'help', ...rest] = positionals
  const command = values.help ? 'help' : values.version ? 'version' : name
  return {
    dataDir: values['data-dir'],
    json: values.json ?? false,
    account: values.account,
    command: command === 'version' ? { name: 'version' } : commandOf(command, rest, values),
  }
}

// An empty value is mostly a script's variable that was never set; as a folder it would be the present one.
function refuseEmpty(values: Values): void {
  for (const [option, given] of Object.entries(values)) {
    const texts = Array.isArray(given) ? given : [given]
    if (texts.some((text) => typeof text === 'string' && text.trim() === '')) {
      throw usage(`--${option} needs a value, and got an empty one.`)
    }
  }
}

function commandOf(word: string, rest: readonly string[], values: Values): Command {
  const name = commandNames.find((known) => known === word)
  if (name === undefined) throw usage(`There is no command “${word}”.`)
  const allowed: readonly string[] = [...optionsOf[name], ...Object.keys(globalOptions)]
  const stray = Object.keys(values).find((option) => !allowed.includes(option))
  if (stray !== undefined && name !== 'help') throw usage(`“${name}” has no option --${stray}.`)
  const tooMany = rest[wordsOf[name] ?? 0]
  if (tooMany !== undefined) throw usage(`“${name}” does not take “${tooMany}”.`)
  switch (name) {
    case 'connect':
      if (!values.key?.trim()) throw usage('“connect” needs the API key: --key KEY.')
      return {
        name,
        key: values.key,
        accountName: values.name,
        signature: oneOf('signature', values.signature, ['auto', 'sha256', 'md5']),
        ...(values.separate ? { separate: true } : {}),
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
    case 'certificates':
      return { name, query: rest.join(' ') }
    case 'codes':
      return codesCommand(rest, values)
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
