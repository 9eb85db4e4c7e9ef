import type { App } from 'electron'
import { internalReport } from '../internal-errors.ts'
import type { DesktopLog } from './desktop-log.ts'
import type { LoginStart } from './login-start.ts'

/** Gradekeep without a window: started at login, and kept in the tray. */
export interface Background {
  /** Whether the app goes on when its last window is closed. */
  stays(): boolean
  /** Takes up the choice of an earlier start. @param hidden this start opens no window, so the tray shows in any case */
  begin(startAtLogin: boolean, hidden: boolean): Promise<void>
  /** Makes the teacher's choice hold. @throws where the system refuses */
  choose(startAtLogin: boolean): Promise<void>
}

/**
 * Only the packaged app can be started at login and stays: in a checkout the choice is kept and does nothing.
 *
 * Some Linux desktops show no tray, and Electron cannot tell. Nobody is locked out there: starting Gradekeep again
 * opens the window of the running one.
 */
export function createBackground(
  app: Pick<App, 'isPackaged'>,
  given: { login: LoginStart; tray: { show(): void; hide(): void }; log: DesktopLog },
): Background {
  const { login, tray, log } = given
  let stays = false
  return {
    stays: () => stays,
    async begin(startAtLogin, hidden) {
      stays = app.isPackaged && startAtLogin
      if (stays || hidden) tray.show()
      if (!stays) return
      await login
        .refresh()
        .catch((error: unknown) => log.warn(`the login item was left as it is: ${internalReport(error)}`))
    },
    async choose(startAtLogin) {
      if (!app.isPackaged) return
      await login.set(startAtLogin)
      stays = startAtLogin
      if (stays) tray.show()
      else tray.hide()
    },
  }
}
