import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../electron/store/open.ts'
import { attemptPolicies } from '../../../../shared/model/attempt-policy.ts'
import { type GradebookDefinition, usualGradebook, usualRules } from '../../../../shared/model/gradebook.ts'
import type { GradingRules } from '../../../../shared/model/grading.ts'
import { scaleOf } from '../../../../shared/model/grading-scales.ts'
import { toTenths } from '../../../../shared/model/result-values.ts'
import type { Laptop } from '../laptop.ts'
import { classOf, manyAttempts, writtenGradebook } from './made-class.ts'
import { converted, differences, noOffice, plainCells, withoutResults } from './office.ts'

const names = { 101: 'Final', 102: 'Final', 103: "O'Brien's", 104: 'History', 105: '=1+1', 106: '_x0041_', 107: 'é 🎓' }

const under = (rules: Partial<GradingRules>): GradebookDefinition => ({
  ...usualGradebook,
  rules: { ...usualRules, ...rules },
})

function decide(place: Laptop): void {
  const db = openDatabase(place.databaseFile)
  const decided = db.prepare(`INSERT INTO grade_override VALUES ('a', ?, ?, ?, ?, 'Said so', 1)`)
  const first = db
    .prepare<[], { id: number; key: string; test: number }>(
      `SELECT min(id) AS id, student_key AS key, test_id AS test FROM result GROUP BY student_key, test_id
       HAVING count(*) > 2 LIMIT 5`,
    )
    .all()
  for (const { id, key, test } of first) decided.run(key, test, 'attempt', id)
  for (const student of [3, 5, 9]) decided.run(`user:${student}`, 105, 'excused', null)
  db.close()
}

const rules: Readonly<Record<string, Partial<GradingRules>>> = {
  'the usual rules': {},
  'weights, extra credit, own pass marks and whole percents': {
    places: 0,
    scale: scaleOf('german'),
    tests: {
      'a:101': { weight: 250 },
      'a:102': { weight: 0, passMark: toTenths(64.9) },
      'a:103': { extraCredit: true, weight: 50 },
      'a:104': { passMark: null },
    },
  },
  'a policy of its own for one test, two decimals and the Swiss scale': {
    places: 2,
    scale: scaleOf('swiss'),
    tests: { 'a:103': { policy: 'last' }, 'a:104': { policy: 'average' } },
  },
}

/** What formulas fill; the Checks, and a column that says so, are those of the policy at the time of the export. */
async function filled(file: string): Promise<Map<string, Map<string, string | number | null>>> {
  const sheets = await plainCells(file)
  const gradebook = sheets.get('Gradebook') ?? new Map()
  const [fixed] = [...gradebook].find(([, value]) => value === 'Average (points-weighted) as of this export') ?? []
  const column = /^[A-Z]+(?=1$)/.exec(String(fixed))?.[0]
  expect(column).toBeDefined()
  for (const address of gradebook.keys()) if (address.replace(/\d+$/, '') === column) gradebook.delete(address)
  return new Map([...sheets].filter(([name]) => name !== 'Settings' && name !== 'Checks'))
}

describe.skipIf(noOffice !== null)(`a live workbook in LibreOffice${noOffice === null ? '' : `: ${noOffice}`}`, () => {
  it.each(Object.keys(rules))(
    'comes to the store’s figures whatever policy is chosen, under %s',
    {
      timeout: 300_000,
    },
    async (name) => {
      const place = classOf(manyAttempts(40, 7), names)
      decide(place)
      const own = rules[name] ?? {}
      const best = (await writtenGradebook(place, { definition: under({ ...own, policy: 'best' }) })).file
      const copies = attemptPolicies.map((policy) => join(place.folder, `${policy}.xlsx`))
      for (const [at, policy] of attemptPolicies.entries()) {
        await withoutResults(best, copies[at] ?? '', (book) => {
          const cell = book.getWorksheet('Settings')?.getCell('B2')
          expect(cell?.value).toBe('Best')
          if (cell !== undefined) cell.value = `${policy.slice(0, 1).toUpperCase()}${policy.slice(1)}`
        })
      }
      const recalculated = await converted(copies, 'xlsx', join(place.folder, 'recalculated'))
      let compared = 0
      for (const [at, policy] of attemptPolicies.entries()) {
        const stored = await writtenGradebook(place, { definition: under({ ...own, policy }) }, 'Stored.xlsx')
        const written = await filled(stored.file)
        const after = await filled(recalculated[at] ?? '')
        expect([...after.keys()]).toEqual([...written.keys()])
        for (const [sheet, cells] of written) {
          expect(differences(cells, after.get(sheet) ?? new Map()), `${policy}: ${sheet}`).toEqual([])
          compared += cells.size
        }
      }
      expect(compared).toBeGreaterThan(10_000)
    },
  )
})
