import { describe, expect, it } from 'vitest'
import type { DiscoveredSource } from '../../../shared/model/discovery.ts'
import { accountNamed, database, noon } from './laptop-database.ts'

const link = (id: number, name: string, said: Partial<DiscoveredSource> = {}): DiscoveredSource => ({
  feed: 'links',
  id,
  name,
  linkUrlId: `url-${id}`,
  accessListId: null,
  testIds: [101],
  ...said,
})

const tests = [
  { id: 101, name: 'Maths' },
  { id: 102, name: 'English' },
]

describe('the links that people can be sent to', () => {
  it('come by name, with their test, list and address', () => {
    const { calls } = database()
    const sources = [
      link(2, 'open day'),
      link(1, 'Élite', { accessListId: 77, linkUrlId: null, testIds: [102] }),
      link(3, 'Both', { testIds: [101, 102] }),
      link(4, 'None', { testIds: [] }),
      { ...link(1, 'Class 10B'), feed: 'groups' as const },
    ]
    calls.saveDiscovery('a', { sources, tests }, noon)
    expect(calls.startableLinks()).toEqual([
      { accountId: 'a', linkId: 3, name: 'Both', testName: 'English, Maths', linkUrlId: 'url-3', accessListId: null },
      { accountId: 'a', linkId: 1, name: 'Élite', testName: 'English', linkUrlId: null, accessListId: 77 },
      { accountId: 'a', linkId: 4, name: 'None', testName: '', linkUrlId: 'url-4', accessListId: null },
      { accountId: 'a', linkId: 2, name: 'open day', testName: 'Maths', linkUrlId: 'url-2', accessListId: null },
    ])
  })

  it('are those the key still sees', () => {
    const { calls } = database()
    calls.saveDiscovery('a', { sources: [link(1, 'Old'), link(2, 'New')], tests }, noon)
    calls.saveDiscovery('a', { sources: [link(2, 'New')], tests }, noon)
    expect(calls.startableLinks().map(({ name }) => name)).toEqual(['New'])
  })

  it('are of all accounts, or of those asked for', () => {
    const { calls } = database([accountNamed('a'), accountNamed('b')])
    calls.saveDiscovery('a', { sources: [link(1, 'Mine')], tests }, noon)
    calls.saveDiscovery('b', { sources: [link(1, 'Yours')], tests: [{ id: 101, name: 'Chess' }] }, noon)
    const named = (accounts?: string[]) => calls.startableLinks(accounts).map(({ name, testName }) => [name, testName])
    expect(named()).toEqual([
      ['Mine', 'Maths'],
      ['Yours', 'Chess'],
    ])
    expect(named([])).toHaveLength(2)
    expect(named(['b'])).toEqual([['Yours', 'Chess']])
  })
})
