import { describe, expect, it } from 'vitest'
import type { AccessCode, CodesFilter, CodesSort } from '../../../shared/model/access-code.ts'
import { codeFacts } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'

const list = { accountId: 'a', listId: 900 }
const byCode: CodesSort = { field: 'code', direction: 'asc' }

const use = (accessCode: string, first: string, ago: number, said: { sourceId?: number } = {}) =>
  resultOf({
    feed: 'links',
    sourceId: 20,
    userId: null,
    linkResultId: ago,
    first,
    last: 'Lovelace',
    accessCode,
    timeFinished: unixSeconds(noon - ago),
    ...said,
  })

/** A list that two links use, with four codes (one waits, one is to be removed) and results of both links. */
function withResults() {
  const { calls, db } = database([accountNamed('a'), accountNamed('b')])
  const link = (id: number, name: string, accessListId: number | null) => ({
    feed: 'links' as const,
    id,
    name,
    linkUrlId: `url-${id}`,
    accessListId,
    testIds: [],
  })
  const links = [link(20, 'Open day', 900), link(21, 'Évening', 900), link(22, 'Another', 901)]
  calls.saveDiscovery('a', { tests: [], sources: links }, noon)
  calls.saveDiscovery('a', { tests: [], sources: links.filter(({ id }) => id !== 21) }, noon)
  db.exec(`INSERT INTO access_list (account_id, list_id) VALUES ('b', 7)`)
  const edit = (change: 'full-list' | 'add' | 'remove', ...accessCodes: AccessCode[]) =>
    calls.applyCodes({ list, change, origin: 'typed', codes: accessCodes, at: noon })
  edit('full-list', { code: 'Abc-12', name: 'Zoë' }, { code: 'b2', name: null }, { code: 'c3', name: 'Ada' })
  edit('add', { code: 'd4', name: 'Bob' })
  edit('remove', { code: 'c3', name: null })
  calls.applyPage(
    pageWith(
      [
        use('Abc-12', 'Ada', 10),
        use('Abc-12', 'ADA', 20, { sourceId: 21 }),
        use('Abc-12', 'Bea', 30),
        use('b2', 'Cem', 40),
        use('lost', 'Dan', 50),
        use('abc-12', 'Eve', 60),
        use('d4', 'Other link', 70, { sourceId: 22 }),
      ],
      { feed: 'links', sources: [] },
    ),
  )
  const page = (filter: CodesFilter = {}, sort = byCode, offset = 0, limit = 10) =>
    calls.codesPage({ list, filter, sort, offset, limit })
  const codes = (...asked: Parameters<typeof page>) => page(...asked).map(({ code }) => code)
  return { calls, db, page, codes }
}

describe('the codes of a list', () => {
  it('are ordered by their last use, not by their first', () => {
    const { calls, codes } = withResults()
    calls.applyPage(pageWith([use('b2', 'Cem', 5)], { feed: 'links', sources: [] }))
    expect(codes({ use: 'used' }, { field: 'lastUsed', direction: 'desc' })).toEqual(['b2', 'Abc-12'])
    expect(codes({ use: 'used' }, { field: 'lastUsed', direction: 'asc' })).toEqual(['Abc-12', 'b2'])
  })

  it('come with their state, and with their uses through the links of the list', () => {
    const { page } = withResults()
    expect(page()).toMatchObject([
      { code: 'Abc-12', name: 'Zoë', state: 'on-list', uses: 3, lastUsedAt: noon - 10, usedBy: 2, refusal: null },
      { code: 'b2', name: null, state: 'on-list', uses: 1, lastUsedAt: noon - 40, usedBy: 1 },
      { code: 'c3', name: 'Ada', state: 'pending-remove', uses: 0, lastUsedAt: null, usedBy: 0 },
      { code: 'd4', name: 'Bob', state: 'pending-add', uses: 0 },
    ])
    expect(new Set(page().map(({ id }) => id)).size).toBe(4)
  })

  it.each<[CodesSort['field'], readonly string[], readonly string[]]>([
    ['code', ['Abc-12', 'b2', 'c3', 'd4'], ['d4', 'c3', 'b2', 'Abc-12']],
    ['name', ['c3', 'd4', 'Abc-12', 'b2'], ['Abc-12', 'd4', 'c3', 'b2']],
    ['uses', ['c3', 'd4', 'b2', 'Abc-12'], ['Abc-12', 'b2', 'd4', 'c3']],
    ['lastUsed', ['c3', 'd4', 'b2', 'Abc-12'], ['Abc-12', 'b2', 'd4', 'c3']],
    ['added', ['Abc-12', 'b2', 'c3', 'd4'], ['d4', 'c3', 'b2', 'Abc-12']],
  ])('are ordered by %s, either way, and paged in that order', (field, ascending, descending) => {
    const { codes } = withResults()
    expect(codes({}, { field, direction: 'asc' })).toEqual(ascending)
    expect(codes({}, { field, direction: 'desc' })).toEqual(descending)
    const paged = [0, 1, 2, 3].flatMap((offset) => codes({}, { field, direction: 'desc' }, offset, 1))
    expect(paged).toEqual(descending)
  })

  it.each<[CodesFilter, readonly string[]]>([
    [{ search: 'zoe' }, ['Abc-12']],
    [{ search: 'ABC 12' }, ['Abc-12']],
    [{ search: 'abc12' }, ['Abc-12']],
    [{ search: 'a d' }, ['c3']],
    [{ search: '%' }, []],
    [{ search: '-' }, ['Abc-12']],
    [{ search: "'" }, []],
    [{ search: '12, ABC' }, ['Abc-12']],
    [{ search: 'a-b c1-2, zoe' }, ['Abc-12']],
    [{ search: 'c1-2 a-b' }, ['Abc-12']],
    [{ search: '"abc 12"' }, ['Abc-12']],
    [{ search: '"abc zoe"' }, []],
    [{ search: '  ' }, ['Abc-12', 'b2', 'c3', 'd4']],
    [{ use: 'used' }, ['Abc-12', 'b2']],
    [{ use: 'unused' }, ['c3', 'd4']],
    [{ pending: true }, ['c3', 'd4']],
    [{ pending: true, use: 'used' }, []],
    [{ pending: false, search: 'b' }, ['Abc-12', 'b2', 'd4']],
  ])('of the filter %j are found, counted and copied alike', (filter, expected) => {
    const { calls, codes } = withResults()
    expect(codes(filter)).toEqual(expected)
    expect(calls.countCodes(list, filter)).toBe(expected.length)
    // A code waiting to be removed no longer counts as on the list.
    expect(calls.accessCodes(list, filter).map(({ code }) => code)).toEqual(expected.filter((code) => code !== 'c3'))
  })

  it('can be named, also while they wait', () => {
    const { calls, page } = withResults()
    calls.renameCode(list, 'b2', ' Cem ')
    calls.renameCode(list, 'd4', '')
    expect(page({ search: 'cem' })).toMatchObject([{ code: 'b2', name: 'Cem' }])
    expect(page({ pending: true })).toMatchObject([{ code: 'c3' }, { code: 'd4', name: null }])
  })
})

