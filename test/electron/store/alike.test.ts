import { describe, expect, it } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { certificateFacts, type ResultRow, renewalFacts, resultFacts } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'
import { filled, sampleRows } from './sample-rows.ts'

const newestFirst = { field: 'finished', direction: 'desc' } as const

/** The text that the window shows for a row in each column. */
const shownIn: Readonly<Record<(typeof resultFacts)[number], (row: ResultRow) => unknown>> = {
  test: (row) => row.testName,
  source: (row) => row.sourceName,
  percentage: (row) => !row.survey && `${row.percentage} ${row.passMark}`,
  points: (row) =>
    !row.survey &&
    row.pointsScored !== null &&
    row.pointsAvailable !== null &&
    [row.pointsScored, row.pointsAvailable].join(),
  outcome: (row) => (row.requiresGrading ? 'to grade' : row.survey ? 'survey' : row.outcome),
  finished: (row) => row.timeFinished,
  duration: (row) => row.durationSeconds,
  certificate: (row) => row.certificateEarned,
}

describe('what all results of a filter have alike', () => {
  const filters: readonly ResultsFilter[] = [
    [],
    [{ field: 'test', op: 'in', value: [1] }],
    [{ field: 'test', op: 'in', value: [5] }],
    [{ field: 'test', op: 'in', value: [1, 2] }],
    [{ field: 'source', op: 'in', value: [{ feed: 'groups', id: 10 }] }],
    [
      { field: 'source', op: 'in', value: [{ feed: 'links', id: 20 }] },
      { field: 'test', op: 'in', value: [3] },
    ],
    // A group and a link with the same number are two.
    [
      {
        field: 'source',
        op: 'in',
        value: [
          { feed: 'groups', id: 11 },
          { feed: 'links', id: 11 },
        ],
      },
    ],
    [{ field: 'outcome', op: 'in', value: ['passed'] }],
    [
      { field: 'outcome', op: 'in', value: ['not-passed'] },
      { field: 'grading', op: 'is', value: false },
    ],
    [{ field: 'grading', op: 'is', value: true }],
    [{ field: 'certificate', op: 'is', value: true }],
    [
      { field: 'certificate', op: 'is', value: false },
      { field: 'account', op: 'in', value: ['a'] },
    ],
    [
      { field: 'percentage', op: 'from', value: 75 },
      { field: 'percentage', op: 'to', value: 75 },
      { field: 'test', op: 'in', value: [4] },
    ],
    [{ field: 'search', op: 'contains', value: 'lovelace' }],
    [{ field: 'search', op: 'contains', value: 'zo' }],
    [{ field: 'search', op: 'contains', value: 'nobody at all' }],
  ]

  it.each([60, 400])('is what every one of %i rows shows, whichever the filter', (count) => {
    const { calls } = filled(sampleRows(count))
    for (const filter of filters) {
      const rows: ResultRow[] = calls.resultsPage({ filter, sort: newestFirst, offset: 0, limit: 500 })
      const expected = resultFacts.filter(
        (fact) => rows.length > 0 && new Set(rows.map((row) => JSON.stringify(shownIn[fact](row)))).size === 1,
      )
      expect([filter, calls.resultsAlike(filter, resultFacts)]).toEqual([filter, expected])
    }
  })

  it('is answered only for the facts asked about', () => {
    const { calls } = filled(sampleRows(100))
    expect(calls.resultsAlike([{ field: 'test', op: 'in', value: [1] }], ['outcome', 'test'])).toEqual(['test'])
    expect(calls.resultsAlike([{ field: 'test', op: 'in', value: [1] }], [])).toEqual([])
  })

  it('are known of as many results and tests as can be chosen', () => {
    const { calls } = filled(sampleRows(100))
    const value = Array.from({ length: 10_000 }, (_, at) => at + 1)
    for (const field of ['id', 'test'] as const)
      expect(calls.resultsAlike([{ field, op: 'in', value }], resultFacts)).toEqual(calls.resultsAlike([], resultFacts))
  })

  it('counts two tests of one name as one, and one number in two accounts as two tests', () => {
    const { calls } = database([accountNamed('a'), accountNamed('b')])
    const tests = (first: string, second: string) => [
      { id: 1, name: first },
      { id: 2, name: second },
    ]
    const two = [resultOf({ userId: 1, testId: 1 }), resultOf({ userId: 2, testId: 2 })]
    calls.applyPage(pageWith(two, { accountId: 'a', tests: tests('Maths', 'Maths') }))
    expect(calls.resultsAlike([], ['test'])).toEqual(['test'])
    calls.applyPage(
      pageWith([resultOf({ userId: 3, testId: 1 })], { accountId: 'b', tests: tests('Physics', 'Maths') }),
    )
    expect(calls.resultsAlike([{ field: 'test', op: 'in', value: [1] }], ['test'])).toEqual([])
  })

  it('takes surveys for alike, whose scores are not shown', () => {
    const { calls } = database()
    const surveys = [1, 2].map((userId) => resultOf({ userId, testType: 'Survey', percentage: resultOf().percentage }))
    calls.applyPage(pageWith([...surveys, resultOf({ userId: 3 })]))
    expect(calls.resultsAlike([], ['percentage', 'points', 'outcome'])).toEqual([])
    expect(calls.resultsAlike([{ field: 'id', op: 'in', value: [1, 2] }], ['percentage', 'points', 'outcome'])).toEqual(
      ['percentage', 'points', 'outcome'],
    )
  })
})

