import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { sampleId } from '../../../shared/model/account.ts'
import {
  type ItemAnalysis,
  type ItemFigures,
  inTestOrder,
  type OptionFigures,
  type QuestionsQuery,
} from '../../../shared/model/item-analysis.ts'
import { computer } from '../cli/command-line.ts'
import { settingsOf, sheetRows } from '../export/laptop.ts'
import { leftBehind } from '../students/left-behind.ts'
import { laptop, movableClock, temporaryFolder } from '../support/laptop.ts'
import { groupPayload } from '../support/webhook-payloads.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

const nowhere = 'http://127.0.0.1:9'

async function sampled() {
  const dataDir = temporaryFolder()
  const own = await laptop({ apiUrl: nowhere, clock: movableClock().clock, dataDir })
  await own.core.jobs.result(own.core.syncs.startSample('classmarker'))
  return { ...own, dataDir }
}

const asked = (testId: number, change: Partial<QuestionsQuery> = {}): QuestionsQuery => ({
  ...{ account: sampleId, testId, policy: 'first', period: { from: null, to: null } },
  ...{ classId: null, source: null, version: null },
  ...change,
})

/** What a student reached in all finished attempts. */
const ofAll = (key: string) =>
  ({ account: sampleId, key, policy: 'average', period: { from: null, to: null } }) as const

/** What the command line calls each figure. */
const said = ({
  alpha,
  errorRatio,
  sem,
  mean,
  median,
  sd,
  skewness,
  kurtosis,
  attempts,
  method,
  items,
}: ItemAnalysis) => ({
  ...{ attempts, method, mean, median, sd, skewness, kurtosis, alpha, error_ratio: errorRatio, sem },
  items: items.map(saidOfItem),
})
const saidOfItem = (item: ItemFigures) => ({
  ...{ question_id: Number(item.questionId), question: item.question, type: item.type, n: item.n, sd: item.sd },
  ...{ facility: item.facility, discrimination: item.discrimination, effective_weight: item.effectiveWeight },
  discriminative_efficiency: item.discriminativeEfficiency,
  options: item.options.map(saidOfOption),
})
const saidOfOption = ({ letter, content, correct, chosen, share, meanTotal, pointBiserial }: OptionFigures) => ({
  ...{ option: letter, content, correct, chosen, share, mean_total: meanTotal, point_biserial: pointBiserial },
})

