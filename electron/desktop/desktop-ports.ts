import { join } from 'node:path'
import { type App, type BrowserWindow, dialog, type SaveDialogOptions, shell } from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { DesktopPorts } from '../ipc/handlers.ts'
import { copyText } from './clipboard.ts'
import type { DesktopLog } from './desktop-log.ts'
import { openExternal } from './external-links.ts'
import { applyTheme } from './theme.ts'

/** What the window's calls may ask of the desktop. Paths start in the system's dialog: the page never names one. */
export function createDesktopPorts(app: App, getWindow: () => BrowserWindow | null, log: DesktopLog): DesktopPorts {
  return {
    info: { version: app.getVersion(), platform: knownPlatform(process.platform) },
    chooseSaveFile: (suggestedName) => chooseSaveFile(getWindow(), join(app.getPath('documents'), suggestedName)),
    showInFolder: (file) => shell.showItemInFolder(file),
    copyText,
    applyTheme,
    async openExternal(url) {
      if (!openExternal(url, log)) throw new AppError('ipc/invalid-input', { field: 'url' })
    },
  }
}

async function chooseSaveFile(window: BrowserWindow | null, defaultPath: string): Promise<string | null> {
  const options: SaveDialogOptions = {
    title: 'Save results',
    defaultPath,
    filters: [{ name: 'Excel workbook', extensions: ['xlsx'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  }
  const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

// Whatever else Electron could run on looks and behaves like Linux.
const knownPlatform = (platform: NodeJS.Platform): 'darwin' | 'win32' | 'linux' =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux'
