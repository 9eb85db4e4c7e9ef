import { describe, expect, it } from 'vitest'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'

const later = unixSeconds(noon + 3_600)
const evenLater = unixSeconds(noon + 7_200)

/** Stores a result, then receives it again with these fields; returns the changes recorded. */
function changed(before: Partial<Result>, after: Partial<Result>) {
  const { calls } = database()
  calls.applyPage(pageWith([resultOf(before)], { tests: [{ id: 1, name: 'Maths' }] }))
  calls.applyPage(pageWith([resultOf({ ...before, ...after })], { receivedAt: later }))
  return calls.recentChanges(100).map((change) => ({
    field: change.field,
    before: change.before,
    after: change.after,
  }))
}

describe('a value that ClassMarker changed', () => {
  it('is kept with what it was, what it is and when that was seen', () => {
    const { calls } = database()
    calls.applyPage(pageWith([resultOf({ requiresGrading: true })], { tests: [{ id: 1, name: 'Maths' }] }))
    calls.applyPage(pageWith([resultOf({ percentage: toTenths(89.5), pointsScored: 17.9 })], { receivedAt: later }))
    const seen = { accountId: 'a', seenAt: later, student: 'Ada Lovelace', testName: 'Maths' }
    expect(calls.recentChanges(100).toSorted((a, b) => a.field.localeCompare(b.field))).toMatchObject([
      { ...seen, field: 'percentage', before: 75, after: 89.5 },
      { ...seen, field: 'points_scored', before: 15, after: 17.9 },
      { ...seen, field: 'requires_grading', before: 'Yes', after: 'No' },
    ])
  })

  it.each<[string, unknown, unknown, Partial<Result>, Partial<Result>]>([
    ['points_available', 20, 25, {}, { pointsAvailable: 25 }],
    ['percentage_passmark', 50, null, {}, { passMark: null }],
    ['passed', true, false, {}, { passed: false }],
    ['passed', null, true, { passed: null }, { passed: true }],
    ['time_finished', noon, later, {}, { timeFinished: later }],
    ['duration', '00:10:00', '00:20:00', {}, { duration: '00:20:00', durationSeconds: 1_200 }],
    ['status', 'f', 't', {}, { status: 't' }],
    ['first', 'Ada', 'Augusta', {}, { first: 'Augusta' }],
    ['last', 'Lovelace', 'Byron', {}, { last: 'Byron' }],
    ['email', null, 'ada@example.org', {}, { email: 'ada@example.org' }],
    ['extra_info', ['8b', null], ['8c', null], { extraInfo: ['8b', null] }, { extraInfo: ['8c', null] }],
    ['extra_info', null, ['8c'], {}, { extraInfo: ['8c'] }],
    ['certificate_serial', null, 'CA1PQY-ZZVK', {}, { certificateSerial: 'CA1PQY-ZZVK' }],
    ['certificate_url', null, 'https://example.org/c', {}, { certificateUrl: 'https://example.org/c' }],
    [
      'view_results_url',
      'https://example.org/v',
      null,
      { viewResultsUrl: 'https://example.org/v' },
      { viewResultsUrl: null },
    ],
    [
      'give_certificate_only_when_passed',
      false,
      true,
      { giveCertificateOnlyWhenPassed: false },
      { giveCertificateOnlyWhenPassed: true },
    ],
    ['ip_address', null, '2001:db8::1', {}, { ipAddress: '2001:db8::1' }],
    ['access_code', 'Winter-7', 'Winter-8', { accessCode: 'Winter-7' }, { accessCode: 'Winter-8' }],
    ['test_type', 'Test', 'Survey', {}, { testType: 'Survey' }],
  ])('is recorded by its own name: %s from %j to %j', (field, before, after, was, is) => {
    expect(changed(was, is)).toContainEqual({ field, before, after })
  })

  it('is noted once for each change, the newest first, and all of them stay', () => {
    const { calls, db } = database()
    for (const [percentage, receivedAt] of [
      [50, noon],
      [60, later],
      [70, evenLater],
    ] as const) {
      calls.applyPage(pageWith([resultOf({ percentage: toTenths(percentage) })], { receivedAt }))
      calls.applyPage(pageWith([resultOf({ percentage: toTenths(percentage) })], { receivedAt }))
    }
    const [row] = db.prepare<[], { id: number }>('SELECT id FROM result').all()
    expect(calls.changesOfResult(row?.id ?? 0)).toMatchObject([
      { before: 60, after: 70, seenAt: evenLater },
      { before: 50, after: 60, seenAt: later },
    ])
    calls.forgetOldActivity(unixSeconds(noon + 400 * 86_400))
    expect(calls.recentChanges(100)).toHaveLength(2)
    expect(calls.recentChanges(1)).toHaveLength(1)
  })

  it('that follows from another is not recorded twice', () => {
    const fields = changed({}, { percentage: toTenths(20), passed: false }).map(({ field }) => field)
    expect(fields.sort()).toEqual(['passed', 'percentage'])
    expect(changed({}, { last: 'Byron' }).map(({ field }) => field)).toEqual(['last'])
  })

  it('leaves with its account', () => {
    const { calls } = database([accountNamed('a'), accountNamed('b')])
    for (const accountId of ['a', 'b']) {
      calls.applyPage(pageWith([resultOf()], { accountId }))
      calls.applyPage(pageWith([resultOf({ status: 't' })], { accountId }))
    }
    calls.removeAccount('a')
    expect(calls.recentChanges(100)).toMatchObject([{ accountId: 'b' }])
  })
})

describe('nothing is noted', () => {
  it('of a new result, or of one that came as it was', () => {
    expect(changed({}, {})).toEqual([])
  })

  it('where only the JSON was written otherwise', () => {
    const { calls } = database()
    const result = resultOf()
    for (const raw of ['{"first":"Ada","last":"Lovelace"}', '{"last":"Lovelace","first":"Ada"}'])
      calls.applyPage(pageWith([], { results: [{ result, raw }] }))
    expect(calls.recentChanges(100)).toEqual([])
  })

  it('of a page that could not be written', () => {
    const { calls, db } = database()
    calls.applyPage(pageWith([resultOf()]))
    db.exec(`CREATE TRIGGER stuck BEFORE UPDATE ON feed_state BEGIN SELECT RAISE(ABORT, 'stuck'); END`)
    expect(() => calls.applyPage(pageWith([resultOf({ status: 't' })]))).toThrow('stuck')
    expect(calls.recentChanges(100)).toEqual([])
  })
})
