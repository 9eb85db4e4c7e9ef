import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { chosenOf } from '../../../shared/model/filter.ts'
import { settle } from '../held-answers.ts'
import { accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

const sample = accountSummary({ id: 'sample', name: 'Sample school', sample: true, secret: 'memory' })

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

describe('the sidebar', () => {
  it('says from the start how many codes wait to be sent', async () => {
    const { startStores, fake } = await openWindow()
    const { useWaitingCodes } = await import('../../../renderer/shell/WaitingLine.tsx')
    fake.handle('codes', 'waiting', async () => 24)
    await startStores()
    expect(useWaitingCodes.getState().count).toBe(24)
  })
})

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

describe('sample data beside real accounts', () => {
  it('never stands among real results unless it is chosen', async () => {
    const { startStores, accounts, currentQuery, fake } = await openWindow()
    fake.handle('accounts', 'list', async () => [accountSummary({ id: 'school' }), sample])
    await startStores()
    expect(chosenOf(currentQuery().filter, 'account')).toEqual(['school'])
    accounts.getState().look('sample')
    expect(chosenOf(currentQuery().filter, 'account')).toEqual(['sample'])
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
    expect(chosenOf(currentQuery().filter, 'account')).toBeUndefined()
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
    expect(chosenOf(fake.callsOf('resultList', 'open').at(-1)?.query.filter ?? [], 'account')).toEqual(['college'])
    list = list.slice(0, 1)
    fake.emit('accounts', 'changed', undefined)
    await settle()
    expect(accounts.getState().currentId).toBeNull()
    expect(chosenOf(fake.callsOf('resultList', 'open').at(-1)?.query.filter ?? [], 'account')).toBeUndefined()
  })
})
