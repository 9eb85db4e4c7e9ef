import { setTimeout as pause } from 'node:timers/promises'
import type { App } from 'electron'
import { type Ms, ms } from '../../shared/model/time.ts'
import { internalReport } from '../internal-errors.ts'
import type { DesktopLog } from './desktop-log.ts'

/** How long running work may take to stop before the app leaves without it. Anything committed is safe either way. */
export const drainLimit: Ms = ms(3000)

/**
 * Holds back the first quit until `close` has settled, or `limit` has passed, and quits then.
 * @param close stops running work and closes the store; called once.
 */
export function drainBeforeQuit(app: App, given: { close: () => Promise<void>; log: DesktopLog; limit?: Ms }): void {
  let state: 'running' | 'draining' | 'drained' = 'running'
  app.on('before-quit', (event) => {
    if (state === 'drained') return
    event.preventDefault()
    if (state === 'draining') return
    state = 'draining'
    void drain(given.close, given.limit ?? drainLimit, given.log).then(() => {
      state = 'drained'
      app.quit()
    })
  })
}

async function drain(close: () => Promise<void>, limit: Ms, log: DesktopLog): Promise<void> {
  const giveUp = new AbortController()
  // It rejects only when it is given up, as everything was closed in time.
  const late = pause(limit, 'late' as const, { signal: giveUp.signal }).catch(() => 'in time' as const)
  const closed = close().catch((error: unknown) => log.error(`closing failed: ${internalReport(error)}`))
  const first = await Promise.race([late, closed])
  giveUp.abort()
  if (first === 'late') log.warn('closing took too long and was cut short')
}
