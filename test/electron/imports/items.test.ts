import { describe, expect, it } from 'vitest'
import type { ItemPolicy } from '../../../shared/model/item-analysis.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { noon, pageWith, resultOf } from '../store/laptop-database.ts'
import type { Json } from '../support/webhook-payloads.ts'
import { importing, payloadOf } from './importing.ts'

const testId = 1_957_521

const question = (id: number, response: string, said: Json = {}): Json => ({
  ...{
    question_id: id,
    question_type: 'multiplechoice',
    category_id: 7,
    points_available: 1,
    question: `Which ${id}?`,
  },
  ...{ options: { A: 'Right', B: 'Wrong', C: 'Neither' }, correct_option: 'A', user_response: response },
  ...{ points_scored: response === 'A' ? 1 : 0, result: response === 'A' ? 'correct' : 'incorrect' },
  ...said,
})

/** The attempt of a student, one of several, at two questions. */
const attempt = (at: number, student: string, responses: string, said: Json = {}): Json => {
  const points = [...responses].filter((each) => each === 'A').length
  return payloadOf(
    at,
    {
      ...{ first: student, email: `${student}@example.org`, cm_user_id: student },
      ...{ points_scored: points, points_available: 2, percentage: points * 50 },
      ...{ time_started: 1_641_990_000 + at, time_finished: 1_641_999_000 + at },
      ...said,
    },
    {
      questions: [...responses].map((response, place) => question(place + 1, response)),
      category_results: [{ category_id: 7, name: 'Logic', points_scored: points, points_available: 2 }],
    },
  )
}

async function laptop() {
  const own = importing()
  await own.imported([
    'all.json',
    [
      attempt(1, 'ada', 'BB'),
      attempt(2, 'ada', 'AA'),
      attempt(3, 'bo', 'AB'),
      attempt(4, 'cy', 'AA'),
      attempt(5, 'cy', 'CB'),
      attempt(6, 'di', 'BA'),
    ],
  ])
  const items = (policy: ItemPolicy = 'first', filter: Parameters<typeof own.calls.countResults>[0] = []) =>
    own.calls.itemAnalysis({ testId, policy, filter })
  return { ...own, items }
}

describe('the questions of a test', () => {
  it('are analysed over the attempts of a policy', async () => {
    const { items } = await laptop()
    const facilities = (policy: ItemPolicy) => items(policy).items.map(({ n, facility }) => [n, facility])
    expect(items()).toMatchObject({ policy: 'first', attempts: 4, mean: 1, highestTotal: 2, leftOut: { noAnswers: 0 } })
    expect(facilities('first')).toEqual([
      [4, 0.5],
      [4, 0.5],
    ])
    expect(facilities('last')).toEqual([
      [4, 0.5],
      [4, 0.5],
    ])
    expect(facilities('best')).toEqual([
      [4, 0.75],
      [4, 0.75],
    ])
    expect(facilities('all').map(([n]) => n)).toEqual([6, 6])
    const [first] = items().items
    expect(first).toMatchObject({ questionId: '1', question: 'Which 1?', type: 'multiplechoice', categoryId: '7' })
    expect(first?.options.map(({ letter, chosen, correct }) => [letter, chosen, correct])).toEqual([
      ['A', 2, true],
      ['B', 2, false],
      ['C', 0, false],
    ])
    expect(items().categories).toMatchObject([{ categoryId: '7', name: 'Logic', questions: 2, n: 4, share: 0.5 }])
  })

  it('are those of merged students once, and of a filter only what it finds', async () => {
    const { items, calls } = await laptop()
    calls.mergeStudents('a', 'cm:ada', ['cm:bo'], noon)
    expect(items()).toMatchObject({ attempts: 3 })
    // The second attempt of a student stays the second where the first is not found.
    const above = [{ field: 'percentage', op: 'from', value: 60 }] as const
    expect(items('first', above)).toMatchObject({ attempts: 1, mean: 2 })
    expect(items('all', above)).toMatchObject({ attempts: 2 })
  })

  it('leave out surveys, attempts in progress and those without answers, and say so', async () => {
    const { items, calls } = await laptop()
    const own = { testId, sourceId: 10, percentage: toTenths(50) }
    calls.applyPage(
      pageWith([
        resultOf({ ...own, userId: 1 }),
        resultOf({ ...own, userId: 2, testType: 'Survey' }),
        resultOf({ ...own, userId: 3, status: 'ip' }),
      ]),
    )
    expect(items()).toMatchObject({ attempts: 4, leftOut: { noAnswers: 1, surveys: 1 } })
  })

  it('have each wording as a version, and marks finer than thousandths exactly', async () => {
    const own = importing()
    const third = { points_scored: 1 / 3, result: 'partial_correct' }
    const payload = (at: number, said: Json) => payloadOf(at, {}, { questions: [question(1, 'A', said)] })
    await own.imported(['one.json', [payload(1, {}), payload(2, third), payload(3, { question: 'Reworded?' })]])
    const { items } = own.calls.itemAnalysis({ testId, policy: 'all', filter: [] })
    expect(items).toMatchObject([{ n: 3, versions: 2, question: 'Which 1?' }])
    expect(items[0]?.facility).toBeCloseTo((1 + 1 / 3 + 1) / 3, 8)
    expect(own.calls.answersOf(2)?.answers[0]?.pointsScored).toBe(1 / 3)
  })

  it('are none where nothing was answered, and a test that there is not is said to be none', async () => {
    const { calls } = importing()
    calls.applyPage(pageWith([resultOf()]))
    expect(calls.itemAnalysis({ testId: 1, policy: 'first', filter: [] })).toMatchObject({
      ...{ attempts: 0, mean: null, items: [], leftOut: { noAnswers: 1 } },
    })
    expect(() => calls.itemAnalysis({ testId: 2, policy: 'first', filter: [] })).toThrow(
      expect.objectContaining({ code: 'test/not-found' }),
    )
  })
})
