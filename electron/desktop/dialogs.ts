import { type BrowserWindow, dialog, type SaveDialogOptions, shell } from 'electron'

/** What a save dialog proposes. */
export interface SavePrompt {
  title: string
  /** A full path, or a bare file name for the folder the system proposes. */
  defaultPath: string
  /** For example `{ name: 'Excel workbook', extensions: ['xlsx'] }`. */
  filters: { name: string; extensions: string[] }[]
}

export interface Dialogs {
  /** Asks where to save a file. @returns the chosen full path, or null when the teacher cancelled. */
  chooseSavePath(prompt: SavePrompt): Promise<string | null>
  /** Shows a file in the system's file manager. */
  showInFolder(path: string): void
}

/** The system's dialogs, attached to the open window. Paths start here: the renderer never names one. */
export function createDialogs(getWindow: () => BrowserWindow | null): Dialogs {
  return {
    async chooseSavePath({ title, defaultPath, filters }) {
      const options: SaveDialogOptions = {
        title,
        defaultPath,
        filters,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      }
      const window = getWindow()
      const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
      return answer.canceled || answer.filePath === '' ? null : answer.filePath
    },
    showInFolder: (path) => shell.showItemInFolder(path),
  }
}
