import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { toTenths } from '../../../shared/model/percent.ts'
import type { ResultsFilter } from '../../../shared/model/query.ts'
import { searchWords } from '../../../shared/model/search.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import type { Tables } from '../tables.ts'
import { sqlite } from './builder.ts'

type Results = ExpressionBuilder<Tables, 'result'>
type Condition = Expression<SqlBool>

/** The accounts that exist and their time zones: a day of the filter is a day in the account's own zone. */
export type AccountZones = ReadonlyMap<string, string>

/** The conditions a filter puts on the result table; all of them must hold. */
export function conditionsOf(filter: ResultsFilter, zones: AccountZones): (result: Results) => Condition[] {
  return (result) => [
    ...accountConditions(filter, zones),
    ...listConditions(result, filter),
    ...dayConditions(result, filter, zones),
    ...valueConditions(result, filter),
    ...(filter.search === undefined ? [] : searchConditions(result, filter.search)),
  ]
}

function accountConditions({ accounts }: ResultsFilter, zones: AccountZones): Condition[] {
  const asksForAll = !accounts?.length || [...zones.keys()].every((id) => accounts.includes(id))
  return asksForAll ? [] : [ofAccounts(accounts)]
}

// The plus keeps SQLite from walking one account's rows and sorting them all: the order's own index is the better way.
const ofAccounts = (ids: readonly string[]): Condition => sql<SqlBool>`+result.account_id IN (${sql.join([...ids])})`

function listConditions(result: Results, { tests, sources, ids }: ResultsFilter): Condition[] {
  const conditions: Condition[] = []
  if (ids?.length) conditions.push(result('result.id', 'in', [...ids]))
  if (tests?.length) conditions.push(result('result.test_id', 'in', [...tests]))
  if (sources?.length) {
    const ids = (feed: 'groups' | 'links') => sources.filter((source) => source.feed === feed).map(({ id }) => id)
    const either = (['groups', 'links'] as const)
      .filter((feed) => ids(feed).length > 0)
      .map((feed) => result.and([result('result.feed', '=', feed), result('result.source_id', 'in', ids(feed))]))
    conditions.push(result.or(either))
  }
  return conditions
}

function dayConditions(result: Results, { from, to }: ResultsFilter, zones: AccountZones): Condition[] {
  if (from === undefined && to === undefined) return []
  const accountsByZone = Map.groupBy(zones.keys(), (account) => zones.get(account) ?? 'UTC')
  const used = accountsByZone.size === 0 ? ['UTC'] : [...accountsByZone.keys()]
  const starts = from === undefined ? [] : used.map((zone) => startOfDay(from, zone))
  const ends = to === undefined ? [] : used.map((zone) => endOfDay(to, zone))
  // The widest bounds, which an index can use; with several zones each account's own day then decides.
  const widest = [
    ...(starts.length === 0 ? [] : [result('result.time_finished', '>=', Math.min(...starts))]),
    ...(ends.length === 0 ? [] : [result('result.time_finished', '<', Math.max(...ends))]),
  ]
  if (used.length === 1) return widest
  const within = (zone: string): Condition[] => [
    ...(from === undefined ? [] : [sql<SqlBool>`+result.time_finished >= ${startOfDay(from, zone)}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`+result.time_finished < ${endOfDay(to, zone)}`]),
  ]
  return [
    ...widest,
    result.or([...accountsByZone].map(([zone, ids]) => result.and([ofAccounts(ids), ...within(zone)]))),
  ]
}

function valueConditions(result: Results, filter: ResultsFilter): Condition[] {
  const conditions: Condition[] = []
  if (filter.minPercentage !== undefined)
    conditions.push(result('result.percentage', '>=', toTenths(filter.minPercentage)))
  if (filter.maxPercentage !== undefined)
    conditions.push(result('result.percentage', '<=', toTenths(filter.maxPercentage)))
  if (filter.outcomes?.length) conditions.push(result('result.outcome', 'in', [...filter.outcomes]))
  if (filter.needsGrading !== undefined)
    conditions.push(result('result.requires_grading', '=', filter.needsGrading ? 1 : 0))
  if (filter.certificate !== undefined) {
    conditions.push(result('result.certificate_key', filter.certificate ? 'is not' : 'is', null))
  }
  return conditions
}

// The trigram index answers fragments of three letters and more; shorter ones are looked for row by row.
const shortestIndexed = 3

/** Every word must occur somewhere in names, e-mail, access code or serial; accents and case do not count. */
function searchConditions(result: Results, search: string): Condition[] {
  const words = searchWords(search)
  if (words === null) return [sql<SqlBool>`0`]
  const indexed = words.filter((word) => [...word].length >= shortestIndexed)
  const short = words.filter((word) => [...word].length < shortestIndexed)
  const conditions: Condition[] = short.map((word) => sql<SqlBool>`instr(result.search_text, ${word}) > 0`)
  if (indexed.length > 0) {
    const phrases = indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')
    const matches = sqlite.selectFrom('result_search').select('rowid').where('result_search', 'match', phrases)
    conditions.push(result('result.id', 'in', matches))
  }
  return conditions
}
