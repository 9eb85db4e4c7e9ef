import { sql } from 'kysely'
import { columnOf, fieldNamed, wordsFilters } from '../../../shared/model/result-fields.ts'
import type { Facets, WordFacet } from '../../../shared/model/results-view.ts'
import { fold } from '../../../shared/model/text.ts'
import { type QueryRunner, sqlite } from './builder.ts'
import type { AccountZones } from './results-filter.ts'

/** The tests, groups and links that have results, with how many, by name. No account, or an empty list, asks for all. */
export function facetsOf(run: QueryRunner, accounts: readonly string[] | undefined, zones: AccountZones): Facets {
  const chosen = accounts?.length ? accounts : [...zones.keys()]
  const [only] = zones.keys()
  // Of a single account the indexes by test and by source count alone; no result is read for whose it is.
  const counted =
    zones.size === 1 && only !== undefined && chosen.includes(only) ? countsOfOnly(only) : countsOf(chosen)
  const tests = sqlite
    .selectFrom(counted.tests)
    .leftJoin('test', (join) =>
      join.onRef('test.test_id', '=', 'counted.id').onRef('test.account_id', '=', 'counted.account_id'),
    )
    .select([
      'counted.id',
      sql<string>`coalesce(max(test.name), 'Test ' || counted.id)`.as('name'),
      sql<number>`sum(counted.results)`.as('results'),
    ])
    .groupBy('counted.id')
  const sources = sqlite
    .selectFrom(counted.sources)
    .leftJoin('source', (join) =>
      join
        .onRef('source.source_id', '=', 'counted.id')
        .onRef('source.feed', '=', 'counted.feed')
        .onRef('source.account_id', '=', 'counted.account_id'),
    )
    .select([
      'counted.id',
      'counted.feed',
      sql<string>`coalesce(max(source.name), iif(counted.feed = 'groups', 'Group ', 'Link ') || counted.id)`.as('name'),
      sql<number>`sum(counted.results)`.as('results'),
    ])
    .groupBy(['counted.feed', 'counted.id'])
  const named = byName(run.all(tests.compile()))
  return {
    tests: named,
    sources: byName(run.all(sources.compile())),
    words: wordsOf(run, chosen),
    total: named.reduce((sum, { results }) => sum + results, 0),
  }
}

/** The words of every field that holds a set of them, with how many results have each. */
function wordsOf(run: QueryRunner, accounts: readonly string[]): Facets['words'] {
  const found = wordsFilters.map((name) => {
    const column = sql.ref(`result.${columnOf(fieldNamed(name))}`)
    const counted = sql<WordFacet>`SELECT word.value AS word, count(*) AS results
      FROM result, json_each(${column}) AS word
      WHERE result.account_id IN (${sql.join([...accounts])}) AND word.value IS NOT NULL
      GROUP BY word.value`.compile(sqlite)
    return [name, run.all(counted).toSorted((a, b) => fold(a.word).localeCompare(fold(b.word), 'en'))]
  })
  return Object.fromEntries(found)
}

const resultsOf = (accounts: readonly string[]) => sqlite.selectFrom('result').where('account_id', 'in', [...accounts])

const countsOf = (accounts: readonly string[]) => ({
  tests: resultsOf(accounts)
    .select(['test_id as id', 'account_id', (result) => result.fn.countAll<number>().as('results')])
    .groupBy(['test_id', 'account_id'])
    .as('counted'),
  sources: resultsOf(accounts)
    .select(['source_id as id', 'feed', 'account_id', (result) => result.fn.countAll<number>().as('results')])
    .groupBy(['feed', 'source_id', 'account_id'])
    .as('counted'),
})

const countsOfOnly = (account: string) => ({
  tests: sqlite
    .selectFrom('result')
    .select([
      'test_id as id',
      sql.lit(account).as('account_id'),
      (result) => result.fn.countAll<number>().as('results'),
    ])
    .groupBy('test_id')
    .as('counted'),
  sources: sqlite
    .selectFrom('result')
    .select([
      'source_id as id',
      'feed',
      sql.lit(account).as('account_id'),
      (result) => result.fn.countAll<number>().as('results'),
    ])
    .groupBy(['feed', 'source_id'])
    .as('counted'),
})

const byName = <T extends { readonly name: string }>(named: readonly T[]): T[] =>
  named.toSorted((a, b) => fold(a.name).localeCompare(fold(b.name), 'en'))
