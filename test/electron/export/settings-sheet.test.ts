import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import about from '../../../package.json' with { type: 'json' }
import { plusSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { syncSummary } from '../support/made-laptop.ts'
import { exported, laptop, noon, receive, requestFor, resultOf, settingsOf, sheetRows } from './laptop.ts'

function school() {
  const place = laptop({ a: 'Europe/Berlin', b: 'America/New_York' })
  receive(place, [resultOf(), resultOf({ userId: 2 }), resultOf({ userId: 2, timeStarted: unixSeconds(noon - 99) })], {
    tests: [{ id: 101, name: 'Maths' }],
    sources: [{ id: 10, name: '10B' }],
  })
  place.calls.recordRun(
    'a',
    syncSummary({ outcome: 'rate-limited', requests: 30, added: 3, budget: { used: 30, limit: 30 } }),
    noon,
    'sync',
  )
  place.calls.recordGap(
    'a',
    { feed: 'links', from: plusSeconds(noon, -7_200), to: plusSeconds(noon, -3_600), reason: 'too-old' },
    noon,
  )
  return place
}

async function settingsAfterRepair(place: ReturnType<typeof laptop>) {
  place.calls.changeAccount('a', { timeZone: 'Asia/Kolkata' })
  const file = join(place.folder, 'repaired.xlsx')
  await exported(place, requestFor(file))
  return settingsOf(file)
}

/** The sheet of an export that holds one account alone. */
async function settingsOfAccount(place: ReturnType<typeof laptop>) {
  const file = join(place.folder, 'settings.xlsx')
  const { query } = requestFor(file)
  const filter = [{ field: 'account', op: 'in', value: ['a'] }] as const
  await exported(place, requestFor(file, { query: { ...query, filter } }))
  return settingsOf(file)
}

describe('the Settings sheet', () => {
  it('says what is in the file, from where, and by which rules', async () => {
    const place = school()
    const file = join(place.folder, 'settings.xlsx')
    await exported(place, requestFor(file, { policy: 'last' }))
    const settings = await settingsOf(file)
    expect(settings.get('Written by')).toBe(`Gradekeep ${about.version}`)
    expect(settings.get('Exported at')).toBe('2026-11-20 13:00 (Europe/Berlin)')
    expect(settings.get('Attempts')).toBe(3)
    expect(settings.get('Students')).toBe(2)
    expect(settings.get('Attempt policy')).toMatch(/^Last:/)
    expect(settings.get('Identity')).toBe('Names')
    expect(settings.get('Sorted by')).toBe('Finished, descending')
    expect(settings.get('Filter')).toMatch(/^None/)
    expect([...settings.keys()]).toEqual(expect.arrayContaining(['Account: School a', 'Account: School b', 'Legend']))
  })

  it('counts what could not be read, and says why a range may lack results', async () => {
    const place = school()
    const raw = '{"first":"Ada"}'
    place.calls.applyPage({
      accountId: 'a',
      feed: 'groups',
      results: [],
      unreadable: [{ raw, problem: 'test_id: missing', reader: 2 }],
      tests: [],
      sources: [],
      cursor: null,
      covered: null,
      unproved: { from: plusSeconds(noon, -600), until: noon },
      receivedAt: noon,
    })
    const settings = await settingsOfAccount(place)
    expect(settings.get('Results that could not be read')).toBe(1)
    expect(settings.get('Could not be fetched')).toMatch(/Groups: .*, results may be missing/)
  })

  it('says of a stored time zone that is not known in which one the times are instead', async () => {
    const place = laptop()
    const db = openDatabase(place.databaseFile)
    db.exec(`UPDATE account SET time_zone = 'IST'`)
    db.close()
    receive(place, [resultOf()])
    const file = join(place.folder, 'settings.xlsx')
    await exported(place, requestFor(file))
    const settings = await settingsOf(file)
    const zone = settings.get('Time zone')
    expect(zone).not.toBe('IST')
    expect(settings.get('Unknown time zone')).toMatch(new RegExp(`“IST”.* are in ${zone} instead$`))
    expect((await settingsAfterRepair(place)).has('Unknown time zone')).toBe(false)
  })

  it('says how far the data reaches, and what is missing', async () => {
    const place = school()
    const settings = await settingsOfAccount(place)
    expect(settings.has('Account: School b')).toBe(false)
    expect(settings.get('Time zone')).toBe('Europe/Berlin')
    expect(settings.get('Data as of')).toMatch(/^2026-11-20 13:00 \(Europe\/Berlin\); last sync stopped by the hourly/)
    expect(settings.get('Groups fetched')).toBe(
      'finished from 2026-11-19 13:00 (Europe/Berlin) to 2026-11-20 13:00 (Europe/Berlin)',
    )
    expect(settings.get('Could not be fetched')).toBe(
      'Links: 2026-11-20 11:00 (Europe/Berlin) to 2026-11-20 12:00 (Europe/Berlin)',
    )
  })

  it('puts the whole filter into words', async () => {
    const place = school()
    const file = join(place.folder, 'settings.xlsx')
    const filter = [
      { field: 'test', op: 'in', value: [101, 999] },
      {
        field: 'source',
        op: 'in',
        value: [
          { feed: 'groups', id: 10 },
          { feed: 'links', id: 77 },
        ],
      },
      { field: 'finished', op: 'from', value: '2026-11-01' },
      { field: 'finished', op: 'to', value: '2026-11-30' },
      { field: 'percentage', op: 'from', value: 50 },
      { field: 'outcome', op: 'in', value: ['passed', 'not-passed'] },
      { field: 'grading', op: 'is', value: false },
      { field: 'certificate', op: 'is', value: true },
      { field: 'extraInfo', op: 'contains', value: 'ward 7', within: 'Department' },
      { field: 'search', op: 'contains', value: ' lovelace ' },
    ] as const
    await exported(place, requestFor(file, { query: { filter, sort: { field: 'name', direction: 'asc' } } }))
    const settings = await settingsOf(file)
    const words = Object.fromEntries([...settings].filter(([label]) => label.startsWith('Filter')))
    expect(words).toEqual({
      'Filter: Tests': 'Maths (101); Test (999)',
      'Filter: Groups and links': '10B (10); Link (77)',
      'Filter: Finished': 'from 2026-11-01 to 2026-11-30, both included',
      'Filter: Percent': 'from 50 % on',
      'Filter: Passed': 'Yes or No',
      'Filter: Needs grading': 'No',
      'Filter: Certificate': 'Yes',
      'Filter: Extra info': 'ward 7 (in Department)',
      'Filter: Search': 'lovelace',
    })
    expect(settings.get('Sorted by')).toBe('Name, ascending')
  })

  it.each([
    ['best', [0, 1, 0, 0]],
    ['first', [1, 0, 0, 0]],
    ['last', [0, 0, 1, 0]],
    ['average', [1, 1, 1, 0]],
  ] as const)('goes with a column that counts by its policy: %s', async (policy, counted) => {
    const place = laptop()
    const attempt = (at: number, percentage: number) =>
      resultOf({
        percentage: percentage as ReturnType<typeof resultOf>['percentage'],
        timeStarted: unixSeconds(noon + at * 100),
        timeFinished: unixSeconds(noon + at * 100 + 50),
      })
    receive(place, [
      attempt(1, 500),
      attempt(2, 900),
      attempt(3, 700),
      { ...attempt(4, 0), testId: 5, testType: 'Survey' },
    ])
    const file = join(place.folder, 'counts.xlsx')
    await exported(
      place,
      requestFor(file, { policy, query: { filter: [], sort: { field: 'finished', direction: 'asc' } } }),
    )
    const [header, ...rows] = await sheetRows(file, 'Attempts')
    const column = header?.indexOf('Counts') ?? -1
    expect(rows.map((row) => row[column])).toEqual(counted)
  })
})
