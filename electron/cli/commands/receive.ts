import { serialiseError } from '../../../shared/errors.ts'
import { isLoopback } from '../../receiver/loopback.ts'
import type { ReceivedLine } from '../../receiver/receiver.ts'
import { type CommandContext, type DeclareCommand, usage, wholeNumber } from '../command.ts'
import { cliSentence, exitStatus } from '../failures.ts'
import { printJson, write } from '../terminal.ts'
import { onlyAccount, signedBy } from '../webhooks/named.ts'
import { receiveInto } from '../webhooks/receiving.ts'

interface Receive {
  readonly port: number
  readonly host: string
  readonly source: string | undefined
}

interface Options {
  readonly port?: string
  readonly host?: string
  readonly source?: string
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('receive')
    .description(
      'Takes ClassMarker’s webhooks until interrupted, and keeps each result before it answers. Prints its address, then a ' +
        'line of JSON for each payload, without anybody’s name. It listens on this computer alone, for a reverse proxy or a ' +
        'tunnel; with --host elsewhere too, and then needs a signing phrase.',
    )
    .option('--port <N>', 'where it listens; a free port where nothing is said')
    .option('--host <H>', 'the address on which it listens; 127.0.0.1 where nothing is said')
    .option('--source <NAME>', 'the webhook source whose signing phrase payloads must be signed with')
    .action(answers({ folder: 'write', read: receiveOf, answer: receive }))
}

const receiveOf = (_: readonly string[], { port = '0', host = '127.0.0.1', source }: Options): Receive => ({
  port: portOf(port),
  host,
  source,
})

function portOf(value: string): number {
  const port = wholeNumber('port', value)
  if (port > 65_535) throw usage(`--port goes up to 65535, not “${value}”.`)
  return port
}

const unsigned =
  'No signing phrase is known, so whatever is sent to this address is kept as unverified. ' +
  'Name a source with --source, or set GRADEKEEP_WEBHOOK_SECRET.'

/** Takes webhooks until interrupted. */
async function receive({ port, host, source: name }: Receive, context: CommandContext): Promise<number> {
  const { core, terminal, stopped, onInternalError } = context
  const { source, phrase } = await signedBy(name, context)
  if (phrase === null && !isLoopback(host)) {
    throw usage(
      `On “${host}” other computers could send results, so a signing phrase is needed: --source NAME, or GRADEKEEP_WEBHOOK_SECRET.`,
    )
  }
  const account = source?.account ?? (await onlyAccount(context, 'A payload')).id
  const receiver = await receiveInto(core, {
    ...{ host, port, phrase, account, source: source?.id ?? null },
    // A log that nobody reads holds no sender up.
    tell: (line) => void printJson(terminal, documentOf(line, core.clock())).catch(onInternalError),
    explain: (thrown) => {
      onInternalError(thrown)
      const sentence = cliSentence(serialiseError(thrown))
      void write(terminal.err, `${sentence}\n`)
      return sentence
    },
  })
  try {
    await printJson(terminal, { url: receiver.url })
    if (phrase === null) await write(terminal.err, `${unsigned}\n`)
    await interrupted(stopped)
  } finally {
    await receiver.close()
  }
  return exitStatus.done
}

const interrupted = (stopped: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (stopped.aborted) done()
    else stopped.addEventListener('abort', () => done(), { once: true })
  })

/** A line as it is printed, in the words of an import's answer. */
function documentOf({ outcome, answers, ...line }: ReceivedLine, at: number) {
  const count = (what: ReceivedLine['outcome']): number => (outcome === what ? 1 : 0)
  const { status, signature, test, result, problem } = line
  const counts = { added: count('added'), updated: count('updated'), unchanged: count('unchanged') }
  return { at, status, ...counts, answers: answers ? 1 : 0, samples: count('sample'), signature, test, result, problem }
}
