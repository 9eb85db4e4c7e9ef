import { describe, expect, it } from 'vitest'
import { newestFirst, type ResultsFilter } from '../../../shared/model/filter.ts'
import { accountStatus, accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

async function opened() {
  const { accounts } = await openWindow()
  const [{ incompleteWords }, { resultCount }] = await Promise.all([
    import('../../../renderer/app/accounts.ts'),
    import('../../../renderer/features/results/results.ts'),
  ])
  return { accounts, incompleteWords, resultCount }
}

it('what is said above a list is of the accounts that are looked at, and of no other', async () => {
  const { incompleteWords } = await opened()
  const status = (id: string, unreadable: number) =>
    accountStatus({ id, name: id, unreadable, lastSync: { at: accountSummary().createdAt, outcome: 'complete' } })
  const accounts = [accountSummary({ id: 'north' }), accountSummary({ id: 'sample', sample: true })]
  const statuses = [status('north', 0), status('sample', 2)]
  expect(incompleteWords({ accounts, statuses, currentId: null })).toBeNull()
  expect(incompleteWords({ accounts, statuses, currentId: 'sample' })).toMatch(/2 results could not be read/)
})

describe('the number of results', () => {
  const list = (filter: ResultsFilter) => ({
    query: { filter, sort: newestFirst },
    answer: 1,
    counted: true,
    count: 400,
    pages: new Map(),
    alike: null,
  })
  const school = async (currentId: string | null = null) => {
    const { accounts, resultCount } = await opened()
    const [north, south] = [accountSummary({ id: 'north', results: 200 }), accountSummary({ id: 'south', results: 30 })]
    accounts.setState({ accounts: [north, south], currentId })
    return (shown: ReturnType<typeof list> | null) => resultCount(accounts.getState(), shown)
  }

  it('is that of the list while it shows all of them, though the accounts were counted a moment before', async () => {
    expect((await school())(list([]))).toBe(400)
  })

  it('is that of the accounts while the list is narrowed, of other accounts, or not read', async () => {
    const count = await school()
    expect(count(list([{ field: 'search', op: 'contains', value: 'ada' }]))).toBe(230)
    expect(count(null)).toBe(230)
    expect(count(list([{ field: 'account', op: 'in', value: ['north'] }]))).toBe(230)
    expect((await school('south'))(null)).toBe(30)
  })
})
