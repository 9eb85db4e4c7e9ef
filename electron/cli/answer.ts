import { AppError, serialiseError } from '../../shared/errors.ts'
import { cliSentence, exitStatus } from './failures.ts'
import { type CliPorts, runCli } from './run.ts'
import { systemFetch } from './system-fetch.ts'
import { processTerminal } from './terminal.ts'

/** Answers a command on this process's own terminal, heeding its signals, and ends with the command's status. */
export async function answerCommandLine(
  words: readonly string[],
  { exit, ...program }: Pick<CliPorts, 'workers' | 'version'> & { exit: (status: number) => void },
): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  process.stdout.on('error', (error: NodeJS.ErrnoException) => exit(statusOfLostOutput(error)))
  const status = await runCli(words, {
    env: process.env,
    terminal: processTerminal,
    fetch: systemFetch(process.env),
    stopped: stop.signal,
    ...program,
  })
  // What is still on its way to a pipe would be lost with the process.
  await new Promise<void>((flushed) => process.stdout.write('', () => flushed()))
  exit(status)
}

/** A reader such as `head` that closes early wants no more, and that is no failure; anything else has lost the answer. */
function statusOfLostOutput({ code }: NodeJS.ErrnoException): number {
  if (code === 'EPIPE') return exitStatus.done
  process.stderr.write(`${cliSentence(serialiseError(new AppError('output/lost')))}\n`)
  return exitStatus.failed
}
