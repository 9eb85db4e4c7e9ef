import { describe, expect, it } from 'vitest'
import {
  renewalWords,
  typedPart,
  verdictOf,
  verdictReason,
  verdictShort,
  verdictWords,
} from '../../../renderer/features/certificate-files/certificate-words.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { certificateRow } from '../made-certificates.ts'

const at = (text: string) => unixSeconds(Date.parse(text) / 1000)
const now = at('2026-11-20T23:30:00Z')

const utc = { timeZone: 'UTC', sample: false }
const sample = { timeZone: 'UTC', sample: true }

describe('what is said of a certificate', () => {
  it('is that it is real only where the test was passed', () => {
    expect(verdictOf(certificateRow(1), now, utc)).toBe('real')
    expect(verdictWords(certificateRow(1), now, utc)).toBe('This certificate is real')
  })
  it('is that it was issued all the same where the test was not passed, expired or not', () => {
    for (const expiresOn of [null, '2025-01-01']) {
      const row = certificateRow(1, { outcome: 'not-passed', expiresOn })
      expect(verdictOf(row, now, utc)).toBe('not-passed')
      expect(verdictWords(row, now, utc)).toBe('Issued, though the test was not passed')
      expect(verdictShort(row, now, utc)).toBe('Not passed')
    }
  })
  it('is no more than what is known where the outcome, or the grading, cannot be read', () => {
    const unreadable = certificateRow(1, { outcome: 'none', passMark: toTenths(80) })
    expect(verdictWords(unreadable, now, utc)).toBe('Issued; whether the test was passed is not known')
    expect(verdictWords(certificateRow(1, { requiresGrading: null }), now, utc)).toBe(
      'Issued; whether it is still to be graded is not known',
    )
  })
  it('claims no pass for a test without a pass mark, nor for a survey', () => {
    for (const row of [
      certificateRow(1, { outcome: 'none', passMark: null }),
      certificateRow(1, { outcome: 'none', passMark: toTenths(0) }),
      certificateRow(1, { survey: true }),
    ]) {
      expect(verdictWords(row, now, utc)).toBe('Issued for a test without a pass mark')
    }
  })
  it('is that it may still change while it is to be graded, even when it has expired', () => {
    const row = certificateRow(1, { requiresGrading: true, expiresOn: '2025-01-01' })
    expect(verdictWords(row, now, utc)).toBe('Provisional: still to be graded')
  })
  it('is when it expired, from the day after its last one in the account’s time zone', () => {
    const row = certificateRow(1, { expiresOn: '2026-11-20' })
    const berlin = { timeZone: 'Europe/Berlin', sample: false }
    expect(verdictOf(row, now, utc)).toBe('real')
    expect(verdictOf(row, now, berlin)).toBe('expired')
    expect(verdictWords(row, now, berlin)).toBe('Issued, expired on 20 Nov')
  })
  it('is of sample data always that it is a sample, and never that it is real', () => {
    const rows = [
      certificateRow(1),
      certificateRow(1, { outcome: 'not-passed' }),
      certificateRow(1, { requiresGrading: true }),
      certificateRow(1, { expiresOn: '2025-01-01' }),
    ]
    for (const row of rows) {
      expect(verdictOf(row, now, sample)).toBe('sample')
      expect(verdictWords(row, now, sample)).toBe('This is a sample certificate')
      const said = [verdictReason(row, now, sample), verdictShort(row, now, sample)].join(' ')
      expect(said).not.toMatch(/\breal\b/i)
    }
    expect(verdictShort(certificateRow(1, { outcome: 'not-passed' }), now, sample)).toBe('Sample · Not passed')
  })
})

describe('the state of a renewal', () => {
  it('is one word, with the day where it was renewed', () => {
    const row = { ...certificateRow(1), expiresOn: '2026-12-01', state: 'due', renewedAt: null } as const
    expect(renewalWords(row, now, 'UTC')).toBe('Due')
    expect(renewalWords({ ...row, state: 'renewed', renewedAt: at('2026-10-12T09:00:00Z') }, now, 'UTC')).toBe(
      'Renewed 12 Oct',
    )
    expect(renewalWords({ ...row, state: 'valid', outcome: 'not-passed' }, now, 'UTC')).toBe('Valid, not passed')
  })
})

describe('what was typed of a serial', () => {
  const serial = 'CAQPYQSBSY-ZZ0KJ1QH-XHWM'
  it('is found across dashes, and without regard to case', () => {
    expect(typedPart(serial, 'sbsyzz')).toEqual(['CAQPYQ', 'SBSY-ZZ', '0KJ1QH-XHWM'])
    expect(typedPart(serial, ' SBSY zz')).toEqual(['CAQPYQ', 'SBSY-ZZ', '0KJ1QH-XHWM'])
  })
  it('takes look-alikes for each other', () => {
    expect(typedPart(serial, 'zzOkjl')).toEqual(['CAQPYQSBSY-', 'ZZ0KJ1', 'QH-XHWM'])
  })
  it('reaches both ends', () => {
    expect(typedPart(serial, serial)).toEqual(['', serial, ''])
    expect(typedPart(serial, `“${serial}”`)).toEqual(['', serial, ''])
    expect(typedPart(serial, `(${serial}).`)).toEqual(['', serial, ''])
    expect(typedPart(serial, 'Priya, sbsyzz')).toEqual(['CAQPYQ', 'SBSY-ZZ', '0KJ1QH-XHWM'])
  })
  it('is none where a name was typed, or nothing', () => {
    expect(typedPart(serial, 'Priya')).toBeNull()
    expect(typedPart(serial, 'Priya ca zz')).toBeNull()
    expect(typedPart(serial, ' - ')).toBeNull()
  })
})
