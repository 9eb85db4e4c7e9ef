import { describe, expect, it } from 'vitest'
import { readResult } from '../../../../electron/connectors/classmarker/answers.ts'
import { naturalKey } from '../../../../shared/model/result.ts'
import { readWith, sentGroup, sentLink } from './sent.ts'

describe('a result as ClassMarker sends it', () => {
  it('of a link is read field by field', () => {
    expect(readWith({})).toEqual({
      feed: 'links',
      sourceId: 121738,
      testId: 103649,
      linkResultId: 8127364,
      userId: null,
      cmUserId: '123456',
      first: 'Mary',
      last: 'Williams',
      email: 'mary@example.org',
      accessCode: 'Winter-7',
      extraInfo: ['Year 9', null, null, null, 'Bus'],
      percentage: 755,
      pointsScored: 9.5,
      pointsAvailable: 12,
      passMark: 500,
      passed: true,
      requiresGrading: false,
      status: 'f',
      testType: 'Test',
      timeStarted: 1_436_263_102,
      timeFinished: 1_436_263_522,
      duration: '00:05:40',
      durationSeconds: 340,
      giveCertificateOnlyWhenPassed: false,
      certificateSerial: 'CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT',
      certificateUrl: 'https://www.classmarker.com/pdf/certificate/Certificate.pdf?c=0a',
      viewResultsUrl: 'https://www.classmarker.com/view/results/?r=0a',
      ipAddress: '192.0.2.10',
    })
  })

  it('of a group has its group as source, and what it does not say is null', () => {
    expect(readWith({}, 'groups')).toMatchObject({
      feed: 'groups',
      sourceId: 319118,
      userId: 42,
      percentage: 450,
      passed: false,
      requiresGrading: true,
      linkResultId: null,
      cmUserId: null,
      accessCode: null,
      extraInfo: [null, null, null, null, null],
      giveCertificateOnlyWhenPassed: null,
      certificateSerial: null,
      ipAddress: null,
    })
  })
})

describe('a result whose values have drifted', () => {
  it('reads numbers sent as text like numbers', () => {
    const asText = Object.fromEntries(
      Object.entries(sentLink).map(([name, value]) => [name, typeof value === 'number' ? ` ${value} ` : value]),
    )
    expect(readResult('links', asText)).toEqual(readResult('links', sentLink))
  })

  it('reads text sent as numbers like text', () => {
    expect(readWith({ cm_user_id: 123456, access_code: 7, first: 1 })).toMatchObject({
      cmUserId: '123456',
      accessCode: '7',
      first: '1',
    })
  })

  it.each([
    [true, true],
    [1, true],
    ['1', true],
    ['true', true],
    ['Yes', true],
    ['', false],
    [false, false],
    [0, false],
    ['0', false],
    ['false', false],
    ['No', false],
    ['N', false],
    ['FALSE', false],
    [' yes ', true],
    ['maybe', null],
    ['Non', null],
    [2, null],
    [{}, null],
    [null, null],
    [undefined, null],
  ])('reads passed %j as %s', (passed, expected) => {
    expect(readWith({ passed }).passed).toBe(expected)
  })

  it.each([
    ['Yes', true],
    ['No', false],
    ['', false],
    [true, true],
    ['perhaps', null],
    [null, null],
    [undefined, null],
  ])('reads requires_grading %j as %s', (requires_grading, expected) => {
    expect(readWith({ requires_grading }).requiresGrading).toBe(expected)
  })

  it.each(['', null, undefined])('reads an absent value that came as %j as null', (absent) => {
    const names = ['email', 'access_code', 'points_scored', 'percentage_passmark', 'link_result_id', 'cm_user_id']
    expect(readWith(Object.fromEntries(names.map((name) => [name, absent])))).toMatchObject({
      email: null,
      accessCode: null,
      pointsScored: null,
      passMark: null,
      linkResultId: null,
      cmUserId: null,
    })
  })

  it('reads a result with only what no result can be without', () => {
    const { test_id, link_id, percentage, time_started, time_finished } = sentLink
    expect(readResult('links', { test_id, link_id, percentage, time_started, time_finished })).toMatchObject({
      result: { first: '', last: '', passed: null, duration: null, durationSeconds: null, testType: null },
    })
  })

  it('lets fields nobody knows through', () => {
    expect(readWith({ brand_new: { deep: [1] }, monitor_events: null })).toEqual(readWith({}))
  })

  it.each([
    ['O&#039;Neill', "O'Neill"],
    ['R&amp;D &lt;East&gt;', 'R&D <East>'],
    ['&quot;Bo&quot;', '"Bo"'],
    ['Jos&eacute;', 'José'],
    ['&#x1F600;', '😀'],
    ['AT&T', 'AT&T'],
    ['Tom & Jerry', 'Tom & Jerry'],
    ['&amp;amp;', '&amp;'],
  ])('decodes the name %j once, to %j', (first, expected) => {
    expect(readWith({ first }).first).toBe(expected)
  })

  it('keeps the parameters of an address that look like the beginning of an entity', () => {
    const url = 'https://www.classmarker.com/view/results/?r=1&copy=2&para=3'
    expect(readWith({ view_results_url: url, certificate_url: url })).toMatchObject({
      viewResultsUrl: url,
      certificateUrl: url,
    })
  })

  it.each(['192.0.2.10', '2001:db8:85a3::8a2e:370:7334', 'ip'])('keeps the address %s', (ip_address) => {
    expect(readWith({ ip_address }).ipAddress).toBe(ip_address)
  })

  it('keeps a status it has no word for', () => {
    expect(readWith({ status: 'ip' }).status).toBe('ip')
  })

  it.each([
    ['00:05:40', 340],
    ['"00:05:40', 340],
    ['"00:05:40"', 340],
    ['100:00:00', 360_000],
    ['0:5:7', 307],
    ['00:75:00', null],
    ['5 min', null],
    ['', null],
  ])('takes from the duration %j %s seconds', (duration, seconds) => {
    expect(readWith({ duration })).toMatchObject({ duration: duration || null, durationSeconds: seconds })
  })

  it.each([100_000_000, '999999999'])('takes a time of nine digits: %s', (time) => {
    expect(readWith({ time_started: time, time_finished: time }).timeFinished).toBe(Number(time))
  })

  it.each([
    ['49.95', 500],
    [33.333_333, 333],
    ['.5', 5],
    [-5, -50],
    [110, 1100],
  ])('takes the percentage %s', (percentage, tenths) => {
    expect(readWith({ percentage }).percentage).toBe(tenths)
  })
})

