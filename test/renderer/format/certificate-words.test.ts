import '../british.ts'

import { describe, expect, it } from 'vitest'
import { renewalWords, typedPart, verdictOf, verdictWords } from '../../../renderer/format/certificate-words.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { certificateRow } from '../made-certificates.ts'

const at = (text: string) => unixSeconds(Date.parse(text) / 1000)
const now = at('2026-11-20T23:30:00Z')

describe('what is said of a certificate', () => {
  it('is that it is real', () => {
    expect(verdictWords(certificateRow(1), now, 'UTC')).toBe('This certificate is real')
  })
  it('is that it may still change while it is to be graded, even when it has expired', () => {
    const row = certificateRow(1, { requiresGrading: true, expiresOn: '2025-01-01' })
    expect(verdictWords(row, now, 'UTC')).toBe('Provisional: still to be graded')
  })
  it('is when it expired, from the day after its last one in the account’s time zone', () => {
    const row = certificateRow(1, { expiresOn: '2026-11-20' })
    expect(verdictOf(row, now, 'UTC')).toBe('real')
    expect(verdictOf(row, now, 'Europe/Berlin')).toBe('expired')
    expect(verdictWords(row, now, 'Europe/Berlin')).toBe('Earned, expired on 20 Nov')
  })
})

describe('the state of a renewal', () => {
  it('is one word, with the day where it was renewed', () => {
    const row = { ...certificateRow(1), expiresOn: '2026-12-01', state: 'due', renewedAt: null } as const
    expect(renewalWords(row, now, 'UTC')).toBe('Due')
    expect(renewalWords({ ...row, state: 'renewed', renewedAt: at('2026-10-12T09:00:00Z') }, now, 'UTC')).toBe(
      'Renewed 12 Oct',
    )
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
  })
  it('is none where a name was typed, or nothing', () => {
    expect(typedPart(serial, 'Priya')).toBeNull()
    expect(typedPart(serial, ' - ')).toBeNull()
  })
})
