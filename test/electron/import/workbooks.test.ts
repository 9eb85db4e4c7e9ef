import { readFileSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { mostTableRows } from '../../../shared/model/table.ts'
import { cellsOf, fileOf, tablesAtWork, workbookOf } from './made-files.ts'
import { archive, workbookOf as madeWorkbook } from './made-workbook.ts'

describe('a workbook', () => {
  it('is read as somebody who looks at it reads it', async () => {
    const file = await workbookOf((sheet) => {
      sheet.addRow(['Name', 'Code', 'Seen'])
      sheet.addRow(['text', '00123', '=1+1'])
      sheet.addRow(['numbers', 123456, 12.5])
      sheet.addRow(['dates', new Date(Date.UTC(2026, 2, 29)), new Date(Date.UTC(2026, 2, 29, 14, 5))])
      sheet.addRow(['time of day', new Date(Date.UTC(1899, 11, 30, 14, 5)), null])
      sheet.addRow(['formulas', { formula: 'A1&"x"', result: 'Namex' }, { formula: '1+1', result: 2 }])
      sheet.addRow(['rich', { richText: [{ text: 'AB' }, { font: { bold: true }, text: '12' }] }, true])
      sheet.addRow(['links', { text: 'Ada', hyperlink: 'https://example.org/?a=1&b=2' }, { error: '#N/A' }])
      sheet.addRow(['formats', 42, 0.5])
      sheet.getCell('B4').numFmt = 'dd.mm.yyyy'
      sheet.getCell('C4').numFmt = 'yyyy-mm-dd hh:mm'
      sheet.getCell('B5').numFmt = 'hh:mm'
      sheet.getCell('B9').numFmt = '000000'
      sheet.getCell('C9').numFmt = '0%'
    })
    const { columns, hasHeader, header, rows } = await tablesAtWork().readTable(file)
    expect({ columns, hasHeader, header }).toEqual({
      columns: ['Name', 'Code', 'Seen'],
      hasHeader: true,
      header: ['Name', 'Code', 'Seen'],
    })
    expect(cellsOf(rows)).toEqual([
      ['text', '00123', '=1+1'],
      ['numbers', '123456', '12.5'],
      ['dates', '2026-03-29', '2026-03-29T14:05:00'],
      ['time of day', '14:05:00'],
      ['formulas', 'Namex', '2'],
      ['rich', 'AB12', 'TRUE'],
      ['links', 'Ada', '#N/A'],
      ['formats', '000042', '50%'],
    ])
  })

  it('keeps hidden rows and columns, blank rows in between, and letters beyond ASCII', async () => {
    const file = await workbookOf((sheet) => {
      sheet.getCell('A2').value = '李小龙'
      sheet.getCell('C2').value = '👩‍🏫'
      sheet.getCell('A3').value = 'hidden'
      sheet.getCell('A6').value = 'last'
      sheet.getCell('B9').value = ' '
      sheet.getRow(3).hidden = true
      sheet.getColumn(3).hidden = true
    })
    expect(cellsOf((await tablesAtWork().readTable(file)).rows)).toEqual([
      ['李小龙', '', '👩‍🏫'],
      ['hidden'],
      [],
      [],
      ['last'],
    ])
  })

  it('shows the value of merged cells once', async () => {
    const file = await workbookOf((sheet) => {
      sheet.addRows([
        ['AB12', 'x1'],
        ['AB13', 'x2'],
      ])
      sheet.mergeCells('A1:A2')
    })
    expect(cellsOf((await tablesAtWork().readTable(file)).rows)).toEqual([
      ['AB12', 'x1'],
      ['', 'x2'],
    ])
  })

  it('gives its first sheet with anything on it, one in sight before a hidden one', async () => {
    const file = await workbookOf((_, book) => {
      book.addWorksheet('Lookups', { state: 'hidden' }).addRow(['hidden'])
      book.addWorksheet('People').addRow(['Ada'])
      book.addWorksheet('More').addRow(['Paul'])
    })
    expect(cellsOf((await tablesAtWork().readTable(file)).rows)).toEqual([['Ada']])
  })

  it('counts its days from 1904 where it says so', async () => {
    const file = await workbookOf((sheet, book) => {
      book.properties.date1904 = true
      sheet.getCell('A1').value = new Date(Date.UTC(2026, 10, 20))
      sheet.getCell('A1').numFmt = 'yyyy-mm-dd'
    })
    expect(cellsOf((await tablesAtWork().readTable(file)).rows)).toEqual([['2026-11-20']])
  })

  it('is known by its content, whatever its name says', async () => {
    const file = await workbookOf((sheet) => sheet.addRow(['AB12']), 'List.csv')
    expect(cellsOf((await tablesAtWork().readTable(file)).rows)).toEqual([['AB12']])
  })

  it('with nothing on it is empty', async () => {
    const file = await workbookOf((_, book) => book.addWorksheet('Second').addRow([' ']))
    await expect(tablesAtWork().readTable(file)).rejects.toMatchObject({
      code: 'table/empty',
      detail: { fileName: 'List.xlsx' },
    })
  })

  it('of more rows than are read is refused with their number', async () => {
    const rows = mostTableRows + 2
    const file = fileOf('Long.xlsx', withSheet(cells(rows, 'A', '<v>1</v>')))
    await expect(tablesAtWork().readTable(file)).rejects.toMatchObject({
      code: 'table/too-many-rows',
      detail: { fileName: 'Long.xlsx', rows, most: mostTableRows },
    })
  })

  it('is read up to the most rows there may be, its header beside them', async () => {
    const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>Seat</t></is></c></row>'
    const rows = cells(mostTableRows, 'A', '<v>12</v>', 2)
    const table = await tablesAtWork().readTable(fileOf('Most.xlsx', withSheet(header + rows)))
    expect([table.columns, table.rows.length, table.rows.at(-1)?.cells]).toEqual([['Seat'], mostTableRows, ['12']])
  })

  it('of more coloured cells than the memory holds is refused before they are read', async () => {
    const file = fileOf('Coloured.xlsx', withSheet(cells(1_500_001, 'A', '')))
    await expect(tablesAtWork().readTable(file)).rejects.toMatchObject({ code: 'table/not-readable' })
  })
})

describe('what is no workbook that can be read', () => {
  const oleFile = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])

  it.each([
    ['of before 2007', 'Old.xls', oleFile],
    ['a document', 'Letter.xls', Buffer.from('%PDF-1.7 AB12')],
    ['cut short', 'Half.xlsx', null],
    ['an archive of something else', 'Letter.xlsx', archive([['word/document.xml', '<w:document/>']])],
    ['with a sheet that is not XML', 'Broken.xlsx', archive([['xl/worksheets/sheet1.xml', '<worksheet><sheetD']])],
    ['a picture', 'Photo.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('is refused by its name, and nothing more is said: %s', async (_, name, content) => {
    const whole = content ?? readFileSync(await workbookOf((sheet) => sheet.addRow(['AB12']))).subarray(0, 3_000)
    await expect(tablesAtWork().readTable(fileOf(name, whole))).rejects.toMatchObject({
      code: 'table/not-readable',
      detail: { fileName: name },
    })
  })

  it.each([
    ['a row that no sheet has', '<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'],
    ['a column that no list has', '<row r="1"><c r="XFD1"><v>1</v></c></row>'],
  ])('is refused at once: %s', async (_, rows) => {
    await expect(tablesAtWork().readTable(fileOf('Odd.xlsx', withSheet(rows)))).rejects.toMatchObject({
      code: 'table/not-readable',
      detail: { fileName: 'Odd.xlsx' },
    })
  })

  it('says so where it is not there, is larger than any list, or needs a password', async () => {
    await expect(tablesAtWork().readTable('/nowhere/List.csv')).rejects.toMatchObject({
      code: 'table/missing',
      detail: { fileName: 'List.csv' },
    })
    const film = fileOf('Film.csv', Buffer.alloc(50 * 1024 * 1024 + 1, 'a'))
    await expect(tablesAtWork().readTable(film)).rejects.toMatchObject({
      code: 'table/too-large',
      detail: { fileName: 'Film.csv', most: 50 },
    })
    const locked = Buffer.concat([oleFile, Buffer.from('EncryptedPackage', 'utf16le')])
    await expect(tablesAtWork().readTable(fileOf('Locked.xlsx', locked))).rejects.toMatchObject({
      code: 'table/locked',
      detail: { fileName: 'Locked.xlsx' },
    })
  })

  it.each([
    ['says what it unpacks to', 0],
    ['lies about it', 100],
  ])('is refused before it fills the memory: an archive that %s', async (_, said) => {
    const unpacked = Buffer.alloc(500 * 1024 * 1024, ' ')
    const content = deflateRawSync(unpacked)
    expect(content.length).toBeLessThan(1024 * 1024)
    const bomb = archive([['xl/worksheets/sheet1.xml', '']], {
      content,
      said: said || unpacked.length,
      check: crc32(unpacked),
    })
    await expect(tablesAtWork().readTable(fileOf('Bomb.xlsx', bomb))).rejects.toMatchObject({
      code: 'table/not-readable',
    })
  })
})

/** This many rows of one cell. */
const cells = (rows: number, column: string, content: string, first = 1): string =>
  Array.from(
    { length: rows },
    (_, at) => `<row r="${at + first}"><c r="${column}${at + first}">${content}</c></row>`,
  ).join('')

/** A workbook whose sheet has these rows. */
const withSheet = (rows: string): Buffer => madeWorkbook({ sheets: [{ name: 'S', rows }] })
