import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type JobContext, Jobs } from '../../../electron/jobs/jobs.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Job } from '../../../shared/model/job.ts'

const file = { fileName: 'Results.xlsx', rows: 3 }

/** Jobs whose changes are recorded, and work that ends when the test says so. */
function workshop() {
  const changes: Job[] = []
  const unforeseen: unknown[] = []
  const jobs = new Jobs({ onChange: (job) => changes.push(job), onInternalError: (thrown) => unforeseen.push(thrown) })
  const begin = (accountId: string | null = 'a', heedsCancel = true) => {
    const { promise, resolve, reject } = Promise.withResolvers<typeof file>()
    const work = vi.fn((context: JobContext<'export'>) => {
      const stop = () => reject(new AppError('job/cancelled'))
      if (heedsCancel && context.signal.aborted) stop()
      else if (heedsCancel) context.signal.addEventListener('abort', stop)
      return promise
    })
    const id = jobs.start({ kind: 'export', accountId, work })
    const context = async () => {
      await vi.waitFor(() => expect(work).toHaveBeenCalled())
      return work.mock.calls[0]?.[0] as JobContext<'export'>
    }
    return { id, work, context, resolve, reject }
  }
  return { jobs, changes, unforeseen, begin, states: () => changes.map(({ state }) => state) }
}

describe('a job', () => {
  it('is running as soon as it is started, and done when its work is', async () => {
    const { jobs, begin, states } = workshop()
    const { id, resolve } = begin()
    expect(jobs.list()).toEqual([{ id, kind: 'export', accountId: 'a', state: 'running', progress: null }])
    resolve(file)
    expect(await jobs.result(id)).toEqual(file)
    expect(jobs.list()).toMatchObject([{ id, state: 'done', result: file }])
    expect(states()).toEqual(['running', 'done'])
  })

  it('that fails says with which code, and no text of ours to leak', async () => {
    const { jobs, begin, changes, unforeseen } = workshop()
    const known = begin('a')
    known.reject(new AppError('export/no-space'))
    const unknown = begin('b')
    unknown.reject(new Error('secret words'))
    await expect(jobs.result(known.id)).rejects.toMatchObject({ code: 'export/no-space' })
    await expect(jobs.result(unknown.id)).rejects.toMatchObject({ code: 'internal' })
    expect(JSON.stringify(changes)).not.toContain('secret words')
    expect(unforeseen).toEqual([new Error('secret words')])
  })

  it('that throws before it has begun fails too', async () => {
    const { jobs, changes } = workshop()
    const work = () => {
      throw new AppError('account/not-found')
    }
    const id = jobs.start({ kind: 'sync', accountId: 'a', work })
    await expect(jobs.result(id)).rejects.toMatchObject({ code: 'account/not-found' })
    expect(changes.at(-1)).toMatchObject({ state: 'failed' })
  })

  it('runs once for the same account, and beside others of another account or kind', async () => {
    const { jobs, begin } = workshop()
    const first = begin('a')
    const again = begin('a')
    expect(again.id).toBe(first.id)
    expect(begin('b').id).not.toBe(first.id)
    expect(begin(null).id).not.toBe(first.id)
    expect(jobs.start({ kind: 'sync', accountId: 'a', work: () => new Promise(() => {}) })).not.toBe(first.id)
    await first.context()
    expect(again.work).not.toHaveBeenCalled()
    first.resolve(file)
    await jobs.result(first.id)
    expect(begin('a').id).not.toBe(first.id)
  })

  it('is kept for a while after its end; the oldest are forgotten', async () => {
    const { jobs, begin } = workshop()
    const running = begin('still running')
    for (let each = 0; each < 25; each++) {
      const { id, resolve } = begin(`a${each}`)
      resolve(file)
      await jobs.result(id)
    }
    const kept = jobs.list()
    expect(kept).toHaveLength(21)
    expect(kept.map(({ accountId }) => accountId)).toContain('a24')
    expect(kept.map(({ id }) => id)).toContain(running.id)
  })
})

