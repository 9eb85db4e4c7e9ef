import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { createTables } from '../../../electron/import/tables.ts'
import { cellsOf, fileOf, tablesAtWork, workerFile } from './made-files.ts'
import { codesBook, row, text, workbookOf } from './made-workbook.ts'

const people = 'Name;Code\nAda;AB12\nPaul\n\nGrace;AB14;late\nMary;AB15\nAlan;AB16\nEmmy;AB17\n'

describe('an opened table', () => {
  it('shows its columns and first rows, and keeps the rest until a column is asked for', async () => {
    const tables = tablesAtWork()
    const opened = await tables.open(fileOf('People.csv', people))
    expect(opened).toEqual({
      id: expect.any(String),
      fileName: 'People.csv',
      columns: ['Name', 'Code', 'C'],
      hasHeader: true,
      isWider: true,
      sheets: [],
      sheet: null,
      isSheetGuess: false,
      encoding: { name: 'utf-8', isGuess: false, others: [] },
      sample: [
        ['Ada', 'AB12', ''],
        ['Paul', '', ''],
        ['', '', ''],
        ['Grace', 'AB14', 'late'],
        ['Mary', 'AB15', ''],
      ],
      rows: 7,
    })
    expect(cellsOf(tables.columns({ id: opened.id, columns: [1, 0], withFirstRow: false }))).toEqual([
      ['AB12', 'Ada'],
      ['', 'Paul'],
      ['', ''],
      ['AB14', 'Grace'],
      ['AB15', 'Mary'],
      ['AB16', 'Alan'],
      ['AB17', 'Emmy'],
    ])
    const all = tables.columns({ id: opened.id, columns: [1], withFirstRow: true })
    expect([all.length, all[0]]).toEqual([8, { line: 1, cells: ['Code'] }])
    expect(all[7]).toEqual({ line: 8, cells: ['AB17'] })
  })

  it('without a header gives its first row, unless it is said to be one', async () => {
    const tables = tablesAtWork()
    const { id, columns, hasHeader, sample, rows } = await tables.open(fileOf('Codes.txt', 'AB12\nAB13\n'))
    expect({ columns, hasHeader, sample, rows }).toEqual({
      columns: ['A'],
      hasHeader: false,
      sample: [['AB12'], ['AB13']],
      rows: 2,
    })
    expect(cellsOf(tables.columns({ id, columns: [0], withFirstRow: true }))).toEqual([['AB12'], ['AB13']])
    expect(cellsOf(tables.columns({ id, columns: [0, 7], withFirstRow: false }))).toEqual([['AB13', '']])
  })

  it('is forgotten with the next one, and not for one that could not be read', async () => {
    const tables = tablesAtWork()
    const first = await tables.open(fileOf('First.csv', 'AB12\n'))
    await expect(tables.open(fileOf('Nothing.csv', ''))).rejects.toMatchObject({ code: 'table/empty' })
    expect(cellsOf(tables.columns({ id: first.id, columns: [0], withFirstRow: true }))).toEqual([['AB12']])
    await tables.open(fileOf('Second.csv', 'AB13\n'))
    expect(() => tables.columns({ id: first.id, columns: [0], withFirstRow: true })).toThrow(
      expect.objectContaining({ code: 'ipc/invalid-input' }),
    )
  })
})

describe('a table opened once more', () => {
  it('is another sheet of the same file, or the same bytes in other letters', async () => {
    const tables = tablesAtWork()
    const book = workbookOf({
      sheets: [
        { name: 'One', rows: row('Access code') + row('A1') },
        { name: 'Two', rows: row('Access code') + row('B1') },
      ],
    })
    const first = await tables.open(fileOf('Two.xlsx', book))
    expect(first).toMatchObject({ sheet: 'One', isSheetGuess: true, sample: [['A1']] })
    const second = await tables.reopen({ id: first.id, sheet: 'Two' })
    expect(second).toMatchObject({ sheet: 'Two', isSheetGuess: false, sample: [['B1']] })
    expect(second.id).not.toBe(first.id)

    const guessed = await tables.open(fileOf('Names.csv', Buffer.from('Name;Access code\nZo\u00e9;K1\n', 'latin1')))
    expect(guessed.encoding).toMatchObject({ name: 'windows-1252', isGuess: true })
    const again = await tables.reopen({ id: guessed.id, encoding: 'windows-1251' })
    expect(again).toMatchObject({ sample: [['Zoй', 'K1']], encoding: { name: 'windows-1251', isGuess: false } })
  })
})

describe('reading a table', () => {
  it('brings every row of a long one over, in order', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => [`Name ${at}`, `Code-${at}`, '3', '4', '5'])
    const file = fileOf('Long.csv', rows.map((row) => row.join(',')).join('\n'))
    expect(cellsOf((await tablesAtWork().readTable(file)).rows)).toEqual(rows)
  })

  it('takes a thousand columns, and a file of more for no list', async () => {
    const wide = (columns: number) => Array.from({ length: columns }, (_, at) => `${at}`).join(';')
    expect((await tablesAtWork().readTable(fileOf('Wide.csv', wide(1_000)))).columns).toHaveLength(1_000)
    await expect(tablesAtWork().readTable(fileOf('Wider.csv', wide(1_001)))).rejects.toMatchObject({
      code: 'table/not-readable',
      detail: { fileName: 'Wider.csv' },
    })
  })

  it('gives each row its line, and says what is wrong with a cell', async () => {
    const { rows, header } = await tablesAtWork().readTable(
      fileOf('Codes.xlsx', codesBook([text('K1'), '<c t="e"><v>#N/A</v></c>'])),
    )
    expect({ header, rows }).toEqual({
      header: ['Access code'],
      rows: [
        { line: 2, cells: ['K1'] },
        { line: 3, cells: ['#N/A'], flaws: { 0: 'error-value' } },
      ],
    })
  })

  it.skipIf(process.platform === 'win32').each(['/dev/zero', '/dev/stdin', tmpdir()])(
    'refuses what gives no end, or nothing: %s',
    async (file) => {
      await expect(tablesAtWork().readTable(file)).rejects.toMatchObject({ code: 'table/not-readable' })
    },
  )

  it.skipIf(process.platform === 'win32')('refuses a pipe before it waits for somebody to write', async () => {
    const pipe = `${fileOf('pipe', '')}.csv`
    execFileSync('mkfifo', [pipe])
    await expect(tablesAtWork().readTable(pipe)).rejects.toMatchObject({ code: 'table/not-readable' })
  })

  it('ends when the program does', async () => {
    const tables = createTables({ workerFile })
    const reading = tables.readTable(fileOf('People.csv', people))
    const ended = expect(reading).rejects.toMatchObject({ code: 'job/cancelled' })
    await tables.close()
    await ended
    await expect(tables.readTable(fileOf('People.csv', people))).rejects.toMatchObject({ code: 'job/cancelled' })
  })

  it('says that the file could not be read when its thread dies', async () => {
    const tables = createTables({ workerFile: '/nowhere/worker.js' })
    await expect(tables.readTable(fileOf('People.csv', people))).rejects.toMatchObject({ code: 'table/not-readable' })
  })
})
