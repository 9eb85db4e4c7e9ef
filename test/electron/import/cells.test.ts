import { describe, expect, it } from 'vitest'
import { codesFrom } from './codes-of.ts'
import { codesBook, row, text, workbookOf } from './made-workbook.ts'

const read = (cells: readonly string[], extra = {}) => codesFrom(codesBook(cells, extra), 'Codes.xlsx')
const number = (value: string, format = 0): string => `<c s="${format}"><v>${value}</v></c>`

describe('a number of a workbook', () => {
  it.each([
    ['000000', '42', '000042'],
    ['"K-"00000', '42', 'K-00042'],
    ['\\d\\-0000', '44', 'd-0044'],
    ['\\K00\\-00', '1234', 'K12-34'],
    ['[$-407]0', '1234567', '1234567'],
    ['[$-F400]00000', '42', '00042'],
    ['[$-409]"K"000', '7', 'K007'],
    ['#,##0', '1234567', '1,234,567'],
    ['0_);(0)', '17', '17'],
    ['0', '12.5', '13'],
    ['0%', '0.5', '50%'],
    ['0.0%"*"', '0.5', '50.0%*'],
    ['"_x_"0', '7', '_x_7'],
    ['@', '1234567890123456', '1234567890123456'],
    ['General', '0.30000000000000004', '0.3'],
    ['0', '1234567890123456', '1234567890123456'],
    ['General', '1.234567890123456E15', '1234567890123456'],
    ['"K"General', '1234567890123', 'K1234567890123'],
    ['[Red]000', '7', '007'],
    ['yyyy\\-mm\\-dd', '46110', '2026-03-29'],
    ['[$-407]d\\. mmmm yyyy', '46110.5868055556', '2026-03-29T14:05:00'],
    ['hh:mm', '0.586805555555556', '14:05:00'],
    ['[h]:mm', '1.5', '36:00'],
  ])('in the format %s is read as it is shown: %s', async (format, value, shown) => {
    expect(await read([number(value, 1)], { formats: [format] })).toMatchObject({ codes: [shown], refused: [] })
  })

  it.each(['123456789012', '9007199254740991', '9007199254740992', '-9007199254740992'])(
    'that is whole is exact: %s',
    async (value) => {
      expect(await read([number(value)])).toMatchObject({ codes: [value], refused: [] })
    },
  )

  it.each(['9007199254740993', '9007199254740994', '12345678901234567', '1.5E17', '1E300'])(
    'beyond 2^53 is refused with its line: %s',
    async (value) => {
      expect(await read([text('K-1'), number(value)])).toMatchObject({
        codes: ['K-1'],
        refused: [[3, 'too-long-number']],
      })
    },
  )

  it('that is shown with an exponent is refused as spoilt', async () => {
    expect(await read([number('1230000000000000', 1)], { formats: ['0.00E+00'] })).toMatchObject({
      codes: [],
      refused: [[2, 'spoilt-number']],
    })
  })

  it('that its format does not show is no code', async () => {
    await expect(read([number('5', 1)], { formats: [';;;'] })).rejects.toMatchObject({ code: 'table/empty' })
  })
})

describe('a cell that holds no text', () => {
  describe.each(
    Object.entries({
      'error-value': {
        'an error': '<c t="e"><v>#N/A</v></c>',
        'an error of a formula': '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        'a number that is none': '<c><v>abc</v></c>',
      },
      'truth-value': { 'yes or no': '<c t="b"><v>1</v></c>' },
      'no-value': {
        'a formula without its value': '<c><f>A1</f></c>',
        'a formula with an empty value': '<c><f>A1</f><v></v></c>',
      },
    }),
  )('is refused with its line as %s:', (reason, cells) => {
    it.each(Object.entries(cells))('%s', async (_, cell) => {
      expect(await read([text('K-1'), cell, text('K-2')])).toMatchObject({
        codes: ['K-1', 'K-2'],
        refused: [[3, reason]],
      })
    })
  })

  it('because it waits to be calculated is refused: some programs write 0 until then', async () => {
    const settings = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    expect(await read(['<c><f>B1</f><v>0</v></c>', number('0')], { settings })).toMatchObject({
      codes: ['0'],
      refused: [[2, 'no-value']],
    })
  })

  it('but a formula’s text, number and date are read', async () => {
    const cells = [
      '<c t="str"><f>"K"&amp;1</f><v>K1</v></c>',
      '<c><f>1+1</f><v>2</v></c>',
      '<c t="str"><f>""</f><v></v></c>',
    ]
    expect(await read(cells)).toMatchObject({ codes: ['K1', '2'], refused: [] })
  })

  it.each([
    ['2026-03-01', '2026-03-01'],
    ['2026-03-01T10:11:12', '2026-03-01T10:11:12'],
  ])('but a day in ISO form: %s', async (written, shown) => {
    expect(await read([`<c t="d" s="1"><v>${written}</v></c>`], { formats: ['yyyy-mm-dd'] })).toMatchObject({
      codes: [shown],
    })
    expect(await read([`<c t="d"><v>${written}</v></c>`])).toMatchObject({ codes: [shown] })
  })
})

describe('the text of a cell', () => {
  const kinds: readonly (readonly [string, (content: string) => string])[] = [
    ['inline', (content) => `<c t="inlineStr"><is><t>${content}</t></is></c>`],
    ['inline in parts', (content) => `<c t="inlineStr"><is><r><t>${content}</t></r><r><t></t></r></is></c>`],
    ['shared', () => '<c t="s"><v>0</v></c>'],
    ['shared in parts', () => '<c t="s"><v>1</v></c>'],
    ['a formula’s', (content) => `<c t="str"><f>A1</f><v>${content}</v></c>`],
  ]
  const written: readonly (readonly [string, string])[] = [
    ['K_x0041_7', 'KA7'],
    ['lit_x005F_x0041_', 'lit_x0041_'],
    ['_x005F_x005F_x005F_x0041_', '_x005F_x0041_'],
    ['K7_x000D_', 'K7'],
    ['a&amp;lt;b', 'a&lt;b'],
    ['é&#233;', 'éé'],
    ['_x004_', '_x004_'],
  ]
  it.each(kinds.flatMap(([kind, cell]) => written.map(([xml, shown]) => [kind, xml, shown, cell] as const)))(
    'is unescaped once: %s, %s',
    async (_, xml, shown, cell) => {
      const strings = [`<t>${xml}</t>`, `<r><t>${xml}</t></r><r><t></t></r>`]
      expect(await read([cell(xml)], { strings })).toMatchObject({ codes: [shown], refused: [] })
    },
  )

  it('with a line break inside is refused, and one at its end goes', async () => {
    expect(await read([text('K7-\n031'), text('K7-030\n')])).toMatchObject({
      codes: ['K7-030'],
      refused: [[2, 'line-break']],
    })
  })

  it('of merged cells is that of the first', async () => {
    const rows = row('Access code') + row('K1') + row('K2') + row('K3')
    const behind = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    expect(await codesFrom(workbookOf({ sheets: [{ name: 'S', rows, behind }] }), 'S.xlsx')).toMatchObject({
      codes: ['K1', 'K3'],
    })
  })
})