describe('cancelling', () => {
  it('stops the work and ends in cancelled', async () => {
    const { jobs, begin, changes } = workshop()
    const { id, context } = begin()
    await context()
    jobs.cancel(id)
    await expect(jobs.result(id)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(changes.at(-1)).toMatchObject({ id, state: 'cancelled' })
  })

  it('a job that is done, or was never there, changes nothing', async () => {
    const { jobs, begin, states } = workshop()
    const { id, resolve } = begin()
    resolve(file)
    await jobs.result(id)
    jobs.cancel(id)
    jobs.cancel('nobody')
    expect(states()).toEqual(['running', 'done'])
  })

  it('that comes too late lets the work be done', async () => {
    const { jobs, begin } = workshop()
    const { id, context, resolve } = begin('a', false)
    await context()
    jobs.cancel(id)
    resolve(file)
    expect(await jobs.result(id)).toEqual(file)
  })

  it('for an account waits for the end of its jobs and leaves others alone', async () => {
    const { jobs, begin } = workshop()
    const own = begin('a')
    const other = begin('b')
    await jobs.stopFor('a')
    expect(jobs.list().find(({ id }) => id === own.id)?.state).toBe('cancelled')
    expect(jobs.list().find(({ id }) => id === other.id)?.state).toBe('running')
  })
})

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is reported at most ten times a second, and the end is never held back', async () => {
    const { jobs, begin, changes } = workshop()
    const { id, work, resolve } = begin()
    await setImmediate()
    const report = work.mock.calls[0]?.[0].report
    for (let written = 0; written < 1_000; written++) {
      report?.({ written, total: 1_000 })
      vi.advanceTimersByTime(1)
    }
    const told = changes.filter((job) => job.state === 'running' && job.progress !== null)
    // At 0 ms and then at each tenth of the second, the end included.
    expect(told.length).toBe(11)
    resolve(file)
    await jobs.result(id)
    expect(changes.at(-1)?.state).toBe('done')
  })

  it('tells the last of a burst, and keeps no timer after the end', async () => {
    const { jobs, begin, changes } = workshop()
    const { id, work, resolve } = begin()
    await setImmediate()
    const report = work.mock.calls[0]?.[0].report
    for (const written of [1, 2, 3]) report?.({ written, total: 3 })
    const last = () => changes.at(-1)
    expect(last()).toMatchObject({ progress: { written: 1 } })
    vi.advanceTimersByTime(99)
    expect(last()).toMatchObject({ progress: { written: 1 } })
    vi.advanceTimersByTime(1)
    expect(last()).toMatchObject({ progress: { written: 3 } })
    report?.({ written: 4, total: 4 })
    expect(vi.getTimerCount()).toBe(1)
    resolve(file)
    await jobs.result(id)
    expect(vi.getTimerCount()).toBe(0)
    expect(last()).toMatchObject({ state: 'done' })
  })

  it('that comes after the end is not reported', async () => {
    const { jobs, begin, states } = workshop()
    const { id, work, resolve } = begin()
    await setImmediate()
    resolve(file)
    await jobs.result(id)
    work.mock.calls[0]?.[0].report({ written: 1, total: 2 })
    expect(states()).toEqual(['running', 'done'])
  })
})

describe('closing', () => {
  it('ends what runs, waits for it, and takes no more', async () => {
    const { jobs, begin, changes } = workshop()
    const heeding = begin('a')
    const slow = begin('b', false)
    let closed = false
    const closing = jobs.close().then(() => {
      closed = true
    })
    await setImmediate()
    expect(closed).toBe(false)
    slow.resolve(file)
    await closing
    const endOf = (id: string) => changes.findLast((job) => job.id === id)?.state
    expect([endOf(heeding.id), endOf(slow.id)]).toEqual(['cancelled', 'done'])
    expect(() => begin('c')).toThrow(expect.objectContaining({ code: 'job/cancelled' }))
  })

  it('ends even where nobody can hear of it any more', async () => {
    const onChange = () => {
      if (jobs.list().some(({ state }) => state === 'done')) throw new Error('The window is gone')
    }
    const onInternalError = vi.fn()
    const jobs = new Jobs({ onChange, onInternalError })
    const id = jobs.start({ kind: 'export', accountId: null, work: async () => file })
    await expect(jobs.result(id)).resolves.toEqual(file)
    await expect(jobs.close()).resolves.toBeUndefined()
    expect(onInternalError).toHaveBeenCalledWith(expect.objectContaining({ message: 'The window is gone' }))
  })
})

describe('waiting', () => {
  it('keeps how far the job is, and is not answered by a report that was held back', async () => {
    vi.useFakeTimers()
    try {
      const { begin, changes } = workshop()
      const { context } = begin()
      const { report, waiting } = await context()
      report({ written: 1, total: 9 })
      report({ written: 2, total: 9 })
      waiting(1_000 as never)
      await vi.advanceTimersByTimeAsync(1_000)
      expect(changes.at(-1)).toMatchObject({ state: 'waiting', until: 1_000, progress: { written: 1, total: 9 } })
      report({ written: 3, total: 9 })
      await vi.advanceTimersByTimeAsync(1_000)
      expect(changes.at(-1)).toMatchObject({ state: 'running', progress: { written: 3, total: 9 } })
    } finally {
      vi.useRealTimers()
    }
  })

  it('after the end is not reported', async () => {
    const { jobs, begin, states } = workshop()
    const { id, context, resolve } = begin()
    const { waiting, report } = await context()
    resolve(file)
    await jobs.result(id)
    waiting(1_000 as never)
    report({ written: 1, total: 9 })
    expect(states()).toEqual(['running', 'done'])
  })
})
