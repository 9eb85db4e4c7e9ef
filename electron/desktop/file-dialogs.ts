import { join } from 'node:path'
import {
  type App,
  type BrowserWindow,
  dialog,
  type FileFilter,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron'

const workbook: FileFilter = { name: 'Excel workbook', extensions: ['xlsx'] }
const backup: FileFilter = { name: 'Gradekeep backup', extensions: ['gradekeep'] }
const csv: FileFilter = { name: 'CSV for mail merge', extensions: ['csv'] }
const table: FileFilter = {
  name: 'CSV or a workbook',
  extensions: ['csv', 'txt', 'tsv', 'xlsx', 'xlsm', 'xlsb', 'xls', 'ods'],
}

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
  const open = async (title: string, filter: FileFilter): Promise<string | null> => {
    const options = { title, filters: [filter], properties: ['openFile' as const] }
    const window = getWindow()
    const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
    return answer.canceled ? null : (answer.filePaths[0] ?? null)
  }
  return {
    chooseSaveFile: (name: string) => save('Save results', name, workbook),
    chooseBackupTarget: (name: string) => save('Save a backup', name, backup),
    chooseBackupFile: () => open('Open a backup', backup),
    chooseStartLinksTarget: (name: string, format: 'xlsx' | 'csv') =>
      save('Save start links', name, format === 'csv' ? csv : workbook),
    chooseFolder: async (): Promise<string | null> => {
      const options: OpenDialogOptions = {
        title: 'Folder for certificates',
        defaultPath: app.getPath('documents'),
        properties: ['openDirectory', 'createDirectory'],
      }
      const window = getWindow()
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
    chooseTable: () => open('Open a list', table),
  }
}
