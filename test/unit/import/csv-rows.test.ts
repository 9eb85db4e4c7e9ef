import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvRows } from '../../../electron/import/csv-rows.ts'
import { mostTableRows } from '../../../shared/model/table.ts'

const read = (text: string) => csvRows(text, 'List.csv')

describe('CSV', () => {
  it.each([
    [',', 'a,"b, c",d\r\n1,2,3'],
    [';', 'a;"b, c";d\n1;2;3\n'],
    ['\t', 'a\tb, c\td\r1\t2\t3'],
  ])('is split at the sign it uses: %j', (_, text) => {
    expect(read(text)).toEqual([
      ['a', 'b, c', 'd'],
      ['1', '2', '3'],
    ])
  })

  it('is split at the sign its first line names', () => {
    expect(read('sep=;\r\na,b;c\r\nd,e;f\r\n')).toEqual([
      ['a,b', 'c'],
      ['d,e', 'f'],
    ])
  })

  it('is split although some rows are shorter, or blank', () => {
    expect(read('Name;Code\nAda\n\nPaul\nGrace;AB14;late\n')).toEqual([
      ['Name', 'Code'],
      ['Ada'],
      [],
      ['Paul'],
      ['Grace', 'AB14', 'late'],
    ])
  })

  it('takes a decimal comma for what it is', () => {
    expect(read('1,5;2,5\n3,0;4,5')).toEqual([
      ['1,5', '2,5'],
      ['3,0', '4,5'],
    ])
  })

  it('is one column where nothing separates', () => {
    expect(read('Code\nAB-1\nAB-2\n')).toEqual([['Code'], ['AB-1'], ['AB-2']])
    expect(read('AB-1\nSmith, Paul\nAB-2\nAB-3')).toEqual([['AB-1'], ['Smith, Paul'], ['AB-2'], ['AB-3']])
  })

  it('keeps quotes, line breaks and leading zeros of cells', () => {
    expect(read('"say ""hi""",00123\r\n"two\r\nlines",+49 30')).toEqual([
      ['say "hi"', '00123'],
      ['two\nlines', '+49 30'],
    ])
  })

  it('is read line by line whatever ends its lines', () => {
    expect(read('a,b\r\nc,d\ne,f\rg,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ])
  })

  it('does not make one cell of the file where a quotation mark is never closed', () => {
    expect(read('a,b\n"5" pipe,c\nd,e\n"f,g\nh,i')).toEqual([
      ['a', 'b'],
      ['"5" pipe', 'c'],
      ['d', 'e'],
      ['"f', 'g'],
      ['h', 'i'],
    ])
  })

  it('keeps blank rows in between, and none before and after', () => {
    expect(read('\n,,\na,b,\n\n , \nc,d\n\n,\n')).toEqual([['a', 'b'], [], [], ['c', 'd']])
  })

  it.each(['', '\n\n', ' , ,\r\n,'])('of nothing is empty: %j', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'table/empty', detail: { fileName: 'List.csv' } }))
  })

  it('of more rows than are read is refused with their number, and never cut', () => {
    const most = `Code\n${'X1\n'.repeat(mostTableRows)}`
    expect(read(most)).toHaveLength(mostTableRows + 1)
    expect(() => read(`${most}\n\nX2\n\n\n`)).toThrow(
      expect.objectContaining({
        code: 'table/too-many-rows',
        detail: { fileName: 'List.csv', rows: mostTableRows + 4, most: mostTableRows },
      }),
    )
  })

  it('comes back as it was written, whatever the cells hold and whatever separates them', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '')
    const cell = fc.oneof(word, fc.constantFrom('a,b', 'c;d', '"', '""', 'x\ny', ' é ', "'", '=1+1', 'sep=,'))
    // As many as decide what separates: two columns at least, in every row.
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, newline) => {
        expect(read(Papa.unparse(rows, { delimiter, newline, quotes: true }))).toEqual(rows)
      }),
    )
  })
})
