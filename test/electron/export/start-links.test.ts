import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import type { ExportFormat } from '../../../electron/export/writer/table.ts'
import { type StartLink, type StartPerson, startUrl } from '../../../shared/model/start-link.ts'
import { laptop, noon, sheetRows, workerFile } from './laptop.ts'
import { zipEntries } from './zip-entries.ts'

const nobody: StartPerson = { first: null, last: null, email: null, userId: null, accessCode: null }

const people: StartLink[] = [
  { first: 'Ada', last: 'Lovelace', email: 'ada@example.org', userId: '0042', accessCode: '00123' },
  { first: 'Łukasz', last: "O'Neill & Sons", email: null, userId: 'a|b', accessCode: '100%+' },
  { first: 'محمد', last: '李 "小龙", Jr', email: 'x+y@example.org', userId: null, accessCode: 'AB;12' },
  { ...nobody, first: '=HYPERLINK("http://evil.example")', last: '+49', userId: '-5', accessCode: '@SUM(A1)' },
  { ...nobody, accessCode: 'only-a-code' },
].map((person) => ({ ...person, url: startUrl('g6v533a63444719ce32', person) }))

const headers = ['First name', 'Last name', 'E-mail', 'User ID', 'Access code', 'Start link']

async function written(format: ExportFormat, links: readonly StartLink[] = people) {
  const { databaseFile, folder } = laptop()
  const file = join(folder, `Start links.${format}`)
  const exporter = createExporter({ databaseFile, workerFile })
  const options = { signal: new AbortController().signal, onProgress: () => undefined }
  const outcome = await exporter.run('start-links', { people: links, file, format, exportedAt: noon }, options)
  await exporter.close()
  expect(outcome).toEqual({ file, people: links.length })
  expect(readdirSync(folder).toSorted()).toEqual([`Start links.${format}`, 'data'])
  return file
}

describe('start links in a workbook', () => {
  it('are every person with a link that opens, and texts that stay texts', async () => {
    const file = await written('xlsx')
    const [header, ...rows] = await sheetRows(file, 'Start links')
    expect(header).toEqual(headers)
    expect(rows).toEqual(
      people.map(({ url, first, last, email, userId, accessCode }) => [
        ...[first, last, email, userId, accessCode].map((text) => text ?? undefined),
        { text: url, hyperlink: url },
      ]),
    )
  })

  it('have their header in sight, a filter, and no formula', async () => {
    const file = await written('xlsx')
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(file)
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Start links'])
    const sheet = book.getWorksheet('Start links')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet?.autoFilter).toBe('A1:F6')
    expect(sheet?.getCell('E2').numFmt).toBe('@')
    expect(sheet?.getCell('F2').font).toMatchObject({ underline: true })
    const entries = zipEntries(readFileSync(file))
    for (const xml of entries.values()) expect(xml).not.toMatch(/<f[ >]/)
    const order = ['<sheetData>', '<autoFilter', '<hyperlinks>', '<pageMargins', '<pageSetup', '<headerFooter']
    const places = order.map((element) => entries.get('xl/worksheets/sheet1.xml')?.indexOf(element))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a = 0, b = 0) => a - b))
  })

  it('stay text where an address is longer than Excel follows', async () => {
    const person = { ...nobody, first: 'x'.repeat(3_000) }
    const [, row] = await sheetRows(await written('xlsx', [{ ...person, url: startUrl('abc', person) }]), 'Start links')
    expect(row?.[5]).toBe(startUrl('abc', person))
  })

  it('are written as URLs are, and stay text where they are none', async () => {
    const odd = [
      'https://www.classmarker.com/a b/\uFFFE?x="<1>"',
      'javascript:alert(1)',
      'https://',
      'file:///etc/passwd',
    ]
    const file = await written(
      'xlsx',
      odd.map((url) => ({ ...nobody, url })),
    )
    const links = (await sheetRows(file, 'Start links')).slice(1).map((row) => row[5])
    const [first, ...others] = odd
    const [shown] = first?.split('\uFFFE') ?? []
    expect(links).toEqual([
      { text: `${shown}?x="<1>"`, hyperlink: 'https://www.classmarker.com/a%20b/%EF%BF%BE?x=%22%3C1%3E%22' },
      ...others,
    ])
  })

  it('are as many as there are people, of which Excel follows 65,530', async () => {
    const many = Array.from({ length: 65_540 }, (_, at): StartLink => {
      const person = { ...nobody, first: `Name ${at}`, accessCode: `CODE-${at}` }
      return { ...person, url: startUrl('abc', person) }
    })
    const entries = zipEntries(readFileSync(await written('xlsx', many)))
    const count = (name: string, sought: string) => (entries.get(name)?.split(sought).length ?? 0) - 1
    expect(count('xl/worksheets/sheet1.xml', '<row ')).toBe(65_541)
    expect(count('xl/worksheets/sheet1.xml', '<hyperlink ')).toBe(65_530)
    expect(count('xl/worksheets/_rels/sheet1.xml.rels', '<Relationship ')).toBe(65_530)
    expect(count('xl/worksheets/sheet1.xml', 'cm_access_list_item=CODE-')).toBe(65_540)
  })
})

describe('start links for mail merge', () => {
  it('are CSV that Excel opens as it is, and runs nothing of', async () => {
    const bytes = readFileSync(await written('csv'))
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    const text = bytes.toString('utf8', 3)
    expect(text.startsWith('First name,Last name,E-mail,User ID,Access code,Start link\r\n')).toBe(true)
    const { data, errors } = Papa.parse<string[]>(text.trim())
    expect(errors).toEqual([])
    const guarded = (value: string | null) => (/^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? ''))
    expect(data.slice(1)).toEqual(
      people.map(({ url, first, last, email, userId, accessCode }) => [
        ...[first, last, email, userId, accessCode].map(guarded),
        url,
      ]),
    )
    expect(data[4]?.[0]).toBe('\'=HYPERLINK("http://evil.example")')
  })
})

it('are not written into a folder that is not there', async () => {
  const { databaseFile, folder } = laptop()
  const exporter = createExporter({ databaseFile, workerFile })
  const request = { people, file: join(folder, 'nowhere', 'x.csv'), format: 'csv', exportedAt: noon } as const
  const options = { signal: new AbortController().signal, onProgress: () => undefined }
  await expect(exporter.run('start-links', request, options)).rejects.toMatchObject({ code: 'export/no-folder' })
  await exporter.close()
})
