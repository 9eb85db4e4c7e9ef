import type { App } from 'electron'
import type { MainWindow } from './main-window.ts'

/** Quits with the last window, except on a Mac, where an app stays and its dock icon opens the window again. */
export function quitWithLastWindow(app: App, platform: NodeJS.Platform, window: MainWindow): void {
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  app.on('activate', () => {
    if (app.isReady()) window.open()
  })
}
