import { AppError, serialiseError } from '../../shared/errors.ts'
import { cliSentence, exitStatus } from './failures.ts'
import { type CliPorts, runCli } from './run.ts'
import { systemFetch } from './system-fetch.ts'
import { processTerminal, readerLeft } from './terminal.ts'

/** Answers a command on this process's own terminal, stops on its signals, and exits with the command's status. */
export async function answerCommandLine(
  words: readonly string[],
  { exit, ...program }: Pick<CliPorts, 'workers' | 'version'> & { exit: (status: number) => void },
): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  process.stdout.on('error', (error) => {
    if (readerLeft(process.stdout, error)) return
    process.stderr.write(`${cliSentence(serialiseError(new AppError('output/lost')))}\n`)
    exit(exitStatus.failed)
  })
  // A closed standard error must not change the command's answer.
  process.stderr.on('error', (error) => readerLeft(process.stderr, error))
  const status = await runCli(words, {
    env: process.env,
    terminal: processTerminal,
    fetch: systemFetch(process.env),
    stopped: stop.signal,
    ...program,
  })
  // Output still on its way to a pipe would be lost when the process exits.
  await new Promise<void>((flushed) => process.stdout.write('', () => flushed()))
  exit(status)
}
