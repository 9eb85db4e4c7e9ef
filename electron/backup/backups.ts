import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents, OpenedBackup } from '../../shared/model/backup.ts'
import { isEncrypted, readBackup, writeBackup } from './backup-file.ts'
import { runSnapshotTask } from './copy-database.ts'
import type { Snapshots, SnapshotsPorts } from './snapshots.ts'

/** Everything in one file, to carry to another laptop, and back from one. */
export class Backups {
  readonly #ports: SnapshotsPorts
  readonly #snapshots: Snapshots
  readonly #opened = new Map<string, { readonly file: string; readonly unpacked: string }>()

  constructor(ports: SnapshotsPorts, snapshots: Snapshots) {
    this.#ports = ports
    this.#snapshots = snapshots
  }

  /** Removes what a process that was killed had unpacked or was about to pack: it is personal data in the clear. */
  async sweep(): Promise<void> {
    const folder = dirname(this.#ports.databaseFile)
    const left = (await readdir(folder)).filter((name) => name.startsWith('.backup-'))
    for (const name of left) await rm(join(folder, name), { force: true })
  }

  /** Writes everything but the secrets, encrypted where there is a passphrase. @throws AppError `export/*`, `store/*` */
  async save(file: string, passphrase: string | null): Promise<void> {
    const { databaseFile, workerFile, clock } = this.#ports
    const copy = this.#workingFile(randomUUID())
    try {
      await runSnapshotTask({ kind: 'write', file: databaseFile, target: copy }, workerFile)
      await writeBackup(copy, file, passphrase, clock())
    } catch (thrown) {
      throw explain(thrown, file)
    } finally {
      await rm(copy, { force: true })
    }
  }

  /** Looks at a chosen file. @throws AppError `backup/not-a-backup` */
  async open(file: string): Promise<OpenedBackup> {
    const encrypted = await isEncrypted(file)
    const id = randomUUID()
    this.#opened.set(id, { file, unpacked: this.#workingFile(id) })
    return { id, fileName: basename(file), encrypted }
  }

  /** Unpacks a chosen file and says what it holds. @throws AppError `backup/*`, `store/damaged` */
  async preview(id: string, passphrase: string | null): Promise<DatabaseContents> {
    const { file, unpacked } = this.#openedBy(id)
    await readBackup(file, unpacked, passphrase)
    return runSnapshotTask({ kind: 'inspect', file: unpacked }, this.#ports.workerFile)
  }

  /** Puts the previewed file in the place of the present results, which are copied first. @throws AppError as `preview` */
  async restore(id: string): Promise<DatabaseContents> {
    const { unpacked } = this.#openedBy(id)
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
    return join(dirname(this.#ports.databaseFile), `.backup-${name}.db`)
  }
}

function explain(thrown: unknown, file: string): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error) || !('code' in thrown)) return thrown
  const cause = { cause: thrown }
  if (thrown.code === 'ENOSPC') return new AppError('export/no-space', {}, cause)
  if (thrown.code === 'EBUSY') return new AppError('export/file-busy', { fileName: basename(file) }, cause)
  if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return new AppError('export/no-folder', {}, cause)
  if (thrown.code === 'EISDIR') return new AppError('export/is-folder', { fileName: basename(file) }, cause)
  const refused = ['EACCES', 'EPERM', 'EROFS'].includes(String(thrown.code))
  return new AppError(refused ? 'export/folder-refused' : 'export/failed', {}, cause)
}
