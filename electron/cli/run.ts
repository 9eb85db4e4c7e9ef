import { AppError, serialiseError } from '../../shared/errors.ts'
import type { SyncOutcome } from '../../shared/model/account.ts'
import { sentenceFor } from '../../shared/sentences.ts'
import { createCore } from '../core.ts'
import { chooseSecretStore, type Environment, readEnvironment, systemClock } from '../environment.ts'
import { type Invocation, readArguments } from './arguments.ts'
import { type CommandContext, connect, exportFile, results, simulator, status, sync } from './commands.ts'
import { defaultDataFolder } from './data-folder.ts'
import { help } from './help.ts'
import { printJson, type Terminal, write } from './terminal.ts'

export interface CliPorts {
  readonly env: NodeJS.ProcessEnv
  readonly terminal: Terminal
  readonly workers: { readonly store: string; readonly export: string }
  readonly version: string
  /** Says stop: an interrupt ends the command calmly. */
  readonly stopped: AbortSignal
}

const done = 0
const failed = 1
const wrongUsage = 2
const rateLimited = 3
const offline = 4

/** Runs one command. @returns the exit status; nothing is thrown */
export async function runCli(words: readonly string[], ports: CliPorts): Promise<number> {
  try {
    return await runCommand(readArguments(words), ports)
  } catch (thrown) {
    await write(ports.terminal.err, `${sentenceFor(serialiseError(thrown))}\n`)
    return statusOf(thrown)
  }
}

async function runCommand(invocation: Invocation, ports: CliPorts): Promise<number> {
  const { terminal, stopped } = ports
  const { command, json, account } = invocation
  const environment = readEnvironment(ports.env)
  if (command.name === 'help') return finished(write(terminal.out, help))
  if (command.name === 'version') {
    return finished(json ? printJson(terminal, { version: ports.version }) : write(terminal.out, `${ports.version}\n`))
  }
  const outside = { terminal, json, account, givenSecret: environment.givenSecret, stopped }
  if (command.name === 'simulator') return finished(simulator(command, outside))

  const core = await openCore(invocation, ports, environment)
  try {
    const context: CommandContext = { core, ...outside }
    switch (command.name) {
      case 'connect':
        return await finished(connect(command, context))
      case 'sync':
        return statusOfOutcome(await sync(command, context))
      case 'results':
        return await finished(results(command, context))
      case 'export':
        return await finished(exportFile(command, context))
      case 'status':
        return await finished(status(context))
    }
  } finally {
    await core.close()
  }
}

async function openCore({ dataDir }: Invocation, ports: CliPorts, environment: Environment) {
  return createCore({
    dataDir: dataDir ?? defaultDataFolder(process.platform, ports.env),
    apiUrl: environment.apiUrl,
    fetch: globalThis.fetch,
    clock: systemClock,
    secrets: await chooseSecretStore(environment),
    workers: ports.workers,
    emit: () => undefined,
  })
}

async function finished(work: Promise<unknown>): Promise<number> {
  await work
  return done
}

function statusOfOutcome(outcome: SyncOutcome): number {
  if (outcome === 'complete') return done
  if (outcome === 'rate-limited') return rateLimited
  return outcome === 'offline' ? offline : failed
}

function statusOf(thrown: unknown): number {
  if (!(thrown instanceof AppError)) return failed
  if (thrown.code === 'usage/invalid') return wrongUsage
  if (thrown.code === 'api/rate-limited') return rateLimited
  return ['network/offline', 'network/timeout', 'network/interrupted'].includes(thrown.code) ? offline : failed
}
