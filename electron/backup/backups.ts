import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents, OpenedBackup } from '../../shared/model/backup.ts'
import type { Leftovers } from '../files/leftovers.ts'
import { explainCreating, outputTarget, partBeside, replaceFile } from '../files/output-file.ts'
import { retryWhileHeld } from '../store/api.ts'
import { isEncrypted, readBackup, writeBackup } from './backup-file.ts'
import { runSnapshotTask, workingFile } from './snapshot-task.ts'
import type { Snapshots, SnapshotsPorts } from './snapshots.ts'

interface Opened {
  readonly file: string
  readonly unpacked: string
  /** Why it cannot be restored: not previewed yet, or the error the preview met. Null once it can be. */
  refusal: unknown
}

/** Saves everything to one file, to carry to another laptop, and restores from one. */
export class Backups {
  readonly #ports: SnapshotsPorts
  readonly #snapshots: Snapshots
  readonly #leftovers: Leftovers
  readonly #opened = new Map<string, Opened>()

  constructor(ports: SnapshotsPorts, snapshots: Snapshots, leftovers: Leftovers) {
    this.#ports = ports
    this.#snapshots = snapshots
    this.#leftovers = leftovers
  }

  /**
   * Writes everything but the secrets, encrypted if there is a passphrase. The file appears whole or not at all.
   * @throws AppError as `outputTarget`, `export/file-busy`, `backup/no-space`, `backup/not-saved`, `store/*`
   */
  async save(file: string, passphrase: string | null): Promise<void> {
    const { databaseFile, workerFile, clock } = this.#ports
    const copy = workingFile(databaseFile)
    const target = await outputTarget(file, databaseFile)
    const part = partBeside(target, randomUUID())
    const forget = await this.#leftovers.note(part)
    try {
      await runSnapshotTask({ kind: 'write', file: databaseFile, target: copy }, workerFile)
      await writeBackup(copy, part, passphrase, clock())
      await replaceFile(part, target)
    } catch (thrown) {
      await retryWhileHeld(() => rm(part, { force: true })).catch(() => undefined)
      throw explain(thrown)
    } finally {
      await forget()
      await rm(copy, { force: true })
    }
  }

  /** Looks at a chosen file. @throws AppError `backup/not-a-backup` */
  async open(file: string): Promise<OpenedBackup> {
    const encrypted = await isEncrypted(file)
    const id = randomUUID()
    this.#opened.set(id, {
      file,
      unpacked: workingFile(this.#ports.databaseFile),
      refusal: new AppError('backup/not-found'),
    })
    return { id, fileName: basename(file), encrypted }
  }

  /** Unpacks a chosen file and says what it holds. @throws AppError `backup/*`, `store/damaged` */
  async preview(id: string, passphrase: string | null): Promise<DatabaseContents> {
    const opened = this.#openedBy(id)
    const { file, unpacked } = opened
    try {
      await readBackup(file, unpacked, passphrase)
      const contents = await runSnapshotTask({ kind: 'inspect', file: unpacked }, this.#ports.workerFile)
      opened.refusal = null
      return contents
    } catch (thrown) {
      await rm(unpacked, { force: true })
      opened.refusal = thrown
      throw thrown
    }
  }

  /** Replaces the present results with the previewed file, after copying them. @throws AppError as `preview` */
  async restore(id: string): Promise<DatabaseContents> {
    const { unpacked, refusal } = this.#openedBy(id)
    if (refusal !== null) throw refusal
    try {
      return await this.#snapshots.restoreFile(unpacked)
    } finally {
      await rm(unpacked, { force: true })
      this.#opened.delete(id)
    }
  }

  /** Removes unpacked files that were not restored. */
  async close(): Promise<void> {
    for (const { unpacked } of this.#opened.values()) await rm(unpacked, { force: true })
    this.#opened.clear()
  }

  #openedBy(id: string) {
    const opened = this.#opened.get(id)
    if (opened === undefined) throw new AppError('backup/not-found')
    return opened
  }
}

/** Turns an export's error codes into a backup's own where there is one. */
function explain(thrown: unknown): AppError {
  const explained = explainCreating(thrown)
  const { cause } = explained
  if (explained.code === 'export/no-space') return new AppError('backup/no-space', {}, { cause })
  if (explained.code === 'export/failed') return new AppError('backup/not-saved', {}, { cause })
  return explained
}
