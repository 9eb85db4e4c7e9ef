import { storeOn } from '../../../electron/store/store-api.ts'
import type { TestPageQuery } from '../../../shared/model/test-figures.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

export interface Taken {
  readonly seconds: number | null
  /** In tenths; null for none. */
  readonly score: number | null
  readonly name?: string
}

const query: TestPageQuery = {
  ...{ account: 'a', testId: 1, policy: 'first', classId: null },
  period: { from: null, to: null },
}

/** The page of a test that each of these has taken once. */
export function testTaken(taken: readonly Taken[]) {
  const { db, calls } = database()
  calls.applyPage(
    pageWith(
      taken.map(({ seconds, score, name = 'Ada' }, number) =>
        resultOf({
          ...{ userId: number + 1, first: name, last: '', durationSeconds: seconds, percentage: score as never },
          timeStarted: (noon - 9_000 - number) as never,
        }),
      ),
      { tests: [{ id: 1, name: 'Final' }], sources: [{ id: 10, name: '10B' }] },
    ),
  )
  const { calls: reading } = storeOn(db)
  const page = reading.testPage(query)
  const { timed } = page
  if (timed === null) throw new Error('No time is known')
  const rowsOf = (ids: readonly number[] | null) => (ids ?? []).map((id) => taken[id - 1])
  return { page, timed, part: (part: Parameters<typeof reading.testPart>[1]) => rowsOf(reading.testPart(query, part)) }
}
