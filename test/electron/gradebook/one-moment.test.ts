import { describe, expect, it } from 'vitest'
import { Answers } from '../../../electron/store/open-lists.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { StudentsQuery } from '../../../shared/model/student.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const students: StudentsQuery = {
  filter: { results: [], classes: [], labels: [] },
  policy: 'best',
  sort: { field: 'average', direction: 'desc' },
}
const gradebook = { gradebook: usualGradebook, sort: { field: 'average', direction: 'desc' } } as const

/** Forty students with one attempt at each of two tests; `percents` are by the student's number. */
const page = (percents: (student: number) => number, requiresGrading = false) =>
  pageWith(
    Array.from({ length: 80 }, (_, at) =>
      resultOf({
        ...{ userId: at % 40, first: `First ${at % 40}`, testId: 1 + Math.floor(at / 40), requiresGrading },
        ...{ percentage: toTenths(percents(at % 40)), timeStarted: unixSeconds(noon - 5_000) },
        timeFinished: unixSeconds(noon - 100 + (at % 40) + (requiresGrading ? 7 : 0)),
      }),
    ),
  )

describe('an open list', () => {
  it.each([
    ['students', students],
    ['gradebook', gradebook],
  ] as const)('of %s stays of one moment, whatever a sync changes while it is read on', (list, query) => {
    const { db, calls } = database()
    calls.applyPage(page((student) => student * 2))
    const store = storeOn(db)
    const answers = new Answers(db, store.lists)
    const whole = (answer: number) => answers.rows(list, answer, 0, 100)
    let opened = 0
    const open = () => answers.open(++opened, list, query, 5)
    const before = whole(open().answer)
    const { answer, rows } = open()
    expect(rows).toEqual(before.slice(0, 5))

    calls.applyPage(page((student) => 100 - student, true))
    // Another question brings all that is held in memory up to date.
    const after = whole(open().answer)
    expect(after).not.toEqual(before)
    expect(whole(answer)).toEqual(before)
    expect(after.every((row) => JSON.stringify(row).includes('"provisional":true'))).toBe(true)

    db.exec('DELETE FROM result WHERE id <= 20')
    open()
    expect(whole(answer)).toEqual(before)
  })
})
