import { describe, expect, it } from 'vitest'
import { feeds, toTenths } from '../../../shared/model/result-values.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import {
  accountNamed,
  callsWithPages,
  database,
  noon,
  opened,
  pageWith,
  received,
  resultOf,
} from './laptop-database.ts'
import { filled, sampleRows, sourceNames, testNames } from './sample-rows.ts'

describe('the facets', () => {
  const rows = sampleRows(200)
  const { calls } = filled(rows)

  it('name each test with its results, by name', () => {
    const { tests } = calls.facets(undefined)
    expect(tests.map(({ name }) => name)).toEqual(['algebra', 'Biology', 'Maths', 'Test 5', 'Zoology'])
    for (const { id, name, results } of tests) {
      expect(name).toBe(testNames.get(id) ?? 'Test 5')
      expect(results).toBe(rows.filter(({ result }) => result.testId === id).length)
    }
  })

  it('keep a group and a link of the same number apart', () => {
    const { sources, total } = calls.facets(undefined)
    const ten = sources.filter(({ id }) => id === 10)
    expect(ten.map(({ feed, name }) => [feed, name])).toEqual([
      ['groups', '10B'],
      ['links', 'Link 10'],
    ])
    expect(sources.reduce((sum, { results }) => sum + results, 0)).toBe(total)
    expect(total).toBe(200)
  })

  it('are those of the chosen accounts', () => {
    const own = rows.filter(({ account }) => account === 'b').length
    expect(calls.facets(['b']).total).toBe(own)
    expect(calls.facets(['b']).tests.reduce((sum, { results }) => sum + results, 0)).toBe(own)
    expect(calls.facets(['nobody'])).toEqual({ tests: [], sources: [], words: {}, total: 0 })
    expect(calls.facets([])).toEqual(calls.facets(undefined))
  })

  it('of a single account are counted by the indexes alone, and come to the same', () => {
    const own = rows.filter(({ account }) => account === 'a')
    const beside = filled(own).calls
    const alone = database([accountNamed('a')]).calls
    for (const feed of feeds) {
      const results = own.map(({ result }) => result).filter((result) => result.feed === feed)
      const tests = [...testNames].map(([id, name]) => ({ id, name }))
      const [id, name] = sourceNames.get(feed) ?? [0, '']
      alone.applyPage(pageWith(results, { feed, tests, sources: [{ id, name }] }))
    }
    expect(alone.facets(undefined)).toEqual(beside.facets(['a']))
    expect(alone.facets(['a'])).toEqual(alone.facets(undefined))
    expect(alone.facets(['nobody'])).toEqual({ tests: [], sources: [], words: {}, total: 0 })
  })

  it('are empty where there is nothing', () => {
    expect(database([]).calls.facets(undefined)).toEqual({ tests: [], sources: [], words: {}, total: 0 })
  })
})

