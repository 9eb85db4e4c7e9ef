import { describe, expect, it } from 'vitest'
import type { RenewalsFilter } from '../../../shared/model/certificate.ts'
import type { Result } from '../../../shared/model/result.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, pageWith, resultOf } from './laptop-database.ts'

const at = (moment: string): UnixSeconds => unixSeconds(Date.parse(moment) / 1000)

let serials = 0
const earned = (moment: string, said: Partial<Result> = {}): Result =>
  resultOf({
    certificateSerial: `C-${serials++}`,
    timeFinished: at(moment),
    timeStarted: unixSeconds(at(moment) - 60),
    ...said,
  })

const all: RenewalsFilter = { results: [], states: [] }

function registry(results: readonly Result[], zone = 'UTC') {
  const made = database([accountNamed('a', zone), accountNamed('b', zone)])
  made.calls.applyPage(pageWith(results, { tests: [{ id: 1, name: 'Health' }] }))
  made.calls.setValidity('a', 1, 12)
  const page = (now: string, filter: RenewalsFilter = all, offset = 0, limit = 50) =>
    made.calls.renewalsPage({ filter, offset, limit }, at(now))
  const states = (now: string, filter: RenewalsFilter = all) =>
    page(now, filter).map(({ first, expiresOn, state }) => [first, expiresOn, state])
  return { ...made, page, states }
}

describe('the last day of a certificate', () => {
  it.each([
    ['2026-01-31T12:00:00Z', 1, '2026-02-28'],
    ['2024-01-31T12:00:00Z', 1, '2024-02-29'],
    ['2024-02-29T12:00:00Z', 12, '2025-02-28'],
    ['2026-11-20T12:00:00Z', 24, '2028-11-20'],
    ['2026-11-20T12:00:00Z', 600, '2076-11-20'],
  ])('earned at %s, with %i months, is %s', (moment, months, day) => {
    const { calls, page } = registry([earned(moment)])
    calls.setValidity('a', 1, months)
    expect(page('2026-01-01T00:00:00Z')).toMatchObject([{ expiresOn: day }])
    expect(
      calls.certificatesPage({ filter: [], sort: { field: 'finished', direction: 'asc' }, offset: 0, limit: 5 }),
    ).toMatchObject([{ expiresOn: day }])
  })

  it('is a day of the account’s own time zone', () => {
    const moment = '2026-03-31T22:30:00Z'
    expect(registry([earned(moment)], 'Europe/Berlin').states('2026-04-02T00:00:00Z')[0]?.[1]).toBe('2027-04-01')
    expect(registry([earned(moment)], 'America/New_York').states('2026-04-02T00:00:00Z')[0]?.[1]).toBe('2027-03-31')
  })
})

describe('the state of a certificate', () => {
  const { states } = registry([earned('2026-01-10T12:00:00Z')], 'Pacific/Auckland')

  it.each([
    ['2026-11-10T10:59:00Z', 'valid'],
    ['2026-11-11T10:59:59Z', 'valid'],
    ['2026-11-11T11:00:00Z', 'due'],
    ['2026-11-12T11:00:00Z', 'due'],
    ['2027-01-11T10:59:00Z', 'due'],
    ['2027-01-11T11:00:00Z', 'expired'],
  ])('is at %s: %s, as the days of its account change', (now, state) => {
    expect(states(now)).toEqual([['Ada', '2027-01-11', state]])
  })

  it('is renewed where the same student holds a newer one of the same test', () => {
    const { page } = registry([
      earned('2025-01-10T12:00:00Z', { userId: 1, first: 'First' }),
      earned('2026-01-10T12:00:00Z', { userId: 1, first: 'Second' }),
      earned('2026-06-10T12:00:00Z', { userId: 1, first: 'Third' }),
      earned('2026-01-10T12:00:00Z', { userId: 2, first: 'Other student' }),
      earned('2026-09-10T12:00:00Z', { userId: 1, testId: 2, first: 'Other test' }),
      earned('2026-09-10T12:00:00Z', { userId: 2, certificateSerial: null }),
    ])
    expect(page('2026-11-20T12:00:00Z').map(({ first, state, renewedAt }) => [first, state, renewedAt])).toEqual([
      ['Other student', 'due', null],
      ['Third', 'valid', null],
      ['First', 'renewed', at('2026-01-10T12:00:00Z')],
      ['Second', 'renewed', at('2026-06-10T12:00:00Z')],
    ])
  })

  it('is not renewed by a certificate of another account', () => {
    const { calls, states } = registry([earned('2025-01-10T12:00:00Z')])
    calls.applyPage(pageWith([earned('2026-01-10T12:00:00Z')], { accountId: 'b' }))
    expect(states('2026-11-20T12:00:00Z')).toEqual([['Ada', '2026-01-10', 'expired']])
  })
})

