import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { sheetRows } from '../export/laptop.ts'
import { temporaryFolder } from '../support/laptop.ts'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

describe('gradekeep export --gradebook', () => {
  it('writes the workbook and says what is in it', async () => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'Marks.xlsx')
    const { status, json, err } = await gradekeep(`export ${file} --gradebook --policy last --json`)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(Object.keys(json)).toEqual(['file', 'sheets', 'students', 'attempts'])
    expect(json.sheets.slice(0, 3)).toEqual(['Summary', 'Gradebook', 'Attempts'])
    expect(json.sheets.at(-1)).toBe('Settings')
    expect((await sheetRows(file, 'Settings'))[1]?.slice(0, 2)).toEqual(['Attempt policy', 'Last'])
    expect((await sheetRows(file, 'Gradebook'))[1]?.at(-1)).toBe(1)
  })

  it('says whose gradebook it is, and what is not taken', async () => {
    const { gradekeep, run, dataDir } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'Marks.xlsx')
    const summaryOf = async (...words: string[]) => {
      expect((await run(['export', file, '--gradebook', '--data-dir', dataDir, ...words])).status).toBe(0)
      return new Map((await sheetRows(file, 'Summary')).map(([label, said]) => [label, said]))
    }
    const all = await summaryOf()
    expect(all.get('Students')).toMatch(/^Everybody with a result at these tests/)
    expect(all.get('Not taken')).toMatch(/^\d+ of \d+ cells \(\d+ students, \d+ tests\)$/)
    expect((await summaryOf('--passed')).get('Students')).toMatch(/^Everybody whom the filter finds/)
    const members = join(temporaryFolder(), 'members.csv')
    writeFileSync(members, 'first,last,email\nNew,Student,new@example.org\n')
    await gradekeep(`classes add 10B --file ${members}`)
    expect((await summaryOf('--class', '10B')).get('Not taken')).toBe('No test is in this gradebook')
  })

  it('writes values where those are asked for', async () => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'Marks.xlsx')
    const { status, err } = await gradekeep(`export ${file} --gradebook --values --identity pseudonyms`)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect((await sheetRows(file, 'Gradebook'))[0]?.slice(0, 2)).toEqual(['Group', 'Student key'])
  })

  it.each(['excel', 'machine', 'canvas', 'moodle', 'sis'])('writes a CSV for %s', async (form) => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'Marks.csv')
    const { status, json } = await gradekeep(`export ${file} --gradebook --form ${form} --json`)
    expect(status).toBe(0)
    expect(json.sheets).toEqual([])
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n')
    expect(lines.length).toBe(json.students + (form === 'canvas' ? 2 : 1))
  })

  it('says which columns of a school system stayed empty, since their tests are not in the gradebook', async () => {
    const { gradekeep } = await syncedComputer(50)
    const [{ test_id }] = (await gradekeep('results --json')).json.results
    const file = join(temporaryFolder(), 'Marks.csv')
    const exported = (columns: string) => gradekeep(`export ${file} --gradebook --form sis --columns ${columns}`)
    expect(await exported(`Last=last,Final=test:${test_id}`)).toMatchObject({ status: 0, err: '' })
    const one = await exported(`Last=last,Gone=test:999999,Final=test:${test_id}`)
    expect(one).toMatchObject({
      status: 0,
      err: 'The column “Gone” stayed empty: its test is not in this gradebook.\n',
    })
    expect((await exported('Gone=test:999999,test:999998')).err).toBe(
      'The columns “Gone”, “test:999998” stayed empty: their tests are not in this gradebook.\n',
    )
  })

  it.each([
    ['Marks.xlsx --gradebook --form excel', '--form, --columns and --preset are for a FILE that ends in .csv.'],
    ['Marks.csv --gradebook --form canvas --identity pseudonyms', '--form canvas needs names'],
    ['Marks.csv --gradebook --form sis --columns Who=nobody', '“nobody” is no column'],
    ['Marks.csv --gradebook --form sis --columns Who=last --identity pseudonyms', '--columns may not hold'],
    ['Marks.xlsx --gradebook --class 10B --passed', 'With --class, only --test narrows a gradebook'],
    ['Marks.parquet --gradebook', 'a .parquet holds attempts'],
    ['Marks.csv --gradebook --form sis --preset Untis', 'No columns are kept under “Untis”: none is kept yet.'],
    ['Marks.csv --gradebook --form excel --preset Untis', '--preset goes with --form sis.'],
    ['Marks.csv --gradebook --form sis --preset Untis --columns last', 'either --columns or --preset'],
    ['Marks.xlsx --gradebook --with email --identity pseudonyms', '--with email needs names'],
    ['Marks.csv --gradebook --form canvas --with email', 'has columns of its own'],
    ['Marks.csv --gradebook --items', '--items is for a FILE that ends in .xlsx.'],
    ['Marks.xlsx --items', '--items goes with --gradebook.'],
    ['Marks.parquet --with email', '--with email goes with --gradebook.'],
    ['Marks.xlsx --with links', '--with goes with --gradebook.'],
    ['Marks.parquet --partition year', '--partition knows term and test'],
    ['Marks.parquet --partition test,test', '--partition names each part once.'],
    ['Marks.csv --partition term', '--partition makes a folder of .parquet files'],
    ['Marks.XLSX --partition test', '--partition makes a folder of .parquet files'],
  ])('refuses %s', async (line, problem) => {
    const { gradekeep } = await syncedComputer(5)
    const { status, err } = await gradekeep(`export ${line}`)
    expect(status).toBe(2)
    expect(err).toContain(problem)
    expect(existsSync('Marks.csv')).toBe(false)
  })

  it('refuses a list of attempts of a class that there is not', async () => {
    const { gradekeep } = await syncedComputer(5)
    const { status, err } = await gradekeep('export Marks.csv --class 10B')
    expect(status).toBe(1)
    expect(err).toContain('No class is called “10B”.')
    expect(existsSync('Marks.csv')).toBe(false)
  })

  it('adds e-mail addresses only where they are asked for', async () => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'Marks.xlsx')
    await gradekeep(`export ${file} --gradebook`)
    const [without = []] = await sheetRows(file, 'Gradebook')
    expect(without).not.toContain('E-mail')
    await gradekeep(`export ${file} --gradebook --with email`)
    const [header = [], ...rows] = await sheetRows(file, 'Gradebook')
    expect(header.indexOf('E-mail')).toBe(header.indexOf('Student key') + 1)
    expect(rows.some((row) => String(row[header.indexOf('E-mail')]).includes('@'))).toBe(true)
    const csv = join(temporaryFolder(), 'Marks.csv')
    await gradekeep(`export ${csv} --gradebook --form machine --with email`)
    expect(readFileSync(csv, 'utf8').split('\r\n')[0]).toContain('Student key,E-mail,')
  })

  it('takes a class by its name, with spaces around it as when the class was made', async () => {
    const { run, gradekeep, dataDir } = await syncedComputer(5)
    const [student] = (await gradekeep('results --json')).json.results
    const inFolder = ['--data-dir', dataDir, '--json']
    await run(['classes', 'add', ' 10 “B” ', student.student_key, ...inFolder])
    const file = join(temporaryFolder(), 'Marks.xlsx')
    const { status, json } = await run(['export', file, '--gradebook', '--class', ' 10 “B” ', ...inFolder])
    expect({ status, students: json?.students }).toEqual({ status: 0, students: 1 })
  })

  it('says that there is no class of a name', async () => {
    const { gradekeep } = await syncedComputer(5)
    const { status, err } = await gradekeep(`export ${join(temporaryFolder(), 'Marks.xlsx')} --gradebook --class 10B`)
    expect(status).toBe(1)
    expect(err).toMatch(/class/)
  })
})

describe('gradekeep export FILE.parquet', () => {
  it('writes attempts in columns', async () => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'All.parquet')
    expect(await gradekeep(`export ${file} --json`)).toMatchObject({ status: 0, json: { file, attempts: 50 } })
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1')
  })

  it('fills a folder by term and test, and leaves what is there', async () => {
    const { gradekeep } = await syncedComputer(50)
    const folder = join(temporaryFolder(), 'school')
    for (let run = 0; run < 2; run++) {
      const { status, json } = await gradekeep(`export ${folder} --partition term,test --json`)
      expect({ status, file: json.file }).toEqual({ status: 0, file: folder })
    }
    const files = readdirSync(folder, { recursive: true }).map(String)
    const parts = files.filter((name) => name.endsWith('.parquet'))
    expect(parts.length).toBe(2 * new Set(parts.map((name) => name.slice(0, name.lastIndexOf('/')))).size)
    for (const name of parts)
      expect(name).toMatch(/^term=\d{4}-H[12]\/test=\d+\/gradekeep-\d{8}T\d{6}Z-[0-9a-f]{8}\.parquet$/)
  })
})
