import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

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
