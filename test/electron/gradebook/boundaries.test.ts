import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import {
  type GradebookDefinition,
  type GradebookSort,
  usualGradebook,
  usualRules,
} from '../../../shared/model/gradebook.ts'
import type { GradingRules, Scale } from '../../../shared/model/grading.ts'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

/** The rows of a gradebook over these results. */
function rowsOf(results: readonly Result[], rules: Partial<GradingRules>, said: Partial<GradebookDefinition> = {}) {
  const { db, calls } = database([accountNamed('a', 'Europe/Berlin')])
  calls.applyPage(pageWith(results))
  const definition = { ...usualGradebook, ...said, rules: { ...usualRules, ...rules } }
  const question = storeOn(db).lists.gradebook({ gradebook: definition, sort: { field: 'name', direction: 'asc' } })
  return question.rows(question.ids())
}
const scores = (...percents: readonly number[]): Result[] =>
  percents.map((percent, testId) => resultOf({ testId, percentage: toTenths(percent) }))
const passAt = (from: number): Scale => ({
  name: 'Own',
  bands: [
    { from, grade: 'passed' },
    { from: 0, grade: 'not passed' },
  ],
})

describe('an average', () => {
  it.each([
    ['49.95 is 50.0 where it comes from ClassMarker', [49.95], 1, 5_000, 500, 'passed'],
    ['49.95 is 50.0 where it is a mean', [49.9, 50], 1, 5_000, 500, 'passed'],
    ['49.95 is 49.95 with two places', [49.9, 50], 2, 5_000, 4_995, 'not passed'],
    ['49.95 is 50 without places', [49.9, 50], 0, 5_000, 50, 'passed'],
    ['49.9 is 50 without places', [49.9], 0, 5_000, 50, 'passed'],
    ['49.4 is 49 without places', [49.4], 0, 5_000, 49, 'not passed'],
    ['74.99900000000001 is 75.0', [74.99900000000001], 1, 7_500, 750, 'passed'],
    ['a third is rounded once, down', [49.9, 49.9, 50], 1, 4_995, 499, 'not passed'],
    ['two thirds are rounded once, up', [49.9, 50, 50], 1, 5_000, 500, 'passed'],
    ['below 0 a half is rounded away from 0', [-0.1, 0], 1, 0, -1, 'not passed'],
    ['above 100 stays above', [130, 100], 1, 11_500, 1_150, 'passed'],
    ['exactly on a band has it', [75, 75], 1, 7_500, 750, 'passed'],
  ] as const)('%s', (_, percents, places, bound, rounded, grade) => {
    const [row] = rowsOf(scores(...percents), { places, scale: passAt(bound) })
    expect(row).toMatchObject({ average: { rounded }, grade })
  })

  it('is rounded before its grade is looked up, and only once', () => {
    // 89.949… is 89.9 with one place, and would be 90 if 89.95 were rounded again.
    const [row] = rowsOf(scores(89.9, 89.9, 90, 90, 89.9, 90, 89.9), { scale: scaleOf('letters') })
    expect(row).toMatchObject({ average: { rounded: 899 }, grade: 'B' })
  })

  it('of equal scores drops the later, never the last one, and no extra credit', () => {
    expect(rowsOf(scores(50, 40, 40), { dropLowest: 1 })[0]?.dropped).toEqual([2])
    expect(rowsOf(scores(50, 40), { dropLowest: 5 })[0]?.dropped).toEqual([1])
    const bonus = { 'a:0': { extraCredit: true } }
    expect(rowsOf(scores(5, 50, 60), { dropLowest: 1, tests: bonus })[0]).toMatchObject({
      dropped: [1],
      average: { rounded: 650 },
    })
  })
})

describe('two attempts at one moment', () => {
  const at = (finished: number, started: number, percent: number): Result =>
    resultOf({
      percentage: toTenths(percent),
      timeStarted: unixSeconds(noon + started),
      timeFinished: unixSeconds(noon + finished),
    })

  it('follow each other by their start, and then as they came', () => {
    const attempts = [at(0, -50, 60), at(0, -60, 80), at(-10, -70, 70)]
    const sum = (policy: GradingRules['policy']) => {
      const cell = rowsOf(attempts, { policy })[0]?.cells[0]
      return cell && !cell.excused ? cell.score : null
    }
    expect(sum('first')).toEqual({ sum: 700, of: 1 })
    expect(sum('last')).toEqual({ sum: 600, of: 1 })
    expect(sum('best')).toEqual({ sum: 800, of: 1 })
    expect(sum('average')).toEqual({ sum: 2_100, of: 3 })
  })
})

describe('a period', () => {
  // The clocks in Berlin went back at 01:00 UTC on 25 October 2026: that day had 25 hours.
  const day = unixSeconds(noon - 26 * 86_400)
  const [before, first, last, after] = [-14 * 3_600 - 1, -14 * 3_600, 11 * 3_600 - 1, 11 * 3_600]

  it.each([
    ['a second before its first day', before, 0],
    ['at its first second', first, 1],
    ['at its last second', last, 1],
    ['a second after its last day', after, 0],
  ])('has an attempt that was finished %s, by the clock of the account, or not', (_, second, rows) => {
    const result = resultOf({ timeStarted: unixSeconds(day - 90_000), timeFinished: unixSeconds(day + second) })
    expect(rowsOf([result], {}, { period: { from: '2026-10-25', to: '2026-10-25' } })).toHaveLength(rows)
  })
})

