import { Command, CommanderError } from 'commander'
import { type Answers, type DeclareCommand, type ReadCommand, usage } from './command.ts'
import { globalOptions } from './commands.ts'
import { dataMovedAsWindow, ownWordsOf } from './foreign-switches.ts'
import { helpConfiguration, helpWidth, leavesOf, pathOf } from './help.ts'

/** What a line of words asks for. */
export type Asking =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'command'; readonly name: string } & ReadCommand)

export interface Invocation {
  readonly dataDir: string | undefined
  readonly json: boolean
  readonly account: string | undefined
  readonly command: Asking
}

interface GlobalValues {
  readonly dataDir?: string
  readonly json?: boolean
  readonly account?: string
  readonly version?: boolean
}

interface Reading {
  words: readonly string[]
  /** What the help says, when it was asked for. */
  text: string
  command: Asking | undefined
}

/**
 * Finds the command that a line of words asks for.
 * @param given the program's own words; switches of Chromium may stand among them
 * @throws AppError `usage/invalid` with the problem in words
 */
export function readArguments(given: readonly string[], commands: readonly DeclareCommand[]): Invocation {
  const reading: Reading = { words: given, text: '', command: undefined }
  const program = createProgram(commands, reading)
  const words = dataMovedAsWindow(ownWordsOf(given, takesValueIn(program)))
  reading.words = words
  try {
    program.parse(helpAtTheEnd(words), { from: 'user' })
  } catch (thrown) {
    // Commander also ends this way after showing the help.
    if (!(thrown instanceof CommanderError)) throw thrown
    refuseMisread(program, words)
  }
  const { dataDir, json = false, account } = program.opts<GlobalValues>()
  return { dataDir, json, account, command: reading.command ?? { kind: 'help', text: reading.text } }
}

/** Whether a word is an option of any command whose value is the next word. */
function takesValueIn(program: Command): (word: string) => boolean {
  const options = [program, ...leavesOf(program)].flatMap((command) => command.options)
  const names = new Set(options.filter(({ required }) => required).map(({ long }) => long))
  return (word) => names.has(word)
}

/** Turns `help codes add` into `codes add --help`: commander's own help looks at one word, and shows `codes`. */
function helpAtTheEnd(words: readonly string[]): readonly string[] {
  const [first, ...path] = words
  return first === 'help' && path.length > 1 && path.every((word) => !word.startsWith('-'))
    ? [...path, '--help']
    : words
}

/** The program with all its commands, as they declare themselves. */
export function createProgram(
  commands: readonly DeclareCommand[],
  reading: Reading = { words: [], text: '', command: undefined },
): Command {
  const print = (text: string) => {
    reading.text += text
  }
  const program = new Command('gradekeep')
    .configureHelp(helpConfiguration)
    .configureOutput({
      writeOut: print,
      writeErr: print,
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth,
    })
    .helpCommand('help [COMMAND]')
    .showSuggestionAfterError(false)
    .allowExcessArguments()
    .action(() => {
      const [word] = program.args
      if (word !== undefined) throw usage(`There is no command “${word}”.`)
      refuseMisread(program, reading.words)
      reading.command = versionAsked(program)
      if (reading.command === undefined) program.outputHelp()
    })
  for (const [flags, description] of Object.entries(globalOptions)) {
    if (flags.startsWith('-h')) program.helpOption(flags, description)
    else program.option(flags, description)
  }
  for (const declare of commands) declare(program, answersInto(reading))
  refuseInOurWords(program, program, reading)
  return program
}

const versionAsked = (program: Command): Asking | undefined =>
  program.opts<GlobalValues>().version ? { kind: 'version' } : undefined

const programOf = (command: Command): Command => (command.parent === null ? command : programOf(command.parent))

