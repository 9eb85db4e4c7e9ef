import { join } from 'node:path'
import { type App, type BrowserWindow, dialog, type FileFilter, type SaveDialogOptions } from 'electron'

const workbook: FileFilter = { name: 'Excel workbook', extensions: ['xlsx'] }
const backup: FileFilter = { name: 'Gradekeep backup', extensions: ['gradekeep'] }

/** The system's own dialogs for files; null when one was closed. */
export function fileDialogs(app: App, getWindow: () => BrowserWindow | null) {
  const save = async (title: string, name: string, filter: FileFilter): Promise<string | null> => {
    const options: SaveDialogOptions = {
      title,
      defaultPath: join(app.getPath('documents'), name),
      filters: [filter],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    }
    const window = getWindow()
    const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
    return answer.canceled || answer.filePath === '' ? null : answer.filePath
  }
  return {
    chooseSaveFile: (name: string) => save('Save results', name, workbook),
    chooseBackupTarget: (name: string) => save('Save a backup', name, backup),
    chooseBackupFile: async (): Promise<string | null> => {
      const options = { title: 'Open a backup', filters: [backup], properties: ['openFile' as const] }
      const window = getWindow()
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
  }
}
