import { constants, type Stats } from 'node:fs'
import { access, type FileHandle, lstat, open, readlink, realpath, rename, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'

// As many as Linux follows before it says ELOOP.
const mostLinks = 40

/**
 * The file that an export replaces: the one asked for, or the one that a symbolic link leads to, so that the link stays.
 * A rename would also replace what must not be, such as a file somebody protected, so it is looked at beforehand.
 * @param ownDatabase where the results themselves are kept
 * @throws AppError `export/is-folder`, `export/not-a-file`, `export/protected`, `export/name-too-long`, each with
 *   `fileName`; `export/own-data`; else as `explainCreating`
 */
export async function outputTarget(file: string, ownDatabase: string): Promise<string> {
  try {
    const target = await followed(file)
    const found = await stat(target).catch(nothingThere)
    if (found !== null) await refuseIrreplaceable(target, found)
    // Where the database is not there yet, its name is all there is to compare.
    const own = await realpath(ownDatabase).catch(() => ownDatabase)
    // Beside it lie what SQLite writes and what says that it is whole.
    if (target === own || target.startsWith(`${own}-`) || target.startsWith(`${own}.`)) {
      throw new AppError('export/own-data')
    }
    return target
  } catch (thrown) {
    throw explainFinding(thrown, file)
  }
}

/** Follows links, also one whose file is not there yet, down to a name in a folder that is. */
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
  // An administrator may write everywhere; a file that nobody may write was protected on purpose all the same.
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

/** Creates the temporary file, readable for its owner alone. @throws AppError as `explainCreating` */
export async function createTemporaryFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600)
  } catch (thrown) {
    throw explainCreating(thrown)
  }
}

/** Puts a finished temporary file in the target's place in one step. @throws AppError as `explainReplacing` */
export async function replaceFile(temporaryFile: string, target: string): Promise<void> {
  try {
    await rename(temporaryFile, target)
  } catch (thrown) {
    throw explainReplacing(thrown, target)
  }
}

/** Why no file could be made in a folder: `export/no-folder`, `export/folder-refused`, else as `explainWriting`. */
export function explainCreating(thrown: unknown): AppError {
  const code = codeOf(thrown)
  if (['ENOENT', 'ENOTDIR'].includes(code)) return new AppError('export/no-folder', {}, { cause: thrown })
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return new AppError('export/folder-refused', {}, { cause: thrown })
  return explainWriting(thrown)
}

/**
 * Why a file could not take its place: `export/file-busy` or `export/is-folder` with its name, else as `explainWriting`.
 * Windows answers EBUSY, EPERM or EACCES while Excel holds the target; the folder itself has just let us write.
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

/** Why a write failed: `export/no-space` or `export/failed`; an AppError passes unchanged. */
export function explainWriting(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(thrown))
  return new AppError(full ? 'export/no-space' : 'export/failed', {}, { cause: thrown })
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
