import { type InferResult, type SqlBool, sql } from 'kysely'
import type { Tenths } from '../../../shared/model/percent.ts'
import type {
  ResultsFilter,
  ResultsPageQuery,
  ResultsQuery,
  ResultsSort,
  SortField,
} from '../../../shared/model/query.ts'
import { isSurvey } from '../../../shared/model/result.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { sqlite } from './builder.ts'
import { type AccountZones, conditionsOf } from './results-filter.ts'

/** A stored result with the names of its test and its group or link. */
export const namedResults = sqlite
  .selectFrom('result')
  .leftJoin('test', (join) =>
    join.onRef('test.account_id', '=', 'result.account_id').onRef('test.test_id', '=', 'result.test_id'),
  )
  .leftJoin('source', (join) =>
    join
      .onRef('source.account_id', '=', 'result.account_id')
      .onRef('source.feed', '=', 'result.feed')
      .onRef('source.source_id', '=', 'result.source_id'),
  )
  .selectAll('result')
  // A name can be missing for a moment, when a test is newer than the last discovery; its number then stands for it.
  .select([
    sql<string>`coalesce(test.name, 'Test ' || result.test_id)`.as('test_name'),
    sql<string>`coalesce(source.name, iif(result.feed = 'groups', 'Group ', 'Link ') || result.source_id)`.as(
      'source_name',
    ),
  ])

export type NamedResult = InferResult<typeof namedResults>[number]

/** What `toResultRow` reads: a result without its long texts. */
export const rowColumns = [
  'id',
  'account_id',
  'feed',
  'first',
  'last',
  'test_id',
  'test_name',
  'source_id',
  'source_name',
  'percentage',
  'pass_mark',
  'outcome',
  'requires_grading',
  'test_type',
  'points_scored',
  'points_available',
  'time_started',
  'time_finished',
  'duration_seconds',
  'certificate_serial',
  'certificate_key',
] as const

type ShortResult = Pick<NamedResult, (typeof rowColumns)[number]>

export const oneResult = (id: number) => namedResults.where('result.id', '=', id)

/** These results, in no order. */
export const resultsAmong = (ids: readonly number[]) => namedResults.where('result.id', 'in', [...ids])

const orderings: Readonly<Record<SortField, string>> = {
  finished: 'result.time_finished',
  started: 'result.time_started',
  name: 'result.sort_name',
  percentage: 'result.percentage',
  points: 'result.points_scored',
  outcome: 'result.outcome',
  duration: 'result.duration_seconds',
  certificate: 'result.certificate_serial',
  grading: 'result.requires_grading',
  test: `coalesce((SELECT sort_key(name) FROM test WHERE test.account_id = result.account_id AND test.test_id = result.test_id), 'test ' || result.test_id)`,
  source: `coalesce((SELECT sort_key(name) FROM source WHERE source.account_id = result.account_id AND source.feed = result.feed AND source.source_id = result.source_id), iif(result.feed = 'groups', 'group ', 'link ') || result.source_id)`,
}

// The id decides between equals, in the same direction, so that an index serves both and no row moves between pages.
export const ordering = ({ field, direction }: ResultsSort) => {
  const way = sql.raw(direction === 'asc' ? 'ASC' : 'DESC')
  const nulls = sql.raw(direction === 'asc' ? 'NULLS LAST' : '')
  const nullable = ['points', 'duration', 'certificate'].includes(field)
  return nullable
    ? sql`${sql.raw(orderings[field])} ${way} ${nulls}, result.id ${way}`
    : sql`${sql.raw(orderings[field])} ${way}, result.id ${way}`
}

/** The ids of the matching results in order. */
export function idsInOrder({ filter, sort }: ResultsQuery, zones: AccountZones) {
  const matching = sqlite
    .selectFrom('result')
    .select('result.id')
    .where((result) => result.and(conditionsOf(filter, zones)(result)))
  if (sort.field !== 'test' && sort.field !== 'source') return matching.orderBy(ordering(sort))
  const { names, isNamed, unnamed } = namesOf[sort.field]
  const way = sql.raw(sort.direction === 'asc' ? 'ASC' : 'DESC')
  // A number is one test only within its account. Where there is one account alone, that need not be looked at, and the
  // index by test or by source holds all that is asked: 25 ms in place of 150 ms for 100,000 results.
  const ofAccount = zones.size === 1 ? sql`` : sql`AND named.account_id = result.account_id`
  return matching
    .leftJoin(names, (join) => join.on(sql<SqlBool>`${isNamed} ${ofAccount}`))
    .orderBy(sql`coalesce(named.folded, ${unnamed}) ${way}, result.id ${way}`)
}

// Each name is folded once and not once per result: the grouping keeps SQLite from doing it in the join.
const namesOf = {
  test: {
    names: sql<{ folded: string }>`(
      SELECT account_id, test_id, max(sort_key(name)) AS folded FROM test GROUP BY test_id, account_id
    )`.as<'named'>(sql.raw('named')),
    isNamed: sql.raw('named.test_id = result.test_id'),
    unnamed: sql.raw(`'test ' || result.test_id`),
  },
  source: {
    names: sql<{ folded: string }>`(
      SELECT account_id, feed, source_id, max(sort_key(name)) AS folded FROM source GROUP BY source_id, feed, account_id
    )`.as<'named'>(sql.raw('named')),
    isNamed: sql.raw('named.source_id = result.source_id AND named.feed = result.feed'),
    unnamed: sql.raw(`iif(result.feed = 'groups', 'group ', 'link ') || result.source_id`),
  },
}

/** The ids of a page first, from an index alone; whole rows are read for those only. Skipping a million rows is then 20 ms. */
export function pageOf({ filter, sort, offset, limit }: ResultsPageQuery, zones: AccountZones) {
  const ids = idsInOrder({ filter, sort }, zones).limit(limit).offset(offset)
  return namedResults.where('result.id', 'in', ids).orderBy(ordering(sort))
}

/** Every matching result in order, for a workbook or a file. */
export function allOf({ filter, sort }: ResultsQuery, zones: AccountZones) {
  return namedResults.where((result) => result.and(conditionsOf(filter, zones)(result))).orderBy(ordering(sort))
}

export function countOf(filter: ResultsFilter, zones: AccountZones) {
  return sqlite
    .selectFrom('result')
    .select((result) => result.fn.countAll<number>().as('n'))
    .where((result) => result.and(conditionsOf(filter, zones)(result)))
}

/** Yes, no or unknown, as it is stored. */
export const truth = (bit: 0 | 1 | null): boolean | null => (bit === null ? null : bit === 1)

export function toResultRow(row: ShortResult): ResultRow {
  return {
    id: row.id,
    accountId: row.account_id,
    feed: row.feed,
    first: row.first,
    last: row.last,
    testId: row.test_id,
    testName: row.test_name,
    sourceId: row.source_id,
    sourceName: row.source_name,
    percentage: row.percentage as Tenths | null,
    passMark: row.pass_mark as Tenths | null,
    outcome: row.outcome,
    requiresGrading: truth(row.requires_grading),
    survey: isSurvey({ testType: row.test_type }),
    pointsScored: row.points_scored,
    pointsAvailable: row.points_available,
    timeStarted: unixSeconds(row.time_started),
    timeFinished: unixSeconds(row.time_finished),
    durationSeconds: row.duration_seconds,
    certificateSerial: row.certificate_serial,
    certificateEarned: row.certificate_key !== null,
  }
}
