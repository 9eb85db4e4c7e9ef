import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type SortField, sortFields } from '../../../shared/model/result-fields.ts'
import { feeds } from '../../../shared/model/result-values.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { fold } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, pageWith, resultOf } from './laptop-database.ts'
import { calendarDay, keyOf, matches, parts, rows } from './results-oracle.ts'
import { filled, sampleRows, sourceNames, testNames, zoneOf } from './sample-rows.ts'

const newest = { field: 'finished', direction: 'desc' } as const

describe('a filter', () => {
  const { calls } = filled(rows)
  const found = (filter: ResultsFilter) =>
    calls
      .storedResultsPage({ filter, sort: newest, offset: 0, limit: 1_000 })
      .map((row) => `${row.account_id}/${row.user_id ?? row.link_result_id}`)
      .sort()
  const check = (filter: ResultsFilter) => {
    const expected = rows.filter((row) => matches(row, filter)).map(keyOf)
    expect(found(filter)).toEqual(expected.sort())
    expect(calls.countResults(filter)).toBe(expected.length)
  }

  it('that asks nothing finds all', () => {
    check([])
    expect(calls.countResults([])).toBe(300)
  })

  it.each(Object.keys(parts))('by %s alone finds what it says', (name) => {
    const part = parts[name]
    if (part === undefined) throw new Error(name)
    fc.assert(
      fc.property(part, (condition) => check([condition])),
      { numRuns: 30 },
    )
  })

  it('of several parts finds what all of them say', () => {
    const filters = fc.record(parts, { requiredKeys: [] })
    fc.assert(
      fc.property(filters, (chosen) => check(Object.values(chosen).filter((part) => part !== undefined))),
      { numRuns: 300 },
    )
  })

  it('by day counts the day of the account that the result belongs to', () => {
    const { calls: two } = filled(sampleRows(0))
    expect(
      two.countResults([
        { field: 'finished', op: 'from', value: '2026-11-01' },
        { field: 'finished', op: 'to', value: '2026-11-30' },
      ]),
    ).toBe(0)
    fc.assert(
      fc.property(calendarDay, (day) =>
        check([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
        ]),
      ),
      { numRuns: 21 },
    )
  })
})

describe('a name as a list has it', () => {
  const { calls } = database([accountNamed('a')])
  const person = (userId: number, first: string, last: string) => resultOf({ userId, first, last })
  calls.applyPage(pageWith([person(1, 'Ana', 'Ruiz'), person(2, 'Ruiz', 'Cano'), person(3, 'Sean', "O'Neill")]))

  it.each([
    ['Ruiz, Ana', 1],
    ['ana,ruiz', 1],
    ['ruiz', 2],
    ['an, ru', 2],
    ["'", 0],
    ["o'neill", 1],
    [',', 0],
    [' ', 3],
    [`ana ${'ruiz '.repeat(99)}`, 1],
  ])('for %j finds %i', (search, found) => {
    expect(calls.countResults([{ field: 'search', op: 'contains', value: search }])).toBe(found)
    expect(
      calls.countResults([
        { field: 'search', op: 'contains', value: search },
        { field: 'account', op: 'in', value: ['a'] },
      ]),
    ).toBe(found)
    expect(
      calls.storedResultsPage({
        filter: [{ field: 'search', op: 'contains', value: search }],
        sort: newest,
        offset: 0,
        limit: 9,
      }),
    ).toHaveLength(found)
  })
})

