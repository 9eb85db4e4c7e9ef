import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { Snapshot } from '../../../shared/model/backup.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { useNavigation } from '../../app/navigation.ts'

interface BackupsState {
  /** The copies on this laptop, newest first; null until the first answer. */
  readonly snapshots: readonly Snapshot[] | null
  readonly error: AppError | null
  load(): Promise<void>
  /** Asks for a backup file and opens the dialog that restores it. */
  chooseFile(): Promise<void>
}

const latest = latestOnly()

export const useBackups = create<BackupsState>()((set) => ({
  snapshots: null,
  error: null,

  load: () =>
    latest(
      () => api.backups.list(),
      (snapshots) => set({ snapshots, error: null }),
      (error) => set({ error }),
    ),

  async chooseFile() {
    try {
      const opened = await api.backups.open()
      set({ error: null })
      if (opened !== null) useNavigation.getState().openDialog({ kind: 'restore-file', opened })
    } catch (thrown) {
      set({ error: asAppError(thrown) })
    }
  },
}))

api.backups.changed(() => {
  if (useBackups.getState().snapshots !== null) void useBackups.getState().load()
})