describe('the lists', () => {
  it('are those that links use or used, and those with codes here', () => {
    const { calls } = withResults()
    const other = { accountId: 'b', listId: 7 }
    calls.applyCodes({ list: other, change: 'add', origin: 'typed', codes: [{ code: 'x', name: null }], at: noon })
    expect(calls.accessLists()).toMatchObject([
      {
        ...list,
        name: null,
        links: [
          { linkId: 20, name: 'Open day', linkUrlId: 'url-20', visible: true },
          { linkId: 21, name: 'Évening', visible: false },
        ],
        knownHere: 3,
        pendingAdds: 1,
        pendingRemoves: 1,
        serverTotal: 3,
        difference: 0,
      },
      { listId: 901, links: [{ linkId: 22 }], knownHere: 0, serverTotal: null, difference: null },
      { ...other, links: [], knownHere: 1, pendingAdds: 1 },
    ])
    expect(calls.accessLists(['b'])).toHaveLength(1)
  })
})

describe('findings', () => {
  it('tell codes of several people, codes nobody knows here, and what was used', () => {
    const { calls } = withResults()
    expect(calls.codeFindings(list)).toEqual({
      shared: [{ code: 'Abc-12', names: ['Ada Lovelace', 'Bea Lovelace'], results: 3, lastUsedAt: noon - 10 }],
      unknown: [
        { code: 'lost', results: 1, lastName: 'Dan Lovelace', lastUsedAt: noon - 50 },
        { code: 'abc-12', results: 1, lastName: 'Eve Lovelace', lastUsedAt: noon - 60 },
      ],
      used: 2,
      unused: 1,
    })
  })
})

it('a new code collides with what looks like it: a code here, one that was, one in a result', () => {
  const { calls } = withResults()
  const candidates = ['ABC 12', 'C3', 'l0st', 'D-4', 'new', 'Lost1']
  expect(calls.takenCodes(candidates)).toEqual(['ABC 12', 'C3', 'l0st', 'D-4'])
})

describe('what all codes of a list have alike', () => {
  it('is nothing where they differ, and what the narrowed ones share', () => {
    const { calls } = withResults()
    expect(calls.codesAlike(list, {}, codeFacts)).toEqual([])
    expect(calls.codesAlike(list, { use: 'unused' }, codeFacts)).toEqual(['uses', 'lastUsed'])
    expect(calls.codesAlike(list, { use: 'used' }, ['state'])).toEqual(['state'])
    expect(calls.codesAlike(list, { search: 'nowhere' }, codeFacts)).toEqual([])
    // A waiting code shows its state in its own row.
    expect(calls.codesAlike(list, { search: 'd4' }, ['state'])).toEqual([])
  })

  it('are names only where nobody is named', () => {
    const { calls, db } = database()
    db.exec(`INSERT INTO access_list (account_id, list_id) VALUES ('a', 900)`)
    const add = (code: string, name: string | null) =>
      calls.applyCodes({
        list,
        change: 'full-list',
        origin: 'typed',
        codes: [
          { code, name },
          { code: 'b', name },
        ],
        at: noon,
      })
    add('a', null)
    expect(calls.codesAlike(list, {}, codeFacts)).toEqual(codeFacts)
    add('c', 'Zoë')
    expect(calls.codesAlike(list, { search: 'zoe' }, ['name'])).toEqual([])
  })
})
