import type { App } from 'electron'
import type { MainWindow } from './main-window.ts'

/**
 * Quits with the last window, except where the app stays in the tray, and on a Mac, where an app stays and its dock
 * icon opens the window again.
 * @param stays asked each time the last window has closed
 */
export function quitWithLastWindow(
  app: App,
  platform: NodeJS.Platform,
  window: MainWindow,
  stays: () => boolean,
): void {
  app.on('window-all-closed', () => {
    if (platform !== 'darwin' && !stays()) app.quit()
  })
  app.on('activate', () => {
    if (app.isReady()) window.open()
  })
}
