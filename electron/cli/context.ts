import type { Core } from '../core.ts'
import type { Command } from './arguments.ts'
import type { Terminal } from './terminal.ts'

/** What every command is given beside its own words. */
export interface CommandContext {
  readonly core: Core
  /** Whether the core reads a copy of a folder that cannot be written: what is kept in it is lost. */
  readonly isCopy: boolean
  readonly terminal: Terminal
  readonly json: boolean
  readonly account: string | undefined
  /** The secret from the environment, for this run only. */
  readonly givenSecret: string | undefined
  readonly stopped: AbortSignal
  readonly onInternalError: (thrown: unknown) => void
}

export type Named<Name extends Command['name']> = Extract<Command, { name: Name }>
