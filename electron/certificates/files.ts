import { randomUUID } from 'node:crypto'
import { link, lstat, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { isDeviceName, nameText, trimmed } from '../../shared/model/text.ts'
import { ms, type UnixSeconds } from '../../shared/model/time.ts'
import { isHeld, retryWhileHeld } from '../store/api.ts'

/** How many existing files of the same name to try past. */
const mostNamesakes = 1_000

const unfinishedEnding = '.unfinished'
const unfinishedName = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.unfinished$/
// The folder may be shared, so a file another computer is writing now must stay.
const abandonedAfter = ms(3_600_000)

/** Removes files that a crash during `savePdf` left in a folder. Leaves an unreadable folder alone. */
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
 * Writes a PDF into a folder, whole or not at all, readable for its owner only. Never overwrites another file: the new
 * one is then called `… (2).pdf`. Writes nothing if the same PDF is already there.
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
    // Only whether the PDF was saved matters here; the next run removes what is left.
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

/** Gives a finished file its name; returns false if the name is taken. */
async function takeName(unfinished: string, path: string): Promise<boolean> {
  try {
    await link(unfinished, path)
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    if (!linkless.has(codeOf(thrown))) throw thrown
  }
  // A disk without hard links, such as a memory stick: an empty file takes the name, and the finished one replaces it.
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false
    throw thrown
  }
  try {
    await retryWhileHeld(() => rename(unfinished, path))
  } catch (thrown) {
    // Nothing but its name would be left of the certificate.
    await rm(path, { force: true }).catch(() => undefined)
    throw isHeld(thrown) ? new AppError('certificate/not-saved', {}, { cause: thrown }) : thrown
  }
  return true
}

// EISDIR is libuv's translation of Windows' "invalid function", its answer on FAT and exFAT.
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

/** Some systems refuse longer names inside a folder; Linux allows 255 bytes. */
const longestName = 200
const mostBytes = 250
const extension = '.pdf'
/** Characters reserved for a number: ` (1000)`. */
const roomForNumber = 7

interface Holder {
  readonly first: string
  readonly last: string
  readonly testName: string
  readonly serial: string
}

/**
 * The file name for a certificate's PDF: `Smith, Paul – Health and safety exam – CAQPYQSBSY-….pdf`. Valid on Windows,
 * macOS and Linux, at most 200 characters, and keeps the letters of every script. If it is too long, the test's name is
 * cut first, then the student's, and the serial last.
 */
export function certificateFileName({ first, last, testName, serial }: Holder): string {
  const who = [...[last, first].map(nameText).filter(Boolean).join(', ')]
  const what = [...nameText(testName)]
  const end = [...nameText(serial)]
  const whole = () =>
    [who, what, end]
      .map((part) => trimmed(part.join('')))
      .filter(Boolean)
      .join(' – ')
  const parts = [what.slice(shortestTest).length, who.length, what.length, end.length]
  for (const [at, part] of [what, who, what, end].entries()) {
    for (let cuts = parts[at] ?? 0; cuts > 0 && isTooLong(whole()); cuts--) part.pop()
  }
  const name = whole() || 'Certificate'
  return `${isDeviceName(name) ? '_' : ''}${name}${extension}`
}

// Enough characters to recognise a test by.
const shortestTest = 20

const isTooLong = (name: string): boolean =>
  [...name].length > longestName - extension.length - roomForNumber ||
  Buffer.byteLength(name) > mostBytes - extension.length - roomForNumber

/** The name with a number: `… (2).pdf`. */
export const numberedName = (name: string, number: number): string =>
  number === 1 ? name : `${name.slice(0, -extension.length)} (${number})${extension}`

const pdfStart = Buffer.from('%PDF-')

/**
 * Whether a certificate's PDF is where it was saved. Does not read it, because a cloud folder would then download it.
 */
export const isSaved = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile() && extname(path).toLowerCase() === '.pdf',
    () => false,
  )

/**
 * Whether a saved file may be opened. Its path comes from the database, which may have been edited or copied from
 * another computer, so only a regular file with the name and first bytes of a PDF is opened.
 */
export async function isSavedPdf(path: string): Promise<boolean> {
  if (!(await isSaved(path))) return false
  try {
    const file = await open(path)
    try {
      const { buffer } = await file.read(Buffer.alloc(pdfStart.length), 0, pdfStart.length, 0)
      return buffer.equals(pdfStart)
    } finally {
      await file.close()
    }
  } catch {
    // A file that cannot be read cannot be opened either; the caller reports it.
    return false
  }
}
