import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Core } from '../../../../electron/core.ts'
import type { GradebookRequest } from '../../../../electron/export/gradebook/request.ts'
import { sampleId } from '../../../../shared/model/account.ts'
import { type GradebookDefinition, usualGradebook } from '../../../../shared/model/gradebook.ts'
import type { QuestionsQuery } from '../../../../shared/model/item-analysis.ts'
import { computer } from '../../cli/command-line.ts'
import { laptop, movableClock, temporaryFolder } from '../../support/laptop.ts'
import { groupPayload } from '../../support/webhook-payloads.ts'
import { sheetRows } from '../laptop.ts'
import { zipEntries } from '../zip-entries.ts'
import { gradebookRequest, options } from './made-class.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

async function sampled(dataDir = temporaryFolder()): Promise<Core> {
  const { core } = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: movableClock().clock, dataDir })
  await core.jobs.result(core.syncs.startSample('classmarker'))
  return core
}

const ofTests = (...testIds: number[]): GradebookDefinition => ({
  ...usualGradebook,
  accounts: [sampleId],
  tests: testIds.map((testId) => ({ account: sampleId, testId })),
})

async function written(core: Core, said: Partial<GradebookRequest>) {
  const file = join(temporaryFolder(), 'Gradebook.xlsx')
  return core.exporter.run('gradebook', gradebookRequest(file, { items: true, ...said }), options)
}

/** The sheet that the test's page writes for the same choice. */
async function ownSheet(core: Core, testId: number, change: Partial<QuestionsQuery> = {}) {
  const file = join(temporaryFolder(), 'Questions.xlsx')
  const query: QuestionsQuery = {
    ...{ account: sampleId, testId, policy: 'first', period: { from: null, to: null } },
    ...{ classId: null, source: null, version: null },
    ...change,
  }
  await core.exporter.run('questions', { query, title: 'T', file, exportedAt: core.clock() }, options)
  return sheetRows(file, 'Questions')
}

async function importAttempts(core: Core, payloads: readonly object[]): Promise<void> {
  const folder = temporaryFolder()
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'payloads.json')
  await writeFile(file, JSON.stringify(payloads))
  const account = { id: sampleId, timeZone: 'UTC' }
  await core.imports.run({ account, paths: [file], isPreview: false, signal: new AbortController().signal })
}

