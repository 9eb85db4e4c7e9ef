import { describe, expect, it } from 'vitest'
import { ExclusiveRunner } from '../../../electron/sync/exclusive-runner.ts'

const busy = { code: 'sync/busy' }

/** A runner, the state of its locks, and another process that may hold them. */
function runner() {
  const held = { sync: false, push: false }
  const elsewhere = { sync: false, push: false }
  const acquire = (kind: 'sync' | 'push') => async () => {
    if (elsewhere[kind]) return false
    held[kind] = true
    return true
  }
  const release = (kind: 'sync' | 'push') => async () => {
    held[kind] = false
  }
  const store = {
    acquireSyncLock: acquire('sync'),
    releaseSyncLock: release('sync'),
    acquirePushLock: acquire('push'),
    releasePushLock: release('push'),
  }
  return { runner: new ExclusiveRunner(store), held, elsewhere }
}

/** Work that has begun, and ends when the test says so. */
function work() {
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const run = async () => {
    begun.resolve()
    await ended.promise
    return 'done'
  }
  return { run, begun: begun.promise, end: () => ended.resolve() }
}

describe('work of one kind', () => {
  it('of one account runs one after another', async () => {
    const { runner: ours } = runner()
    const first = work()
    const order: string[] = []
    const running = ours.run('push', 'a', first.run).then(() => order.push('first'))
    const next = ours.run('push', 'a', async () => order.push('second'))
    await first.begun
    expect(order).toEqual([])
    first.end()
    await Promise.all([running, next])
    expect(order).toEqual(['first', 'second'])
  })

  it('of another account runs beside it, and the lock is kept until the last ends', async () => {
    const { runner: ours, held } = runner()
    const [a, b] = [work(), work()]
    const both = [ours.run('sync', 'a', a.run), ours.run('sync', 'b', b.run)]
    await Promise.all([a.begun, b.begun])
    a.end()
    await both[0]
    expect(held.sync).toBe(true)
    b.end()
    await both[1]
    expect(held.sync).toBe(false)
  })

  it('that failed lets the next one run', async () => {
    const { runner: ours, held } = runner()
    const failing = ours.run('sync', 'a', () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(held.sync).toBe(false)
    expect(await ours.run('sync', 'a', async () => 'done')).toBe('done')
  })

  it('that is cancelled while it waits ends at once, is never run, and keeps nothing', async () => {
    const { runner: ours, held } = runner()
    const first = work()
    const order: string[] = []
    const running = ours.run('sync', 'a', first.run)
    await first.begun
    const cancel = new AbortController()
    const waiting = ours.run('sync', 'a', async () => order.push('cancelled'), cancel.signal)
    const last = ours.run('sync', 'a', async () => order.push('last'), new AbortController().signal)
    cancel.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'job/cancelled' })
    await expect(ours.run('sync', 'a', async () => order.push('late'), cancel.signal)).rejects.toMatchObject({
      code: 'job/cancelled',
    })
    first.end()
    await Promise.all([running, last])
    expect(order).toEqual(['last'])
    expect(held.sync).toBe(false)
    expect(await ours.runExclusive(async () => 'alone')).toBe('alone')
  })

  it('that was cancelled while it waited is in nobody’s way', async () => {
    const { runner: ours } = runner()
    const first = work()
    const running = ours.run('sync', 'a', first.run)
    await first.begun
    const cancel = new AbortController()
    const waiting = ours.run('sync', 'a', async () => 'never', cancel.signal).catch(() => undefined)
    const stop = async () => {
      cancel.abort()
      first.end()
      await Promise.all([running, waiting])
    }
    expect(await ours.runExclusiveFor('sync', 'a', stop, async () => 'alone')).toBe('alone')
  })

  it('is refused while another process does it; downloads ask no lock', async () => {
    const { runner: ours, elsewhere } = runner()
    elsewhere.sync = true
    await expect(ours.run('sync', 'a', work().run)).rejects.toMatchObject(busy)
    expect(await ours.run('push', 'a', async () => 'done')).toBe('done')
    expect(await ours.run('download', 'certificates', async () => 'done')).toBe('done')
  })
})

describe('exclusive work', () => {
  it.each(['sync', 'push', 'download'] as const)(
    'is refused while a %s runs, and refuses one that would begin',
    async (kind) => {
      const { runner: ours, held } = runner()
      const own = work()
      const running = ours.run(kind, 'a', own.run)
      await own.begun
      await expect(ours.runExclusive(async () => 'alone')).rejects.toMatchObject(busy)
      own.end()
      await running
      const alone = work()
      const exclusive = ours.runExclusive(alone.run)
      await alone.begun
      expect(held).toEqual({ sync: true, push: true })
      await expect(ours.run(kind, 'a', async () => 'late')).rejects.toMatchObject(busy)
      await expect(ours.runExclusive(async () => 'too')).rejects.toMatchObject(busy)
      alone.end()
      expect(await exclusive).toBe('done')
      expect(held).toEqual({ sync: false, push: false })
    },
  )

  it('is refused while another process pushes, and leaves no lock behind', async () => {
    const { runner: ours, held, elsewhere } = runner()
    elsewhere.push = true
    await expect(ours.runExclusive(async () => 'alone')).rejects.toMatchObject(busy)
    expect(held.sync).toBe(false)
    expect(await ours.run('sync', 'a', async () => 'done')).toBe('done')
  })
})

describe('exclusive work for one account', () => {
  it('stops what runs, refuses what would begin, and lets other accounts run', async () => {
    const { runner: ours } = runner()
    const [running, alone] = [work(), work()]
    const stopped = ours.run('sync', 'a', running.run)
    await running.begun
    const stop = async () => {
      running.end()
      await stopped
    }
    const exclusive = ours.runExclusiveFor('sync', 'a', stop, alone.run)
    await alone.begun
    expect(ours.isClosed('sync', 'a')).toBe(true)
    await expect(ours.run('sync', 'a', async () => 'late')).rejects.toMatchObject(busy)
    await expect(ours.runExclusiveFor('sync', 'a', stop, alone.run)).rejects.toMatchObject(busy)
    expect(await ours.run('sync', 'b', async () => 'beside')).toBe('beside')
    alone.end()
    expect(await exclusive).toBe('done')
    expect(ours.isClosed('sync', 'a')).toBe(false)
  })

  it('is refused where stopping did not end the work', async () => {
    const { runner: ours } = runner()
    const running = work()
    const ended = ours.run('sync', 'a', running.run)
    await running.begun
    await expect(ours.runExclusiveFor('sync', 'a', async () => undefined, work().run)).rejects.toMatchObject(busy)
    running.end()
    expect(await ended).toBe('done')
  })
})