describe('the detail of a result', () => {
  const { calls } = database([accountNamed('a', 'Asia/Kolkata')])
  const attempt = (at: number, said = {}) =>
    resultOf({ timeStarted: unixSeconds(noon - at), timeFinished: unixSeconds(noon - at + 60), ...said })
  calls.applyPage(
    pageWith([], {
      results: [
        received(attempt(300, { percentage: toTenths(40), passed: false })),
        {
          result: attempt(200, { extraInfo: ['Bus', null, null, null, null], email: 'ada@example.org' }),
          raw: '{"first":"O&#039;Neill","percentage":75,"monitor_events":{"events":[]},"absent":null,"passed":true}',
        },
        received(attempt(100, { testId: 2 })),
        received(attempt(150, { userId: 2 })),
      ],
    }),
  )
  const ids = calls
    .resultsPage({ filter: [], sort: { field: 'started', direction: 'asc' }, offset: 0, limit: 10 })
    .map(({ id }) => id)

  it('holds the attempts of the same student at the same test, oldest first', () => {
    const { attempts } = calls.resultDetail(ids[1] ?? 0)
    expect(attempts).toEqual([
      {
        id: ids[0],
        percentage: 400,
        outcome: 'not-passed',
        requiresGrading: false,
        timeFinished: noon - 240,
        finished: true,
      },
      {
        id: ids[1],
        percentage: 750,
        outcome: 'passed',
        requiresGrading: false,
        timeFinished: noon - 140,
        finished: true,
      },
    ])
  })

  it('puts attempts that finished in one second in the order of their start, as the workbook numbers them', () => {
    const { calls: own } = database()
    const [late, early, open] = [
      attempt(100, { timeFinished: noon }),
      attempt(200, { timeFinished: noon }),
      attempt(50, { timeFinished: noon, status: 'ip' }),
    ]
    own.applyPage(pageWith([late, early, open]))
    const { attempts } = own.resultDetail(1)
    expect(attempts.map(({ id, finished }) => [id, finished])).toEqual([
      [2, true],
      [1, true],
      [3, false],
    ])
  })

  it('says of a survey that it is one, in the list as well', () => {
    const { calls: own } = database()
    own.applyPage(pageWith([attempt(1, { testType: 'Survey' }), attempt(2, { testId: 2 })]))
    expect([1, 2].map((id) => own.resultDetail(id).survey)).toEqual([true, false])
    const listed = own.resultsPage({ filter: [], sort: { field: 'started', direction: 'desc' }, offset: 0, limit: 5 })
    expect(listed.map(({ survey }) => survey)).toEqual([true, false])
  })

  it('holds what ClassMarker sent, decoded, in its names and order', () => {
    expect(calls.resultDetail(ids[1] ?? 0)).toMatchObject({
      email: 'ada@example.org',
      extraInfo: ['Bus', null, null, null, null],
      timeZone: 'Asia/Kolkata',
      firstSeenAt: noon,
      studentKey: 'user:1',
      sentFields: [
        ['first', "O'Neill"],
        ['percentage', '75'],
        ['monitor_events', '{"events":[]}'],
        ['absent', ''],
        ['passed', 'true'],
      ],
    })
  })

  it('of a result that is not there says so', () => {
    expect(() => calls.resultDetail(9_999)).toThrow(expect.objectContaining({ code: 'result/not-found' }))
  })

  it('never mixes two accounts', () => {
    const two = database([accountNamed('a'), accountNamed('b')]).calls
    for (const accountId of ['a', 'b']) two.applyPage(pageWith([resultOf()], { accountId }))
    expect(two.resultDetail(1).attempts.map(({ id }) => id)).toEqual([1])
  })
})

describe('removing an account', () => {
  const everywhere = (db: ReturnType<typeof database>['db']): number[] =>
    'test source assignment result unreadable feed_state gap request sync_run'
      .split(' ')
      .map((table) => db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? -1)

  it('takes everything of it and nothing of others', () => {
    const { calls, db } = filled(sampleRows(50))
    calls.saveDiscovery(
      'a',
      {
        sources: [{ feed: 'links', id: 20, name: 'Open day', linkUrlId: 'q', accessListId: 1, testIds: [1] }],
        tests: [{ id: 1, name: 'Maths' }],
      },
      noon,
    )
    calls.recordGap('a', { feed: 'links', from: noon, to: noon, reason: 'too-old' }, noon)
    calls.recordRequest('a', 'v1.json', noon)
    const left = calls.countResults([{ field: 'account', op: 'in', value: ['b'] }])
    const words = calls.countResults([
      { field: 'account', op: 'in', value: ['b'] },
      { field: 'search', op: 'contains', value: 'example' },
    ])
    calls.removeAccount('a')
    expect(calls.countResults([])).toBe(left)
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'example' }])).toBe(words)
    calls.removeAccount('b')
    expect(everywhere(db)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'example' }])).toBe(0)
    expect(calls.listAccounts()).toEqual([])
  })
})

describe('a search', () => {
  it('is in step with the results after changes and removals', () => {
    const rows = sampleRows(120)
    const { calls } = filled(rows)
    const changed = rows.filter(({ account }) => account === 'a').map(({ result }) => ({ ...result, last: 'Renamed' }))
    for (const feed of feeds)
      calls.applyPage(
        pageWith(
          changed.filter((result) => result.feed === feed),
          { feed },
        ),
      )
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'renamed' }])).toBe(changed.length)
    calls.removeAccount('b')
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'renamed' }])).toBe(changed.length)
    calls.removeAccount('a')
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'renamed' }])).toBe(0)
  })
})