describe('what all certificates have alike', () => {
  const certified = (userId: number, said = {}) =>
    resultOf({ userId, certificateSerial: `S-${userId}`, certificateUrl: 'https://classmarker.com/c', ...said })

  it('is where their PDFs are, unless one is saved, of which it is not known whether it is still there', () => {
    const { calls, db } = database()
    calls.applyPage(pageWith([certified(1), certified(2), resultOf({ userId: 3, certificateUrl: null })]))
    expect(calls.certificatesAlike([], certificateFacts)).toEqual(certificateFacts)
    const save = db.prepare(
      `INSERT INTO certificate_file (result_id, serial, file, bytes, saved_at)
       SELECT id, certificate_serial, 'a.pdf', 1, 1 FROM result WHERE id = ?`,
    )
    save.run(1)
    expect(calls.certificatesAlike([], ['file'])).toEqual([])
    save.run(2)
    expect(calls.certificatesAlike([], ['file'])).toEqual([])
  })

  it('is the day until which they count, where none of them ends', () => {
    const { calls } = database()
    calls.applyPage(pageWith([certified(1), certified(2, { testId: 2, timeFinished: unixSeconds(noon - 90_000) })]))
    expect(calls.certificatesAlike([], certificateFacts)).toEqual(['percentage', 'outcome', 'validUntil', 'file'])
    calls.setValidity('a', 2, 12)
    expect(calls.certificatesAlike([], ['validUntil'])).toEqual([])
  })

  it('is the test of what has to be renewed', () => {
    const { calls } = database()
    calls.applyPage(pageWith([certified(1), certified(2), certified(3, { testId: 2 })]))
    calls.setValidity('a', 1, 12)
    expect(calls.renewalsAlike({ results: [], states: [] }, renewalFacts, noon)).toEqual(['test'])
    expect(calls.renewalsAlike({ results: [], states: ['expired'] }, renewalFacts, noon)).toEqual([])
    calls.setValidity('a', 2, 12)
    expect(calls.renewalsAlike({ results: [], states: [] }, renewalFacts, noon)).toEqual([])
  })
})

describe('the longest names', () => {
  it('are those of the accounts asked for, wide letters among them, and no longer than any column', () => {
    const { calls } = database([accountNamed('a'), accountNamed('b')])
    const named = (userId: number, first: string, last: string) => resultOf({ userId, first, last })
    const short = Array.from({ length: 20 }, (_, at) =>
      named(at + 10, 'Bo', `Latin-name ${String(at).padStart(2, '0')}`),
    )
    calls.applyPage(
      pageWith([...short, named(1, 'Maria', 'de la Cruz Fernández-Ruiz'), named(2, '小龙', '欧阳司马上官诸葛夏侯')], {
        accountId: 'a',
      }),
    )
    calls.applyPage(pageWith([named(3, '', 'x'.repeat(100_000))], { accountId: 'b' }))
    expect(calls.longestNames(['a'])).toContain('Maria de la Cruz Fernández-Ruiz')
    expect(calls.longestNames(['a'])).toContain('小龙 欧阳司马上官诸葛夏侯')
    expect(calls.longestNames(['a']).length).toBeLessThan(18)
    expect(calls.longestNames(undefined)).toContain('x'.repeat(120))
    expect(calls.longestNames(['b'])).toEqual(['x'.repeat(120)])
    expect(database([]).calls.longestNames(undefined)).toEqual([])
  })
})
