import type { Database } from 'better-sqlite3'
import { isBetter } from '../../../shared/model/attempt-policy.ts'
import type { ItemPolicy } from '../../../shared/model/item-analysis.ts'
import { isFinished, isSurvey } from '../../../shared/model/result.ts'

/** An attempt at a test with its score, in the order of the statement below. */
export type TestAttempt = readonly [
  id: number,
  student: string,
  account: string,
  percentage: number | null,
  scored: number | null,
  available: number | null,
  finished: number,
  started: number,
  status: string | null,
  testType: string | null,
]

/** Reads every attempt at a test, in the order in which they were made. */
export function testAttempts(db: Database): (testId: number, accounts: readonly string[]) => TestAttempt[] {
  // No index begins with the test, and there are few groups and links: one look for each is a hundredth of all rows.
  const nextPlace = db.prepare<[string, number], { feed: string; source: number }>(
    `SELECT feed, source_id AS source FROM result WHERE (feed, source_id) > (?, ?) ORDER BY feed, source_id LIMIT 1`,
  )
  const atPlace = db
    .prepare<[string, number, number, string], TestAttempt>(
      `SELECT id, student, account_id, percentage, points_scored, points_available, time_finished, time_started, status,
         test_type
       FROM result WHERE feed = ? AND source_id = ? AND test_id = ? AND account_id = ?`,
    )
    .raw()
  return (testId, accounts) => {
    const found: TestAttempt[] = []
    let place = nextPlace.get('', 0)
    while (place !== undefined) {
      for (const account of accounts) {
        for (const row of atPlace.all(place.feed, place.source, testId, account)) found.push(row)
      }
      place = nextPlace.get(place.feed, place.source)
    }
    return found.sort((a, b) => a[6] - b[6] || a[7] - b[7] || a[0] - b[0])
  }
}

/** Chooses among attempts in the order in which they were made. A survey is no attempt at a test. */
export function chosenAttempts(attempts: readonly TestAttempt[], policy: ItemPolicy): readonly TestAttempt[] {
  const graded = attempts.filter(
    ([, , , , , , , , status, testType]) => isFinished({ status }) && !isSurvey({ testType }),
  )
  if (policy === 'all') return graded
  const chosen = new Map<string, TestAttempt>()
  for (const attempt of graded) {
    const [, student, account, percentage] = attempt
    const key = `${account}\n${student}`
    const before = chosen.get(key)
    const wins = policy === 'last' || (policy === 'best' && isBetter(percentage, before?.[3] ?? null))
    if (before === undefined || wins) chosen.set(key, attempt)
  }
  return [...chosen.values()]
}

export const isOfSurvey = ([, , , , , , , , status, testType]: TestAttempt): boolean =>
  isFinished({ status }) && isSurvey({ testType })
