import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { TestPageQuery, TestsQuery } from '../../../shared/model/test-figures.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const attempts = (percent: number) =>
  pageWith(
    Array.from({ length: 60 }, (_, at) =>
      resultOf({
        ...{ userId: at % 20, testId: 1 + (at % 3), percentage: toTenths(percent + (at % 7)) },
        timeStarted: unixSeconds(noon - at),
      }),
    ),
  )

const query: TestsQuery = {
  filter: [{ field: 'percentage', op: 'from', value: 50 }],
  policy: 'best',
  withHidden: false,
  sort: { field: 'name', direction: 'asc' },
}

describe('a list of tests under a filter', () => {
  it('is prepared in slices, also after a change, and is the same as when it is asked for at once', () => {
    const { db, calls } = database()
    calls.applyPage(attempts(48))
    const { lists, isPreparing } = storeOn(db)
    const slices = () => {
      let count = 1
      while (isPreparing('tests', query)) count++
      return count
    }
    const rowsOf = (list: ReturnType<typeof lists.tests>) => list.rows(list.ids())
    const atOnce = () => rowsOf(storeOn(db).lists.tests(query))
    expect(slices()).toBeGreaterThan(6)
    expect(slices()).toBe(1)
    const before = rowsOf(lists.tests(query))
    expect(before).toEqual(atOnce())
    expect(before.map(({ attempts: count }) => count)).not.toEqual([])
    calls.applyPage(attempts(70))
    expect(slices()).toBeGreaterThan(6)
    expect(rowsOf(lists.tests(query))).toEqual(atOnce())
    expect(rowsOf(lists.tests(query))).not.toEqual(before)
  })

  it('follows a class, a label and a note without a new attempt', () => {
    const { db, calls } = database()
    calls.applyPage(attempts(70))
    const { lists } = storeOn(db)
    const studentsAt = (...filter: TestsQuery['filter']) => {
      const list = lists.tests({ ...query, filter })
      return list.rows(list.ids()).map(({ students }) => students)
    }
    const member = (user: number) => ({
      ...{ key: `user:${user}`, first: '', last: '', email: null, externalId: null, extraTime: null },
    })
    const inClass = { field: 'class', op: 'in', value: ['9A'] } as const
    const classId = calls.addClass('a', '9A', [member(1)], noon)
    expect(studentsAt(inClass)).toEqual([1, 1, 1])
    calls.changeClass(classId, { put: [member(2)], remove: [] })
    expect(studentsAt(inClass)).toEqual([2, 2, 2])
    const labelled = { field: 'label', op: 'in', value: ['Re-sit'] } as const
    expect(studentsAt(labelled)).toEqual([])
    calls.addLabel(
      { account: 'a', name: 'Re-sit', colour: 0 },
      { kind: 'students', students: [{ account: 'a', key: 'user:1' }] },
    )
    expect(studentsAt(labelled)).toEqual([1, 1, 1])
    const noted = { field: 'search', op: 'contains', value: 'absent' } as const
    expect(studentsAt(noted)).toEqual([])
    calls.addNote({ kind: 'students', students: [{ account: 'a', key: 'user:3' }] }, 'Absent twice', noon)
    expect(studentsAt(noted)).toEqual([1, 1, 1])
  })
})

describe("a test's page", () => {
  const page: TestPageQuery = {
    ...{ account: 'a', testId: 1, policy: 'best' as const, classId: null },
    period: { from: null, to: null },
  }

  it('is got ready at rest, once all attempts are there, and is the same then', () => {
    const { db, calls } = database()
    calls.applyPage(attempts(48))
    const rested = storeOn(db)
    while (rested.isPreparing('tests', query));
    const [waiting] = rested.atRest.filter((each) => each.hasWork)
    let slices = 0
    for (; waiting?.hasWork === true; slices++) waiting.work(0)
    expect(slices).toBeGreaterThan(20)
    expect(rested.calls.testPage(page)).toEqual(storeOn(db).calls.testPage(page))
  })

  it('is got ready only once codes are read, so that it knows whose were used', () => {
    const { db, calls } = database()
    calls.applyPage(
      pageWith(
        ['A-1', 'B-2'].map((accessCode, at) => resultOf({ userId: at, accessCode })),
        { tests: [{ id: 1, name: 'Algebra' }] },
      ),
    )
    db.exec(`INSERT INTO source VALUES ('a', 'links', 20, 'Link', NULL, 7, 1);
      INSERT INTO assignment VALUES ('a', 'links', 20, 1);
      INSERT INTO access_code (account_id, list_id, code, added_at, sort_code, search_text)
        VALUES ('a', 7, 'A-1', 0, 'a-1', 'a-1'), ('a', 7, 'B-2', 0, 'b-2', 'b-2'), ('a', 7, 'C-3', 0, 'c-3', 'c-3')`)
    const rested = storeOn(db)
    for (const each of [...rested.ahead, ...rested.atRest]) while (each.hasWork) each.work(1_000)
    expect(rested.calls.testPage(page).notTaken).toMatchObject([{ by: 'list', of: 3, missing: 1 }])
  })

  it('is not got ready any more after somebody asked for one', () => {
    const { db, calls } = database()
    calls.applyPage(attempts(48))
    const asked = storeOn(db)
    while (asked.isPreparing('tests', query));
    const waiting = () => asked.atRest.filter((each) => each.hasWork)
    const before = waiting()
    asked.calls.testPage(page)
    expect(waiting()).toEqual(before.slice(1))
  })
})
