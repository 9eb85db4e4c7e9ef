import { existsSync, renameSync, rmSync } from 'node:fs'
import { AppError } from '../../shared/errors.ts'
import { retryWhileHeldSync } from './held-file.ts'
import { SyncLock } from './locks.ts'

/** The file names used while one database replaces another. */
export const incoming = (file: string): string => `${file}.restoring`
export const outgoing = (file: string): string => `${file}.replaced`

const journals = ['-wal', '-shm', '-journal'] as const

/**
 * Finishes a replacement that was interrupted by a killed process. The replacing process holds the data folder's lock.
 * @throws AppError `store/busy` while another process is between its two renames
 */
export function settleReplacement(file: string): void {
  if (existsSync(file) || !existsSync(outgoing(file))) return
  const lock = new SyncLock(file)
  if (!lock.acquire()) throw new AppError('store/busy')
  try {
    finishReplacing(file)
  } finally {
    lock.release()
  }
}

/**
 * Removes leftovers of replacements, once the present database was opened and found intact: until then one of them may
 * be the only copy.
 */
export function removeReplaced(file: string): void {
  if ([incoming(file), outgoing(file)].every((each) => !existsWithJournal(each))) return
  const lock = new SyncLock(file)
  if (!lock.acquire()) return
  try {
    for (const left of [incoming(file), outgoing(file)]) removeDatabase(left)
  } finally {
    lock.release()
  }
}

const existsWithJournal = (file: string): boolean =>
  [file, ...journals.map((suffix) => `${file}${suffix}`)].some((each) => existsSync(each))

export function removeDatabase(file: string): void {
  removeFile(file)
  removeJournal(file)
}

/** Finishes a replacement interrupted between its two renames: if there is no database, the new one takes its place. */
export function finishReplacing(file: string): void {
  if (existsSync(file) || !existsSync(outgoing(file))) return
  moveJournal(file, outgoing(file))
  if (existsSync(incoming(file))) renameFile(incoming(file), file)
  else moveDatabase(outgoing(file), file)
}

/** Renames a closed database, together with a journal that another connection left. */
export function moveDatabase(from: string, to: string): void {
  // First: a journal that is left of another one would be taken for the moved one's, should this be interrupted.
  removeJournal(to)
  renameFile(from, to)
  moveJournal(from, to)
}

/** Undoes as much as was done of `moveDatabase`. A journal that was not moved still belongs to the database. */
export function moveDatabaseBack(from: string, to: string): void {
  renameFile(to, from)
  moveJournal(to, from)
}

/** Removes a journal, because SQLite would apply it to another database of the same name. */
function removeJournal(file: string): void {
  for (const suffix of journals) removeFile(`${file}${suffix}`)
}

function moveJournal(from: string, to: string): void {
  for (const suffix of journals) if (existsSync(`${from}${suffix}`)) renameFile(`${from}${suffix}`, `${to}${suffix}`)
}

const renameFile = (from: string, to: string): void => retryWhileHeldSync(() => renameSync(from, to))
const removeFile = (file: string): void => retryWhileHeldSync(() => rmSync(file, { force: true }))
