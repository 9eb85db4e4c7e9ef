import { AppError } from '../../../shared/errors.ts'
import { systemClock } from '../../environment.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { type CommandContext, type DeclareCommand, usage, wholeNumber } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { printJson, write } from '../terminal.ts'

interface Simulator {
  readonly port: number
  readonly results: number
  readonly questions: number | undefined
  readonly seed: number
}

interface Options {
  readonly port?: string
  readonly results?: string
  readonly questions?: string
  readonly seed?: string
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('simulator')
    .description('Runs a ClassMarker on this computer to try things on, until interrupted.')
    .option('--port <N>', 'where it listens; a free port where nothing is said')
    .option('--results <N>', 'how many results it has; 900 where nothing is said')
    .option('--questions <N>', 'how many questions its bank has; some of each kind where nothing is said')
    .option('--seed <N>', 'another number makes up other results')
    .action(answers({ folder: 'none', read: simulatorOf, answer: simulator }))
}

const simulatorOf = (
  _: readonly string[],
  { port = '0', results = '900', questions, seed = '1' }: Options,
): Simulator => ({
  port: portOf(port),
  results: wholeNumber('results', results),
  questions: questions === undefined ? undefined : wholeNumber('questions', questions),
  seed: wholeNumber('seed', seed),
})

function portOf(value: string): number {
  const port = wholeNumber('port', value)
  if (port > 65_535) throw usage(`--port goes up to 65535, not “${value}”.`)
  return port
}

/** Runs a ClassMarker on this computer until interrupted. */
async function simulator(
  asked: Simulator,
  { terminal, json, stopped }: Pick<CommandContext, 'terminal' | 'json' | 'stopped'>,
): Promise<number> {
  const running = await startSimulator({ ...asked, clock: systemClock }).catch((thrown: unknown) => {
    if (!isPortTaken(thrown)) throw thrown
    throw new AppError('simulator/port-taken', { port: asked.port })
  })
  const { url, key, secret } = running
  if (json) await printJson(terminal, { url, key, secret })
  else await write(terminal.out, `URL:    ${url}\nKey:    ${key}\nSecret: ${secret}\n`)
  await new Promise<void>((done) => {
    if (stopped.aborted) done()
    else stopped.addEventListener('abort', () => done(), { once: true })
  })
  await running.close()
  return exitStatus.done
}

const isPortTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EADDRINUSE' || thrown.code === 'EACCES')
