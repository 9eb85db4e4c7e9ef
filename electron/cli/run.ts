import { AppError, serialiseError } from '../../shared/errors.ts'
import type { Fetch } from '../connectors/network.ts'
import { type CorePorts, databaseIn, type WorkerFiles } from '../core.ts'
import {
  chooseSecretStore,
  type Environment,
  keptSecrets,
  readEnvironment,
  systemClock,
  systemRetry,
  systemTimer,
} from '../environment.ts'
import { isDamage, isNewPlace } from '../store/api.ts'
import { type Invocation, readArguments } from './arguments.ts'
import type { ReadCommand } from './command.ts'
import { loadCommands } from './commands.ts'
import { cliSentence, debugReporter, exitStatus, statusOf } from './failures.ts'
import { defaultDataFolder, nameNewestCopy, openFolder, sayUnknownSystemZone, sayUnknownZones } from './opening.ts'
import { systemFetch } from './system-fetch.ts'
import { plainText, printJson, processTerminal, readerLeft, type Terminal, write } from './terminal.ts'

export interface CliPorts {
  readonly env: NodeJS.ProcessEnv
  readonly terminal: Terminal
  readonly workers: WorkerFiles
  readonly fetch: Fetch
  readonly version: string
  /** Aborted by an interrupt, which ends the command cleanly. */
  readonly stopped: AbortSignal
}

/** Answers a command on this process's own terminal, stops on its signals, and exits with the command's status. */
export async function answerCommandLine(
  words: readonly string[],
  { exit, ...program }: Pick<CliPorts, 'workers' | 'version'> & { exit: (status: number) => void },
): Promise<void> {
  const stop = new AbortController()
  const terminal = processTerminal
  const ports = { env: process.env, terminal, fetch: systemFetch(process.env), stopped: stop.signal, ...program }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  process.stdout.on('error', (error) => {
    if (readerLeft(process.stdout, error)) return
    process.stderr.write(`${cliSentence(serialiseError(new AppError('output/lost')))}\n`)
    exit(exitStatus.failed)
  })
  // A closed standard error must not change the command's answer.
  process.stderr.on('error', (error) => readerLeft(process.stderr, error))
  endOnUncaught(ports, exit)
  const status = await runCli(words, ports)
  // Output still on its way to a pipe would be lost when the process exits.
  await new Promise<void>((flushed) => process.stdout.write('', () => flushed()))
  exit(status)
}

/**
 * Ends the command in one sentence when something fails where nobody awaits it. Electron would show a dialog, where
 * nobody may be; Node would print a message that can quote a name or an address.
 */
function endOnUncaught(ports: CliPorts, exit: (status: number) => void): void {
  let isEnding = false
  const end = (thrown: unknown) => {
    if (isEnding) return
    isEnding = true
    void report(thrown, ports).finally(() => exit(exitStatus.failed))
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

/** Runs one command. Never throws. @returns the exit status */
export async function runCli(words: readonly string[], ports: CliPorts): Promise<number> {
  try {
    return await runCommand(readArguments(words, await loadCommands()), ports)
  } catch (thrown) {
    return report(thrown, ports)
  }
}

async function report(thrown: unknown, { env, terminal }: CliPorts): Promise<number> {
  await write(terminal.err, `${cliSentence(serialiseError(thrown))}\n`)
  debugReporter(env, terminal)(thrown)
  return statusOf(thrown)
}

type FolderCommand = Exclude<ReadCommand, { folder: 'none' }>

async function runCommand({ command, ...given }: Invocation, ports: CliPorts): Promise<number> {
  const { terminal, stopped } = ports
  const { json } = given
  if (command.kind === 'help') {
    await write(terminal.out, command.text)
    return exitStatus.done
  }
  if (command.kind === 'version') {
    if (json) await printJson(terminal, { version: ports.version })
    else await write(terminal.out, `${ports.version}\n`)
    return exitStatus.done
  }
  if (command.folder === 'none') return command.answer({ terminal, json, stopped })

  const environment = readEnvironment(ports.env)
  const dataDir = given.dataDir ?? defaultDataFolder(process.platform, ports.env)
  // Only connecting makes a new data folder: a mistyped path gives an error, not a new folder.
  if (command.folder !== 'create' && isNewPlace(databaseIn(dataDir))) {
    return answerFromNothing(command, { ...given, dataDir }, terminal)
  }
  try {
    return await runInFolder(command, { ...given, dataDir }, environment, ports)
  } catch (thrown) {
    if (!isDamage(serialiseError(thrown).code)) throw thrown
    const status = await report(thrown, ports)
    await nameNewestCopy(dataDir, ports.workers, terminal)
    return status
  }
}

type Given = Pick<Invocation, 'json' | 'account'> & { readonly dataDir: string }

async function runInFolder(
  command: FolderCommand,
  { json, account, dataDir }: Given,
  environment: Environment,
  ports: CliPorts,
): Promise<number> {
  const { terminal, stopped } = ports
  const onInternalError = debugReporter(ports.env, terminal)
  const { core, isCopy, close } = await openFolder(
    command.folder === 'read',
    corePorts({ dataDir, account }, ports, environment, onInternalError),
    terminal,
  )
  try {
    const { givenSecret, webhookPhrase } = environment
    const context = { core, isCopy, terminal, json, account, givenSecret, webhookPhrase, stopped, onInternalError }
    if (command.folder === 'create') await sayUnknownSystemZone(ports.env, terminal)
    else await sayUnknownZones(context)
    return await command.answer(context)
  } finally {
    await close()
  }
}

/** Answers where no account was ever connected. @throws AppError `account/not-found` for a command that needs one */
async function answerFromNothing(
  { empty }: FolderCommand,
  { json, account, dataDir }: Given,
  terminal: Terminal,
): Promise<number> {
  if (empty === undefined || account !== undefined) throw new AppError('account/not-found')
  if (json) await printJson(terminal, empty.json)
  const notice = `No account is connected: there is nothing in ${plainText(dataDir)} yet. Run \`gradekeep connect --key KEY\`.\n`
  await write(empty.words === 'the answer' && !json ? terminal.out : terminal.err, notice)
  return exitStatus.done
}

function corePorts(
  { dataDir, account }: Pick<Given, 'dataDir' | 'account'>,
  { workers, fetch }: CliPorts,
  environment: Environment,
  onInternalError: (thrown: unknown) => void,
): CorePorts {
  const kept = keptSecrets()
  return {
    dataDir,
    apiUrl: environment.apiUrl,
    fetch,
    clock: systemClock,
    secrets: chooseSecretStore(environment, kept, account),
    phrases: kept,
    workers,
    emit: () => undefined,
    retry: systemRetry,
    after: systemTimer,
    onInternalError,
  }
}
