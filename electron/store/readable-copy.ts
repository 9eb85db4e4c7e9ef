import { chmod, copyFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { wasKept } from './damage.ts'
import { isAbandoned } from './locks.ts'
import { incoming, outgoing } from './replacement-files.ts'
import { sealFile } from './seal.ts'

const prefix = 'gradekeep-reading-'
const tries = 3

export interface ReadableCopy {
  readonly folder: string
  remove(): Promise<void>
}

/**
 * Copies a database that can be read but not written to a temporary folder of this process: SQLite cannot read a
 * journal, or a database left with one, where it cannot write beside it.
 * @throws AppError `store/busy` if it is written meanwhile, `store/unreadable`, `store/full`
 */
export async function copyToRead(databaseFile: string): Promise<ReadableCopy> {
  const { folder, remove } = await privateFolder()
  const copy = join(folder, basename(databaseFile))
  try {
    await copyUnchanged(databaseFile, copy)
    // An empty seal: the copy counts as a former database and is checked in full.
    if (wasKept(databaseFile)) await writeFile(sealFile(copy), '{}')
    return { folder, remove }
  } catch (thrown) {
    await remove()
    throw thrown
  }
}

/** A new temporary folder for this user alone; what an earlier process left of its own goes. */
export async function privateFolder(): Promise<ReadableCopy> {
  await sweepReadableCopies()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  // The next one that makes such a folder removes what is left.
  return { folder, remove: () => rm(folder, { recursive: true, force: true }).catch(() => undefined) }
}

async function copyUnchanged(from: string, to: string): Promise<void> {
  const names = [from, outgoing(from), incoming(from)].flatMap((file) => [file, `${file}-wal`])
  for (let left = tries; left > 0; left--) {
    const before = await Promise.all(names.map(stateOf))
    for (const name of names) await copyIfThere(name, `${to}${name.slice(from.length)}`)
    const after = await Promise.all(names.map(stateOf))
    if (before.join() === after.join()) return
  }
  throw new AppError('store/busy')
}

const stateOf = (file: string): Promise<string> =>
  stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => 'none',
  )

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await rm(to, { force: true })
    await copyFile(from, to)
    // The copy inherits permissions that may be the reason why the original cannot be written.
    await chmod(to, 0o600)
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : ''
    if (code === 'ENOENT') return
    if (code === 'ENOSPC') throw new AppError('store/full', {}, { cause: thrown })
    throw new AppError('store/unreadable', { folder: from }, { cause: thrown })
  }
}

/** Removes the copies of killed processes, because they hold unencrypted personal data. */
async function sweepReadableCopies(): Promise<void> {
  // Another user's, or already gone: the next command tries again.
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || !isAbandoned(join(tmpdir(), name), Number(pid))) continue
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}