describe('accounts', () => {
  it('are listed in the order they came, the sample last', () => {
    const sample = { ...accountNamed('sample'), sample: true, createdAt: unixSeconds(1) }
    const second = { ...accountNamed('b'), createdAt: unixSeconds(noon + 1) }
    const { calls } = database([sample, second, accountNamed('a')])
    expect(calls.listAccounts().map(({ id }) => id)).toEqual(['a', 'b', 'sample'])
  })

  it('take a change of some facts and keep the others', () => {
    const { calls } = database()
    calls.changeAccount('a', { name: 'Renamed', timeZone: 'Asia/Kolkata' })
    calls.changeAccount('a', { signature: 'md5' })
    calls.changeAccount('nobody', { name: 'x' })
    expect(calls.listAccounts()).toMatchObject([
      { ...accountNamed('a'), name: 'Renamed', timeZone: 'Asia/Kolkata', signature: 'md5', results: 0, lastSync: null },
    ])
  })

  it('tell how their newest sync ended, each its own', () => {
    const { calls } = database([accountNamed('a'), accountNamed('b')])
    const summary = {
      ...{ requests: 1, added: 0, updated: 0, unchanged: 0, unreadable: 0, gaps: [], nextRequestAfter: null },
      ...{ clockOffset: 0, budget: { used: 1, limit: 30 }, error: null },
    }
    calls.recordRun('a', { ...summary, outcome: 'complete' }, noon, 'sync')
    calls.recordRun('a', { ...summary, outcome: 'offline' }, unixSeconds(noon + 60), 'sync')
    calls.recordRun('b', { ...summary, outcome: 'complete' }, unixSeconds(noon + 120), 'recheck')
    expect(calls.listAccounts().map(({ lastSync }) => lastSync)).toEqual([
      { at: noon + 60, outcome: 'offline' },
      { at: noon + 120, outcome: 'complete' },
    ])
  })

  it('cannot share a key', () => {
    const { calls } = database()
    expect(() => calls.addAccount({ ...accountNamed('b'), key: 'key-a' })).toThrow('account/exists')
  })
})

describe('requests', () => {
  it('count for an hour, stay for Activity, and are forgotten after three months', () => {
    const { calls, db } = database()
    for (const at of [0, 1, 3_600]) calls.recordRequest('a', 'v1.json', unixSeconds(noon + at))
    expect(calls.requestsInLastHour('a', unixSeconds(noon + 3_599))).toBe(3)
    expect(calls.requestsInLastHour('a', unixSeconds(noon + 3_600))).toBe(2)
    expect(calls.requestsInLastHour('nobody', noon)).toBe(0)
    calls.forgetOldActivity(unixSeconds(noon + 86_401))
    expect(db.prepare('SELECT sent_at FROM request').all()).toHaveLength(3)
    calls.forgetOldActivity(unixSeconds(noon + 90 * 86_400 + 2))
    expect(db.prepare('SELECT sent_at FROM request').all()).toEqual([{ sent_at: noon + 3_600 }])
  })

  it('stamped by a clock that was ahead fill no hour, neither now nor when that time has come', () => {
    const { calls } = database()
    const used = (at: number) => calls.requestsInLastHour('a', unixSeconds(noon + at))
    calls.recordRequest('a', 'v1.json', unixSeconds(noon + 86_400))
    expect(used(0)).toBe(0)
    // The clock was set back by less than an hour, so these requests may belong to this hour.
    calls.recordRequest('a', 'v1.json', unixSeconds(noon + 3_600))
    expect(used(0)).toBe(1)
    expect(used(-1)).toBe(0)
    calls.recordRequest('a', 'v1.json', unixSeconds(noon))
    expect(used(0)).toBe(2)
    expect(used(86_400)).toBe(0)
  })

  it('and runs are listed in the order in which they came, also where the clock went back', () => {
    const { calls } = database()
    for (const at of [86_400, 0, 5]) {
      calls.recordRequest('a', `${at}`, unixSeconds(noon + at))
      calls.recordRun('a', { outcome: 'complete', added: at } as never, unixSeconds(noon + at), 'sync')
    }
    expect(calls.recentRequests(10).map(({ path }) => path)).toEqual(['5', '0', '86400'])
    expect(calls.recentRuns(10).map(({ summary }) => summary.added)).toEqual([5, 0, 86_400])
    expect(calls.listAccounts()[0]?.lastSync?.at).toBe(noon + 5)
  })

  it('are listed newest first, with how they ended and how long they took; one that did not end says nothing', () => {
    const { calls } = database()
    const first = calls.recordRequest('a', 'v1.json', noon)
    calls.recordRequest('a', 'v1/links/recent_results.json', unixSeconds(noon + 1))
    calls.endRequest(first, 'network/interrupted', 120.4)
    expect(calls.recentRequests(10)).toMatchObject([
      { path: 'v1/links/recent_results.json', sentAt: noon + 1, outcome: null, milliseconds: null },
      { path: 'v1.json', sentAt: noon, outcome: 'network/interrupted', milliseconds: 120 },
    ])
    expect(calls.recentRequests(1)).toHaveLength(1)
  })
})

