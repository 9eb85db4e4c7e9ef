import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalisedAccessCode } from '../../shared/model/access-code.ts'

describe('a code', () => {
  it.each([
    ['zero-width signs', 'K7\u200b-\u200d020\u2060', 'K7-020'],
    ['direction signs', '\u200eK7\u202c-021\u2069', 'K7-021'],
    ['soft hyphens', 'K7\u00ad-022', 'K7-022'],
    ['a mark of a text’s beginning', '\ufeffK7\ufeff-023', 'K7-023'],
    ['blanks of any width at its ends', '\u00a0\u2003K7-024\u3000\t\n', 'K7-024'],
    ['a variation selector', 'K7\ufe0f-025', 'K7-025'],
  ])('is left without %s', (_, given, code) => {
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

  it.each([
    ['', 'empty'],
    [' \u200b\u00ad ', 'empty'],
    ['=""', 'empty'],
    ['K7-\n031', 'line-break'],
    ['K7-\u2028031', 'line-break'],
    ['K7\t031', 'control-sign'],
    ['K7\u001b[2J', 'control-sign'],
    ['K7\u0000', 'control-sign'],
    ['K7\ufffd', 'control-sign'],
    ['K7\ud800', 'control-sign'],
    ['1.23457E+15', 'spoilt-number'],
    ['1E+15', 'spoilt-number'],
    ['1,23E+15', 'spoilt-number'],
    ['-2.19E+26', 'spoilt-number'],
    ['1.5e-07', 'spoilt-number'],
    ['#N/A', 'error-value'],
    ['#BEZUG!', 'error-value'],
    ['########', 'error-value'],
    ['x'.repeat(256), 'too-long'],
  ])('is refused: %j, %s', (given, rejection) => {
    expect(normalisedAccessCode(given).rejection).toBe(rejection)
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
