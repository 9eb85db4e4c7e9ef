import { type FileHandle, open, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'

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

/** Why no file could be made in a folder: `export/no-folder`, else as `explainWriting`. */
export function explainCreating(thrown: unknown): AppError {
  const noFolder = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(codeOf(thrown))
  return noFolder ? new AppError('export/no-folder', {}, { cause: thrown }) : explainWriting(thrown)
}

/**
 * Why a file could not take its place: `export/file-busy` with its name, else as `explainWriting`. Windows answers
 * EBUSY, EPERM or EACCES while Excel holds the target; the folder itself has just let us write.
 */
export function explainReplacing(thrown: unknown, target: string): AppError {
  const busy = ['EBUSY', 'EPERM', 'EACCES'].includes(codeOf(thrown))
  return busy
    ? new AppError('export/file-busy', { fileName: basename(target) }, { cause: thrown })
    : explainWriting(thrown)
}

/** Why a write failed: `export/no-space` or `export/failed`; an AppError passes unchanged. */
export function explainWriting(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(thrown))
  return new AppError(full ? 'export/no-space' : 'export/failed', {}, { cause: thrown })
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
