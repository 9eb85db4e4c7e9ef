import { z } from 'zod'
import type { DatabaseContents, OpenedBackup, Snapshot } from '../model/backup.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { id, nothing, text } from './shapes.ts'

export const backupsInputs = () => {
  const name = text(200)
  const passphrase = z.string().min(1).max(1_000).nullable()
  return {
    list: nothing(),
    present: nothing(),
    preview: z.strictObject({ name }),
    restore: z.strictObject({ name }),
    save: z.strictObject({ passphrase }),
    show: nothing(),
    open: nothing(),
    previewFile: z.strictObject({ id: id(), passphrase }),
    restoreFile: z.strictObject({ id: id() }),
  }
}
type Backups = InputsOf<typeof backupsInputs>

export const backups = {
  list: invoke<Backups['list'], readonly Snapshot[]>(),
  /** What is here now, to stand beside a preview. */
  present: invoke<Backups['present'], DatabaseContents>(),
  preview: invoke<Backups['preview'], DatabaseContents>(),
  restore: invoke<Backups['restore'], DatabaseContents>(),
  /** Asks where to save, then writes everything to one file; null when the dialog was closed. */
  save: invoke<Backups['save'], { fileName: string } | null>(),
  /** Shows the backup saved last in its folder. */
  show: invoke<Backups['show'], void>(),
  /** Asks for a backup file; null when the dialog was closed. */
  open: invoke<Backups['open'], OpenedBackup | null>(),
  previewFile: invoke<Backups['previewFile'], DatabaseContents>(),
  /** Restores the file last previewed. */
  restoreFile: invoke<Backups['restoreFile'], DatabaseContents>(),
  changed: event<undefined>(),
}
