import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvRows } from '../../../electron/import/csv.ts'
import { mostTableRows } from '../../../shared/model/table.ts'

const read = (text: string) => csvRows(text, 'List.csv').map(({ cells }) => cells)

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
    const rows = [
      ['a,b', 'c'],
      ['d,e', 'f'],
    ]
    expect(read('sep=;\r\na,b;c\r\nd,e;f\r\n')).toEqual(rows)
    expect(read('"sep=;"\r\na,b;c\r\nd,e;f\r\n')).toEqual(rows)
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

  it('takes a mark within a cell, or with more of the cell behind it, for what it is', () => {
    expect(read('a,b\n"5" pipe,c\nd 3",e\n"say "hi" now",f')).toEqual([
      ['a', 'b'],
      ['"5" pipe', 'c'],
      ['d 3"', 'e'],
      ['"say "hi" now"', 'f'],
    ])
  })

  it('is refused where a quotation mark is never closed, with its line', () => {
    const refused = (line: number) =>
      expect.objectContaining({ code: 'table/unclosed-quote', detail: { fileName: 'List.csv', line } })
    expect(() => read('a,b\n"f,g\nh,i')).toThrow(refused(2))
    expect(() => read('a,b\n"two\nlines",c\nd,"e\nf')).toThrow(refused(4))
  })

  it('is one column where a sign stands only behind some of the lines', () => {
    expect(read('K1\nK2, \nK3\nK4')).toEqual([['K1'], ['K2'], ['K3'], ['K4']])
  })

  it('has the numbers of a counted list in a column of their own', () => {
    expect(read('1. K1\n2. K2\n')).toEqual([
      ['1', 'K1'],
      ['2', 'K2'],
    ])
    expect(read('1. K1\n7. K2\n')).toEqual([['1. K1'], ['7. K2']])
  })

  it('leaves out blanks around a quoted cell', () => {
    expect(read('Name, "Access code" \nAna, " K8" ,\n')).toEqual([
      ['Name', 'Access code'],
      ['Ana', ' K8'],
    ])
  })

  it('gives each row the line it begins on', () => {
    const lines = (text: string) => csvRows(text, 'List.csv').map(({ line }) => line)
    expect(lines('sep=;\r\na;b\r\n\r\n"c\nd";e\r\nf;g')).toEqual([2, 3, 4, 6])
    expect(lines('# by the office\na\r\r\nb\r\r\n')).toEqual([2, 3])
  })

  it('leaves out remarks, and keeps a heading that begins like one', () => {
    expect(read('# codes, for 10B\nK1\n# more\nK2')).toEqual([['K1'], [], ['K2']])
    expect(read('#,Access code\n1,K1')).toEqual([
      ['#', 'Access code'],
      ['1', 'K1'],
    ])
    expect(read('# of tries,Access code\n1,K1')).toEqual([
      ['# of tries', 'Access code'],
      ['1', 'K1'],
    ])
    expect(read('#K1\n#K2')).toEqual([['#K1'], ['#K2']])
  })

  it('takes one guard of a formula off, and the formula that keeps a number’s zeros', () => {
    expect(read('\'00125;\'-abc;\'\'=x\n\'tis;O\'Neil;\'\n="00123";"=""07""";\'="9"')).toEqual([
      ['00125', '-abc', "'=x"],
      ["'tis", "O'Neil", "'"],
      ['00123', '07', '="9"'],
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
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => text.trim() !== '' && !/^'|^#|^="/.test(text))
    const cell = fc.oneof(word, fc.constantFrom('a,b', 'c;d', '"', '""', 'x\ny', ' é ', "'", '=1+1', 'sep=,'))
    // At least two columns in every row, so that the separator is certain.
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, newline) => {
        expect(read(Papa.unparse(rows, { delimiter, newline, quotes: true }))).toEqual(rows)
      }),
    )
  })
})
