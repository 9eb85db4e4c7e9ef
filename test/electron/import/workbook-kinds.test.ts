import * as SheetJS from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { codesFrom, tableFrom } from './codes-of.ts'
import { archive, codesBook, type MadeSheet, type Part, partsOf, row, text, workbookOf } from './made-workbook.ts'

const list: MadeSheet = { name: 'Codes', rows: row('Name', 'Access code') + row('Ana', 'K7-001') + row('Bo', 'K7-002') }
const codes = ['K7-001', 'K7-002']

/** The parts of a workbook, each changed. */
const changed = (change: (name: string, content: string) => Part): Buffer =>
  archive(partsOf({ sheets: [list] }).map(([name, content]) => change(name, String(content))))

const prefixed = (content: string): string =>
  content
    .replace(/<(\/?)(?=[a-z])(?!Types|Override|Default|Relationship)/g, '<$1x:')
    .replace(
      'xmlns="http://schemas.openxmlformats.org/spreadsheetml',
      'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
    )

describe('a workbook that Excel opens is opened', () => {
  it.each<[string, Buffer]>([
    [
      'with a prefix before every tag',
      changed((name, content) => [
        name,
        /xl\/.*\.xml$/.test(name) && !name.includes('_rels') ? prefixed(content) : content,
      ]),
    ],
    [
      'with cells that say where they are',
      changed((name, content) => [name, content.replaceAll('<row>', '<row spans="1:2">')]),
    ],
    [
      'with parts of other names',
      changed((name, content) => [name.replace('sheet1', 'tabelle'), content.replaceAll('sheet1', 'tabelle')]),
    ],
    [
      'with parts in other cases',
      changed((name, content) => [name.replace('worksheets/sheet1', 'Worksheets/Sheet1'), content]),
    ],
    [
      'with parts in other folders',
      changed((name, content) => [
        name.replace('xl/', 'office/data/'),
        content.replaceAll('/xl/', '/office/data/').replaceAll('"xl/', '"office/data/'),
      ]),
    ],
    [
      'with sheets beside its folder',
      changed((name, content) => [
        name.replace('xl/worksheets', 'pages'),
        content.replaceAll('/xl/worksheets', '/pages').replaceAll('"worksheets/', '"../pages/'),
      ]),
    ],
    [
      'with absolute paths',
      changed((name, content) => [name, content.replaceAll('Target="worksheets/', 'Target="/xl/worksheets/')]),
    ],
    [
      'with absolute paths beside its folder',
      changed((name, content) => [
        name.replace('xl/worksheets', 'pages'),
        content.replaceAll('/xl/worksheets', '/pages').replaceAll('"worksheets/', '"/pages/'),
      ]),
    ],
    ['with backslashes in its archive', changed((name, content) => [name.replaceAll('/', '\\'), content])],
    [
      'with backslashes everywhere',
      changed((name, content) => [name.replaceAll('/', '\\'), content.replaceAll('worksheets/', 'worksheets\\')]),
    ],
    ['with a slash before each part', changed((name, content) => [`/${name}`, content])],
    [
      'with a part in UTF-16',
      archive(
        partsOf({ sheets: [list] }).map(([name, content]) => [
          name,
          /sheet1/.test(name)
            ? Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${content}`, 'utf16le')
            : content,
        ]),
      ),
    ],
    [
      'with single quotation marks',
      changed((name, content) => [name, name.includes('sheet1') ? content.replaceAll('"', "'") : content]),
    ],
    [
      'with a blank in a part’s name',
      changed((name, content) => [
        name.replace('sheet1', 'sheet 1'),
        content.replaceAll('worksheets/sheet1', name.endsWith('.rels') ? 'worksheets/sheet%201' : 'worksheets/sheet 1'),
      ]),
    ],
  ])('%s', async (_, bytes) => {
    expect(await codesFrom(bytes, 'List.xlsx')).toMatchObject({ codes, refused: [] })
  })

  const sheet = SheetJS.utils.aoa_to_sheet([
    ['Name', 'Access code'],
    ['Änne', 'K7-001'],
    ['Bo', 'K7-002'],
    ['Cy', 123456789012],
    ['Di', true],
    ['Ed', '_x0041_'],
  ])
  sheet.B4 = { t: 'n', v: 42, z: '"K-"00000' }
  const book = SheetJS.utils.book_new()
  SheetJS.utils.book_append_sheet(book, sheet, 'Codes')
  const written = (bookType: SheetJS.BookType): Buffer => SheetJS.write(book, { type: 'buffer', bookType })

  it.each([
    ['List.xls', 'biff8'],
    ['Old.xls', 'biff5'],
    ['List.ods', 'ods'],
    ['List.xlsb', 'xlsb'],
    ['List.xlsm', 'xlsm'],
    ['Named otherwise.csv', 'xlsb'],
    ['SpreadsheetML.xls', 'xlml'],
  ] as const)('of another kind: %s (%s)', async (name, bookType) => {
    const { codes: found, refused } = await codesFrom(written(bookType), name)
    // In workbooks of 2007 and later this is an escape.
    const last = bookType === 'xlsm' ? 'A' : '_x0041_'
    expect(found).toEqual(['K7-001', 'K7-002', 'K-00042', last])
    expect(refused).toEqual([[5, 'truth-value']])
  })

  it('of before 1995: a sheet alone', async () => {
    const small = SheetJS.utils.book_new()
    SheetJS.utils.book_append_sheet(small, SheetJS.utils.aoa_to_sheet([['Access code'], ['K7-001'], ['K7-002']]), 'S')
    const bytes = SheetJS.write(small, { type: 'buffer', bookType: 'biff2' })
    expect(await codesFrom(bytes, 'Old.xls')).toMatchObject({ codes })
  })

  it.each([
    [
      'a web page',
      '<html><head><meta charset="utf-8"></head><body><table><tr><th>Näme</th><th>Access code</th></tr><tr><td>Ana</td><td>00123</td></tr></table></body></html>',
      ['00123'],
    ],
    [
      'a table alone',
      '<table><tr><td>Access code</td></tr><tr><td>1E5</td></tr><tr><td>_x0041_</td></tr></table>',
      ['1E5', '_x0041_'],
    ],
  ])('of %s that is called one', async (_, page, expected) => {
    expect(await codesFrom(Buffer.from(page), 'Export.xls')).toMatchObject({ codes: expected })
  })

  it.each([
    ['UTF-16 with its mark', Buffer.from('\uFEFFName\tAccess code\r\nAna\tK7-001\r\nBo\tK7-002\r\n', 'utf16le')],
    ['UTF-16 without', Buffer.from('Name\tAccess code\r\nAna\tK7-001\r\nBo\tK7-002\r\n', 'utf16le')],
    [
      'UTF-16 the other way round',
      Buffer.from('Name\tAccess code\r\nAna\tK7-001\r\nBo\tK7-002\r\n', 'utf16le').swap16(),
    ],
    ['UTF-8', Buffer.from('Name\tAccess code\r\nAna\tK7-001\r\nBo\tK7-002\r\n')],
  ])('of text that is called one: %s', async (_, bytes) => {
    expect(await codesFrom(bytes, 'gradebook.xls')).toMatchObject({ codes })
  })
})

describe('the sheet of the codes', () => {
  const notes: MadeSheet = { name: 'Read me', rows: row('Fill in the other sheet.') }
  const other: MadeSheet = { name: 'More', rows: row('Access code') + row('X1') }
  const plain: MadeSheet = { name: 'Plain', rows: row('X1') + row('X2') }
  const read = (...sheets: readonly MadeSheet[]) => codesFrom(workbookOf({ sheets }), 'List.xlsx')
  const asked = { code: 'usage/which-sheet' }

  it('is the only one with a column of codes, or the only one with anything on it', async () => {
    expect(await read(notes, list)).toMatchObject({ codes })
    expect(await read({ name: 'Empty', rows: '' }, plain)).toMatchObject({ codes: ['X1', 'X2'] })
  })

  it.each<[string, readonly MadeSheet[]]>([
    ['two have one', [list, other]],
    ['one of two is hidden', [list, { ...other, state: 'hidden' }]],
    ['the only one is hidden', [notes, { ...list, state: 'veryHidden' }]],
    ['none has one', [notes, plain]],
  ])('is asked for where %s', async (_, sheets) => {
    await expect(read(...sheets)).rejects.toMatchObject(asked)
    expect(await codesFrom(workbookOf({ sheets }), 'List.xlsx', { sheet: 'plain' }).catch(() => null)).toEqual(
      sheets.includes(plain) ? expect.objectContaining({ codes: ['X1', 'X2'] }) : null,
    )
  })
})

describe('what could bring the computer to a stop', () => {
  it('a merge over a whole sheet is read at once', async () => {
    const rows = row('Access code') + row('K1')
    const behind = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    const { header, rows: read } = await tableFrom(workbookOf({ sheets: [{ name: 'S', rows, behind }] }), 'S.xlsx')
    expect({ header, read }).toEqual({ header: ['Access code'], read: [] })
  })

  it.each<[string, string, string?]>([
    [
      'merges on top of each other',
      row('Access code') + row('K1').repeat(2_000),
      `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(30_000)}</mergeCells>`,
    ],
    ['a row that no sheet has', '<row r="4294967294"><c r="A4294967294"><v>1</v></c></row>'],
    ['a cell in a row that no sheet has', '<row><c r="A99999999"><v>1</v></c></row>'],
    ['a column that no list has', '<row r="1"><c r="XFD1"><v>1</v></c></row>'],
    ['a column that no sheet has', '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'],
    ['a shared text that is not there', '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'],
  ])('%s is refused', async (_, rows, behind = '') => {
    await expect(tableFrom(workbookOf({ sheets: [{ name: 'S', rows, behind }] }), 'S.xlsx')).rejects.toMatchObject({
      code: 'table/not-readable',
    })
  })

  it.each<[string, (name: string, content: string) => Part]>([
    ['a sheet cut short', (name, content) => [name, name.includes('sheet1') ? content.slice(0, -40) : content]],
    ['texts cut short', (name, content) => [name, name.includes('shared') ? content.slice(0, -4) : content]],
    ['a sheet that is not there', (name, content) => [name.replace('sheet1', 'sheet9'), content]],
    [
      'entities of its own',
      (name, content) => [name, name.includes('sheet1') ? `<!DOCTYPE x [<!ENTITY a "b">]>${content}` : content],
    ],
    ['another kind of archive', (_, content) => ['word/document.xml', content]],
  ])('%s gives no half list', async (_, change) => {
    await expect(tableFrom(changed(change), 'List.xlsx')).rejects.toMatchObject({ code: 'table/not-readable' })
  })

  it('a changed byte within a part is noticed', async () => {
    const bytes = codesBook([text('K1'), text('K2')])
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 40
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x55, at)
    await expect(tableFrom(bytes, 'List.xlsx')).rejects.toMatchObject({ code: 'table/not-readable' })
  })
})
