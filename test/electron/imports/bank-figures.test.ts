import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { contentOf, idOf, pull, sentQuestion } from '../store/bank-rows.ts'
import { noon, pageWith, resultOf } from '../store/laptop-database.ts'
import type { Json } from '../support/webhook-payloads.ts'
import { importing, payloadOf } from './importing.ts'

const testId = 1_957_521

const question = (id: number, response: string, wording = `Which ${id}?`): Json => ({
  ...{ question_id: id, question_type: 'multiplechoice', category_id: 7, points_available: 1, question: wording },
  ...{ options: { A: 'Right', B: 'Wrong' }, correct_option: 'A', user_response: response },
  ...{ points_scored: response === 'A' ? 1 : 0, result: response === 'A' ? 'correct' : 'incorrect' },
})

const attempt = (at: number, student: string, responses: string, wording?: string): Json =>
  payloadOf(
    at,
    {
      ...{ first: student, email: `${student}@example.org`, cm_user_id: student },
      ...{ time_started: 1_641_990_000 + at, time_finished: 1_641_999_000 + at },
    },
    { questions: [...responses].map((response, place) => question(place + 1, response, wording)) },
  )

const seen = (question: string) =>
  contentOf(question, {
    options: [
      { letter: 'A', content: 'Right' },
      { letter: 'B', content: 'Wrong' },
    ],
  })

function laptop() {
  const own = importing()
  pull(own.calls, [
    sentQuestion(1, seen('Which 1?')),
    sentQuestion(2, seen('Which 2?')),
    sentQuestion(3, seen('Which 3?')),
  ])
  const store = storeOn(own.db)
  const list = (filter = {}) => {
    const question = store.lists.bank({ filter, sort: { field: 'number', direction: 'asc' } })
    return question.rows(question.ids()).map(({ tests, n, facility }) => [tests, n, facility])
  }
  return { ...own, list }
}

describe('figures of a question in the bank', () => {
  it('are those of the first attempts, as the analysis of the test has them', async () => {
    const { imported, list, calls, db } = laptop()
    expect(list()).toEqual([
      [0, 0, null],
      [0, 0, null],
      [0, 0, null],
    ])
    await imported(['all.json', [attempt(1, 'ada', 'BB'), attempt(2, 'ada', 'AA'), attempt(3, 'bo', 'AB')]])
    expect(list()).toEqual([
      [1, 2, 0.5],
      [1, 2, 0],
      [0, 0, null],
    ])
    expect(list({ used: true })).toHaveLength(2)
    expect(list({ used: false })).toEqual([[0, 0, null]])
    const { inTests } = calls.bankQuestion(idOf(db, 1))
    const [item] = calls.itemAnalysis({ testId, policy: 'first', filter: [] }).items
    expect(inTests).toEqual([
      {
        ...{ testId, testName: expect.any(String), n: item?.n, evidence: item?.evidence },
        ...{ facility: item?.facility, discrimination: item?.discrimination },
      },
    ])
  })

  it('follow what is imported, undone and erased', async () => {
    const { imported, undo, list, calls } = laptop()
    await imported(['ada.json', [attempt(1, 'ada', 'BB')]])
    expect(list()[0]).toEqual([1, 1, 0])
    await imported(['bo.json', [attempt(3, 'bo', 'AA')]])
    expect(list()[0]).toEqual([1, 2, 0.5])
    expect(undo()).toBe('done')
    expect(list()[0]).toEqual([1, 1, 0])
    expect(undo()).toBe('done')
    expect(list()[0]).toEqual([0, 0, null])
    await imported(['both.json', [attempt(1, 'ada', 'BB'), attempt(3, 'bo', 'AA')]])
    expect(list()[0]).toEqual([1, 2, 0.5])
    calls.eraseStudent({ account: 'a', key: 'cm:ada' }, noon)
    expect(list()[0]).toEqual([1, 1, 1])
  })

  it('count no second attempt where a first one comes later', async () => {
    const { imported, list, calls } = laptop()
    await imported(['ada.json', [attempt(5, 'ada', 'AA')]])
    expect(list()[0]).toEqual([1, 1, 1])
    await imported(['earlier.json', [attempt(4, 'ada', 'BB')]])
    expect(list()[0]).toEqual([1, 1, 0])
    calls.applyPage(pageWith([resultOf({ testId: 1 })]))
    expect(list()[0]).toEqual([1, 1, 0])
  })
})

describe('versions of a question', () => {
  it('are those that a pull found changed and those that attempts saw, with how many saw them', async () => {
    const { imported, calls, db } = laptop()
    await imported(['old.json', [attempt(1, 'ada', 'A', 'Older?'), attempt(2, 'bo', 'A', 'Which 1?')]])
    await imported(['now.json', [attempt(3, 'cy', 'A', 'Newer?')]])
    pull(calls, [sentQuestion(1, seen('Newer?'))])
    expect(
      calls
        .bankQuestion(idOf(db, 1))
        .versions.map(({ content, until, attempts }) => [content.question, until, attempts]),
    ).toEqual([
      ['Which 1?', noon, 1],
      ['Older?', null, 1],
    ])
  })

  it('follow attempts that are imported and undone', async () => {
    const { imported, undo, calls, db } = laptop()
    const counts = () => calls.bankQuestion(idOf(db, 1)).versions.map(({ attempts }) => attempts)
    await imported(['one.json', [attempt(1, 'ada', 'A', 'Older?')]])
    expect(counts()).toEqual([1])
    await imported(['two.json', [attempt(2, 'bo', 'A', 'Older?'), attempt(3, 'ada', 'B', 'Older?')]])
    expect(counts()).toEqual([3])
    expect(undo()).toBe('done')
    expect(counts()).toEqual([1])
    calls.eraseStudent({ account: 'a', key: 'cm:ada' }, noon)
    expect(counts()).toEqual([0])
  })

  it('are counted anew only where attempts changed', async () => {
    const { imported, calls, db } = laptop()
    await imported(['one.json', [attempt(1, 'ada', 'A', 'Older?')]])
    const id = idOf(db, 1)
    calls.bankQuestion(id)
    const before = db.prepare<[], number>('SELECT result_id FROM attempt_answers').pluck().get()
    // Without a trigger nobody hears of it, and what was counted stays.
    db.exec('DROP TRIGGER answers_touch_delete')
    db.prepare('DELETE FROM attempt_answers WHERE result_id = ?').run(before)
    calls.changeBankQuestions([id], { points: 30 }, noon)
    expect(calls.bankQuestion(id).versions.map(({ attempts }) => attempts)).toEqual([1])
  })
})
