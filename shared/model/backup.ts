import type { UnixSeconds } from './time.ts'

/** What a copy of the results holds, as its restore preview says it. */
export interface DatabaseContents {
  /** The form of the database; a newer one than this Gradekeep knows cannot be restored. */
  readonly version: number
  readonly accounts: readonly string[]
  readonly results: number
  readonly newestResult: UnixSeconds | null
}

/** A copy in the backups folder, by its file name. */
export interface Snapshot {
  readonly name: string
  readonly kind: 'daily' | 'before-version' | 'before-restore'
  readonly takenAt: UnixSeconds
  readonly bytes: number
}

/** A backup file that was chosen; its path stays with the main process. */
export interface OpenedBackup {
  readonly id: string
  readonly fileName: string
  readonly encrypted: boolean
}

/** Where a data folder lies that SQLite's journal does not survive: other programs or computers write there too. */
export interface DataPlace {
  readonly kind: 'cloud' | 'network'
  /** The service or the kind of share, as people know it. */
  readonly name: string
}
