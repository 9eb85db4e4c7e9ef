import { existsSync, renameSync, rmSync } from 'node:fs'
import { AppError } from '../../shared/errors.ts'
import { SyncLock } from './locks.ts'

/** The names under which a database waits while another takes its place. */
export const incoming = (file: string): string => `${file}.restoring`
export const outgoing = (file: string): string => `${file}.replaced`

const journals = ['-wal', '-shm', '-journal'] as const

/**
 * Ends what a process that was killed left of a replacement. Who replaces holds the lock of the data folder.
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
 * Removes what is left of replacements, once the database that stands in their place was opened and found whole: until
 * then one of them may be the only copy.
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
  rmSync(file, { force: true })
  removeJournal(file)
}

/** Ends a replacement that was interrupted between its two renames: without a database, the new one takes its place. */
export function finishReplacing(file: string): void {
  if (existsSync(file) || !existsSync(outgoing(file))) return
  moveJournal(file, outgoing(file))
  if (existsSync(incoming(file))) renameSync(incoming(file), file)
  else moveDatabase(outgoing(file), file)
}

/** Renames a closed database together with a journal that somebody else's connection left to it. */
export function moveDatabase(from: string, to: string): void {
  renameSync(from, to)
  removeJournal(to)
  moveJournal(from, to)
}

/** A journal belongs to the database it was written for; left beside another it would be applied to that one. */
export function removeJournal(file: string): void {
  for (const suffix of journals) rmSync(`${file}${suffix}`, { force: true })
}

function moveJournal(from: string, to: string): void {
  for (const suffix of journals) if (existsSync(`${from}${suffix}`)) renameSync(`${from}${suffix}`, `${to}${suffix}`)
}
