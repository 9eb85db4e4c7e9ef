import type { UnixSeconds } from './time.ts'

/** The contents of a copy, as its restore preview shows them. */
export interface DatabaseContents {
  /** The schema version of the database; one newer than this Gradekeep knows cannot be restored. */
  readonly version: number
  readonly accounts: readonly string[]
  readonly results: number
  readonly newestResult: UnixSeconds | null
  /** How many marks it keeps of students who were erased from it, by which they stay away; absent when there are none. */
  readonly erased?: number
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

/**
 * A place where a data folder may be damaged, since other programs or computers write there too and SQLite's journal
 * does not survive that.
 */
export interface DataPlace {
  readonly kind: 'cloud' | 'network'
  /** The name people use for the service or the kind of share. */
  readonly name: string
}
