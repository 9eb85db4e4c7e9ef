import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const lockName = 'stand-in.lock'
const callPrefix = 'stand-in-second-'

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function createLock(file: string): boolean {
  try {
    const handle = openSync(file, 'wx')
    writeFileSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch {
    return false
  }
}

/**
 * Holds a data folder for this process. A lock left by a process that was killed is taken over.
 * @param onSecond called with the arguments and folder of each later process that asks in vain.
 * @returns false when a running process holds the folder; that process has been notified.
 */
export function takeInstanceLock(dataDir: string, onSecond: (argv: string[], cwd: string) => void): boolean {
  const file = join(dataDir, lockName)
  if (!createLock(file)) {
    const holder = Number(readFileSync(file, 'utf8'))
    if (holder !== process.pid && isRunning(holder)) {
      const call = join(dataDir, `${callPrefix}${process.pid}`)
      writeFileSync(`${call}.new`, JSON.stringify({ argv: process.argv, cwd: process.cwd() }))
      renameSync(`${call}.new`, `${call}.json`)
      return false
    }
    writeFileSync(file, String(process.pid))
  }
  process.on('exit', () => rmSync(file, { force: true }))
  watch(dataDir, { persistent: false }, () => answerCalls(dataDir, onSecond))
  return true
}

function answerCalls(dataDir: string, onSecond: (argv: string[], cwd: string) => void): void {
  for (const name of readdirSync(dataDir)) {
    if (!name.startsWith(callPrefix) || !name.endsWith('.json')) continue
    const call = JSON.parse(readFileSync(join(dataDir, name), 'utf8'))
    rmSync(join(dataDir, name))
    onSecond(call.argv, call.cwd)
  }
}
