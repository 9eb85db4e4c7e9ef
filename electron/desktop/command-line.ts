import type { App } from 'electron'
import type { CliPorts } from '../cli/run.ts'

/**
 * Answers a command given to the installed app as the command line does, without a window, and ends with its status.
 * The command line is loaded only here, so that opening a window does not wait for it.
 */
export async function answerCommand(app: App, words: readonly string[], workers: CliPorts['workers']): Promise<void> {
  const { answerCommandLine } = await import('../cli/answer.ts')
  await answerCommandLine(words, { workers, version: app.getVersion(), exit: (status) => app.exit(status) })
}
