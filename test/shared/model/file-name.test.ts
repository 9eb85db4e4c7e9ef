import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeFileName } from '../../../shared/model/text.ts'

describe('a file name made of any text', () => {
  it.each([
    ['Start links - Open day - 2026-11-20', 'Start links - Open day - 2026-11-20.xlsx'],
    ['Q1/Q2: "what?" <now> | a\\b*', 'Q1 Q2 what now a b.xlsx'],
    ['  .. two\tlines\r\n ', 'two lines.xlsx'],
    ['Łukasz – 李小龙', 'Łukasz – 李小龙.xlsx'],
    ['con', '_con.xlsx'],
    ['LPT1.old', '_LPT1.old.xlsx'],
    ['', '_.xlsx'],
    ['fdp\u202Exslx', 'fdpxslx.xlsx'],
  ])('%j is %j', (text, name) => {
    expect(safeFileName(text, '.xlsx')).toBe(name)
  })

  it('is one that every system takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = safeFileName(text, '.csv')
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        expect(name).toMatch(/^[^.\s<>:"/\\|?*\p{Cc}][^<>:"/\\|?*\p{Cc}]*\.csv$/u)
        expect(name).not.toMatch(/[.\s]\.csv$/)
        expect(name.isWellFormed()).toBe(true)
      }),
    )
  })
})
