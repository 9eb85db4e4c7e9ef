import type { Database } from 'better-sqlite3'
import { isBetter } from '../../../shared/model/attempt-policy.ts'
import type { SourceRef } from '../../../shared/model/filter.ts'
import type { ItemPolicy } from '../../../shared/model/item-analysis.ts'

/** What an attempt is: none that was not finished is analysed. */
const kind = { unfinished: 0, test: 1, survey: 2 } as const

/** An attempt with its score, as a list: 20,000 objects take twice the time. */
export type TestAttempt = readonly [
  id: number,
  student: string,
  percentage: number | null,
  scored: number | null,
  available: number | null,
  finished: number,
  started: number,
  kind: number,
]

// As `isFinished` and `isSurvey` have it.
const kindInSql = `iif(coalesce(status, 'f') COLLATE NOCASE <> 'f', ${kind.unfinished},
  iif(test_type COLLATE NOCASE = 'survey', ${kind.survey}, ${kind.test}))`

/** Reads the groups and links that have results. */
export function placesWithResults(db: Database): () => SourceRef[] {
  // There are few: one look for each is a hundredth of all rows. By the last test that there can be: without it, SQLite
  // walks through all results of a place to its end.
  const next = db.prepare<[string, number], SourceRef>(
    `SELECT feed, source_id AS id FROM result WHERE (feed, source_id, test_id) > (?, ?, 9223372036854775807)
     ORDER BY feed, source_id LIMIT 1`,
  )
  return () => {
    const places: SourceRef[] = []
    for (let place = next.get('', 0); place !== undefined; place = next.get(place.feed, place.id)) places.push(place)
    return places
  }
}

/** Reads every attempt of an account at a test, in the order in which they were made. */
export function testAttempts(db: Database): (testId: number, account: string) => TestAttempt[] {
  // No index begins with the test.
  const places = placesWithResults(db)
  const atPlace = db
    .prepare<[string, number, number, string], TestAttempt>(
      `SELECT id, student, percentage, points_scored, points_available, time_finished, time_started, ${kindInSql}
       FROM result WHERE feed = ? AND source_id = ? AND test_id = ? AND account_id = ?`,
    )
    .raw()
  return (testId, account) => {
    const found: TestAttempt[] = []
    for (const { feed, id } of places()) for (const row of atPlace.all(feed, id, testId, account)) found.push(row)
    return found.sort((a, b) => a[5] - b[5] || a[6] - b[6] || a[0] - b[0])
  }
}

/** Chooses among attempts in the order in which they were made. A survey is no attempt at a test. */
export function chosenAttempts(attempts: readonly TestAttempt[], policy: ItemPolicy): readonly TestAttempt[] {
  const graded = attempts.filter((attempt) => attempt[7] === kind.test)
  if (policy === 'all') return graded
  const chosen = new Map<string, TestAttempt>()
  for (const attempt of graded) {
    const [, student, percentage] = attempt
    const before = chosen.get(student)
    const wins = policy === 'last' || (policy === 'best' && isBetter(percentage, before?.[2] ?? null))
    if (before === undefined || wins) chosen.set(student, attempt)
  }
  return [...chosen.values()]
}

export const isOfSurvey = (attempt: TestAttempt): boolean => attempt[7] === kind.survey