const answersInto =
  (reading: Reading): Answers =>
  (how) =>
    function (this: Command) {
      reading.command = versionAsked(programOf(this))
      if (reading.command !== undefined) return
      refuseMisread(this, reading.words)
      const { registeredArguments, args } = this
      // Commander would take this for an argument. A code that begins with a dash must stand behind “--”, even a
      // number.
      const stray = args.find((word) => /^-\d/.test(word) && beforeDashes(reading.words).includes(word))
      if (stray !== undefined) throw usage(`Unknown option '${stray}'.`)
      const extra = registeredArguments.at(-1)?.variadic ? undefined : args[registeredArguments.length]
      if (extra !== undefined && this.commands.length === 0) throw usage(`“${pathOf(this)}” does not take “${extra}”.`)
      const asked = how.read(args, this.opts())
      const read = { kind: 'command', name: pathOf(this), asked } as const
      reading.command =
        how.folder === 'none'
          ? { ...read, folder: how.folder, answer: (context) => how.answer(asked, context) }
          : { ...read, folder: how.folder, empty: how.empty, answer: (context) => how.answer(asked, context) }
    }

/**
 * Refuses values that are usually a mistake: an empty one comes from an unset variable in a script, and as a folder it
 * would mean the current one; one that begins with a dash is the next option. The latter is accepted after “=”.
 * @throws AppError `usage/invalid`
 */
function refuseMisread(command: Command, words: readonly string[]): void {
  const before = beforeDashes(words)
  const isDashed = (value: string) => value.length > 1 && value.startsWith('-') && !/^-\d/.test(value)
  for (let each: Command | null = command; each !== null; each = each.parent) {
    for (const option of each.options) {
      const given: unknown = each.getOptionValue(option.attributeName())
      for (const value of [given].flat()) {
        if (typeof value !== 'string') continue
        if (value.trim() === '') throw usage(`${option.long} needs a value, and got an empty one.`)
        const isNext = before.some((word, at) => word === option.long && before[at + 1] === value)
        if (isNext && isDashed(value)) throw usage(`${option.long} needs a value, and “${value}” is an option.`)
      }
    }
  }
}

/** The words that may be options: those before “--”. */
function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--')
  return end < 0 ? words : words.slice(0, end)
}

/** Replaces commander's error messages with our own. Showing the help is not an error. */
function refuseInOurWords(command: Command, program: Command, reading: Reading): void {
  command.exitOverride((error) => {
    if (error.code.startsWith('commander.help')) throw error
    reading.command = isMissing.has(error.code) ? versionAsked(program) : undefined
    if (reading.command !== undefined) throw error
    throw usage(sentenceOf(error, command, program))
  })
  for (const each of command.commands) refuseInOurWords(each, program, reading)
}

const isMissing: ReadonlySet<string> = new Set(['commander.missingArgument', 'commander.missingMandatoryOptionValue'])

function sentenceOf({ code, message }: CommanderError, command: Command, program: Command): string {
  const [, named = ''] = /'(.*)'/s.exec(message) ?? []
  const path = pathOf(command)
  switch (code) {
    case 'commander.unknownOption':
      return unknownOption(named, command, program)
    case 'commander.optionMissingArgument':
      return `${named.split(' ')[0]} needs a value.`
    case 'commander.missingArgument': {
      const missing = command.registeredArguments.find(({ required }, at) => required && command.args[at] === undefined)
      return `“${path}” needs ${missing?.description}: ${path} ${missing?.name()}.`
    }
    case 'commander.missingMandatoryOptionValue': {
      const missing = command.options.find(
        (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
      )
      return `“${path}” needs ${missing?.description}: ${missing?.flags.replace(/[<>]/g, '')}.`
    }
    default:
      return `${message.replace(/^error: /, '').replace(/\.$/, '')}.`
  }
}

function unknownOption(given: string, command: Command, program: Command): string {
  const [name = '', value] = given.split('=')
  const has = ({ options }: Command) => options.some(({ long }) => long === name)
  if (value !== undefined && (has(command) || has(program))) return `${name} takes no value.`
  if (![program, ...leavesOf(program)].some(has)) return `Unknown option '${name}'.`
  if (command === program) return `${name} stands behind its command.`
  const family = command.parent === program || command.parent === null ? command : command.parent
  return `“${family.commands.some(has) ? pathOf(command) : pathOf(family)}” has no option ${name}.`
}
