import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counts, type RankedAttempt, Standings } from '../../../electron/export/standing.ts'

type Timed = RankedAttempt & { readonly time_started: number }

const attempt = (id: number, said: Partial<Timed> = {}): Timed => ({
  id,
  account_id: 'a',
  student_key: 'user:1',
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
      one.student_key.localeCompare(other.student_key) ||
      one.test_id - other.test_id ||
      byTime(one, other),
  )

function standingsOf(attempts: readonly Timed[]): Standings {
  const standings = new Standings()
  for (const one of inOrder(attempts)) standings.add(one)
  standings.finish()
  return standings
}

describe('where attempts stand', () => {
  it('tells first, last and best of one student at one test', () => {
    const standings = standingsOf([attempt(1), attempt(2, { percentage: 900 }), attempt(3, { percentage: 700 })])
    expect([1, 2, 3].map((id) => standings.of(id))).toEqual([
      { number: 1, first: true, last: false, best: false, gradable: true },
      { number: 2, first: false, last: false, best: true, gradable: true },
      { number: 3, first: false, last: true, best: false, gradable: true },
    ])
  })

  it('takes the earliest finish for the best of equals, and then the lower id', () => {
    const later = attempt(1, { time_finished: 20 })
    const earlier = attempt(3, { time_finished: 10, time_started: 5 })
    const alike = attempt(2, { time_finished: 10, time_started: 6 })
    const standings = standingsOf([later, earlier, alike])
    expect([1, 2, 3].map((id) => standings.of(id).best)).toEqual([false, true, false])
  })

  it('keeps students, tests and accounts apart', () => {
    const standings = standingsOf([
      attempt(1),
      attempt(2, { test_id: 2 }),
      attempt(3, { student_key: 'user:2' }),
      attempt(4, { account_id: 'b' }),
    ])
    for (const id of [1, 2, 3, 4])
      expect(standings.of(id)).toMatchObject({ number: 1, first: true, last: true, best: true })
    expect(standings.students).toBe(3)
  })

  it('numbers the answers to a survey, but never marks or counts them', () => {
    const standing = standingsOf([attempt(1, { test_type: 'survey' })]).of(1)
    expect(standing).toEqual({ number: 1, first: false, last: false, best: false, gradable: false })
    expect(counts(standing, 'average')).toBe(false)
  })

  it('passes over attempts in progress', () => {
    const standings = standingsOf([attempt(1, { status: 'ip' }), attempt(2, { status: null })])
    expect(standings.of(1)).toEqual({ number: null, first: false, last: false, best: false, gradable: false })
    expect(standings.of(2)).toMatchObject({ number: 1, first: true })
    expect(standings.attempts).toBe(2)
  })

  it('lets one attempt count, or all of them with the average', () => {
    const standing = standingsOf([attempt(1), attempt(2, { percentage: 900 }), attempt(3)]).of(2)
    expect((['best', 'first', 'last', 'average'] as const).map((policy) => counts(standing, policy))).toEqual([
      true,
      false,
      false,
      true,
    ])
  })

  it('counts the students of what is shown, and what a filter hides of their own attempts', () => {
    const standings = standingsOf([
      attempt(1, { shown: 0 }),
      attempt(2),
      attempt(3, { shown: 0 }),
      attempt(4, { test_id: 2, shown: 0 }),
      attempt(5, { student_key: 'user:2', shown: 0 }),
      attempt(6, { student_key: 'user:3' }),
      attempt(7, { student_key: 'user:3', test_id: 2 }),
    ])
    expect({ students: standings.students, hidden: standings.hidden }).toEqual({ students: 2, hidden: 2 })
    expect(standings.of(2)).toMatchObject({ number: 2, first: false, last: false })
  })

  it('agrees with looking at all attempts of a student at once', () => {
    const attempts = array(
      record({
        account_id: constantFrom('a', 'b'),
        student_key: constantFrom('user:1', 'user:2', 'mail:x|y'),
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
        const standings = standingsOf(list)
        for (const one of list) expect(standings.of(one.id)).toEqual(standingAmong(one, list))
      }),
    )
  })
})

function standingAmong(one: Timed, all: readonly Timed[]) {
  const finished = all
    .filter(({ account_id, student_key, test_id }) => {
      return account_id === one.account_id && student_key === one.student_key && test_id === one.test_id
    })
    .filter(({ status }) => status !== 'ip')
    .toSorted(byTime)
  const tests = finished.filter(({ test_type }) => test_type !== 'Survey')
  const best = tests.toSorted(
    (a, b) => Number(b.percentage) - Number(a.percentage) || a.time_finished - b.time_finished || a.id - b.id,
  )
  return {
    number: finished.indexOf(one) + 1 || null,
    first: tests[0] === one,
    last: tests.at(-1) === one,
    best: best[0] === one,
    gradable: tests.includes(one),
  }
}