describe('renewals', () => {
  const now = '2026-11-20T12:00:00Z'
  const people = ['Una', 'Bea', 'Cem', 'Dag', 'Eve'].map((first, userId) =>
    earned(`202${5 + Math.floor(userId / 3)}-0${userId + 1}-10T12:00:00Z`, { userId, first, testId: 1 + (userId % 2) }),
  )

  it('are only of tests with a validity, soonest first over all of them', () => {
    const { calls, states } = registry(people)
    expect(states(now).map(([first]) => first)).toEqual(['Una', 'Cem', 'Eve'])
    calls.setValidity('a', 2, 1)
    expect(states(now).map(([first]) => first)).toEqual(['Bea', 'Una', 'Cem', 'Dag', 'Eve'])
    calls.setValidity('a', 1, null)
    expect(states(now).map(([first]) => first)).toEqual(['Bea', 'Dag'])
  })

  it('come in pages, by state, test and search, and are counted whatever states are asked for', () => {
    const { calls, page, states } = registry(people)
    calls.setValidity('a', 2, 60)
    const counts = calls.countRenewals({ results: [], states: ['valid'] }, at(now))
    expect(counts).toEqual({ expired: 2, due: 0, valid: 3, renewed: 0 })
    expect(states(now, { results: [], states: ['expired'] }).map(([first]) => first)).toEqual(['Una', 'Cem'])
    expect(
      states(now, { results: [{ field: 'test', op: 'in', value: [2] }], states: [] }).map(([first]) => first),
    ).toEqual(['Bea', 'Dag'])
    expect(
      states(now, { results: [{ field: 'search', op: 'contains', value: 'cem' }], states: [] }).map(([first]) => first),
    ).toEqual(['Cem'])
    expect(states(now, { results: [{ field: 'account', op: 'in', value: ['b'] }], states: [] })).toEqual([])
    expect(
      calls.countRenewals({ results: [{ field: 'search', op: 'contains', value: 'cem' }], states: [] }, at(now)),
    ).toMatchObject({ expired: 1, valid: 0 })
    expect(page(now, all, 1, 2)).toEqual(page(now).slice(1, 3))
    expect(page(now, all, 5, 2)).toEqual([])
  })

  it('are renewed within their own account only, where two use one number for a test', () => {
    const { calls, states } = registry([earned('2026-01-10T12:00:00Z', { first: 'Ada' })])
    calls.applyPage(pageWith([earned('2026-06-10T12:00:00Z', { first: 'Other' })], { accountId: 'b' }))
    calls.setValidity('b', 1, 12)
    expect(states('2026-07-01T12:00:00Z')).toEqual([
      ['Ada', '2027-01-10', 'valid'],
      ['Other', '2027-06-10', 'valid'],
    ])
  })

  it('follow a result that loses its certificate', () => {
    const { calls, states } = registry([earned('2026-01-10T12:00:00Z', { giveCertificateOnlyWhenPassed: true })])
    expect(states(now)).toHaveLength(1)
    calls.applyPage(pageWith([earned('2026-01-10T12:00:00Z', { giveCertificateOnlyWhenPassed: true, passed: false })]))
    expect(states(now)).toEqual([])
  })
})

describe('validities', () => {
  it('name every test that has certificates, by name, with how many and for how long', () => {
    const { calls } = registry([
      earned('2026-01-10T12:00:00Z'),
      earned('2026-01-11T12:00:00Z', { userId: 2 }),
      earned('2026-01-12T12:00:00Z', { testId: 7 }),
      resultOf({ testId: 8, userId: 9 }),
    ])
    calls.setValidity('a', 8, 6)
    expect(calls.testValidities(undefined)).toEqual([
      { accountId: 'a', testId: 1, testName: 'Health', certificates: 2, months: 12 },
      { accountId: 'a', testId: 7, testName: 'Test 7', certificates: 1, months: null },
      { accountId: 'a', testId: 8, testName: 'Test 8', certificates: 0, months: 6 },
    ])
    expect(calls.testValidities(['b'])).toEqual([])
  })

  it('of an account or a test that is not there is refused by its name, and kept nowhere', () => {
    const { calls } = registry([earned('2026-01-10T12:00:00Z')])
    const before = calls.testValidities(undefined)
    for (const months of [12, null]) {
      expect(() => calls.setValidity('gone', 1, months)).toThrow('account/not-found')
      expect(() => calls.setValidity('a', 99, months)).toThrow('test/not-found')
      expect(() => calls.setValidity('b', 1, months)).toThrow('test/not-found')
    }
    expect(calls.testValidities(undefined)).toEqual(before)
  })
})

describe('the e-mail addresses of renewals', () => {
  const now = '2026-11-20T12:00:00Z'
  it('are each there once, of what the list shows, and it is said how many certificates came without', () => {
    const mailed = (userId: number, email: string | null, moment = '2026-01-10T12:00:00Z') =>
      earned(moment, { userId, email })
    const { calls } = registry([
      mailed(1, 'Ada@school.example'),
      mailed(2, ' ada@SCHOOL.example '),
      mailed(3, 'ben@school.example', '2025-01-10T12:00:00Z'),
      mailed(4, null),
      mailed(5, 'no address; at all'),
    ])
    expect(calls.renewalEmails({ results: [], states: [] }, at(now))).toEqual({
      emails: ['ben@school.example', 'Ada@school.example'],
      without: 2,
    })
    expect(calls.renewalEmails({ results: [], states: ['expired'] }, at(now))).toEqual({
      emails: ['ben@school.example'],
      without: 0,
    })
    const ids = calls
      .renewalsPage({ filter: { results: [], states: [] }, offset: 0, limit: 9 }, at(now))
      .map(({ id }) => id)
    expect(
      calls.renewalEmails({ results: [{ field: 'id', op: 'in', value: ids.slice(0, 1) }], states: [] }, at(now)),
    ).toMatchObject({ emails: ['ben@school.example'] })
  })
})
