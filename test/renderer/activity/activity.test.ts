import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ActivityLog } from '../../../shared/model/sync.ts'
import { openWindow } from '../open-window.ts'

const empty: ActivityLog = { runs: [], requests: [], changes: [], unreadable: [] }

describe('the log of Activity', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is read when it is looked at, and again at every change until nobody looks', async () => {
    const { fake } = await openWindow()
    const { useActivity } = await import('../../../renderer/features/activity/activity.ts')
    const read = () => fake.callsOf('activity', 'log').length
    fake.handle('activity', 'log', async () => empty)
    fake.emit('results', 'changed', undefined)
    expect(read()).toBe(0)
    const stop = useActivity.getState().watch()
    await vi.waitFor(() => expect(useActivity.getState().log).toEqual(empty))
    fake.emit('results', 'changed', undefined)
    fake.emit('accounts', 'changed', undefined)
    await vi.advanceTimersByTimeAsync(1_200)
    expect(read()).toBe(3)
    stop()
    fake.emit('results', 'changed', undefined)
    await vi.advanceTimersByTimeAsync(1_200)
    expect(read()).toBe(3)
  })

  it('keeps what was read when the next reading fails, and says so', async () => {
    const { fake } = await openWindow()
    const { useActivity } = await import('../../../renderer/features/activity/activity.ts')
    fake.handle('activity', 'log', async () => empty)
    await useActivity.getState().load()
    fake.handle('activity', 'log', async () => {
      throw new Error('gone')
    })
    await useActivity.getState().load()
    expect(useActivity.getState()).toMatchObject({ log: empty, error: { code: 'internal' } })
  })
})
