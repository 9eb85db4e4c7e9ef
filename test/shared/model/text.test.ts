import { constantFrom, assert as holds, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldSerial } from '../../../shared/model/text.ts'

describe('folded text', () => {
  it('is the same by the quick way for plain letters as by the long one', () => {
    const plain = string({ unit: constantFrom(...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at))) })
    holds(property(plain, (text) => fold(`x${text}é`) === fold(`x${text}e`)))
  })

  it.each([
    ['Łukasz', 'lukasz'],
    ['MÜLLER', 'muller'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['GROẞ', 'gross'],
    ['Søren Ærø', 'soren aero'],
    ['Đorđe', 'dorde'],
    ['Þóra', 'thora'],
    ['İbrahim Işık', 'ibrahim isik'],
    ['Nguyễn Thị', 'nguyen thi'],
    ['e\u0301 is é', 'e is e'],
    ['ﬁnal Ｊｏｈｎ', 'final john'],
    ["O'Neill", 'oneill'],
    ['O’Neill', 'oneill'],
    ['O‘Neill', 'oneill'],
    ['OʼNeill', 'oneill'],
    ['O`Neill', 'oneill'],
    ['Anne–Marie', 'anne-marie'],
    ['Anne\u2011Marie', 'anne-marie'],
    ['  Ada \u00a0 \n Lovelace\t', 'ada lovelace'],
    ['李 小龙', '李 小龙'],
    // Half an emoji, where a name was cut off: the database stores it as the sign for what is no text.
    ['Ada \ud83d', 'ada \ufffd'],
    ['', ''],
  ])('of %j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('takes the acute accent that stands alone, a common typing of the apostrophe, for one', () => {
    expect(fold('O´Neill')).toBe('oneill')
  })

  it('stays as it is when folded again', () => {
    holds(
      property(string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('knows no case', () => {
    const letters = 'abcxyzäöüßéèêçñøåæœłđðþžčšžığAÄÖÜÉÇÑØÅÆŁĐŽČ'
    holds(
      property(string({ unit: constantFrom(...letters) }), (text) => {
        expect(fold(text.toUpperCase())).toBe(fold(text.toLowerCase()))
      }),
    )
  })
})

describe('a serial', () => {
  it.each(['CAQP-ZZVK-XHWM', 'caqp zzvk xhwm', ' CAQP–ZZVK‑xhwm '])('is the same however it is typed: %j', (typed) => {
    expect(foldSerial(typed)).toBe('caqpzzvkxhwm')
  })
})
