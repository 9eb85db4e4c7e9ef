import type { App } from 'electron'
import type { CliPorts } from '../cli/run.ts'

/**
 * Answers a command given to the installed app as the command line does, without a window, and ends with its status.
 * The command line is loaded only here, so that opening a window does not wait for it.
 */
export async function answerCommand(app: App, words: readonly string[], workers: CliPorts['workers']): Promise<void> {
  const [{ runCli }, { processTerminal }] = await Promise.all([import('../cli/run.ts'), import('../cli/terminal.ts')])
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  // A reader such as `head` that closes early wants no more; that is no failure.
  process.stdout.on('error', () => app.exit(0))
  const version = app.getVersion()
  app.exit(await runCli(words, { env: process.env, terminal: processTerminal, workers, version, stopped: stop.signal }))
}