describe('sorting', () => {
  const { calls } = filled(rows)
  const sorts = sortFields.flatMap((field) => (['asc', 'desc'] as const).map((direction) => ({ field, direction })))

  const shown: Readonly<Record<SortField, (row: ResultRow) => number | string | null>> = {
    finished: (row) => row.timeFinished,
    started: (row) => row.timeStarted,
    name: (row) => fold(`${row.last} ${row.first}`),
    test: (row) => row.testName.toLowerCase(),
    source: (row) => row.sourceName.toLowerCase(),
    percentage: (row) => row.percentage,
    points: (row) => row.pointsScored,
    outcome: (row) => row.outcome,
    duration: (row) => row.durationSeconds,
    certificate: (row) => row.certificateSerial,
    grading: (row) => (row.requiresGrading ? 1 : 0),
  }

  const isUnnamed = (row: ResultRow, field: string) =>
    (field === 'test' && row.testName.startsWith('Test ')) ||
    (field === 'source' && /^(Group|Link|Course) /.test(row.sourceName))

  it.each(['test', 'source'] as const)('by %s is the same for a single account as beside another', (field) => {
    const own = rows.filter(({ account }) => account === 'a')
    const alone = database([accountNamed('a', zoneOf.a)]).calls
    for (const feed of feeds) {
      const [id, name] = sourceNames.get(feed) ?? [0, '']
      const results = own.map(({ result }) => result).filter((result) => result.feed === feed)
      const tests = [...testNames].map(([test, testName]) => ({ id: test, name: testName }))
      alone.applyPage(pageWith(results, { feed, tests, sources: [{ id, name }] }))
    }
    const beside = filled(own).calls
    for (const direction of ['asc', 'desc'] as const) {
      const query = { filter: [], sort: { field, direction }, offset: 0, limit: 500 }
      expect(alone.resultsPage(query)).toEqual(beside.resultsPage(query))
    }
  })

  it('by test keeps two accounts apart that use one number for different tests', () => {
    const { calls: two } = database([accountNamed('a'), accountNamed('b')])
    const named = (accountId: string, name: string) => {
      const results = [1, 2].map((userId) => resultOf({ userId }))
      two.applyPage(pageWith(results, { accountId, tests: [{ id: 1, name }] }))
    }
    named('a', 'Zoology')
    named('b', 'algebra')
    const page = two.resultsPage({ filter: [], sort: { field: 'test', direction: 'asc' }, offset: 0, limit: 9 })
    expect(page.map(({ testName }) => testName)).toEqual(['algebra', 'algebra', 'Zoology', 'Zoology'])
  })

  it.each(sorts)('by $field $direction gives every result once, whatever the size of the pages', (sort) => {
    const whole = calls.resultsPage({ filter: [], sort, offset: 0, limit: 500 })
    expect(new Set(whole.map(({ id }) => id)).size).toBe(300)
    for (const limit of [7, 100]) {
      const pages = Array.from({ length: Math.ceil(300 / limit) }, (_, page) =>
        calls.resultsPage({ filter: [], sort, offset: page * limit, limit }),
      )
      expect(pages.flat()).toEqual(whole)
    }
    expect(calls.resultsPage({ filter: [], sort, offset: 300, limit: 10 })).toEqual([])
  })

  it.each(sorts)('by $field $direction is in the order of what is shown, absent values last', (sort) => {
    const values = calls
      .resultsPage({ filter: [], sort, offset: 0, limit: 500 })
      .filter((row) => !isUnnamed(row, sort.field))
      .map(shown[sort.field])
    const present = values.filter((value) => value !== null)
    expect(values.slice(present.length).every((value) => value === null)).toBe(true)
    const ordered = present.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    expect(present).toEqual(sort.direction === 'asc' ? ordered : ordered.reverse())
  })

  it.each(['test', 'source'] as const)('by %s puts what has no name yet where its number belongs', (field) => {
    const names = calls
      .resultsPage({ filter: [], sort: { field, direction: 'asc' }, offset: 0, limit: 500 })
      .map((row) => String(shown[field](row)))
    expect(names).toEqual(names.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)))
  })

  it.each(sortFields)('by %s backwards is the same order from its end, but for absent values', (field) => {
    const ids = (direction: 'asc' | 'desc') =>
      calls
        .resultsPage({
          filter: [{ field: 'certificate', op: 'is', value: true }],
          sort: { field, direction },
          offset: 0,
          limit: 500,
        })
        .filter((row) => shown[field](row) !== null)
        .map(({ id }) => id)
    expect(ids('desc')).toEqual(ids('asc').reverse())
  })
})

it('names what has no name by its number', () => {
  const { calls } = filled(rows)
  const page = calls.resultsPage({
    filter: [{ field: 'test', op: 'in', value: [5] }],
    sort: newest,
    offset: 0,
    limit: 1,
  })
  expect(page[0]?.testName).toBe('Test 5')
  expect(testNames.has(5)).toBe(false)
  expect([...sourceNames.values()]).toHaveLength(3)
})

