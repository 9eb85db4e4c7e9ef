import { AppError } from '../../../shared/errors.ts'
import { systemClock } from '../../environment.ts'
import { startAssessmentsSimulator } from '../../simulator/assessments/simulator.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { type CommandContext, type DeclareCommand, oneOf, usage, wholeNumber } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { printJson, write } from '../terminal.ts'

interface ClassMarker {
  readonly service: 'classmarker'
  readonly port: number
  readonly results: number
  readonly questions: number | undefined
  readonly seed: number
}

interface Assessments {
  readonly service: 'assessments'
  readonly port: number
  readonly results: number
  readonly dialect: 'documented' | 'flat'
  readonly seed: number
}

interface Options {
  readonly service?: string
  readonly port?: string
  readonly results?: string
  readonly questions?: string
  readonly dialect?: string
  readonly seed?: string
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('simulator')
    .description('Runs a ClassMarker, or a learning platform, on this computer to try things on, until interrupted.')
    .option('--service <S>', 'classmarker, or assessments for a learning platform; classmarker where nothing is said')
    .option('--port <N>', 'where it listens; a free port where nothing is said')
    .option('--results <N>', 'how many results it has; 900, or 200 submissions, where nothing is said')
    .option('--questions <N>', 'how many questions its bank has; some of each kind where nothing is said')
    .option(
      '--dialect <D>',
      'how a learning platform says things: documented or flat; documented where nothing is said',
    )
    .option('--seed <N>', 'another number makes up other results')
    .action(answers({ folder: 'none', read: simulatorOf, answer: simulator }))
}

function simulatorOf(
  _: readonly string[],
  { service, port = '0', results, questions, dialect, seed = '1' }: Options,
): ClassMarker | Assessments {
  const common = { port: portOf(port), seed: wholeNumber('seed', seed) }
  if (oneOf('service', service, ['classmarker', 'assessments']) === 'assessments') {
    if (questions !== undefined) throw usage('--questions is for a ClassMarker; a learning platform has no bank here.')
    return {
      ...common,
      service: 'assessments',
      results: wholeNumber('results', results ?? '200'),
      dialect: oneOf('dialect', dialect, ['documented', 'flat']),
    }
  }
  if (dialect !== undefined) throw usage('--dialect is for a learning platform: it needs --service assessments.')
  return {
    ...common,
    service: 'classmarker',
    results: wholeNumber('results', results ?? '900'),
    questions: questions === undefined ? undefined : wholeNumber('questions', questions),
  }
}

function portOf(value: string): number {
  const port = wholeNumber('port', value)
  if (port > 65_535) throw usage(`--port goes up to 65535, not “${value}”.`)
  return port
}

/** Runs a service on this computer until interrupted. */
async function simulator(
  asked: ClassMarker | Assessments,
  { terminal, json, stopped }: Pick<CommandContext, 'terminal' | 'json' | 'stopped'>,
): Promise<number> {
  const running = await started(asked).catch((thrown: unknown) => {
    if (!isPortTaken(thrown)) throw thrown
    throw new AppError('simulator/port-taken', { port: asked.port })
  })
  if (json) await printJson(terminal, running.access)
  else await write(terminal.out, linesOf(running.access))
  await new Promise<void>((done) => {
    if (stopped.aborted) done()
    else stopped.addEventListener('abort', () => done(), { once: true })
  })
  await running.close()
  return exitStatus.done
}

interface Running {
  /** What it is reached with. */
  readonly access: Readonly<Record<string, string>>
  close(): Promise<void>
}

async function started(asked: ClassMarker | Assessments): Promise<Running> {
  if (asked.service === 'assessments') {
    const { url, email, password, token, close } = await startAssessmentsSimulator({ ...asked, clock: systemClock })
    return { access: { url, email, password, token }, close }
  }
  const { url, key, secret, close } = await startSimulator({ ...asked, clock: systemClock })
  return { access: { url, key, secret }, close }
}

const names: Readonly<Record<string, string>> = {
  url: 'URL',
  key: 'Key',
  secret: 'Secret',
  email: 'Email',
  password: 'Password',
  token: 'Token',
}

function linesOf(access: Running['access']): string {
  const entries = Object.entries(access).map(([name, value]) => [`${names[name]}:`, value] as const)
  const width = Math.max(...entries.map(([name]) => name.length)) + 1
  return entries.map(([name, value]) => `${name.padEnd(width)}${value}\n`).join('')
}

const isPortTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EADDRINUSE' || thrown.code === 'EACCES')
