import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { coalesced, createClient } from '../../../renderer/api/client.ts'
import { AppError } from '../../../shared/errors.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import { createFakeBridge } from '../fake-bridge.ts'

describe('the client', () => {
  it('has every call and event of the contract', () => {
    const client = createClient(() => createFakeBridge().bridge)
    for (const [group, names] of Object.entries(contract)) {
      for (const name of Object.keys(names)) {
        expect(Reflect.get(Reflect.get(client, group), name), `${group}.${name}`).toBeTypeOf('function')
      }
    }
  })

  it('hands out the value of an answer', async () => {
    const fake = createFakeBridge()
    fake.handle('resultList', 'count', async ({ answer }) => (answer === 7 ? 3 : 0))
    const client = createClient(() => fake.bridge)
    expect(await client.resultList.count({ answer: 7 })).toBe(3)
  })

  it('throws the error an answer carries, with its code and facts', async () => {
    const fake = createFakeBridge()
    fake.handle('accounts', 'connect', async () => {
      throw new AppError('account/exists', { name: 'Northgate High' })
    })
    const client = createClient(() => fake.bridge)
    const refused = client.accounts.connect({ key: 'k', secret: 's', name: 'n', signature: 'auto' })
    await expect(refused).rejects.toBeInstanceOf(AppError)
    await expect(refused).rejects.toMatchObject({ code: 'account/exists', detail: { name: 'Northgate High' } })
  })

  it('makes an internal error of a hop that breaks', async () => {
    const client = createClient(() => createFakeBridge().bridge)
    await expect(client.jobs.list()).rejects.toMatchObject({ code: 'internal' })
  })

  it('passes events on until it is stopped', () => {
    const fake = createFakeBridge()
    const client = createClient(() => fake.bridge)
    const heard = vi.fn()
    const stop = client.accounts.changed(heard)
    fake.emit('accounts', 'changed', undefined)
    stop()
    fake.emit('accounts', 'changed', undefined)
    expect(heard).toHaveBeenCalledTimes(1)
  })
})

describe('work that is coalesced', () => {
  it('runs again after it failed', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const mistake = new Error('the first time')
    const work = vi.fn(async () => undefined).mockRejectedValueOnce(mistake)
    const run = coalesced(100, work)
    run()
    await vi.advanceTimersByTimeAsync(200)
    run()
    await vi.advanceTimersByTimeAsync(200)
    expect(work).toHaveBeenCalledTimes(2)
    expect(reported.mock.calls).toEqual([[mistake]])
  })
})
