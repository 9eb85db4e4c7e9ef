import { describe, expect, it } from 'vitest'
import { incompleteWords } from '../../../renderer/state/completeness.ts'
import { resultCount } from '../../../renderer/state/result-count.ts'
import { useAccounts } from '../../../renderer/state/accounts.ts'
import { newestFirst, type ResultsFilter } from '../../../shared/model/query.ts'
import { accountStatus, accountSummary } from '../made-accounts.ts'

describe('what is said above a list', () => {
  const status = (id: string, unreadable: number) => ({ ...accountStatus(), id, name: id, unreadable })
  const accounts = [accountSummary({ id: 'north' }), accountSummary({ id: 'sample', sample: true })]
  const statuses = [status('north', 0), status('sample', 2)]

  it('is of the accounts that are looked at, and of no other', () => {
    expect(incompleteWords({ accounts, statuses, currentId: null })).toBeNull()
    expect(incompleteWords({ accounts, statuses, currentId: 'sample' })).toMatch(/2 results could not be read/)
  })
})

describe('the number of results', () => {
  const accounts = {
    ...useAccounts.getState(),
    accounts: [accountSummary({ id: 'north', results: 200 }), accountSummary({ id: 'south', results: 30 })],
    filterAccounts: () => undefined,
  }
  const list = (filter: ResultsFilter) => ({ query: { filter, sort: newestFirst }, count: 400, pages: new Map() })

  it('is that of the list while it shows all of them, though the accounts were counted a moment before', () => {
    expect(resultCount(accounts, list({}))).toBe(400)
  })

  it('is that of the accounts while a filter narrows the list, or none is read, or it is of other accounts', () => {
    expect(resultCount(accounts, list({ search: 'ada' }))).toBe(230)
    expect(resultCount(accounts, null)).toBe(230)
    expect(resultCount(accounts, list({ accounts: ['north'] }))).toBe(230)
    expect(resultCount({ ...accounts, currentId: 'south' }, null)).toBe(30)
  })
})
