import { type App, type BrowserWindow, shell } from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { DesktopPorts } from '../ipc/handlers.ts'
import { copyText } from './clipboard.ts'
import type { DesktopLog } from './desktop-log.ts'
import { openExternal } from './external-links.ts'
import { fileDialogs } from './file-dialogs.ts'
import { applyTheme } from './theme.ts'

/** What the window's calls may ask of the desktop. Paths start in the system's dialog: the page never names one. */
export function createDesktopPorts(
  app: App,
  getWindow: () => BrowserWindow | null,
  log: DesktopLog,
): Omit<DesktopPorts, 'startAtLogin'> {
  return {
    info: { version: app.getVersion(), platform: knownPlatform(process.platform) },
    ...fileDialogs(app, getWindow),
    showInFolder: (file) => shell.showItemInFolder(file),
    // The system says in words what went wrong, and nothing where it went well.
    openFile: async (file) => (await shell.openPath(file)) === '',
    async openCertificate(address, sampleServer) {
      if (!openExternal(address, log, sampleServer)) throw new AppError('certificate/refused-address')
    },
    copyText,
    applyTheme,
    async openExternal(url) {
      if (!openExternal(url, log)) throw new AppError('ipc/invalid-input', { field: 'url' })
    },
  }
}

// Whatever else Electron could run on looks and behaves like Linux.
const knownPlatform = (platform: NodeJS.Platform): 'darwin' | 'win32' | 'linux' =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux'
