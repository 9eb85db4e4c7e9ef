import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Decision } from '../../../../electron/export/decision.ts'
import { Book } from '../../../../electron/export/gradebook/book.ts'
import { link } from '../../../../electron/export/gradebook/cells.ts'
import { rowsThatFit } from '../../../../electron/export/gradebook/list-sheets.ts'
import { ExportRun } from '../../../../electron/export/writer/table.ts'
import { temporaryFolder } from '../../support/laptop.ts'
import { noon, sheetRows } from '../laptop.ts'
import { zipEntries } from '../zip-entries.ts'
import { attempt, classOf, writtenGradebook } from './made-class.ts'

describe('a list that is longer than a sheet', () => {
  it('leaves its last row for saying how many more there are', () => {
    expect(rowsThatFit([1, 2, 3, 4, 5], 3)).toEqual({ rows: [1, 2], further: 3 })
  })

  it('is whole where all of it fits', () => {
    expect(rowsThatFit([1, 2, 3], 3)).toEqual({ rows: [1, 2, 3], further: 0 })
    expect(rowsThatFit([], 3)).toEqual({ rows: [], further: 0 })
  })
})

describe('a gradebook of many cells and few attempts', () => {
  it('is streamed, so that it has no sheets of single tests and says so', async () => {
    const place = classOf(
      Array.from({ length: 2_100 }, (_, at) => attempt(at, 101 + (at % 10), at, 50)),
      {},
    )
    const { file, sheets } = await writtenGradebook(place)
    expect(sheets).toEqual(['Summary', 'Gradebook', 'Attempts', 'Not taken', 'Checks', 'Settings'])
    const settings = await sheetRows(file, 'Settings')
    expect(settings.find(([label]) => label === 'Sheets of single tests')?.[2]).toMatch(/^Left out because the book is/)
    expect((await sheetRows(file, 'Not taken')).length).toBe(1 + 2_100 * 9)
  }, 60_000)
})

describe('a sheet of links', () => {
  it('has no more of them than Excel follows; the others are text', async () => {
    const file = join(temporaryFolder(), 'Links.xlsx')
    const handle = await open(file, 'w')
    const run = new ExportRun(new Decision(), () => undefined)
    const book = new Book(handle, 'streamed', noon, run, 1)
    const sheet = book.sheet('Links', { widths: [20], frozen: 0 })
    for (let row = 0; row < 65_540; row++) await sheet.add([link(`https://example.org/${row}`)])
    sheet.finish()
    await book.finish()
    await handle.close()
    const xml = zipEntries(readFileSync(file)).get('xl/worksheets/sheet1.xml') ?? ''
    expect(xml.match(/<hyperlink /g)?.length).toBe(65_530)
    expect(xml.match(/<row /g)?.length).toBe(65_540)
  }, 60_000)
})
