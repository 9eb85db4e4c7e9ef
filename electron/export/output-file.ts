import { type FileHandle, open, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''

/** Creates the temporary file, readable for its owner alone. @throws AppError `export/no-folder`, `export/no-space` */
export async function createTemporaryFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600)
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(codeOf(thrown))) {
      throw new AppError('export/no-folder', {}, { cause: thrown })
    }
    throw explainWriting(thrown)
  }
}

/** Puts a finished temporary file in the target's place in one step. @throws AppError `export/file-busy` */
export async function replaceFile(temporaryFile: string, target: string): Promise<void> {
  try {
    await rename(temporaryFile, target)
  } catch (thrown) {
    // What Windows answers while Excel holds the file; the folder itself has just let us write.
    if (['EBUSY', 'EPERM', 'EACCES', 'ETXTBSY'].includes(codeOf(thrown))) {
      throw new AppError('export/file-busy', { fileName: basename(target) }, { cause: thrown })
    }
    throw explainWriting(thrown)
  }
}

/** A failed write as an AppError; one that already is passes unchanged. */
export function explainWriting(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(thrown))
  return new AppError(full ? 'export/no-space' : 'export/failed', {}, { cause: thrown })
}
