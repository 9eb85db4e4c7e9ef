import { sql } from 'kysely'
import type { Facets } from '../../../shared/model/results-view.ts'
import { fold } from '../../../shared/model/text.ts'
import { type QueryRunner, sqlite } from './builder.ts'
import { countOf } from './results.ts'
import type { AccountZones } from './results-filter.ts'

/** The tests, groups and links that have results, with how many, by name. */
export function facetsOf(run: QueryRunner, accounts: readonly string[] | undefined, zones: AccountZones): Facets {
  const chosen = accounts ?? [...zones.keys()]
  const perTest = sqlite
    .selectFrom('result')
    .select(['test_id as id', 'account_id', (result) => result.fn.countAll<number>().as('results')])
    .where('account_id', 'in', [...chosen])
    .groupBy(['test_id', 'account_id'])
    .as('counted')
  const tests = sqlite
    .selectFrom(perTest)
    .leftJoin('test', (join) =>
      join.onRef('test.test_id', '=', 'counted.id').onRef('test.account_id', '=', 'counted.account_id'),
    )
    .select([
      'counted.id',
      sql<string>`coalesce(max(test.name), 'Test ' || counted.id)`.as('name'),
      sql<number>`sum(counted.results)`.as('results'),
    ])
    .groupBy('counted.id')
  const perSource = sqlite
    .selectFrom('result')
    .select(['source_id as id', 'feed', 'account_id', (result) => result.fn.countAll<number>().as('results')])
    .where('account_id', 'in', [...chosen])
    .groupBy(['feed', 'source_id', 'account_id'])
    .as('counted')
  const sources = sqlite
    .selectFrom(perSource)
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
  return {
    tests: byName(run.all(tests.compile())),
    sources: byName(run.all(sources.compile())),
    total: run.first(countOf({ accounts: [...chosen] }, zones).compile())?.n ?? 0,
  }
}

const byName = <T extends { readonly name: string }>(named: readonly T[]): T[] =>
  named.toSorted((a, b) => fold(a.name).localeCompare(fold(b.name), 'en'))
