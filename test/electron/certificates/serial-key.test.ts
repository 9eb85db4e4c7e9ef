import { describe, expect, it } from 'vitest'
import { earnedSerialKey, holdsCertificate, serialKey } from '../../../shared/model/certificate.ts'

describe('a serial as it is compared', () => {
  it.each(
    Object.entries({
      'CAQPYQSBSY-ZZVKJGQH': 'caqpyqsbsyzzvkjgqh',
      ' caqp yqsb\tsy–zzvk ': 'caqpyqsbsyzzvk',
      O0oIil1L: '00011111',
      Çédille: 'ced111e',
      '--- ': '',
    }),
  )('%j is %j', (typed, key) => {
    expect(serialKey(typed)).toBe(key)
  })
})

describe('a certificate', () => {
  const facts = (
    certificateSerial: string | null,
    giveCertificateOnlyWhenPassed: boolean | null,
    passed: boolean | null,
  ) => ({
    certificateSerial,
    giveCertificateOnlyWhenPassed,
    passed,
  })

  it.each([
    ['S', true, true, true],
    ['S', true, false, false],
    ['S', true, null, true],
    ['S', false, false, true],
    ['S', null, false, true],
    ['', true, true, false],
    [null, true, true, false],
  ] as const)('of serial %j, only when passed %j, passed %j: %j', (serial, only, passed, holds) => {
    expect(holdsCertificate(facts(serial, only, passed))).toBe(holds)
    expect(earnedSerialKey(facts(serial, only, passed))).toBe(holds ? 's' : null)
  })

  it('whose serial is nothing but dashes is none', () => {
    expect(earnedSerialKey(facts('--', false, true))).toBeNull()
  })
})