describe('the figures of questions', () => {
  it.each([64_776, 64_802])(
    'of test %i are the same on screen, in the file and from the command line',
    async (testId) => {
      const { core, dataDir } = await sampled()
      const query = asked(testId)
      const page = await core.store.questionsPage(query)
      const { analysis } = page
      const file = join(temporaryFolder(), 'Questions.xlsx')
      const options = { signal: new AbortController().signal, onProgress: () => undefined }
      const exportedAt = core.clock()
      const written = await core.exporter.run('questions', { query, title: 'T', file, exportedAt }, options)
      expect(written).toMatchObject({ questions: analysis.items.length, sheets: ['Questions', 'Settings'] })
      await core.close()

      const { run } = await computer({}, dataDir)
      const { json, status } = await run(['items', '--test', String(testId), '--json', '--data-dir', dataDir])
      expect(status).toBe(0)
      expect(json).toEqual({ testId, ...said(analysis) })

      const [headers = [], ...rows] = await sheetRows(file, 'Questions')
      const at = (row: (typeof rows)[number], header: string) => row[headers.indexOf(header)] ?? null
      const ofQuestions = rows.filter((row) => at(row, 'Option') === null)
      expect(ofQuestions).toHaveLength(analysis.items.length)
      for (const [place, { item, number }] of inTestOrder(page).entries()) {
        expect(at(ofQuestions[place] ?? [], 'No.')).toBe(number)
        const row = ofQuestions[place] ?? []
        const close = (header: string, value: number | null) =>
          value === null ? expect(at(row, header)).toBeNull() : expect(at(row, header)).toBeCloseTo(value, 12)
        expect([at(row, 'Question ID'), at(row, 'n')]).toEqual([item.questionId, item.n])
        close('Facility', item.facility)
        close('Facility from', item.facilityInterval?.low ?? null)
        close('Spread (sd)', item.sd)
        close('Discrimination', item.discrimination === null ? null : item.discrimination / 100)
        close('Effective weight', item.effectiveWeight === null ? null : item.effectiveWeight / 100)
        close('Share left out', item.unansweredShare)
      }
      const ofOptions = rows.filter((row) => at(row, 'Option') !== null)
      expect(ofOptions.map((row) => [at(row, 'Option'), at(row, 'Chosen'), at(row, 'Right')])).toEqual(
        inTestOrder(page).flatMap(({ item: { options: all } }) =>
          all.map(({ letter, chosen, correct }) => [letter, chosen, correct ? 'Yes' : 'No']),
        ),
      )
      const settings = await settingsOf(file)
      expect(settings.get('Alpha, in percent')).toBeCloseTo(analysis.alpha ?? Number.NaN, 10)
      expect(settings.get('Attempts with answers')).toBe(analysis.attempts)
      expect(settings.get('Class')).toBe('All students')
    },
  )

  it('are over the attempts of a group, a period, a class and a version of a question', async () => {
    const { core } = await sampled()
    const page = (change: Partial<QuestionsQuery> = {}) => core.store.questionsPage(asked(64_776, change))
    const all = await page()
    expect(all.sources.map(({ name }) => name)).toEqual(['10B Maths', '10C Maths'])
    const ofSources = await Promise.all(all.sources.map(({ feed, id }) => page({ source: { feed, id } })))
    expect(ofSources.reduce((sum, { analysis }) => sum + analysis.attempts, 0)).toBe(all.analysis.attempts)
    const [reworded, ...none] = all.versions
    expect([reworded?.number, reworded?.versions.length, none]).toEqual([7, 2, []])
    for (const { id, n, question } of reworded?.versions ?? []) {
      const { analysis, versions, order } = await page({ version: id })
      expect(analysis.attempts).toBe(n)
      expect(analysis.attempts + analysis.leftOut.otherVersion).toBe(all.analysis.attempts)
      expect(analysis.leftOut.noAnswers).toBe(all.analysis.leftOut.noAnswers)
      expect(analysis.items[6]).toMatchObject({ question, versions: 1 })
      expect(versions).toEqual(all.versions)
      expect(order).toEqual(all.order)
    }
    // Some of the attempts met them in another order; they keep their numbers.
    for (const policy of ['last', 'best', 'all'] as const) {
      const numbers = new Map(inTestOrder(all).map(({ number, item }) => [item.questionId, number]))
      const numbered = inTestOrder(await page({ policy, source: all.sources[1] ?? null }))
      expect(numbered.map(({ number, item }) => [item.questionId, number])).toEqual(
        numbered.map(({ item }) => [item.questionId, numbers.get(item.questionId)]),
      )
    }
    expect(await page({ period: { from: '2000-01-01', to: '2000-12-31' } })).toMatchObject({
      analysis: { attempts: 0, mean: null, alpha: null, items: [] },
    })
    const [one] = await core.store.studentsFound([{ field: 'account', op: 'in', value: [sampleId] }])
    if (one === undefined) throw new Error('The sample has students')
    const member = { key: one.key, first: 'A', last: 'B', email: null, externalId: null, extraTime: null }
    await core.store.addClass(sampleId, 'One alone', [member], core.clock())
    const [small] = await core.store.listClasses([sampleId])
    expect((await page({ classId: small?.id ?? 0 })).analysis.attempts).toBeLessThanOrEqual(1)
  })

  it('say in the file what they are over', async () => {
    const { core } = await sampled()
    const members = (await core.store.studentsFound([{ field: 'account', op: 'in', value: [sampleId] }])).map(
      ({ key }) => ({
        ...{ key, first: 'A', last: 'B', email: null, externalId: null, extraTime: null },
      }),
    )
    await core.store.addClass(sampleId, 'Everybody', members, core.clock())
    const [whole] = await core.store.listClasses([sampleId])
    const { sources, versions } = await core.store.questionsPage(asked(64_776))
    const [{ feed, id } = { feed: 'groups', id: 0 } as const] = sources
    const query = asked(64_776, {
      ...{ classId: whole?.id ?? 0, source: { feed, id }, version: versions[0]?.versions[1]?.id ?? 0 },
      period: { from: '2025-01-01', to: '2026-12-31' },
    })
    const file = join(temporaryFolder(), 'Questions.xlsx')
    const options = { signal: new AbortController().signal, onProgress: () => undefined }
    await core.exporter.run('questions', { query, title: 'T', file, exportedAt: core.clock() }, options)
    const settings = await settingsOf(file)
    expect(['Period', 'Class', 'Group or link', 'Version of a question'].map((label) => settings.get(label))).toEqual([
      'from 2025-01-01 to 2026-12-31, both included',
      'Everybody',
      '10B Maths',
      'Question 7, version 2',
    ])
    expect(settings.get('Evidence')).toMatch(/^(?:under|from) [13]0 attempts/)
  })

  it('of a student by category are those of ClassMarker, attempt by attempt', async () => {
    const { core } = await sampled()
    const { analysis } = await core.store.questionsPage(asked(64_776))
    const opened = await core.store.answers.open(
      'results',
      { filter: [{ field: 'test', op: 'in', value: [64_776] }], sort: { field: 'finished', direction: 'desc' } },
      1,
    )
    const [newest] = opened.rows
    if (newest === undefined) throw new Error('The test has results')
    const { studentKey: key } = await core.store.resultDetail(newest.id)
    const { attempts, withoutAnswers } = await core.store.categoriesOf(ofAll(key))
    const last = attempts.findLast(({ testId }) => testId === 64_776)
    const answers = await core.store.answersOf(newest.id)
    expect(withoutAnswers).toBeGreaterThanOrEqual(0)
    expect(last?.categories).toMatchObject(answers?.categories ?? [])
    expect(last?.categories.map(({ name }) => name)).toEqual(analysis.categories.map(({ name }) => name))
  })
})

