import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText, longestCellText } from '../../../electron/export/writer/columns.ts'

/** Any text at all: half surrogate pairs, control characters and non-characters too. */
const anyText = string({ unit: 'binary' })
const anyUnits = string({ unit: 'binary-ascii' }).map((text) => `${text}\uD800\uFFFE`)

/** How Excel reads a text from the file (ECMA-376 part 1, ST_Xstring). */
const asExcelReads = (text: string) =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

describe('text in a cell', () => {
  it.each(['=1+1', '+49 30 1234', '-5', '@SUM(A1)', "O'Brien", 'a < b & "c"', 'Łukasz', '李小龙', '👩‍🏫', ''])(
    'is left as it is: %s',
    (text) => {
      expect(cellText(text)).toBe(text)
    },
  )

  it('loses control characters, and stands on one line', () => {
    expect(cellText('be\u0007ll\u0000 \u001Fand\r\n\tmore\u2028lines\u007F')).toBe('bell and more lines')
  })

  it('holds no half of a surrogate pair and no character XML forbids', () => {
    expect(cellText('a\uD800b\uFFFEc\uFFFFd')).toBe('a\uFFFDbcd')
  })

  it('is cut at the longest a cell can hold, never within a character', () => {
    expect(cellText('x'.repeat(40_000))).toHaveLength(longestCellText)
    expect(cellText(`${'x'.repeat(longestCellText - 1)}👩`)).toBe('x'.repeat(longestCellText - 1))
  })

  it('escapes what Excel would read as a code for another character', () => {
    expect(cellText('_x0041_')).toBe('_x005F_x0041_')
    expect(cellText('_x41_ _xyz_')).toBe('_x41_ _xyz_')
  })

  it('is legal XML whatever it was', () => {
    const legal = /^[\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u
    assert(property(anyText, (text) => legal.test(cellText(text))))
    assert(property(anyUnits, (text) => legal.test(cellText(text))))
  })

  it('is read by Excel as the cleaned text, codes included', () => {
    const codes = string({ unit: 'grapheme-ascii' }).map((text) => `_x00${text}_x0041_x005F_${text}_`)
    assert(property(codes, (text) => asExcelReads(cellText(text)) === text))
  })
})
