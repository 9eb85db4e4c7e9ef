import { existsSync, renameSync, rmSync } from 'node:fs'

/** The names under which a database waits while another takes its place. */
export const incoming = (file: string): string => `${file}.restoring`
export const outgoing = (file: string): string => `${file}.replaced`

const journals = ['-wal', '-shm'] as const

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
