import { AppError, serialiseError } from '../../shared/errors.ts'
import type { Fetch } from '../connectors/network.ts'
import { type CorePorts, databaseIn, type WorkerFiles } from '../core.ts'
import {
  chooseSecretStore,
  type Environment,
  readEnvironment,
  systemClock,
  systemRetry,
  systemTimer,
} from '../environment.ts'
import { isDamage, isNewPlace } from '../store/api.ts'
import { type Command, type Invocation, readArguments } from './arguments.ts'
import { certificates } from './certificates.ts'
import { codes } from './codes.ts'
import { connect, exportFile, simulator, status } from './commands.ts'
import type { CommandContext } from './context.ts'
import { defaultDataFolder } from './data-folder.ts'
import { cliSentence, debugReporter, exitStatus, statusOf, statusOfOutcome } from './failures.ts'
import { help } from './help.ts'
import { nameNewestCopy, openFor, sayUnknownSystemZone, sayUnknownZones } from './opening.ts'
import { plainText } from './plain-text.ts'
import { results } from './results.ts'
import { sync } from './sync.ts'
import { printJson, type Terminal, write } from './terminal.ts'

export interface CliPorts {
  readonly env: NodeJS.ProcessEnv
  readonly terminal: Terminal
  readonly workers: WorkerFiles
  readonly fetch: Fetch
  readonly version: string
  /** Says stop: an interrupt ends the command calmly. */
  readonly stopped: AbortSignal
}

/** Runs one command. @returns the exit status; nothing is thrown */
export async function runCli(words: readonly string[], ports: CliPorts): Promise<number> {
  try {
    return await runCommand(readArguments(words), ports)
  } catch (thrown) {
    return report(thrown, ports)
  }
}

async function report(thrown: unknown, { env, terminal }: CliPorts): Promise<number> {
  await write(terminal.err, `${cliSentence(serialiseError(thrown))}\n`)
  debugReporter(env, terminal)(thrown)
  return statusOf(thrown)
}

async function runCommand(invocation: Invocation, ports: CliPorts): Promise<number> {
  const { terminal, stopped } = ports
  const { command, json } = invocation
  if (command.name === 'help') return finished(write(terminal.out, help))
  if (command.name === 'version') {
    return finished(json ? printJson(terminal, { version: ports.version }) : write(terminal.out, `${ports.version}\n`))
  }
  if (command.name === 'simulator') return finished(simulator(command, { terminal, json, stopped }))

  const environment = readEnvironment(ports.env)
  const dataDir = invocation.dataDir ?? defaultDataFolder(process.platform, ports.env)
  // Only connecting makes a new place: a mistyped folder is told of, not filled.
  if (command.name !== 'connect' && isNewPlace(databaseIn(dataDir))) {
    return finished(answerFromNothing(invocation, dataDir, terminal))
  }
  try {
    return await runInFolder(command, { ...invocation, dataDir }, environment, ports)
  } catch (thrown) {
    if (!isDamage(serialiseError(thrown).code)) throw thrown
    const status = await report(thrown, ports)
    await nameNewestCopy(dataDir, ports.workers, terminal)
    return status
  }
}

async function runInFolder(
  command: CoreCommand,
  { json, account, dataDir }: Invocation & { readonly dataDir: string },
  environment: Environment,
  ports: CliPorts,
): Promise<number> {
  const { terminal, stopped } = ports
  const onInternalError = debugReporter(ports.env, terminal)
  const { core, isCopy, close } = await openFor(
    command,
    corePorts(dataDir, ports, environment, onInternalError),
    terminal,
  )
  try {
    const { givenSecret } = environment
    const context = { core, isCopy, terminal, json, account, givenSecret, stopped, onInternalError }
    if (command.name === 'connect') await sayUnknownSystemZone(ports.env, terminal)
    else await sayUnknownZones(context)
    return await runWith(command, context)
  } finally {
    await close()
  }
}

type CoreCommand = Exclude<Command, { name: 'help' | 'version' | 'simulator' }>

async function runWith(command: CoreCommand, context: CommandContext): Promise<number> {
  switch (command.name) {
    case 'connect':
      return finished(connect(command, context))
    case 'sync':
      return statusOfOutcome(await sync(command, context))
    case 'results':
      return finished(results(command, context))
    case 'export':
      return finished(exportFile(command, context))
    case 'certificates':
      return finished(certificates(command, context))
    case 'codes':
      return codes(command, context)
    case 'status':
      return finished(status(context))
  }
}

/** What the questions are answered with where nothing is. */
const emptyAnswers: Readonly<Partial<Record<Command['name'], object>>> = {
  status: { accounts: [] },
  results: { total: 0, results: [] },
  certificates: { total: 0, certificates: [] },
}

/** Answers where no account was ever connected. @throws AppError `account/not-found` for what needs one */
async function answerFromNothing({ command, json, account }: Invocation, dataDir: string, terminal: Terminal) {
  const answer = emptyAnswers[command.name]
  if (answer === undefined || account !== undefined) throw new AppError('account/not-found')
  if (json) await printJson(terminal, answer)
  const notice = `No account is connected: there is nothing in ${plainText(dataDir)} yet. Run \`gradekeep connect --key KEY\`.\n`
  await write(command.name === 'status' && !json ? terminal.out : terminal.err, notice)
}

function corePorts(
  dataDir: string,
  { workers, fetch }: CliPorts,
  environment: Environment,
  onInternalError: (thrown: unknown) => void,
): CorePorts {
  return {
    dataDir,
    apiUrl: environment.apiUrl,
    fetch,
    clock: systemClock,
    secrets: chooseSecretStore(environment),
    workers,
    emit: () => undefined,
    retry: systemRetry,
    after: systemTimer,
    onInternalError,
  }
}

async function finished(work: Promise<unknown>): Promise<number> {
  await work
  return exitStatus.done
}
