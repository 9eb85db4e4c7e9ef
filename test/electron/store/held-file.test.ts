import { SqliteError } from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { retryWhileHeld, retryWhileHeldSync } from '../../../electron/store/held-file.ts'
import { explainedFailure } from '../../../electron/store/open.ts'

const failure = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more })

/** Work that fails so many times with a code, and a wait that only counts. */
function held(times: number, code = 'EBUSY') {
  const waits: number[] = []
  let failed = 0
  const work = vi.fn(() => {
    if (failed++ < times) throw failure(code)
    return 'done'
  })
  const wait = (milliseconds: number) => waits.push(milliseconds)
  return { work, waits, wait, sum: () => waits.reduce((sum, each) => sum + each, 0) }
}

describe.each([
  [
    'in a thread that goes on',
    ({ work, wait }: ReturnType<typeof held>, platform: NodeJS.Platform) =>
      retryWhileHeld(async () => work(), { platform, wait: async (milliseconds) => wait(milliseconds) }),
  ],
  [
    'in a thread that stands still',
    async ({ work, wait }: ReturnType<typeof held>, platform: NodeJS.Platform) =>
      retryWhileHeldSync(work, { platform, wait }),
  ],
] as const)('a file that another program holds, %s', (_, retry) => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('is replaced as soon as it is let go of (%s)', async (code) => {
    const file = held(3, code)
    expect(await retry(file, 'win32')).toBe('done')
    expect(file.work).toHaveBeenCalledTimes(4)
    expect(file.waits).toHaveLength(3)
  })

  it('is given up within a second, with what Windows said', async () => {
    const file = held(Number.POSITIVE_INFINITY)
    await expect(retry(file, 'win32')).rejects.toMatchObject({ code: 'EBUSY' })
    expect(file.sum()).toBeGreaterThan(700)
    expect(file.sum()).toBeLessThan(1_000)
  })

  it('does not hold up another failure', async () => {
    const file = held(1, 'ENOSPC')
    await expect(retry(file, 'win32')).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(file.waits).toEqual([])
  })

  it.each(['linux', 'darwin'] as const)(
    'is not waited for on %s, where the same codes mean permission',
    async (platform) => {
      const file = held(1, 'EACCES')
      await expect(retry(file, platform)).rejects.toMatchObject({ code: 'EACCES' })
      expect(file.waits).toEqual([])
    },
  )
})

it('waits for real where nothing else is given', async () => {
  vi.useFakeTimers()
  const file = held(2)
  const done = retryWhileHeld(async () => file.work(), { platform: 'win32' })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await done).toBe('done')
  vi.useRealTimers()
})

describe('the database that cannot be moved', () => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('is held by another program on Windows (%s)', (code) => {
    const thrown = failure(code, { syscall: 'rename' })
    expect(explainedFailure('/data/gradekeep.db', thrown, 'win32')).toMatchObject({ code: 'store/held' })
  })

  it('may not be written where the folder has no permission, or the system is another', () => {
    const opening = failure('EACCES', { syscall: 'open' })
    expect(explainedFailure('/data/gradekeep.db', opening, 'win32')).toMatchObject({ code: 'store/read-only' })
    const moving = failure('EACCES', { syscall: 'rename' })
    expect(explainedFailure('/data/gradekeep.db', moving, 'linux')).toMatchObject({ code: 'store/read-only' })
  })

  it('may not be opened where nothing of its folder can be looked at', () => {
    const tooLong = `/${'data'.repeat(1_000)}/gradekeep.db`
    const thrown = new SqliteError('unable to open database file', 'SQLITE_CANTOPEN')
    expect(explainedFailure(tooLong, thrown)).toMatchObject({ code: 'store/read-only' })
  })
})

it.each(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'])(
  'a database that finds no room says that the disk is full (%s)',
  (code) => {
    const thrown = new SqliteError('disk I/O error', code)
    expect(explainedFailure('/data/gradekeep.db', thrown)).toMatchObject({ code: 'store/full' })
  },
)