describe('categories of a student', () => {
  it('count no answer that waits to be graded', async () => {
    const { core } = await sampled()
    const question = (id: number, change: object) => ({
      ...{ question_id: id, question_type: 'essay', category_id: 5, points_available: 10, question: 'Write.' },
      ...{ points_scored: 0, result: 'unanswered', user_response: 'Words' },
      ...change,
    })
    const payload = groupPayload(
      {
        ...{ user_id: '990002', first: 'Ungraded', last: 'Essay', email: 'ungraded@only.example' },
        ...{ points_scored: 8, requires_grading: 'Yes', time_started: 1_789_990_000, time_finished: 1_790_000_000 },
      },
      {
        questions: [
          question(71, { points_scored: 8, result: 'partial_correct' }),
          question(72, { result: 'requires_grading' }),
        ],
        category_results: [{ category_id: 5, name: 'Essays', points_available: 20, points_scored: 8, percentage: 40 }],
      },
    )
    const folder = temporaryFolder()
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'essay.json')
    await writeFile(file, JSON.stringify(payload))
    const account = { id: sampleId, timeZone: 'UTC' }
    const { signal } = new AbortController()
    await core.imports.run({ account, paths: [file], isPreview: false, signal })
    const { attempts } = await core.store.categoriesOf(ofAll('user:990002'))
    expect(attempts.map(({ categories }) => categories)).toEqual([
      [{ categoryId: '5', name: 'Essays', pointsScored: 8, pointsAvailable: 10, answers: 1 }],
    ])
  })
})

describe('attempts of a student', () => {
  it('count for categories as they do on the student’s page', async () => {
    const { core } = await sampled()
    const attempt = (finished: number, points: number) =>
      groupPayload(
        {
          ...{ user_id: '990003', first: 'Two', last: 'Attempts', email: 'two@only.example' },
          ...{ percentage: 10 * points, points_scored: points, points_available: 10, requires_grading: 'No' },
          ...{ time_started: finished - 60, time_finished: finished },
        },
        { category_results: [{ category_id: 7, name: 'One', points_available: 10, points_scored: points }] },
      )
    const folder = temporaryFolder()
    await mkdir(folder, { recursive: true })
    const paths = [join(folder, 'first.json'), join(folder, 'second.json')]
    await writeFile(paths[0] ?? '', JSON.stringify(attempt(1_768_478_400, 6)))
    await writeFile(paths[1] ?? '', JSON.stringify(attempt(1_771_156_800, 4)))
    const account = { id: sampleId, timeZone: 'UTC' }
    await core.imports.run({ account, paths, isPreview: false, signal: new AbortController().signal })
    const scored = async (change: object) => {
      const { attempts } = await core.store.categoriesOf({ ...ofAll('user:990003'), ...change })
      return attempts.map(({ categories }) => categories[0]?.pointsScored)
    }
    expect(await scored({})).toEqual([6, 4])
    expect(await scored({ policy: 'first' })).toEqual([6])
    expect(await scored({ policy: 'last' })).toEqual([4])
    expect(await scored({ policy: 'best' })).toEqual([6])
    expect(await scored({ policy: 'first', period: { from: '2026-02-01', to: null } })).toEqual([4])
  })
})

describe('an erased student', () => {
  it('leaves nothing of what they answered, nor of what they answered before', async () => {
    const words = 'Zwirbelquast an essay of my own'
    const { core, dataDir } = await sampled()
    const essay = (text: string, points: number, finished: number) =>
      groupPayload(
        {
          user_id: '990001',
          first: 'Zwirbelquast',
          last: 'Only',
          email: 'zw@only.example',
          points_scored: points,
          requires_grading: 'No',
          time_started: 1_789_990_000,
          time_finished: finished,
        },
        {
          questions: [
            {
              ...{ question_id: 77, question_type: 'essay', points_available: 12, question: 'Write.' },
              ...{
                points_scored: points,
                result: 'partial_correct',
                user_response: text,
                custom_feedback: `To ${words}`,
              },
            },
          ],
        },
      )
    const account = { id: sampleId, timeZone: 'UTC' }
    const folder = temporaryFolder()
    await mkdir(folder, { recursive: true })
    for (const [place, text] of [words, `${words}, graded anew`].entries()) {
      const file = join(folder, `${place}.json`)
      await writeFile(file, JSON.stringify(essay(text, 5 + place, 1_790_000_000 + 60 * place)))
      const { signal } = new AbortController()
      expect(await core.imports.run({ account, paths: [file], isPreview: false, signal })).toMatchObject({ answers: 1 })
    }
    expect(await leftBehind(dataDir, ['Zwirbelquast'])).not.toEqual([])
    const student = { account: sampleId, key: 'user:990001' }
    expect(await core.erasing.erase(student, true)).toMatchObject({ results: 1, isClean: true })
    expect(await leftBehind(dataDir, ['Zwirbelquast'])).toEqual([])
    expect(await core.store.categoriesOf(ofAll(student.key))).toMatchObject({ attempts: [], withoutAnswers: 0 })
  })
})
