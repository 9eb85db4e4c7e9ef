import { setTimeout as pause } from 'node:timers/promises'
import { type App, powerMonitor } from 'electron'
import { type Ms, ms } from '../../shared/model/time.ts'
import { internalReport } from '../internal-errors.ts'
import type { DesktopLog } from './log.ts'

/** How long running work may take to stop before the app quits without it. Committed data is safe either way. */
const drainLimit: Ms = ms(3000)

/** How long the windows may take to close after that, where the session ends: a page that hangs must not hold it up. */
const windowLimit: Ms = ms(1000)

export interface Ending {
  /** Says that the session ends: no quit waits for a window any more. */
  sessionEnds(): void
}

/**
 * Delays the first quit until `close` has settled or `limit` has passed, then quits.
 * @param close stops running work and closes the store; called once
 */
export function drainBeforeQuit(
  app: App,
  given: { close: () => Promise<void>; log: DesktopLog; limit?: Ms; windowLimit?: Ms },
): Ending {
  let state: 'running' | 'draining' | 'drained' = 'running'
  let isSessionEnding = false
  const leaveWithoutWindows = () => setTimeout(() => app.exit(0), given.windowLimit ?? windowLimit).unref()
  app.on('before-quit', (event) => {
    if (state === 'drained') return
    event.preventDefault()
    if (state === 'draining') return
    state = 'draining'
    void drain(given.close, given.limit ?? drainLimit, given.log).then(() => {
      state = 'drained'
      app.quit()
      if (isSessionEnding) leaveWithoutWindows()
    })
  })
  return {
    sessionEnds() {
      isSessionEnding = true
      // A quit before it may wait for a window that hangs.
      if (state === 'drained') leaveWithoutWindows()
    },
  }
}

async function drain(close: () => Promise<void>, limit: Ms, log: DesktopLog): Promise<void> {
  const timer = new AbortController()
  // Rejects only when `close` settled in time.
  const late = pause(limit, 'late' as const, { signal: timer.signal }).catch(() => 'in time' as const)
  const closed = close().catch((error: unknown) => log.error(`closing failed: ${internalReport(error)}`))
  const first = await Promise.race([late, closed])
  timer.abort()
  if (first === 'late') log.warn('closing took too long and was cut short')
}

/**
 * Quits when the session ends, and never keeps it from ending. To call once the app is ready.
 *
 * macOS and Linux tell the app (`shutdown`) and wait a few seconds if it asks them to; Electron then expects a quit.
 * Windows asks each window first (`query-session-end`), whose refusal would end the ending, and stops the process right
 * after it was told (`session-end`): by then the database has to be at rest.
 * @param rest makes the database ready for the process to be stopped, and tells whether it is; also called where the
 *   session goes on
 */
export function quitWithSession(
  app: App,
  { ending, rest, log }: { ending: Ending; rest: () => Promise<boolean>; log: DesktopLog },
): void {
  const restNow = () => void restForSession(rest, log)
  const end = () => {
    log.info('the session ends')
    ending.sessionEnds()
    app.quit()
  }
  // Electron's types leave out the event, which its documentation describes.
  powerMonitor.on('shutdown', (...[event]: unknown[]) => {
    delay(event)
    end()
  })
  app.on('browser-window-created', (_event, window) => {
    window.on('query-session-end', restNow)
    window.on('session-end', end)
  })
}

/** Says how the database is left, which is all that can be known of it where the next start checks it for long. */
async function restForSession(rest: () => Promise<boolean>, log: DesktopLog): Promise<void> {
  try {
    if (await rest()) log.info('the session may end: the results are at rest')
    else log.warn('the session may end, but the results are not at rest: something reads them')
  } catch (error) {
    log.warn(`the session may end, but the results are not at rest: ${internalReport(error)}`)
  }
}

function delay(event: unknown): void {
  if (typeof event !== 'object' || event === null || !('preventDefault' in event)) return
  if (typeof event.preventDefault === 'function') event.preventDefault()
}