describe('a day of a filter', () => {
  const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000)
  // Normal days; days of 23, 25, 23½ and 24½ hours; a day that begins at one; zones with half and quarter hours.
  const days: readonly [zone: string, day: string, first: string, next: string][] = [
    ['UTC', '2026-11-20', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['America/St_Johns', '2026-03-08', '2026-03-08T03:30:00Z', '2026-03-09T02:30:00Z'],
    ['America/St_Johns', '2026-11-01', '2026-11-01T02:30:00Z', '2026-11-02T03:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'],
    ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15:00Z', '2026-11-20T18:15:00Z'],
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-20', '2026-11-19T10:00:00Z', '2026-11-20T10:00:00Z'],
  ]
  const places = [
    ['alone', []],
    ['beside an account east of it', ['Pacific/Kiritimati']],
    ['beside an account west of it', ['Pacific/Pago_Pago']],
    ['beside one in the same zone', ['same']],
  ] as const

  it.each(days.flatMap((one) => places.map(([words, others]) => [...one, words, others] as const)))(
    'in %s, %s, begins with its first second and ends before the next day’s: %s to %s, %s',
    (zone, day, first, next, _, others) => {
      const besides = others.map((other, place) => accountNamed(`b${place}`, other === 'same' ? zone : other))
      const { calls } = database([accountNamed('a', zone), ...besides])
      const moments = [at(first) - 1, at(first), at(next) - 1, at(next)].map(unixSeconds)
      calls.applyPage(pageWith(moments.map((timeFinished, userId) => resultOf({ userId, timeFinished }))))
      const found = (filter: ResultsFilter) =>
        calls
          .storedResultsPage({ filter, sort: { field: 'finished', direction: 'asc' }, offset: 0, limit: 9 })
          .map(({ user_id }) => user_id)
      expect(
        found([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
        ]),
      ).toEqual([1, 2])
      expect(found([{ field: 'finished', op: 'from', value: day }])).toEqual([1, 2, 3])
      expect(found([{ field: 'finished', op: 'to', value: day }])).toEqual([0, 1, 2])
      expect(
        calls.countResults([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
          { field: 'account', op: 'in', value: ['a'] },
        ]),
      ).toBe(2)
    },
  )
})

describe('between equals', () => {
  const { calls } = database()
  const alike = Array.from({ length: 9 }, (_, userId) =>
    resultOf({ userId, pointsScored: null, durationSeconds: null, certificateSerial: null }),
  )
  calls.applyPage(pageWith(alike))

  it.each(sortFields)('the one that came first stands first by %s ascending, and last descending', (field) => {
    const ids = (direction: 'asc' | 'desc') =>
      calls.resultsPage({ filter: [], sort: { field, direction }, offset: 0, limit: 20 }).map(({ id }) => id)
    expect(ids('asc')).toEqual(ids('asc').toSorted((one, other) => one - other))
    expect(ids('desc')).toEqual(ids('asc').toReversed())
  })
})

describe('a page', () => {
  const { calls } = filled(rows)

  it.each([
    [[{ field: 'search', op: 'contains', value: 'ada' }], 'name'],
    [
      [
        { field: 'grading', op: 'is', value: true },
        { field: 'test', op: 'in', value: [1, 2, 5] },
      ],
      'test',
    ],
    [[{ field: 'source', op: 'in', value: [{ feed: 'links', id: 20 }] }], 'source'],
    [
      [
        { field: 'account', op: 'in', value: ['b'] },
        { field: 'certificate', op: 'is', value: true },
      ],
      'certificate',
    ],
  ] as const)(
    'of the results that fit %j, by %s, is a range of them all, and there are as many as counted',
    (filter, field) => {
      const query = { filter, sort: { field, direction: 'asc' } as const }
      const whole = calls.resultsPage({ ...query, offset: 0, limit: 500 })
      expect(whole.length).toBe(calls.countResults(query.filter))
      expect(whole.length).toBeGreaterThan(5)
      expect(calls.resultsPage({ ...query, offset: 2, limit: 3 })).toEqual(whole.slice(2, 5))
      expect(calls.resultsPage({ ...query, offset: whole.length - 1, limit: 50 })).toEqual(whole.slice(-1))
      expect(calls.resultsPage({ ...query, offset: 0, limit: 0 })).toEqual([])
    },
  )
})
