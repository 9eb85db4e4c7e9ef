import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { settle } from '../held-answers.ts'
import { accountSummary } from '../made-accounts.ts'
import { accessList } from '../made-codes.ts'
import { openCodes } from '../open-codes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the access lists', () => {
  const two = [accessList(), accessList({ listId: 654321, name: null })]

  it('show the first until another is chosen, and the first again when that one has gone', async () => {
    const { lists, shownList, held, fake } = await openCodes(two)
    lists.getState().watch()
    await settle()
    expect(shownList()?.listId).toBe(123456)
    lists.getState().choose('school 654321')
    expect(shownList()?.listId).toBe(654321)
    held.lists = [accessList()]
    fake.emit('codes', 'changed', undefined)
    await settle()
    expect(shownList()?.listId).toBe(123456)
  })

  it('are read again when codes or results change, while somebody looks', async () => {
    const { lists, fake } = await openCodes()
    const stop = lists.getState().watch()
    await settle()
    fake.emit('codes', 'changed', undefined)
    await settle()
    fake.emit('results', 'changed', undefined)
    await settle()
    expect(fake.callsOf('codes', 'lists')).toHaveLength(3)
    stop()
    fake.emit('codes', 'changed', undefined)
    await settle()
    expect(fake.callsOf('codes', 'lists')).toHaveLength(3)
  })

  it('are those of the account looked at', async () => {
    const { lists, accounts, fake, startStores } = await openCodes()
    fake.handle('accounts', 'list', async () => [accountSummary({ id: 'school' }), accountSummary({ id: 'college' })])
    await startStores()
    lists.getState().watch()
    await settle()
    accounts.getState().look('college')
    await settle()
    expect(fake.callsOf('codes', 'lists')).toEqual([{}, { accounts: ['college'] }])
  })

  it('keep what they showed when they cannot be read, and say why', async () => {
    const { lists, fake } = await openCodes()
    lists.getState().watch()
    await settle()
    fake.handle('codes', 'lists', async () => {
      throw new AppError('store/busy')
    })
    await lists.getState().load()
    expect(lists.getState().error?.code).toBe('store/busy')
    expect(lists.getState().lists).toHaveLength(1)
  })
})
