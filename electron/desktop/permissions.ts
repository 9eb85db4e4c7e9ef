import type { Session } from 'electron'
import type { DesktopLog } from './desktop-log.ts'

/** Refuses every permission a page can ask for or look up: the app needs none of them. */
export function denyPermissions(session: Session, log: DesktopLog): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn(`permission refused: ${permission}`)
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
