import { constants, type Stats } from 'node:fs'
import { access, type FileHandle, lstat, open, readdir, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { plainName, retryWhileHeld } from '../store/api.ts'

// As many as Linux follows before it fails with ELOOP.
const mostLinks = 40

/**
 * The file an export replaces: the requested one, or the target of a symbolic link, so that the link stays. Checked
 * beforehand, because a rename would also replace what must stay, such as a protected file.
 * @param ownDatabase path of the database
 * @throws AppError `export/is-folder`, `export/not-a-file`, `export/protected`, `export/name-too-long`, each with
 *   `fileName`; `export/own-data`; else as `explainCreating`
 */
export async function outputTarget(file: string, ownDatabase: string): Promise<string> {
  try {
    const target = await followed(file)
    const found = await stat(target).catch(nothingThere)
    if (found !== null) await refuseIrreplaceable(target, found)
    if (await isOwnData(target, found, ownDatabase)) throw new AppError('export/own-data')
    return target
  } catch (thrown) {
    throw explainFinding(thrown, file)
  }
}

/** Whether a path is the database, a file beside it (journal, seal) or a copy. Ignores case, as many disks do. */
async function isOwnData(target: string, found: Stats | null, ownDatabase: string): Promise<boolean> {
  const own = await realpath(ownDatabase).catch(() => ownDatabase)
  const database = await stat(own).catch(() => null)
  if (found !== null && found.ino === database?.ino && found.dev === database.dev) return true
  const [name, ownName] = [target, own].map((path) => path.toLowerCase()) as [string, string]
  const isCopy = dirname(name) === join(dirname(ownName), 'backups') && plainName(name).endsWith('.db')
  return isCopy || name === ownName || name.startsWith(`${ownName}-`) || name.startsWith(`${ownName}.`)
}

/** Follows links, even to a file that does not exist yet, to a name in an existing folder. */
async function followed(file: string): Promise<string> {
  let name = resolve(file)
  for (let links = 0; links <= mostLinks; links++) {
    name = join(await realpath(dirname(name)), basename(name))
    const found = await lstat(name).catch(nothingThere)
    if (found === null || !found.isSymbolicLink()) return name
    name = resolve(dirname(name), await readlink(name))
  }
  throw new AppError('export/not-a-file', { fileName: basename(file) })
}

const nothingThere = (thrown: unknown): null => {
  if (codeOf(thrown) === 'ENOENT') return null
  throw thrown
}

async function refuseIrreplaceable(target: string, found: Stats): Promise<void> {
  const fileName = basename(target)
  if (found.isDirectory()) throw new AppError('export/is-folder', { fileName })
  if (!found.isFile()) throw new AppError('export/not-a-file', { fileName })
  // An administrator may write everything, but a file without any write permission was protected on purpose.
  const isProtected = (found.mode & 0o222) === 0 || !(await isWritable(target))
  if (isProtected) throw new AppError('export/protected', { fileName })
}

const isWritable = (file: string): Promise<boolean> =>
  access(file, constants.W_OK).then(
    () => true,
    (thrown: unknown) => !['EACCES', 'EPERM', 'EROFS'].includes(codeOf(thrown)),
  )

function explainFinding(thrown: unknown, file: string): AppError {
  const code = codeOf(thrown)
  const fileName = basename(file)
  if (code === 'ENAMETOOLONG') return new AppError('export/name-too-long', { fileName }, { cause: thrown })
  if (code === 'ELOOP') return new AppError('export/not-a-file', { fileName }, { cause: thrown })
  return explainCreating(thrown)
}

/** Name of a temporary file beside its target; `Leftovers` recognises this form. */
export const partBeside = (target: string, unique: string): string => join(dirname(target), `.gradekeep-${unique}.part`)

/** Name of a further temporary file of the same writing. @param at 0 for the first, as `partBeside` named it */
export const furtherPart = (temporaryFile: string, at: number): string =>
  at === 0 ? temporaryFile : temporaryFile.replace(/(?:\.part)?$/, `-${at}.part`)

/** Removes a temporary file with all its further ones; what cannot be removed stays. */
export async function removeParts(temporaryFile: string): Promise<void> {
  const folder = dirname(temporaryFile)
  const start = basename(temporaryFile, '.part')
  const isFurther = (name: string): boolean => name.startsWith(start) && /^-\d+\.part$/.test(name.slice(start.length))
  const further = (await readdir(folder).catch(() => [])).filter(isFurther).map((name) => join(folder, name))
  for (const file of [temporaryFile, ...further])
    await retryWhileHeld(() => rm(file, { force: true })).catch(() => undefined)
}

/** Creates the temporary file, readable for its owner only. @throws AppError as `explainCreating` */
export async function createTemporaryFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600)
  } catch (thrown) {
    throw explainCreating(thrown)
  }
}

/** Replaces the target with a finished temporary file in one step, a second later at most. @throws AppError as `explainReplacing` */
export async function replaceFile(temporaryFile: string, target: string): Promise<void> {
  try {
    await retryWhileHeld(() => rename(temporaryFile, target))
  } catch (thrown) {
    throw explainReplacing(thrown, target)
  }
}

/**
 * The AppError for a file that could not be created: `export/no-folder`, `export/folder-refused`, else as
 * `explainWriting`.
 */
export function explainCreating(thrown: unknown): AppError {
  const code = codeOf(thrown)
  if (['ENOENT', 'ENOTDIR'].includes(code)) return new AppError('export/no-folder', {}, { cause: thrown })
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new AppError('export/folder-refused', {}, { cause: thrown })
  return explainWriting(thrown)
}

/**
 * The AppError for a file that could not replace its target: `export/file-busy` or `export/is-folder` with its name,
 * else as `explainWriting`. Windows answers EBUSY, EPERM or EACCES while Excel holds the target; the folder itself was
 * writable a moment ago.
 */
export function explainReplacing(thrown: unknown, target: string): AppError {
  const fileName = basename(target)
  const code = codeOf(thrown)
  if (['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(code)) {
    return new AppError('export/is-folder', { fileName }, { cause: thrown })
  }
  const busy = ['EBUSY', 'EPERM', 'EACCES'].includes(code)
  return busy ? new AppError('export/file-busy', { fileName }, { cause: thrown }) : explainWriting(thrown)
}

/** The AppError for a failed write: `export/no-space` or `export/failed`; passes an AppError unchanged. */
export function explainWriting(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(thrown))
  return new AppError(full ? 'export/no-space' : 'export/failed', {}, { cause: thrown })
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
