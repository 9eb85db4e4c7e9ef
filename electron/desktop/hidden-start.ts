import type { App } from 'electron'

/** The switch with which the computer starts Gradekeep at login. */
export const hiddenSwitch = '--hidden'

/**
 * Whether to start with the tray icon only. macOS gives a login item no switches; it knows who started the app, which
 * counts only where the teacher asked for it here.
 * @param argv `process.argv`
 */
export function startsHidden(
  app: App,
  given: { argv: readonly string[]; platform: NodeJS.Platform; startAtLogin: boolean },
): boolean {
  if (given.argv.includes(hiddenSwitch)) return true
  return given.platform === 'darwin' && given.startAtLogin && app.getLoginItemSettings().wasOpenedAtLogin
}