describe('an odd field', () => {
  const fields = [
    ['percentage', 'percentage'],
    ['points_scored', 'pointsScored'],
    ['points_available', 'pointsAvailable'],
    ['percentage_passmark', 'passMark'],
    ['passed', 'passed'],
    ['requires_grading', 'requiresGrading'],
    ['give_certificate_only_when_passed', 'giveCertificateOnlyWhenPassed'],
    ['email', 'email'],
    ['user_id', 'userId'],
    ['cm_user_id', 'cmUserId'],
    ['access_code', 'accessCode'],
    ['certificate_serial', 'certificateSerial'],
    ['duration', 'duration'],
    ['ip_address', 'ipAddress'],
  ] as const

  it.each(fields)('%s is null, and costs nothing else', (sent, name) => {
    const whole = readWith({})
    for (const odd of [{}, [], [1, 2], { value: 1 }]) {
      expect(readWith({ [sent]: odd })).toEqual({
        ...whole,
        [name]: null,
        ...(name === 'duration' ? { durationSeconds: null } : {}),
      })
    }
  })

  it.each(['ninety', 'A+', '1,234', '87,500', '1.2.3', '50-60', '1e9999', 1e300, true])(
    'percentage %j has no one reading',
    (percentage) => {
      expect(readWith({ percentage })).toEqual({ ...readWith({}), percentage: null })
    },
  )

  it.each([
    ['87,5', 875],
    ['87.5%', 875],
    ['87,5 %', 875],
    [' 87.5 ', 875],
    ['0,125', 1],
    ['100%', 1000],
    [',5', 5],
    ['1234,567', 12_346],
  ])('percentage %j has one', (percentage, tenths) => {
    expect(readWith({ percentage, percentage_passmark: percentage })).toMatchObject({
      percentage: tenths,
      passMark: tenths,
    })
  })

  it.each([
    ['9,5', 9.5],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1 234,5', 1234.5],
    ['1,234,567', 1_234_567],
    ['9,500', null],
    ['9.5%', null],
  ])('points %j are %s', (points_scored, expected) => {
    expect(readWith({ points_scored }).pointsScored).toBe(expected)
  })

  it('percentage may be missing: a survey has none', () => {
    const { percentage, ...survey } = sentLink
    expect(readResult('links', { ...survey, test_type: 'Survey' })).toEqual({
      result: { ...readWith({ test_type: 'Survey' }), percentage: null },
    })
  })
})

describe('an id beyond 2^53', () => {
  it('stays the text of its digits', () => {
    expect(readWith({ link_result_id: '9007199254740993' }).linkResultId).toBe('9007199254740993')
    expect(readWith({ user_id: '9007199254740992' }, 'groups').userId).toBe('9007199254740992')
    expect(readWith({ user_id: '42' }, 'groups').userId).toBe(42)
  })

  it('makes two of two results that differ in its last digit', () => {
    const keys = ['9007199254740992', '9007199254740993'].map((id) => naturalKey(readWith({ link_result_id: id })))
    expect(new Set(keys).size).toBe(2)
  })
})

describe('a result that cannot be read', () => {
  it.each([
    ['time_started', { time_started: 'soon' }],
    ['test_id', { test_id: '9007199254740993' }],
    ['time_finished', { time_finished: undefined }],
    ['time_finished', { time_finished: 1.5 }],
    ['test_id', { test_id: {} }],
    ['link_id', { link_id: '' }],
  ])('names %s as the reason', (field, changes) => {
    expect(readResult('links', { ...sentLink, ...changes })).toEqual({
      problem: expect.stringMatching(`^${field}: .+`),
    })
  })

  it.each(['passed', 'requires_grading', 'give_certificate_only_when_passed'])(
    'or whose %s is an object with a text of its own stops no other result',
    (field) => {
      expect(() => readResult('links', { ...sentLink, [field]: { toString: {} } })).not.toThrow()
    },
  )

  it.each([null, 7, 'result', [], true])('is %j', (sent) => {
    expect(readResult('groups', sent)).toEqual({ problem: expect.any(String) })
  })

  it('is one of the other feed', () => {
    expect(readResult('links', sentGroup)).toEqual({ problem: 'link_id: missing' })
    expect(readResult('groups', sentLink)).toEqual({ problem: 'group_id: missing' })
  })
})
