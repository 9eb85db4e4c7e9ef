import { type App, type BrowserWindow, dialog } from 'electron'
import { internalReport } from '../internal-errors.ts'
import type { DesktopLog } from './log.ts'

/** How long a page has to last once it was loaded again, for its next failure to count as a first one. */
export const lastingMs = 10 * 60_000

export interface WindowRecovery {
  /** Loads the page again where it crashed or hangs, without asking. @returns whether there was a need */
  revive(): boolean
}

export interface RecoveryPorts {
  readonly log: DesktopLog
  /** Loads the window's page anew. */
  readonly load: () => void
  readonly quit: () => void
  /** Milliseconds since some beginning. */
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
 * Looks after the page of a window. One that crashed or hangs is loaded again by itself once; where that did not last,
 * the teacher is asked, so that a page which always fails does not fail for ever.
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
    // A page that hangs does not answer even to being replaced: its process has to end first, and is then found gone.
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

/** Notes in the log which of Chromium's other processes ended unasked. Chromium starts them again by itself. */
export function logLostProcesses(app: App, log: DesktopLog): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn(`a process is gone: ${type}, ${reason} (${exitCode})`)
  })
}