describe('a gradebook of one account', () => {
  it('has no students of another with a group of the same number', () => {
    const { db, calls } = database([accountNamed('a'), accountNamed('b')])
    for (const accountId of ['a', 'b']) calls.applyPage(pageWith([resultOf()], { accountId }))
    const { lists } = storeOn(db)
    const students = (choice: GradebookDefinition['students']) => {
      const gradebook = { ...usualGradebook, accounts: ['a'], students: choice }
      const question = lists.gradebook({ gradebook, sort: { field: 'name', direction: 'asc' } })
      return question.rows(question.ids()).map(({ student }) => student.account)
    }
    expect(students({ by: 'sources', sources: [{ feed: 'groups', id: 10 }] })).toEqual(['a'])
    expect(students({ by: 'filter', filter: [{ field: 'test', op: 'in', value: [1] }] })).toEqual(['a'])
  })
})

describe('a gradebook of two accounts', () => {
  it('misses nobody at the tests of the other account', () => {
    const { db, calls } = database([accountNamed('a'), accountNamed('b')])
    for (const accountId of ['a', 'b']) calls.applyPage(pageWith([resultOf()], { accountId }))
    const question = storeOn(db).lists.gradebook({
      gradebook: usualGradebook,
      sort: { field: 'name', direction: 'asc' },
    })
    expect(question.rows(question.ids())).toMatchObject([
      { taken: 1, outOf: 1 },
      { taken: 1, outOf: 1 },
    ])
    expect(calls.gradebookSummary(usualGradebook).tests).toMatchObject([
      { n: 1, notTaken: 0 },
      { n: 1, notTaken: 0 },
    ])
  })
})

describe('namesakes of two accounts who have one number there', () => {
  it('follow each other as in the list of students, whoever came first', () => {
    const { db, calls } = database([accountNamed('a'), accountNamed('b')])
    for (const accountId of ['b', 'a']) calls.applyPage(pageWith([resultOf()], { accountId }))
    const { lists } = storeOn(db)
    const sort = { field: 'name', direction: 'asc' } as const
    const students = lists.students({ filter: { results: [], classes: [], labels: [] }, policy: 'best', sort })
    const rows = lists.gradebook({ gradebook: usualGradebook, sort })
    expect(students.rows(students.ids()).map(({ accountId }) => accountId)).toEqual(['a', 'b'])
    expect(rows.rows(rows.ids()).map(({ student }) => student.account)).toEqual(['a', 'b'])
  })
})

describe('the rows of a gradebook', () => {
  function ordered(field: GradebookSort['field'], direction: GradebookSort['direction']) {
    const { db, calls } = database()
    const students = [
      { userId: 1, first: 'Ada', percentage: toTenths(50) },
      { userId: 2, first: 'Bea', percentage: toTenths(90) },
      { userId: 3, first: 'Cyd', percentage: null },
      { userId: 4, first: 'Dan', percentage: toTenths(50) },
    ]
    calls.applyPage(
      pageWith([...students.map((each) => resultOf(each)), resultOf({ userId: 5, first: 'Eve', testId: 2 })], {
        sources: [{ id: 10, name: '10B' }],
      }),
    )
    const { lists } = storeOn(db)
    const question = lists.gradebook({ gradebook: usualGradebook, sort: { field, direction } })
    return question.rows(question.ids())
  }
  const names = (...sort: Parameters<typeof ordered>) => ordered(...sort).map(({ first }) => first)

  it.each([
    ['name', 'desc', ['Eve', 'Dan', 'Cyd', 'Bea', 'Ada']],
    ['average', 'asc', ['Ada', 'Dan', 'Eve', 'Bea', 'Cyd']],
    ['average', 'desc', ['Bea', 'Eve', 'Ada', 'Dan', 'Cyd']],
    [{ test: 'a:1' }, 'asc', ['Ada', 'Dan', 'Bea', 'Cyd', 'Eve']],
    [{ test: 'a:1' }, 'desc', ['Bea', 'Ada', 'Dan', 'Cyd', 'Eve']],
    ['grade', 'asc', ['Bea', 'Eve', 'Ada', 'Dan', 'Cyd']],
    ['grade', 'desc', ['Ada', 'Dan', 'Eve', 'Bea', 'Cyd']],
    ['taken', 'asc', ['Cyd', 'Ada', 'Bea', 'Dan', 'Eve']],
  ] as const)('by %j %s stand so, those without a figure last and equals by name', (field, direction, order) => {
    expect(names(field, direction)).toEqual(order)
  })

  it('say where the newest attempt was made, and how many of how many tests were taken', () => {
    expect(ordered('name', 'asc')[0]).toMatchObject({ source: '10B', taken: 1, outOf: 2 })
  })
})