describe('a laptop that was closed for longer than runs are kept', () => {
  it('still knows when each account was synced last', () => {
    const { calls } = database([accountNamed('a'), accountNamed('b')])
    for (const [id, at] of [
      ['a', 0],
      ['a', 1],
      ['b', 2],
    ] as const) {
      calls.recordRun(id, { outcome: 'complete' } as never, unixSeconds(noon + at), 'sync')
    }
    calls.forgetOldActivity(unixSeconds(noon + 400 * 86_400))
    expect(calls.recentRuns(10).map(({ endedAt }) => endedAt)).toEqual([noon + 2, noon + 1])
    expect(calls.listAccounts().map(({ lastSync }) => lastSync?.at)).toEqual([noon + 1, noon + 2])
  })
})

describe('settings', () => {
  it('are the defaults until something is chosen, and only that changes', () => {
    const { calls } = database()
    expect(calls.settings()).toEqual(defaultSettings)
    expect(calls.changeSettings({ theme: 'dark', hiddenColumns: ['grading'], density: undefined })).toEqual({
      ...defaultSettings,
      theme: 'dark',
      hiddenColumns: ['grading'],
    })
    expect(calls.changeSettings({ theme: 'light' })).toMatchObject({ theme: 'light', hiddenColumns: ['grading'] })
  })

  it('that this version cannot read are as if never chosen, each for itself', () => {
    const { calls, db } = database()
    const put = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?)')
    put.run('theme', '"sepia"')
    put.run('density', 'no JSON')
    put.run('hiddenColumns', '["grading"]')
    put.run('font', '"Comic Sans"')
    expect(calls.settings()).toEqual({ ...defaultSettings, hiddenColumns: ['grading'] })
  })

  it('keep the pseudonym key that came first, where two programs make one at the same moment', () => {
    const { file, calls, db } = database()
    const other = callsWithPages(opened(file))
    // The other program writes its key between this one's reading and writing.
    db.exec(`CREATE TRIGGER meanwhile BEFORE INSERT ON setting WHEN new.value <> '"first"'
      BEGIN INSERT INTO setting (name, value) VALUES (new.name, '"first"'); END`)
    expect(calls.pseudonymKey()).toBe('first')
    expect(other.pseudonymKey()).toBe('first')
  })

  it('hold a pseudonym key of their own that stays the same and is shown to nobody', () => {
    const { calls } = database()
    const key = calls.pseudonymKey()
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(calls.pseudonymKey()).toBe(key)
    expect(JSON.stringify(calls.settings())).not.toContain(key)
    expect(database().calls.pseudonymKey()).not.toBe(key)
  })
})

describe('what a key can see', () => {
  const group = { feed: 'groups', id: 10, name: '10B', linkUrlId: null, accessListId: null, testIds: [1, 2] } as const

  it('is replaced at each discovery, but names of what is gone stay', () => {
    const { calls } = database()
    calls.applyPage(pageWith([resultOf()]))
    calls.saveDiscovery('a', { sources: [group], tests: [{ id: 1, name: 'Maths' }] }, noon)
    calls.saveDiscovery('a', { sources: [{ ...group, id: 11, name: '11B' }], tests: [] }, noon)
    expect(calls.account('a')).toMatchObject({ groups: 1, tests: 1 })
    expect(calls.facets(undefined).sources).toEqual([{ feed: 'groups', id: 10, name: '10B', results: 1 }])
    expect(calls.syncState('a').discoveredAt).toBe(noon)
  })
})
