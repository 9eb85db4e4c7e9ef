import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalisedAccessCode } from '../../shared/model/access-code.ts'

describe('a code', () => {
  it.each([
    { sign: 'zero-width signs', given: 'K7\u200b-\u200d020\u2060', code: 'K7-020' },
    { sign: 'direction signs', given: '\u200eK7\u202c-021\u2069', code: 'K7-021' },
    { sign: 'soft hyphens', given: 'K7\u00ad-022', code: 'K7-022' },
    { sign: 'a mark of a text’s beginning', given: '\ufeffK7\ufeff-023', code: 'K7-023' },
    { sign: 'blanks of any width at its ends', given: '\u00a0\u2003K7-024\u3000\t\n', code: 'K7-024' },
    { sign: 'a variation selector', given: 'K7\ufe0f-025', code: 'K7-025' },
  ])('is left without $sign', ({ given, code }) => {
    expect(normalisedAccessCode(given)).toEqual({ code, rejection: null })
  })

  it('has plain blanks within', () => {
    expect(normalisedAccessCode('K7\u00a0020').code).toBe('K7 020')
  })

  it('is taken out of the formula that keeps its zeros', () => {
    expect(normalisedAccessCode('="00123"').code).toBe('00123')
    expect(normalisedAccessCode(' ="a""b" ').code).toBe('a"b')
    expect(normalisedAccessCode('=00123').code).toBe('=00123')
  })

  it('is one in both forms of an accent, and two in upper and lower case', () => {
    expect(normalisedAccessCode('cafe\u0301').code).toBe(normalisedAccessCode('café').code)
    expect(normalisedAccessCode('abc').code).not.toBe(normalisedAccessCode('ABC').code)
  })

  describe.each(
    Object.entries({
      empty: ['', ' \u200b\u00ad ', '=""'],
      'line-break': ['K7-\n031', 'K7-\u2028031'],
      'control-sign': ['K7\t031', 'K7\u001b[2J', 'K7\u0000', 'K7\ufffd', 'K7\ud800'],
      'spoilt-number': ['1.23457E+15', '1E+15', '1,23E+15', '-2.19E+26', '1.5e-07'],
      'error-value': ['#N/A', '#BEZUG!', '########'],
      'too-long': ['x'.repeat(256)],
    }),
  )('is refused, %s', (rejection, codes) => {
    it.each(codes)('%j', (given) => {
      expect(normalisedAccessCode(given).rejection).toBe(rejection)
    })
  })

  it.each(['219E01BE', '12E5', '1E5', '12.3E+15', '1.2E+1', '1.23E15', 'E+15', '#1', 'TRUE', '𝒳'.repeat(255)])(
    'is one: %s',
    (given) => {
      expect(normalisedAccessCode(given)).toEqual({ code: given, rejection: null })
    },
  )

  it('stays as it is once it is valid', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (given) => {
        const { code, rejection } = normalisedAccessCode(given)
        if (rejection !== null || /^="/.test(code)) return
        expect(normalisedAccessCode(code)).toEqual({ code, rejection: null })
      }),
      { numRuns: 200 },
    )
  })
})
