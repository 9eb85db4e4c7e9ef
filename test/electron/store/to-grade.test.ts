import { describe, expect, it, onTestFinished } from 'vitest'
import { openReadOnly } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from './laptop-database.ts'

const flagged = { requiresGrading: true, testId: 1 } as const
const attempt = (hour: number, said = {}) =>
  resultOf({ ...flagged, userId: 7, timeStarted: unixSeconds(noon + hour), ...said })

/** A test's attempt that is to be graded, one that is not, a survey and an attempt that goes on; all but one flagged. */
function school() {
  const { calls, file } = database()
  const unknown = { requiresGrading: null }
  calls.applyPage(
    pageWith([
      attempt(1),
      attempt(2, { requiresGrading: false }),
      attempt(3, { testType: 'SURVEY' }),
      attempt(4, { status: 'ip' }),
      attempt(5, { testType: 'Survey', ...unknown, testId: 2 }),
    ]),
  )
  return { calls, file }
}

const isToGrade = (value: boolean): ResultsFilter => [{ field: 'grading', op: 'is', value }]

describe('a survey and an attempt that goes on, which ClassMarker flags for grading', () => {
  it('are to be graded in no row, no attempt beside it, and no filter, count or order', () => {
    const { calls, file } = school()
    const rows = calls.resultsPage({
      ...{ filter: [], sort: { field: 'grading', direction: 'desc' }, offset: 0, limit: 9 },
    })
    expect(rows.map(({ id, requiresGrading }) => [id, requiresGrading])).toEqual([
      [1, true],
      ...[5, 4, 3, 2].map((id) => [id, false]),
    ])
    expect(calls.resultDetail(3).requiresGrading).toBe(false)
    expect(calls.resultDetail(1).attempts.map(({ requiresGrading }) => requiresGrading)).toEqual([
      ...[true, false, false, false],
    ])
    const db = openReadOnly(file)
    onTestFinished(() => void db.close())
    const inMemory = storeOn(db)
    while (inMemory.columns.hasWork || inMemory.columns.count([]) === null) inMemory.columns.work(100)
    expect(inMemory.columns.count(isToGrade(true))).toBe(1)
    for (const each of [calls, inMemory.calls]) {
      expect(each.countResults(isToGrade(true))).toBe(1)
      expect(each.choiceCounts([], 'grading')).toEqual([
        { id: 'yes', results: 1 },
        { id: 'no', results: 4 },
      ])
    }
  })

  it('show what they have alike with those that are not flagged', () => {
    const { calls } = school()
    const surveys: ResultsFilter = [{ field: 'type', op: 'in', value: ['survey'] }]
    expect(calls.resultsAlike(surveys, ['outcome'])).toEqual(['outcome'])
  })
})
