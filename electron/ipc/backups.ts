import { basename } from 'node:path'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

export interface BackupDialogs {
  /** Asks where to save a backup; null when the dialog was closed. */
  chooseBackupTarget(suggestedName: string): Promise<string | null>
  /** Asks for a backup file to open; null when the dialog was closed. */
  chooseBackupFile(): Promise<string | null>
  showInFolder(file: string): void
}

/**
 * The window's calls on copies and backups. Paths come from dialogs and stay here; the window knows names and ids only.
 */
export function backupHandlers(
  { store, snapshots, backups, clock, restored }: Core,
  dialogs: BackupDialogs,
): Handlers['backups'] {
  const andNotify = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work
    restored()
    return value
  }
  let saved: string | null = null
  return {
    list: () => snapshots.list(),
    present: () => store.contents(),
    preview: ({ name }) => snapshots.preview(name),
    restore: ({ name }) => andNotify(snapshots.restore(name)),
    save: async ({ passphrase }) => {
      const day = new Date(clock() * 1000).toISOString().slice(0, 10)
      const file = await dialogs.chooseBackupTarget(`Gradekeep ${day}.gradekeep`)
      if (file === null) return null
      await backups.save(file, passphrase)
      saved = file
      return { fileName: basename(file) }
    },
    show: async () => {
      if (saved !== null) dialogs.showInFolder(saved)
    },
    open: async () => {
      const file = await dialogs.chooseBackupFile()
      return file === null ? null : backups.open(file)
    },
    previewFile: ({ id, passphrase }) => backups.preview(id, passphrase),
    restoreFile: ({ id }) => andNotify(backups.restore(id)),
  }
}
