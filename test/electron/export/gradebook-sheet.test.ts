import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { type AttemptPolicy, attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { exported, type Laptop, laptop, noon, receive, requestFor, resultOf, sheetRows } from './laptop.ts'

/** An attempt of a student at a test, so many minutes after noon, with a percentage. */
const attempt = (userId: number, testId: number, minute: number, percent: number, said: Partial<Result> = {}): Result =>
  resultOf({
    userId,
    testId,
    first: `First ${userId}`,
    last: `Last ${userId}`,
    email: `${userId}@example.org`,
    percentage: toTenths(percent),
    timeStarted: unixSeconds(noon + minute * 60 - 30),
    timeFinished: unixSeconds(noon + minute * 60),
    ...said,
  })

const attempts = [
  attempt(1, 101, 1, 40),
  attempt(1, 101, 2, 90),
  attempt(1, 101, 3, 65.5),
  attempt(1, 102, 1, 89.9),
  attempt(2, 101, 1, 100, { requiresGrading: true }),
  attempt(3, 102, 1, 30),
  attempt(3, 102, 2, 70),
  attempt(3, 103, 2, 100, { testType: 'Survey' }),
  attempt(2, 102, 5, 99, { status: 'p' }),
]

const tests = [
  { id: 101, name: 'Final' },
  { id: 102, name: 'Final' },
  { id: 103, name: 'What did you think?' },
]

function filled(results: readonly Result[] = attempts): Laptop {
  const place = laptop()
  receive(place, results, { tests, sources: [{ id: 10, name: '10B' }] })
  return place
}

const gradebook = async (place: Laptop, said: Parameters<typeof requestFor>[1] = {}) => {
  const file = join(place.folder, 'Marks.xlsx')
  await exported(place, requestFor(file, said))
  return { file, rows: await sheetRows(file, 'Gradebook') }
}

const expectedScores: Readonly<Record<AttemptPolicy, readonly (number | undefined)[][]>> = {
  best: [
    [0.9, 0.899],
    [1, undefined],
    [undefined, 0.7],
  ],
  first: [
    [0.4, 0.899],
    [1, undefined],
    [undefined, 0.3],
  ],
  last: [
    [0.655, 0.899],
    [1, undefined],
    [undefined, 0.7],
  ],
  average: [
    [(400 + 900 + 655) / 3 / 1000, 0.899],
    [1, undefined],
    [undefined, 0.5],
  ],
}

describe('the Gradebook sheet of an export', () => {
  it.each(attemptPolicies)('holds every score under the policy “%s”, and empty cells where none is', async (policy) => {
    const { rows } = await gradebook(filled(), { policy })
    expect(rows[0]).toEqual([
      ...['Last name', 'First name', 'Group', 'Student key', 'Final (101)', 'Final (102)'],
      ...['Tests taken', 'Average', 'Average (points-weighted)', 'Letter', 'Passed'],
    ])
    expect(rows.slice(1).map((row) => row.slice(0, 4))).toEqual(
      [1, 2, 3].map((user) => [`Last ${user}`, `First ${user}`, '10B', `user:${user}`]),
    )
    const scores = rows.slice(1).map((row) => row.slice(4, 6))
    expect(scores).toEqual(expectedScores[policy])
    for (const [at, [first, second]] of expectedScores[policy].entries()) {
      const taken = [first, second].flatMap((score) => score ?? [])
      const mean = taken.reduce((sum, score) => sum + score, 0) / taken.length
      const [count, average, weighted, letter, passed] = rows[at + 1]?.slice(6) ?? []
      expect(count).toBe(taken.length)
      expect(average).toBeCloseTo(mean, 12)
      // All attempts were out of the same points.
      expect(weighted).toBeCloseTo(mean, 12)
      const rounded = Math.round(mean * 1000 + 1e-9) / 1000
      expect(letter).toBe(
        rounded >= 0.9 ? 'A' : rounded >= 0.8 ? 'B' : rounded >= 0.7 ? 'C' : rounded >= 0.6 ? 'D' : 'F',
      )
      expect(passed).toBe(taken.filter((score) => score >= 0.5).length)
    }
  })

  it('shows only whom and what a filter finds, with scores over all attempts', async () => {
    const { rows } = await gradebook(filled(), {
      query: {
        filter: [
          { field: 'test', op: 'in', value: [102] },
          { field: 'percentage', op: 'to', value: 50 },
        ],
        sort: { field: 'finished', direction: 'desc' },
      },
    })
    expect(rows.map((row) => row.slice(3, 5))).toEqual([
      ['Student key', 'Final (102)'],
      ['user:3', 0.7],
    ])
  })

  it('stars what still needs grading, and keeps it a number', async () => {
    const { file } = await gradebook(filled())
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(file)
    const sheet = book.getWorksheet('Gradebook')
    expect(sheet?.getCell('E3')).toMatchObject({ value: 1, numFmt: '0.0%"*"' })
    expect(sheet?.getCell('E2')).toMatchObject({ value: 0.9, numFmt: '0.0%' })
    expect(sheet?.getCell('F3').type).toBe(ExcelJS.ValueType.Null)
  })

  it('follows the teacher’s decisions, as the Attempts beside it do', async () => {
    const place = filled()
    const db = openDatabase(place.databaseFile)
    const chosen = db
      .prepare<[], number>(`SELECT id FROM result WHERE student_key = 'user:1' AND percentage = 400`)
      .pluck()
      .get()
    const decide = db.prepare(`INSERT INTO grade_override VALUES ('a', ?, ?, ?, ?, 'Said so', 1)`)
    decide.run('user:1', 101, 'attempt', chosen)
    decide.run('user:3', 102, 'excused', null)
    db.close()
    const { file, rows } = await gradebook(place)
    expect(rows.slice(1).map((row) => row.slice(4, 8))).toEqual([
      [0.4, 0.899, 2, 0.6495],
      [1, undefined, 1, 1],
      [undefined, 'EX', 0, undefined],
    ])
    const [header = [], ...listed] = await sheetRows(file, 'Attempts')
    const column = (name: string) => header.indexOf(name)
    const counted = listed
      .filter((row) => row[column('Counts')] === 1)
      .map((row) => `${row[column('Student key')]} ${row[column('Test ID')]} ${row[column('Percent')]}`)
    expect(counted.toSorted()).toEqual(['user:1 101 0.4', 'user:1 102 0.899', 'user:2 101 1'])
  })

  it('names nobody in a file with pseudonyms, not even by the order of its rows', async () => {
    const many = Array.from({ length: 40 }, (_, at) => attempt(at, 101, at, at))
    const { rows } = await gradebook(filled(many), { identity: 'pseudonyms' })
    expect(rows[0]?.slice(0, 3)).toEqual(['Group', 'Student key', 'Final (101)'])
    const keys = rows.slice(1).map((row) => String(row[1]))
    expect(keys).toEqual(keys.toSorted())
    expect(new Set(keys).size).toBe(40)
    for (const key of keys) expect(key).toMatch(/^S-[0-9A-Z]{8}$/)
    expect(JSON.stringify(rows)).not.toMatch(/Last|First|example\.org|user:/)
  })

  it('keeps two accounts’ tests of one number apart, and their students', async () => {
    const place = laptop({ a: 'UTC', b: 'UTC' })
    receive(place, [attempt(1, 101, 1, 40)], { tests })
    receive(place, [attempt(1, 101, 1, 60)], { tests, accountId: 'b' })
    const { rows } = await gradebook(place)
    const [header = []] = rows
    expect(header.slice(4, 6)).toEqual(['Final (101) · School a', 'Final (101) · School b'])
    expect(rows.slice(1).map((row) => row.slice(3, 6))).toEqual(
      expect.arrayContaining([
        ['user:1', 0.4, undefined],
        ['user:1', undefined, 0.6],
      ]),
    )
    expect(rows).toHaveLength(3)
  })
})
