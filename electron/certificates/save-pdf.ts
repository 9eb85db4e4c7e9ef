import { randomUUID } from 'node:crypto'
import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { ms, type UnixSeconds } from '../../shared/model/time.ts'
import { numberedName } from './file-name.ts'

/** Files of the same name that are tried past. */
const mostNamesakes = 1_000

const unfinishedEnding = '.unfinished'
const unfinishedName = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.unfinished$/
// A folder may be shared: what another computer is writing just now is left alone.
const abandonedAfter = ms(3_600_000)

/** Removes what a crash in the middle of `savePdf` left in a folder. A folder that cannot be read is left as it is. */
export async function removeAbandoned(folder: string, now: UnixSeconds): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => unfinishedName.test(each))) {
    const path = join(folder, name)
    const written = await stat(path).catch(() => null)
    if (written === null || now * 1000 - written.mtimeMs < abandonedAfter) continue
    await rm(path, { force: true }).catch(() => undefined)
  }
}

/**
 * Writes a PDF into a folder, whole or not at all, and readable for its owner alone. Another file of that name stays:
 * the new one is then called `… (2).pdf`; where it is the same PDF already, nothing is written.
 * @returns the path
 * @throws AppError `certificate/no-folder`, `certificate/no-space`, `certificate/not-saved`
 */
export async function savePdf(folder: string, name: string, body: Buffer): Promise<string> {
  const unfinished = join(folder, `.${randomUUID()}${unfinishedEnding}`)
  try {
    await writeWhole(unfinished, body)
    for (let number = 1; number <= mostNamesakes; number++) {
      const path = join(folder, numberedName(name, number))
      if (await takeName(unfinished, path)) return path
      if (await holds(path, body)) return path
    }
    throw new AppError('certificate/not-saved')
  } catch (thrown) {
    throw explain(thrown)
  } finally {
    // Whether it was saved is the news; what is left over is removed at the next start.
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}

async function writeWhole(path: string, body: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(body)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Gives a finished file a name nobody has; false where somebody has it. */
async function takeName(unfinished: string, path: string): Promise<boolean> {
  try {
    await link(unfinished, path)
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    if (!linkless.has(codeOf(thrown))) throw thrown
  }
  // A disk without hard links, such as a memory stick: the name is taken by an empty file, which the finished one replaces.
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    throw thrown
  }
  await rename(unfinished, path)
  return true
}

// EISDIR: what Windows' "invalid function" becomes in libuv; that is its answer on FAT and exFAT.
const linkless: ReadonlySet<string> = new Set(
  ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].concat(['EISDIR', 'UNKNOWN']),
)

const holds = async (path: string, body: Buffer): Promise<boolean> =>
  readFile(path).then(
    (found) => found.equals(body),
    () => false,
  )

function explain(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError(reasonOf(codeOf(thrown)), {}, { cause: thrown })
}

function reasonOf(code: string): 'certificate/no-space' | 'certificate/no-folder' | 'certificate/not-saved' {
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return 'certificate/no-space'
  return ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(code)
    ? 'certificate/no-folder'
    : 'certificate/not-saved'
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
