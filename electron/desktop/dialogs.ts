import { existsSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import {
  type App,
  type BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  type FileFilter,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
  shell,
} from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { DesktopPorts } from '../ipc/handlers.ts'
import { dialogFolder } from './folders.ts'
import type { DesktopLog } from './log.ts'
import { openExternal } from './security.ts'

/** What the window's calls may ask of the desktop. Paths come from the system's dialogs: the page never names one. */
export function createDesktopPorts(
  app: App,
  getWindow: () => BrowserWindow | null,
  log: DesktopLog,
): Omit<DesktopPorts, 'startAtLogin' | 'loginStart' | 'kept'> {
  return {
    info: { version: app.getVersion(), platform: knownPlatform(process.platform) },
    ...fileDialogs(app, getWindow),
    showInFolder: (file) => shell.showItemInFolder(file),
    // `openPath` resolves to an error message, or to an empty string on success.
    openFile: async (file) => (await shell.openPath(file)) === '',
    async openCertificate(address, sampleServer) {
      if (!openExternal(address, log, sampleServer)) throw new AppError('certificate/refused-address')
    },
    copyText,
    print: () => print(getWindow(), log),
    async openExternal(url) {
      if (!openExternal(url, log)) throw new AppError('ipc/invalid-input', { field: 'url' })
    },
  }
}

// Any other platform Electron runs on looks and behaves like Linux.
const knownPlatform = (platform: NodeJS.Platform): 'darwin' | 'win32' | 'linux' =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux'

const workbook: FileFilter = { name: 'Excel workbook', extensions: ['xlsx'] }
const backup: FileFilter = { name: 'Gradekeep backup', extensions: ['gradekeep'] }
const plainCsv: FileFilter = { name: 'CSV', extensions: ['csv'] }
const parquet: FileFilter = { name: 'Parquet', extensions: ['parquet'] }
const csv: FileFilter = { name: 'CSV for mail merge', extensions: ['csv'] }
const table: FileFilter = {
  name: 'CSV or a workbook',
  extensions: ['csv', 'txt', 'tsv', 'xlsx', 'xlsm', 'xlsb', 'xls', 'ods'],
}

const results: FileFilter = {
  name: 'Results of ClassMarker',
  extensions: ['json', 'ndjson', 'jsonl', 'csv', 'zip', 'xml', 'txt', 'xlsx', 'xls', 'ods'],
}
const questions: FileFilter = {
  name: 'Questions',
  extensions: ['gift', 'txt', 'xml', 'zip', 'csv', 'xlsx', 'xlsm', 'xls', 'ods', 'imscc', 'qti'],
}
const ofQuestions: readonly FileFilter[] = [
  { name: 'GIFT', extensions: ['gift'] },
  { name: 'Moodle XML', extensions: ['xml'] },
  { name: 'Text', extensions: ['txt'] },
  { name: 'QTI package', extensions: ['zip'] },
]
// A payload may be saved under any name.
const all: FileFilter = { name: 'All files', extensions: ['*'] }

/** The kind of file that a suggested name stands for. */
const formatOf = (name: string): FileFilter =>
  [plainCsv, parquet, ...ofQuestions].find(({ extensions }) => extensions.some((each) => name.endsWith(`.${each}`))) ??
  workbook

/** The system's file dialogs; each resolves to null when it was closed. */
function fileDialogs(app: App, getWindow: () => BrowserWindow | null) {
  const save = async (title: string, name: string, filter: FileFilter): Promise<string | null> => {
    const options: SaveDialogOptions = {
      title,
      defaultPath: join(dialogFolder(app), name),
      filters: [filter],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    }
    const window = getWindow()
    const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
    if (answer.canceled || answer.filePath === '') return null
    const file = withExtension(answer.filePath, filter)
    // The dialog asked about the name without its ending only. What is no file cannot be replaced, and is told so later.
    const isReplaced = file !== answer.filePath && existsSync(file) && statSync(file).isFile()
    return !isReplaced || (await wantsToReplace(window, file)) ? file : null
  }
  const open = async (title: string, filter: FileFilter): Promise<string | null> => {
    const options = { title, filters: [filter], properties: ['openFile' as const] }
    const window = getWindow()
    const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
    return answer.canceled ? null : (answer.filePaths[0] ?? null)
  }
  return {
    chooseSaveFile: (name: string) => save('Save results', name, formatOf(name)),
    chooseBackupTarget: (name: string) => save('Save a backup', name, backup),
    chooseBackupFile: () => open('Open a backup', backup),
    chooseStartLinksTarget: (name: string, format: 'xlsx' | 'csv') =>
      save('Save start links', name, format === 'csv' ? csv : workbook),
    chooseFolder: async (): Promise<string | null> => {
      const options: OpenDialogOptions = {
        title: 'Folder for certificates',
        defaultPath: dialogFolder(app),
        properties: ['openDirectory', 'createDirectory'],
      }
      const window = getWindow()
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
    chooseQuestionFiles: async (): Promise<readonly string[] | null> => {
      const options: OpenDialogOptions = {
        title: 'Open questions',
        filters: [questions, all],
        properties: ['openFile', 'multiSelections'],
      }
      const window = getWindow()
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return answer.canceled || answer.filePaths.length === 0 ? null : answer.filePaths
    },
    chooseTable: () => open('Open a list', table),
    chooseImports: async (what: 'files' | 'folder'): Promise<readonly string[] | null> => {
      const options: OpenDialogOptions =
        what === 'folder'
          ? { title: 'Import a folder', properties: ['openDirectory'] }
          : { title: 'Import results', filters: [results, all], properties: ['openFile', 'multiSelections'] }
      const window = getWindow()
      const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return answer.canceled || answer.filePaths.length === 0 ? null : answer.filePaths
    },
  }
}

/** Puts a text on the system's clipboard, so that the page needs no clipboard permission; `html` is the same as a table. */
const copyText = (text: string, html?: string): Promise<void> =>
  html === undefined
    ? clipboard.writeText(text)
    : clipboard.write([new ClipboardItem({ 'text/plain': text, 'text/html': html })])

/**
 * The chosen name with the ending of its kind. On Linux the dialog returns what was typed (electron 15510), and a
 * workbook without its ending opens in no program.
 */
function withExtension(file: string, { extensions }: FileFilter): string {
  const given = extname(file).slice(1).toLowerCase()
  return extensions.length === 0 || extensions.includes(given) ? file : `${file}.${extensions[0]}`
}

async function wantsToReplace(window: BrowserWindow | null, file: string): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'warning',
    title: 'Gradekeep',
    message: `“${basename(file)}” is there already. Replace it?`,
    detail: 'Its present content is lost then.',
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response === 0
}

/**
 * Opens the print dialog for the page of the window, on the printer's own paper: without a size Electron takes A4. The
 * callback tells how it ended; the page's `afterprint` comes before that, or never (electron 19685).
 */
function print(window: BrowserWindow | null, log: DesktopLog): Promise<boolean> {
  return new Promise((resolve, reject) => {
    if (window === null) throw new AppError('print/failed')
    window.webContents.print({ usePrinterDefaultPageSize: true }, (isPrinted, reason) => {
      if (isPrinted || /cancel/i.test(reason)) return resolve(isPrinted)
      log.warn(`not printed: ${reason}`)
      reject(new AppError('print/failed'))
    })
  })
}
