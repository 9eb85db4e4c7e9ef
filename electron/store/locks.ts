import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database, SqliteError } from 'better-sqlite3'
import { z } from 'zod'

/**
 * Lets one process at a time sync a data folder, or send what waits in it (`push.lock`). The lock is an open transaction
 * on a file of its own, so the operating system ends it with its process, however that ends.
 */
export class SyncLock {
  readonly #file: string
  #held: Database | null = null

  constructor(databaseFile: string, name = 'sync.lock') {
    this.#file = join(dirname(databaseFile), name)
  }

  /** @returns whether it is now held here; false while another process holds it */
  acquire(): boolean {
    if (this.#held !== null) return true
    const db = new SqliteDatabase(this.#file, { timeout: 0 })
    try {
      db.exec('BEGIN EXCLUSIVE')
      this.#held = db
      return true
    } catch (thrown) {
      db.close()
      if (thrown instanceof SqliteError && /^SQLITE_BUSY/.test(thrown.code)) return false
      throw thrown
    }
  }

  release(): void {
    this.#held?.close()
    this.#held = null
  }
}

/** A file beside the database that tells how it was left: closed with this size and time, or open in a process. */
export const sealFile = (file: string): string => `${file}.seal`

const sealSchema = z.union([z.object({ size: z.number(), mtimeMs: z.number() }), z.object({ openIn: z.number() })])

/**
 * Whether the database may be other than this program left it: after a crash, by a failing disk, by a copying program.
 * Then its opening reads the whole file, which is not done at every start. Ask before opening it.
 */
export function mayBeChanged(file: string): boolean {
  if (!existsSync(file)) return false
  const seal = readSeal(file)
  if (seal === null) return true
  if ('openIn' in seal) return seal.openIn === process.pid || !isRunning(seal.openIn)
  const { size, mtimeMs } = statSync(file)
  return size !== seal.size || mtimeMs !== seal.mtimeMs
}

/** Marks the database open here. */
export const breakSeal = (file: string): void => writeSeal(file, { openIn: process.pid })

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
    // Without a seal that can be read the database is checked whole.
    return null
  }
}

/** Whether a process is there, whosever it is. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
