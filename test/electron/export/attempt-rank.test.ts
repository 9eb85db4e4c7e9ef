import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AttemptRanks, counts, type RankedAttempt } from '../../../electron/export/results/attempts.ts'

type Timed = RankedAttempt & { readonly time_started: number }

const attempt = (id: number, said: Partial<Timed> = {}): Timed => ({
  id,
  account_id: 'a',
  student: 'user:1',
  test_id: 1,
  percentage: 500,
  test_type: 'Test',
  status: 'f',
  time_finished: id,
  time_started: 0,
  shown: 1,
  ...said,
})

const byTime = (one: Timed, other: Timed) =>
  one.time_finished - other.time_finished || one.time_started - other.time_started || one.id - other.id

const inOrder = (attempts: readonly Timed[]) =>
  attempts.toSorted(
    (one, other) =>
      one.account_id.localeCompare(other.account_id) ||
      one.student.localeCompare(other.student) ||
      one.test_id - other.test_id ||
      byTime(one, other),
  )

function ranksOf(attempts: readonly Timed[]): AttemptRanks {
  const ranks = new AttemptRanks()
  for (const one of inOrder(attempts)) ranks.add(one)
  ranks.finish()
  return ranks
}

describe('where attempts stand', () => {
  it('tells first, last and best of one student at one test', () => {
    const ranks = ranksOf([attempt(1), attempt(2, { percentage: 900 }), attempt(3, { percentage: 700 })])
    expect([1, 2, 3].map((id) => ranks.of(id))).toEqual([
      { number: 1, first: true, last: false, best: false, gradable: true },
      { number: 2, first: false, last: false, best: true, gradable: true },
      { number: 3, first: false, last: true, best: false, gradable: true },
    ])
  })

  it('takes the earliest finish for the best of equals, then the earliest start, and then the lower id', () => {
    const later = attempt(1, { time_finished: 20 })
    const earlier = attempt(3, { time_finished: 10, time_started: 5 })
    const alike = attempt(2, { time_finished: 10, time_started: 6 })
    const ranks = ranksOf([later, earlier, alike])
    expect([1, 2, 3].map((id) => ranks.of(id).best)).toEqual([false, false, true])
    const twins = ranksOf([attempt(2, { time_finished: 1 }), attempt(1)])
    expect([1, 2].map((id) => twins.of(id).best)).toEqual([true, false])
  })

  it('keeps students, tests and accounts apart', () => {
    const ranks = ranksOf([
      attempt(1),
      attempt(2, { test_id: 2 }),
      attempt(3, { student: 'user:2' }),
      attempt(4, { account_id: 'b' }),
    ])
    for (const id of [1, 2, 3, 4])
      expect(ranks.of(id)).toMatchObject({ number: 1, first: true, last: true, best: true })
    expect(ranks.students).toBe(3)
  })

  it('numbers the answers to a survey, but never marks or counts them', () => {
    const rank = ranksOf([attempt(1, { test_type: 'survey' })]).of(1)
    expect(rank).toEqual({ number: 1, first: false, last: false, best: false, gradable: false })
    expect(counts(rank, 'average')).toBe(false)
  })

  it('passes over attempts in progress', () => {
    const ranks = ranksOf([attempt(1, { status: 'ip' }), attempt(2, { status: null })])
    expect(ranks.of(1)).toEqual({ number: null, first: false, last: false, best: false, gradable: false })
    expect(ranks.of(2)).toMatchObject({ number: 1, first: true })
    expect(ranks.attempts).toBe(2)
  })

  it('lets one attempt count, or all of them with the average', () => {
    const rank = ranksOf([attempt(1), attempt(2, { percentage: 900 }), attempt(3)]).of(2)
    expect((['best', 'first', 'last', 'average'] as const).map((policy) => counts(rank, policy))).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  it('counts the students of what is shown, and what a filter hides of their own attempts', () => {
    const ranks = ranksOf([
      attempt(1, { shown: 0 }),
      attempt(2),
      attempt(3, { shown: 0 }),
      attempt(4, { test_id: 2, shown: 0 }),
      attempt(5, { student: 'user:2', shown: 0 }),
      attempt(6, { student: 'user:3' }),
      attempt(7, { student: 'user:3', test_id: 2 }),
    ])
    expect({ students: ranks.students, hidden: ranks.hidden }).toEqual({ students: 2, hidden: 2 })
    expect(ranks.of(2)).toMatchObject({ number: 2, first: false, last: false })
  })

  it('agrees with looking at all attempts of a student at once', () => {
    const attempts = array(
      record({
        account_id: constantFrom('a', 'b'),
        student: constantFrom('user:1', 'user:2', 'mail:x|y'),
        test_id: integer({ min: 1, max: 3 }),
        percentage: integer({ min: 0, max: 4 }),
        test_type: constantFrom('Test', 'Survey', null),
        status: constantFrom('f', 'ip', null),
        time_finished: integer({ min: 0, max: 4 }),
        time_started: integer({ min: 0, max: 2 }),
        shown: constantFrom(0, 1),
      }),
    ).map((list) => list.map((said, at) => attempt(at + 1, said)))
    assert(
      property(attempts, (list) => {
        const ranks = ranksOf(list)
        for (const one of list) expect(ranks.of(one.id)).toEqual(rankAmong(one, list))
      }),
    )
  })
})

function rankAmong(one: Timed, all: readonly Timed[]) {
  const finished = all
    .filter(({ account_id, student, test_id }) => {
      return account_id === one.account_id && student === one.student && test_id === one.test_id
    })
    .filter(({ status }) => status !== 'ip')
    .toSorted(byTime)
  const tests = finished.filter(({ test_type }) => test_type !== 'Survey')
  const best = tests.toSorted((a, b) => Number(b.percentage) - Number(a.percentage) || byTime(a, b))
  return {
    number: finished.indexOf(one) + 1 || null,
    first: tests[0] === one,
    last: tests.at(-1) === one,
    best: best[0] === one,
    gradable: tests.includes(one),
  }
}
