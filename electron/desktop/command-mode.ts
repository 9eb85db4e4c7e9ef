import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'
import type { CliPorts } from '../cli/run.ts'
import { isAbandoned } from '../store/api.ts'

/**
 * Answers a command given to the installed app as the command line does, and ends with its status.
 *
 * To be awaited where the entry loads: Electron loads it to its end before it starts Chromium, so that a command needs
 * no display and opens no profile, GPU process or dock icon. Should Chromium start nonetheless, it gets a folder of its
 * own instead of the window's, and stays out of sight. The command line is loaded only here, so that opening a window
 * does not wait for it.
 */
export async function answerCommand(app: App, words: readonly string[], workers: CliPorts['workers']): Promise<void> {
  app.disableHardwareAcceleration()
  app.dock?.hide()
  const sessionFolder = temporarySession(app)
  const exit = (status: number) => {
    removeQuietly(sessionFolder)
    app.exit(status)
  }
  const { answerCommandLine } = await import('../cli/run.ts')
  await answerCommandLine(words, { workers, version: app.getVersion(), exit })
}

const prefix = 'gradekeep-command-'

/** Moves what Chromium keeps to a new temporary folder, and removes those that killed commands left behind. */
function temporarySession(app: App): string | null {
  try {
    removeLeftBehind()
    const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
    app.setPath('sessionData', folder)
    return folder
  } catch {
    // Without room for temporary files a command can still be answered: Chromium will hardly start.
    return null
  }
}

function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^gradekeep-command-(\d+)-\w{6}$/.exec(name) ?? []
    const folder = join(tmpdir(), name)
    if (pid !== undefined && isAbandoned(folder, Number(pid))) removeQuietly(folder)
  }
}

/** Another user's folder cannot be removed, and is theirs to remove. */
function removeQuietly(folder: string | null): void {
  try {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  } catch {}
}
