import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SyncLock } from '../../../electron/store/locks.ts'
import { temporaryFile } from './laptop-database.ts'

const moduleFile = join(import.meta.dirname, '../../../electron/store/locks.ts')

function lockOn(file: string): SyncLock {
  const lock = new SyncLock(file)
  onTestFinished(() => lock.release())
  return lock
}

const script = (file: string, then: string) =>
  `import { SyncLock } from ${JSON.stringify(moduleFile)}
   // Named by the process, as a lock that nothing names any more may be collected, and is released then.
   globalThis.lock = new SyncLock(${JSON.stringify(file)})
   console.log(globalThis.lock.acquire())
   ${then}`
const inNode = (source: string) => ['--input-type=module', '-e', source]

/** Another process that holds the lock until it is killed. */
async function holderOf(file: string) {
  const child = spawn(process.execPath, inNode(script(file, 'setInterval(() => undefined, 1_000)')), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('true\n')
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

describe('the lock on syncing', () => {
  it('is held by one at a time, and free again once released', () => {
    const file = temporaryFile()
    const [one, other] = [lockOn(file), lockOn(file)]
    expect(one.acquire()).toBe(true)
    expect(other.acquire()).toBe(false)
    one.release()
    expect(other.acquire()).toBe(true)
    expect(one.acquire()).toBe(false)
  })

  it('is still held by whoever asks again', () => {
    const file = temporaryFile()
    const [one, other] = [lockOn(file), lockOn(file)]
    expect([one.acquire(), one.acquire()]).toEqual([true, true])
    expect(other.acquire()).toBe(false)
  })

  it('is not taken by releasing what was never held', () => {
    const file = temporaryFile()
    const [one, other] = [lockOn(file), lockOn(file)]
    one.acquire()
    other.release()
    expect(other.acquire()).toBe(false)
  })

  it('is one for each data folder', () => {
    expect([lockOn(temporaryFile()).acquire(), lockOn(temporaryFile()).acquire()]).toEqual([true, true])
  })

  it('keeps another process out', () => {
    const file = temporaryFile()
    expect(lockOn(file).acquire()).toBe(true)
    const said = execFileSync(process.execPath, inNode(script(file, '')), { encoding: 'utf8' })
    expect(said).toBe('false\n')
  })

  it('is held by another process until that is gone, however it ends', async () => {
    const file = temporaryFile()
    const kill = await holderOf(file)
    const lock = lockOn(file)
    expect(lock.acquire()).toBe(false)
    await kill()
    expect(lock.acquire()).toBe(true)
  })

  it('of a folder that is not there is no silent success', () => {
    expect(() => lockOn(join(dirname(temporaryFile()), 'missing', 'gradekeep.db')).acquire()).toThrow()
  })
})
