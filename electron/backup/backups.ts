import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents, OpenedBackup } from '../../shared/model/backup.ts'
import type { Leftovers } from '../leftovers.ts'
import { isEncrypted, readBackup, unfinishedBackup, writeBackup } from './backup-file.ts'
import { runSnapshotTask } from './copy-database.ts'
import type { Snapshots, SnapshotsPorts } from './snapshots.ts'

interface Opened {
  readonly file: string
  readonly unpacked: string
  /** Why it cannot be restored: it was not looked into yet, or what was found there. Null once it can. */
  refusal: unknown
}

/** Everything in one file, to carry to another laptop, and back from one. */
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

  /** Writes everything but the secrets, encrypted where there is a passphrase. @throws AppError `export/*`, `store/*` */
  async save(file: string, passphrase: string | null): Promise<void> {
    const { databaseFile, workerFile, clock } = this.#ports
    const copy = this.#workingFile(randomUUID())
    const forget = await this.#leftovers.note(unfinishedBackup(file))
    try {
      await runSnapshotTask({ kind: 'write', file: databaseFile, target: copy }, workerFile)
      await writeBackup(copy, file, passphrase, clock())
    } catch (thrown) {
      throw explain(thrown, file)
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
      unpacked: this.#workingFile(id),
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

  /** Puts the previewed file in the place of the present results, which are copied first. @throws AppError as `preview` */
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

  /** Removes what was unpacked and not restored. */
  async close(): Promise<void> {
    for (const { unpacked } of this.#opened.values()) await rm(unpacked, { force: true })
    this.#opened.clear()
  }

  #openedBy(id: string) {
    const opened = this.#opened.get(id)
    if (opened === undefined) throw new AppError('backup/not-found')
    return opened
  }

  #workingFile(name: string): string {
    return join(dirname(this.#ports.databaseFile), `.backup-${process.pid}-${name}.db`)
  }
}

function explain(thrown: unknown, file: string): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error) || !('code' in thrown)) return thrown
  const cause = { cause: thrown }
  const code = String(thrown.code)
  if (/^(ENOSPC|EDQUOT|EFBIG)$/.test(code)) return new AppError('backup/no-space', {}, cause)
  if (code === 'EBUSY') return new AppError('export/file-busy', { fileName: basename(file) }, cause)
  if (/^(ENOENT|ENOTDIR)$/.test(code)) return new AppError('export/no-folder', {}, cause)
  if (code === 'EISDIR') return new AppError('export/is-folder', { fileName: basename(file) }, cause)
  if (/^(EACCES|EPERM|EROFS)$/.test(code)) return new AppError('export/folder-refused', {}, cause)
  return new AppError('backup/not-saved', {}, cause)
}
