import { describe, expect, it } from 'vitest'
import { numberText } from '../../../electron/import/number-text.ts'

describe('a number of a cell', () => {
  it.each([
    [123456, undefined, '123456'],
    [123456, 'General', '123456'],
    [1234, '000000', '001234'],
    [1234567, '000000', '1234567'],
    [-7, '000', '-007'],
    [0, '000', '000'],
    [42, '"ID-"0000', 'ID-0042'],
    [123456, '000-000', '123-456'],
    [42, '\\A000', 'A042'],
    [7, '000;-000;"none"', '007'],
    [12.5, '0000', '12.5'],
    [1234, '#,##0', '1234'],
    [0.5, '0%', '50%'],
    [0.125, '0.0%', '12.5%'],
    [0.1 + 0.2, undefined, '0.3'],
    [4_111_111_111_111_111, undefined, '4111111111111110'],
    [1e21, undefined, '1000000000000000000000'],
    [Number.NaN, undefined, ''],
  ])('%d in the format %s is read as %s', (value, format, text) => {
    expect(numberText(value, format)).toBe(text)
  })
})
