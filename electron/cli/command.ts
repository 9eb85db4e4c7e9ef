import type { Command, OptionValues } from 'commander'
import { AppError } from '../../shared/errors.ts'
import { isCalendarDay } from '../../shared/model/zone.ts'
import type { Core } from '../core.ts'
import type { Terminal } from './terminal.ts'

/** What every command is given besides its own arguments. */
export interface CommandContext {
  readonly core: Core
  /** Whether the core reads a copy of a folder that cannot be written; changes to a copy are lost. */
  readonly isCopy: boolean
  readonly terminal: Terminal
  readonly json: boolean
  readonly account: string | undefined
  /** The secret from the environment, for this run only. */
  readonly givenSecret: string | undefined
  /** The signing phrase of webhooks from the environment, for this run only. */
  readonly webhookPhrase: string | undefined
  readonly stopped: AbortSignal
  readonly onInternalError: (thrown: unknown) => void
}

/** The answer where no account was ever connected. */
export interface EmptyAnswer {
  readonly json: object
  /** Without --json: whether the words are the answer itself, or go to standard error beside an empty one. */
  readonly words: 'the answer' | 'beside it'
}

interface Reader<Options, Asked> {
  /** What the words and options ask for. @throws AppError `usage/invalid` */
  readonly read: (words: readonly string[], options: Options) => Asked
}

/** How a command that needs the data folder reads its arguments and answers them. */
export interface FolderAnswer<Options, Asked> extends Reader<Options, Asked> {
  /** `read` is answered from a copy if the folder cannot be written; only `create` makes a new folder. */
  readonly folder: 'read' | 'write' | 'create'
  /** Absent where a command needs an account. */
  readonly empty?: EmptyAnswer
  /** @returns the exit status */
  readonly answer: (asked: Asked, context: CommandContext) => Promise<number>
}

/** The same for a command that runs without a data folder. */
export interface PlainAnswer<Options, Asked> extends Reader<Options, Asked> {
  readonly folder: 'none'
  readonly answer: (asked: Asked, context: Pick<CommandContext, 'terminal' | 'json' | 'stopped'>) => Promise<number>
}

/** A command with its arguments read: what it asks for, and how to answer it. */
export type ReadCommand<Asked extends object = object> = { readonly asked: Asked } & (
  | { readonly folder: 'none'; readonly answer: (context: PlainContext) => Promise<number> }
  | {
      readonly folder: 'read' | 'write' | 'create'
      readonly empty: EmptyAnswer | undefined
      readonly answer: (context: CommandContext) => Promise<number>
    }
)

type PlainContext = Pick<CommandContext, 'terminal' | 'json' | 'stopped'>

/** Turns a command's answer into commander's action. */
export type Answers = <Options extends OptionValues, Asked extends object>(
  how: FolderAnswer<Options, Asked> | PlainAnswer<Options, Asked>,
) => (this: Command) => void

/** Declares a command with its options, its help and its answer. */
export type DeclareCommand = (program: Command, answers: Answers) => void

export const usage = (problem: string): AppError => new AppError('usage/invalid', { problem })

/** Refuses a command whose action is missing or unknown. @param actions as they are named in a sentence */
export const refuseAction =
  (command: string, actions: string) =>
  ([word]: readonly string[]): never => {
    // An option before the action arrives here with all the words behind it.
    const early = word?.startsWith('-') ? ` before ${word.split('=')[0]}` : ''
    const problem =
      word === undefined || early !== ''
        ? `“${command}” needs to know what to do${early}`
        : `There is no “${command} ${word}”`
    throw usage(`${problem}: ${actions}.`)
  }

/** Parser for an option that may be given several times. */
export const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/**
 * Reads one of a few choices; the first one if nothing is given. @throws AppError `usage/invalid`, as all of these do
 */
export function oneOf<const Choice extends string>(
  option: string,
  value: string | undefined,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (value === undefined) return choices[0]
  const choice = choices.find((each) => each === value)
  if (choice === undefined) throw usage(`--${option} is one of ${choices.join(', ')}, not “${value}”.`)
  return choice
}

export function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw usage(`--${option} needs a whole number, not “${value}”.`)
  return Number(value)
}

export function numberOf(option: string, value: string): number {
  if (!/^[+-]?\d{1,15}(\.\d+)?$/.test(value)) throw usage(`--${option} needs a number such as 49.5, not “${value}”.`)
  return Number(value)
}

export function dayOf(option: string, value: string): string {
  if (!isCalendarDay(value)) {
    throw usage(`--${option} needs a date such as 2026-09-01, not “${value}”.`)
  }
  return value
}