describe('the sheets of questions in a gradebook', () => {
  it.each(['live', 'values'] as const)('of one test hold what its own workbook does, among %s', async (figures) => {
    const core = await sampled()
    const { file, sheets } = await written(core, { definition: ofTests(64_776), figures })
    expect(sheets.filter((name) => name.startsWith('Items'))).toEqual(['Items'])
    const own = await ownSheet(core, 64_776)
    expect(own.length).toBeGreaterThan(10)
    expect(await sheetRows(file, 'Items')).toEqual(own)
    const { analysis } = await core.store.questionsPage({
      ...{ account: sampleId, testId: 64_776, policy: 'first', period: { from: null, to: null } },
      ...{ classId: null, source: null, version: null },
    })
    const settings = new Map(
      (await sheetRows(file, 'Settings')).map(([label, value, words]) => [label, value ?? words]),
    )
    expect(settings.get('Attempts with answers')).toBe(analysis.attempts)
    expect(settings.get('Alpha, in percent')).toBe(analysis.alpha)
    expect(settings.get('Method')).toBe(analysis.method)
  })

  it('are of each test with answers, and only where somebody asks', async () => {
    const core = await sampled()
    const definition = ofTests(64_776, 64_802)
    const { file, sheets } = await written(core, { definition })
    const names = sheets.filter((name) => name.startsWith('Items'))
    expect(names).toEqual([expect.stringMatching(/^Items T01 \S/), expect.stringMatching(/^Items T02 \S/)])
    expect(
      new Set((await Promise.all(names.map((name) => sheetRows(file, name)))).map((rows) => rows.length)).size,
    ).toBe(2)
    const without = await written(core, { definition, items: false })
    expect(without.sheets).toEqual(sheets.filter((name) => !names.includes(name)))
  })

  it('are of the students and the period of the gradebook, and name nobody', async () => {
    const core = await sampled()
    const students = (await core.store.studentsFound([{ field: 'account', op: 'in', value: [sampleId] }])).filter(
      (_, at) => at % 2 === 0,
    )
    const members = students.map(({ key }) => ({
      ...{ key, first: 'A', last: 'B', email: null, externalId: null, extraTime: null },
    }))
    await core.store.addClass(sampleId, 'Every other', members, core.clock())
    const [half] = await core.store.listClasses([sampleId])
    const classId = half?.id ?? 0
    const period = { from: '2025-01-01', to: '2026-12-31' } as const
    const definition = { ...ofTests(64_776), students: { by: 'class', classId }, period } as const
    const { file } = await written(core, { definition, identity: 'pseudonyms' })
    const own = await ownSheet(core, 64_776, { classId, period })
    expect(own.length).toBeGreaterThan(10)
    expect(own).not.toEqual(await ownSheet(core, 64_776))
    expect(await sheetRows(file, 'Items')).toEqual(own)
  })

  it('are of twenty tests at most, valid, with texts as texts and nothing for what is not defined', async () => {
    const core = await sampled()
    const formula = '=HYPERLINK("http://x.example","here")'
    const testIds = Array.from({ length: 21 }, (_, at) => 70_001 + at)
    await importAttempts(
      core,
      testIds.map((testId) =>
        groupPayload(
          {
            user_id: '1',
            test_id: testId,
            percentage: 100,
            points_scored: 1,
            points_available: 1,
            requires_grading: 'No',
          },
          {
            test: { test_id: testId, test_name: `[${formula}] of a name longer than a sheet’s` },
            questions: [
              {
                ...{ question_id: testId, question_type: 'multiplechoice', points_available: 1, points_scored: 1 },
                ...{ question: formula, options: { A: '@SUM(1)', B: '+49' }, correct_option: 'A', result: 'correct' },
                user_response: 'A',
              },
            ],
          },
        ),
      ),
    )
    const { file, sheets } = await written(core, { definition: ofTests(...testIds) })
    const names = sheets.filter((name) => name.startsWith('Items'))
    expect(names).toHaveLength(20)
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(20)
    expect(names.every((name) => name.length <= 31 && !/[*?:\\/[\]]/.test(name))).toBe(true)
    const [headers = [], question = [], first = []] = await sheetRows(file, names[0] ?? '')
    const at = (row: typeof question, header: string) => row[headers.indexOf(header)]
    expect([at(question, 'Question'), at(first, 'Option text')]).toEqual([formula, '@SUM(1)'])
    expect([at(question, 'Facility'), at(question, 'n')]).toEqual([1, 1])
    expect(['Discrimination', 'Spread (sd)', 'Effective weight'].map((header) => at(question, header))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    const entries = zipEntries(readFileSync(file))
    const workbook = entries.get('xl/workbook.xml') ?? ''
    for (const name of names) {
      const place = sheets.indexOf(name) + 1
      expect(workbook).toContain('Items T')
      const xml = entries.get(`xl/worksheets/sheet${place}.xml`) ?? ''
      expect(xml).toContain('<autoFilter')
      expect(xml).not.toMatch(/<f[ >]|NaN|Infinity/)
    }
    const settings = await sheetRows(file, 'Settings')
    expect(settings.some(([label, , words]) => label === 'Sheets of questions' && /first 20/.test(String(words)))).toBe(
      true,
    )
  })

  it('come from the command line, too', async () => {
    const dataDir = temporaryFolder()
    const core = await sampled(dataDir)
    const own = await ownSheet(core, 64_776)
    await core.close()
    const { run } = await computer({}, dataDir)
    const file = join(temporaryFolder(), 'Told.xlsx')
    const asked = ['export', file, '--gradebook', '--test', '64776', '--data-dir', dataDir, '--json']
    expect((await run(asked)).json.sheets).not.toContain('Items')
    expect((await run([...asked, '--items'])).json.sheets).toContain('Items')
    expect(await sheetRows(file, 'Items')).toEqual(own)
  })

  it('say that no answers are here', async () => {
    const core = await sampled()
    await importAttempts(core, [
      groupPayload(
        { user_id: '2', test_id: 71_000 },
        { test: { test_id: 71_000, test_name: 'Bare' }, questions: undefined },
      ),
    ])
    const { file, sheets } = await written(core, { definition: ofTests(71_000) })
    expect(sheets.filter((name) => name.startsWith('Items'))).toEqual([])
    const settings = await sheetRows(file, 'Settings')
    expect(settings.find(([label]) => label === 'Sheets of questions')?.[2]).toMatch(/^None/)
  })
})
