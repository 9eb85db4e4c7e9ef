import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

const settle = () => vi.advanceTimersByTimeAsync(1_000)
const sample = accountSummary({ id: 'sample', name: 'Sample school', sample: true, secret: 'memory' })

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

describe('the first screen', () => {
  it('is the results where there is an account', async () => {
    const { startStores, navigation } = await openWindow()
    await startStores()
    expect(navigation.getState().screen).toBe('results')
  })

  it('is the two doors where there is none, and again when the last one is removed', async () => {
    const { startStores, navigation, fake } = await openWindow()
    let accounts = [sample]
    fake.handle('accounts', 'list', async () => accounts)
    await startStores()
    expect(navigation.getState().screen).toBe('results')
    accounts = []
    fake.emit('accounts', 'changed', undefined)
    await settle()
    expect(navigation.getState().screen).toBe('welcome')
  })

  it('waits when the accounts cannot be read, and keeps the reason', async () => {
    const { startStores, navigation, accounts, fake } = await openWindow()
    fake.handle('accounts', 'list', async () => {
      throw new AppError('store/damaged')
    })
    await startStores()
    expect(navigation.getState().screen).toBeNull()
    expect(accounts.getState().error?.code).toBe('store/damaged')
  })
})

describe('the sync at the start', () => {
  const startWith = async (given: Parameters<typeof accountSummary>[0], syncAtStart = true) => {
    const window = await openWindow()
    window.fake.handle('accounts', 'list', async () => [accountSummary(given), sample])
    window.fake.handle('settings', 'get', async () => ({
      theme: 'system',
      density: 'normal',
      syncAtStart,
      hiddenColumns: [],
    }))
    window.fake.handle('sync', 'start', async () => ({ jobId: 'sync' }))
    await window.startStores()
    return window.fake.callsOf('sync', 'start').map(({ accountId }) => accountId)
  }

  it('fetches for every real account, and never for the sample', async () => {
    expect(await startWith({ id: 'school' })).toEqual(['school'])
  })
  it('is left out when the settings say so, or the secret is missing', async () => {
    expect(await startWith({ id: 'school' }, false)).toEqual([])
    expect(await startWith({ id: 'school', secret: 'missing' })).toEqual([])
  })
  it('is left out when the last one ended minutes ago', async () => {
    const lastSync = (ago: number) => ({ at: unixSeconds(1_800_000_000 - ago), outcome: 'complete' as const })
    expect(await startWith({ id: 'school', lastSync: lastSync(60) })).toEqual([])
    expect(await startWith({ id: 'school', lastSync: lastSync(3_600) })).toEqual(['school'])
  })
})

describe('sample data beside real accounts', () => {
  it('never stands among real results unless it is chosen', async () => {
    const { startStores, accounts, currentQuery, fake } = await openWindow()
    fake.handle('accounts', 'list', async () => [accountSummary({ id: 'school' }), sample])
    await startStores()
    expect(currentQuery().filter.accounts).toEqual(['school'])
    accounts.getState().look('sample')
    expect(currentQuery().filter.accounts).toEqual(['sample'])
  })

  it('is looked at as soon as it is added', async () => {
    const { startStores, accounts, fake } = await openWindow()
    let list = [accountSummary({ id: 'school' })]
    fake.handle('accounts', 'list', async () => list)
    await startStores()
    list = [...list, sample]
    fake.emit('accounts', 'changed', undefined)
    await settle()
    expect(accounts.getState().currentId).toBe('sample')
  })

  it('asks all accounts at once when all are real', async () => {
    const { startStores, currentQuery, fake } = await openWindow()
    fake.handle('accounts', 'list', async () => [accountSummary({ id: 'school' }), accountSummary({ id: 'college' })])
    await startStores()
    expect(currentQuery().filter.accounts).toBeUndefined()
  })
})

describe('looking at another account', () => {
  it('reads its results, and all of them again once it is gone', async () => {
    const { startStores, accounts, fake } = await openWindow()
    let list = [accountSummary({ id: 'school' }), accountSummary({ id: 'college' })]
    fake.handle('accounts', 'list', async () => list)
    await startStores()
    accounts.getState().look('college')
    await settle()
    expect(fake.callsOf('results', 'count').at(-1)?.filter.accounts).toEqual(['college'])
    list = list.slice(0, 1)
    fake.emit('accounts', 'changed', undefined)
    await settle()
    expect(accounts.getState().currentId).toBeNull()
    expect(fake.callsOf('results', 'count').at(-1)?.filter.accounts).toBeUndefined()
  })
})
