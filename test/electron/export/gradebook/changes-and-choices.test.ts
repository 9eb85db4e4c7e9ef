import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { refuseTooLarge } from '../../../../electron/export/gradebook/columns.ts'
import { openDatabase } from '../../../../electron/store/open.ts'
import { serialiseError } from '../../../../shared/errors.ts'
import { usualGradebook } from '../../../../shared/model/gradebook.ts'
import { mostCheckPlaces } from '../../../../shared/model/gradebook-check.ts'
import { sentenceFor } from '../../../../shared/sentences.ts'
import { laptop, noon, sheetRows } from '../laptop.ts'
import { zipEntries } from '../zip-entries.ts'
import { attempt, classOf, writtenGradebook } from './made-class.ts'

const names = { 101: 'Fractions' }

describe('the workbook of a gradebook', () => {
  it('says with pseudonyms what changed in their order, not in that of the names', async () => {
    const place = classOf(
      Array.from({ length: 12 }, (_, at) => attempt(at + 10, 101, 1, 80)),
      names,
    )
    const { calls } = place
    const savedId = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition: usualGradebook })
    calls.recordHandIn(savedId, calls.handInOf(usualGradebook), 1 as never)
    const better = Array.from({ length: 12 }, (_, at) => attempt(at + 10, 101, 2, 95))
    classOf(better, names, place)
    const { file } = await writtenGradebook(place, { savedId, identity: 'pseudonyms' })
    const students = (await sheetRows(file, 'Changes')).slice(1).map(([student]) => String(student))
    expect(students).toHaveLength(24)
    expect(students).toEqual(students.toSorted())
  })

  it('is written where the last hand-in cannot be read, and says so', async () => {
    const place = classOf([attempt(1, 101, 1, 80)], names)
    const { calls } = place
    const savedId = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition: usualGradebook })
    calls.recordHandIn(savedId, '{"form":2}', 1 as never)
    const { file } = await writtenGradebook(place, { savedId })
    expect((await sheetRows(file, 'Changes'))[1]).toContainEqual(expect.stringContaining('cannot be read'))
    expect(JSON.stringify(await sheetRows(file, 'Checks'))).toContain('cannot be read')
  })

  it('lists with pseudonyms the first places in their order, not in that of the names', async () => {
    const students = mostCheckPlaces + 100
    const place = classOf(
      Array.from({ length: students }, (_, at) => attempt(1_000 + at, 101, 1, 80, { requiresGrading: true })),
      names,
    )
    const { file } = await writtenGradebook(place, { identity: 'pseudonyms' })
    const pseudonyms = (await sheetRows(file, 'Gradebook')).slice(1, students + 1).map(([, key]) => String(key))
    const listed = (await sheetRows(file, 'Checks')).flatMap(([, , where]) => /^S-\w+/.exec(String(where))?.[0] ?? [])
    expect(listed).toEqual(pseudonyms.toSorted().slice(0, mostCheckPlaces))
  })

  it('is refused before anything is written where a sheet cannot hold it', () => {
    const size = { students: 2, tests: 16_380, attempts: 5, below: 13 }
    expect(() => refuseTooLarge({ ...size, columns: 16_384 })).not.toThrow()
    expect(() => refuseTooLarge({ ...size, columns: 16_385 })).toThrow('export/too-large-gradebook')
    expect(() => refuseTooLarge({ ...size, students: 1_048_562, columns: 9 })).not.toThrow()
    expect(() => refuseTooLarge({ ...size, students: 1_048_563, columns: 9 })).toThrow('export/too-large-gradebook')
  })

  it('of more tests than a sheet has columns is refused in a sentence, and the file that was there stays', async () => {
    const tests = 16_384
    const place = classOf(
      Array.from({ length: tests }, (_, at) => attempt(1, 101 + at, at, 50)),
      names,
    )
    const file = join(place.folder, 'Gradebook.xlsx')
    writeFileSync(file, 'last term')
    const refused: unknown = await writtenGradebook(place).catch((thrown: unknown) => thrown)
    expect(sentenceFor(serialiseError(refused))).toMatch(
      /^A sheet holds .* A gradebook of 1 students, 16,384 tests and 16,384 attempts does not fit\. No file was written/,
    )
    expect(readFileSync(file, 'utf8')).toBe('last term')
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.part'))).toEqual([])
  }, 60_000)

  it('rounds a mean of attempts among the changes as everywhere else', async () => {
    const rules = { ...usualGradebook.rules, policy: 'average' } as const
    const definition = { ...usualGradebook, rules }
    const place = classOf([attempt(1, 101, 1, 72.3), attempt(1, 101, 2, 72.4)], names)
    const { calls } = place
    const savedId = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition })
    calls.recordHandIn(savedId, calls.handInOf(definition), 1 as never)
    classOf([attempt(1, 101, 3, 100)], names, place)
    const { file } = await writtenGradebook(place, { savedId, definition })
    expect((await sheetRows(file, 'Changes'))[1]?.slice(2)).toEqual(['72.4%', '81.6%'])
  })

  it('stays live where an attempt that was chosen is not in the period', async () => {
    const place = classOf([attempt(1, 101, 1, 40), attempt(1, 101, 2, 80), attempt(1, 101, -60 * 24, 90)], names)
    const db = openDatabase(place.databaseFile)
    db.prepare(
      `INSERT INTO grade_override SELECT 'a', 'user:1', 101, 'attempt', id, 'Fair', 1 FROM result WHERE percentage = 900`,
    ).run()
    db.close()
    const day = new Date(noon * 1000).toISOString().slice(0, 10)
    const definition = { ...usualGradebook, period: { from: day, to: null } }
    const rows = await sheetRows((await writtenGradebook(place, { definition })).file, 'Attempts')
    const counts = rows[0]?.indexOf('Counts') ?? -1
    expect(rows.slice(1).map((row) => typeof row[counts])).toEqual(['object', 'object'])
  })

  it('says which figures below the students follow a filter, and why a book of nobody does not recalculate', async () => {
    const place = classOf([attempt(1, 101, 1, 80)], names)
    const lines = async (said: Parameters<typeof writtenGradebook>[1]) =>
      new Map((await sheetRows((await writtenGradebook(place, said)).file, 'Settings')).map((row) => [row[0], row[2]]))
    expect((await lines({})).get('Below the students')).toContain('Median and Pass rate are of everybody')
    const definition = { ...usualGradebook, students: { by: 'class', classId: 9 } } as const
    expect((await lines({ definition })).get('Figures')).toMatch(/^Values: nobody is in this gradebook/)
  })

  it('of values shows a bound of the scale with all of its decimals', async () => {
    const scale = {
      name: 'Own',
      bands: [
        { from: 8995, grade: 'A' },
        { from: 0, grade: 'B' },
      ],
    }
    const definition = { ...usualGradebook, rules: { ...usualGradebook.rules, scale } }
    const { file } = await writtenGradebook(classOf([attempt(1, 101, 1, 80)], names), {
      ...{ definition, figures: 'values' },
    })
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(file)
    const cell = book.getWorksheet('Settings')?.getCell('A7')
    expect([cell?.value, cell?.numFmt]).toEqual([0.8995, '0.0#%'])
  })

  it('that is streamed and live lets the policy decide on the star', async () => {
    const results = Array.from({ length: 10_100 }, (_, at) =>
      attempt(at % 5, 101, at, at % 100, { requiresGrading: at < 5 }),
    )
    const { file, figures } = await writtenGradebook(classOf(results, names, laptop()))
    expect(figures).toBe('live')
    const xml = [...zipEntries(readFileSync(file)).values()].find((each) => each.includes('COUNTIFS(A_Student')) ?? ''
    expect(xml.match(/A_Grading/g)?.length).toBe(5)
  }, 60_000)
})
