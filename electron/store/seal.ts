import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'

/** A file beside the database that tells how it was left: closed with this size and time, or open in a process. */
const sealFile = (file: string): string => `${file}.seal`

const sealSchema = z.union([z.object({ size: z.number(), mtimeMs: z.number() }), z.object({ openIn: z.number() })])

/** Whether the database may be other than this program left it. Ask before opening it. */
export function mayBeChanged(file: string): boolean {
  if (!existsSync(file)) return false
  const seal = readSeal(file)
  if (seal === null) return true
  if ('openIn' in seal) return seal.openIn === process.pid || !isRunning(seal.openIn)
  const { size, mtimeMs } = statSync(file)
  return size !== seal.size || mtimeMs !== seal.mtimeMs
}

/**
 * Marks the database open here, and checks it where it may have been changed: after a crash, by a failing disk, by a
 * copying program. SQLite mends an interrupted write by itself; this finds the rest. The check reads the whole file,
 * so it is not done at every start.
 * @throws AppError `store/damaged`
 */
export function breakSeal(db: Database, file: string, check: boolean): void {
  if (check && db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new AppError('store/damaged')
  writeSeal(file, { openIn: process.pid })
}

/** Notes how the closed database was left. */
export function seal(file: string): void {
  const { size, mtimeMs } = statSync(file)
  writeSeal(file, { size, mtimeMs })
}

const writeSeal = (file: string, content: z.infer<typeof sealSchema>): void =>
  writeFileSync(sealFile(file), JSON.stringify(content), { mode: 0o600 })

function readSeal(file: string): z.infer<typeof sealSchema> | null {
  try {
    return sealSchema.parse(JSON.parse(readFileSync(sealFile(file), 'utf8')))
  } catch {
    return null
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
