import type { Database } from 'better-sqlite3'
import type { SourceRef } from '../../../shared/model/filter.ts'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import type { AssignedSource, TestRow } from '../../../shared/model/test-figures.ts'
import { type GradedAttempts, partsOf } from '../gradebook/attempts.ts'
import { isOfHiddenSource } from '../local/hidden.ts'
import { unnamedSource } from '../results/unnamed-source.ts'

/** What ClassMarker says of a test, and whether the teacher hid it. */
export type NamedTest = Pick<TestRow, 'account' | 'testId' | 'name' | 'sources' | 'hidden'>

/** Reads the names of tests, and of the groups and links that they are assigned to. */
export function testNames(db: Database) {
  const tests = db.prepare<[], TestRef & { name: string; hidden: 0 | 1 }>(
    `SELECT account_id AS account, test_id AS testId, name, hidden_test.test_id IS NOT NULL AS hidden
     FROM test LEFT JOIN hidden_test USING (account_id, test_id)`,
  )
  const hiddenTests = db.prepare<[], TestRef>('SELECT account_id AS account, test_id AS testId FROM hidden_test')
  const assigned = db.prepare<[], TestRef & AssignedSource>(
    `SELECT assignment.account_id AS account, test_id AS testId, feed, source_id AS id, source.name
     FROM assignment JOIN source USING (account_id, feed, source_id)
     WHERE NOT ${isOfHiddenSource('source')}
     ORDER BY sort_key(source.name), feed, source_id`,
  )
  const sources = db.prepare<[string], AssignedSource>(
    'SELECT feed, source_id AS id, name FROM source WHERE account_id = ?',
  )
  const taker = db.prepare<[number], string>("SELECT trim(first || ' ' || last) FROM result WHERE id = ?").pluck()

  return {
    /** Whose a result is; '' for somebody without a name. */
    takerOf: (id: number): string => taker.get(id) ?? '',
    /** Every test known by ClassMarker's word or by an attempt. */
    namedTests({ tests: attempted }: GradedAttempts): NamedTest[] {
      const sourcesOf = Map.groupBy(assigned.all(), testKeyOf)
      const hidden = new Set(hiddenTests.all().map(testKeyOf))
      const named = new Map(tests.all().map((test) => [testKeyOf(test), test]))
      for (const text of attempted.all()) {
        const { account, rest } = partsOf(text)
        const test = { account, testId: Number(rest) }
        const key = testKeyOf(test)
        if (!named.has(key)) named.set(key, { ...test, name: `Test ${rest}`, hidden: hidden.has(key) ? 1 : 0 })
      }
      return [...named].map(([key, test]) => ({
        ...test,
        hidden: test.hidden === 1,
        sources: (sourcesOf.get(key) ?? []).map(({ feed, id, name }) => ({ feed, id, name })),
      }))
    },
    /** Names groups and links of an account. */
    sourceNames(account: string): (source: SourceRef) => string {
      const names = new Map(sources.all(account).map(({ feed, id, name }) => [`${feed} ${id}`, name]))
      return ({ feed, id }) => names.get(`${feed} ${id}`) ?? unnamedSource({ feed, id })
    },
  }
}
