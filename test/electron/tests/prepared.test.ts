import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { TestsQuery } from '../../../shared/model/test-figures.ts'
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
})
