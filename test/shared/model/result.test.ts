import { describe, expect, it } from 'vitest'
import { isSurvey, naturalKey, outcome, type Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const group: Result = {
  feed: 'groups',
  testId: 64776,
  sourceId: 319118,
  linkResultId: null,
  userId: 42,
  cmUserId: null,
  first: 'Mary',
  last: 'Williams',
  email: 'mary@example.org',
  accessCode: null,
  extraInfo: [null, null, null, null, null],
  percentage: toTenths(75),
  pointsScored: 9,
  pointsAvailable: 12,
  passMark: toTenths(50),
  passed: true,
  requiresGrading: false,
  status: 'f',
  testType: 'Test',
  timeStarted: unixSeconds(1_436_263_102),
  timeFinished: unixSeconds(1_436_263_522),
  duration: '00:05:40',
  durationSeconds: 340,
  giveCertificateOnlyWhenPassed: null,
  certificateSerial: null,
  certificateUrl: null,
  viewResultsUrl: null,
  ipAddress: null,
}
const link: Result = { ...group, feed: 'links', sourceId: 121738, linkResultId: 8127364, userId: null }

describe('the key by which a result is recognised', () => {
  it('is who, test, group and start in a group, so that a later finish is the same attempt', () => {
    expect(naturalKey({ ...group, timeFinished: unixSeconds(2_000_000_000), percentage: toTenths(10) })).toBe(
      naturalKey(group),
    )
    for (const other of [{ userId: 43 }, { testId: 1 }, { sourceId: 1 }, { timeStarted: unixSeconds(1) }])
      expect(naturalKey({ ...group, ...other })).not.toBe(naturalKey(group))
  })

  it('is its own id behind a link, whatever was corrected', () => {
    for (const corrected of [{ first: 'Renamed' }, { timeFinished: unixSeconds(9) }, { timeStarted: unixSeconds(8) }])
      expect(naturalKey({ ...link, ...corrected })).toBe(naturalKey(link))
    expect(naturalKey({ ...link, linkResultId: 1 })).not.toBe(naturalKey(link))
  })

  it('tells a group result from a link result of the same numbers', () => {
    expect(naturalKey({ ...group, userId: null })).not.toBe(naturalKey({ ...group, feed: 'links', userId: null }))
  })

  it('is name, e-mail and code where a link result has no id', () => {
    const unnumbered = { ...link, linkResultId: null }
    expect(naturalKey({ ...unnumbered, last: 'Wilson' })).not.toBe(naturalKey(unnumbered))
    expect(naturalKey({ ...unnumbered, accessCode: 'K2' })).not.toBe(naturalKey(unnumbered))
  })
})

describe('the outcome of a result', () => {
  it.each([
    [50, true, 'passed'],
    [50, false, 'not-passed'],
    [50, null, 'none'],
    [0, true, 'none'],
    [0, false, 'none'],
    [null, true, 'none'],
    [0.1, true, 'passed'],
  ] as const)('with a pass mark of %s and passed %s is %s', (passMark, passed, expected) => {
    expect(outcome({ passMark: passMark === null ? null : toTenths(passMark), passed })).toBe(expected)
  })
})

it.each([
  ['Survey', true],
  ['survey', true],
  ['Test', false],
  [null, false],
])('a result of type %s is a survey: %s', (testType, expected) => {
  expect(isSurvey({ testType })).toBe(expected)
})
