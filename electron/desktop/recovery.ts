import { type App, type BrowserWindow, dialog } from 'electron'
import { internalReport } from '../internal-errors.ts'
import type { DesktopLog } from './log.ts'

/** How long a reloaded page must last before its next failure counts as a first one, in milliseconds. */
export const lastingMs = 10 * 60_000

export interface WindowRecovery {
  /** Reloads the page if it crashed or hangs, without asking. @returns whether it was needed */
  revive(): boolean
}

export interface RecoveryPorts {
  readonly log: DesktopLog
  /** Loads the window's page anew. */
  readonly load: () => void
  readonly quit: () => void
  /** Milliseconds since any fixed moment. */
  readonly now: () => number
}

const question = {
  type: 'warning',
  title: 'Gradekeep',
  message: 'The window has stopped working again.',
  detail:
    'Your results are safe: they are kept outside the window. Open it once more, or quit and start Gradekeep anew.',
  buttons: ['Open the window again', 'Quit'],
  defaultId: 0,
  cancelId: 0,
} as const
const quitButton = 1

/**
 * Recovers the page of a window. Reloads it once after a crash or hang; if it fails again soon, asks the teacher, so
 * that a page that always fails is not reloaded for ever.
 */
export function recoverWindow(window: BrowserWindow, { log, load, quit, now }: RecoveryPorts): WindowRecovery {
  const contents = window.webContents
  let state: 'well' | 'gone' | 'hanging' | 'being ended' = 'well'
  let reloadedAt = Number.NEGATIVE_INFINITY
  let asking: AbortController | null = null

  function reload(): void {
    asking?.abort()
    asking = null
    reloadedAt = now()
    if (state !== 'hanging') {
      state = 'well'
      load()
      return
    }
    // A hanging page cannot even be replaced: its process must end first, which is then reported as a crash.
    state = 'being ended'
    contents.forcefullyCrashRenderer()
  }
  async function ask(): Promise<void> {
    const asked = new AbortController()
    asking = asked
    const { response } = await dialog.showMessageBox({
      ...question,
      buttons: [...question.buttons],
      signal: asked.signal,
    })
    if (asked.signal.aborted) return
    asking = null
    if (response === quitButton) quit()
    else if (state !== 'well') reload()
  }
  function onFailure(): void {
    if (now() - reloadedAt > lastingMs) reload()
    else if (asking === null) ask().catch(onNotAsked)
  }
  function onNotAsked(error: unknown): void {
    log.error(`nobody could be asked about the window: ${internalReport(error)}`)
  }

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (window.isDestroyed()) return
    const isOurDoing = state === 'being ended'
    log.error(`the window's page is gone: ${reason} (${exitCode})`)
    state = 'gone'
    if (isOurDoing) reload()
    else onFailure()
  })
  window.on('unresponsive', () => {
    if (state !== 'well') return
    log.error("the window's page does not answer")
    state = 'hanging'
    onFailure()
  })
  window.on('responsive', () => {
    if (state !== 'hanging') return
    log.info("the window's page answers again")
    state = 'well'
    asking?.abort()
    asking = null
  })
  window.on('closed', () => asking?.abort())

  return {
    revive() {
      if (state === 'being ended') return true
      if (state === 'well' && contents.isCrashed()) state = 'gone'
      if (state === 'well') return false
      reload()
      return true
    },
  }
}

/** Logs which other Chromium processes ended unexpectedly. Chromium restarts them itself. */
export function logLostProcesses(app: App, log: DesktopLog): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn(`a process is gone: ${type}, ${reason} (${exitCode})`)
  })
}
