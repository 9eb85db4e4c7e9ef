import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { CertificateFact, ResultFact } from '../../../shared/model/alike.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type QueryRunner, sqlite } from './builder.ts'
import { onlyCertificates } from './certificates.ts'
import { type AccountZones, conditionsOf } from './results-filter.ts'

interface Shown {
  /** What the column shows of a result, as far as two results can differ in it. */
  readonly value: RawBuilder<unknown>
  /** Columns of an index: where these are the same, so is the value, which then is not read. */
  readonly keys?: readonly RawBuilder<unknown>[]
}

const survey = sql`lower(coalesce(result.test_type, '')) = 'survey'`
const months = sql`(SELECT months FROM certificate_validity AS validity
  WHERE validity.account_id = result.account_id AND validity.test_id = result.test_id)`

const shown: Readonly<Record<ResultFact | CertificateFact, Shown>> = {
  test: {
    value: sql`coalesce((SELECT name FROM test WHERE test.account_id = result.account_id
      AND test.test_id = result.test_id), 'Test ' || result.test_id)`,
    keys: [sql`result.test_id`],
  },
  source: {
    value: sql`coalesce((SELECT name FROM source WHERE source.account_id = result.account_id
      AND source.feed = result.feed AND source.source_id = result.source_id),
      iif(result.feed = 'groups', 'Group ', 'Link ') || result.source_id)`,
    keys: [sql`result.feed`, sql`result.source_id`],
  },
  percentage: { value: sql`iif(${survey}, NULL, result.percentage || ' ' || coalesce(result.pass_mark, ''))` },
  points: { value: sql`iif(${survey}, NULL, result.points_scored || ' ' || result.points_available)` },
  // Beside a pass mark, `none` is an outcome that is not known; so is whether something is to be graded.
  outcome: {
    value: sql`iif(result.requires_grading = 1, 'to grade', iif(${survey}, 'survey', result.outcome
      || iif(result.outcome = 'none' AND result.pass_mark > 0, ' unknown', '')
      || iif(result.requires_grading IS NULL, ' grading unknown', '')))`,
  },
  finished: { value: sql`result.time_finished` },
  duration: { value: sql`result.duration_seconds` },
  certificate: { value: sql`result.certificate_key IS NULL` },
  // Days of one moment can differ by the account's time zone.
  validUntil: {
    value: sql`iif(${months} IS NULL, NULL, result.account_id || ' ' || result.time_finished || ' ' || ${months})`,
  },
  // Of a saved file it is not known here whether it is still there: no two are alike.
  file: {
    value: sql`coalesce(
      (SELECT 'here ' || result_id FROM certificate_file AS file
        WHERE file.result_id = result.id AND file.serial = result.certificate_serial),
      (SELECT 'queued' FROM certificate_download AS download
        WHERE download.result_id = result.id AND download.failure IS NULL),
      iif(result.certificate_url IS NULL, 'none', 'online'))`,
  },
}

/** Which of these facts all results of a filter have alike; none of an empty answer. */
export function factsAlike<Fact extends ResultFact | CertificateFact>(
  run: QueryRunner,
  filter: ResultsFilter,
  facts: readonly Fact[],
  zones: AccountZones,
): Fact[] {
  const matching = sqlite.selectFrom('result').where((result) => result.and(conditionsOf(filter, zones)(result)))
  const keysOf = (fact: Fact) => {
    const { keys } = shown[fact]
    // A number is one test only within its account.
    return keys && zones.size > 1 ? [...keys, sql`result.account_id`] : keys
  }
  const asked = facts.map((fact) => [shown[fact].value, ...(keysOf(fact) ?? [])])
  const columns = asked.flatMap((values, place) => values.map((value, at) => value.as(`${place}.${at}`)))
  const first =
    facts.length === 0 ? undefined : run.first<Record<string, unknown>>(matching.select(columns).limit(1).compile())
  if (first === undefined) return []
  // One that differs is enough: where results differ, the search for it ends at once.
  const other = asked.map(([value = sql`NULL`, ...keys], place) => {
    const differs = keys.map((key, at) => sql`${key} IS NOT ${first[`${place}.${at + 1}`]}`)
    const condition = sql<SqlBool>`${value} IS NOT ${first[`${place}.0`]}`
    const found = keys.length === 0 ? matching : matching.where(sql<SqlBool>`(${sql.join(differs, sql` OR `)})`)
    return sql<0 | 1>`EXISTS ${found.where(condition).select(sql`1`.as('one'))}`.as(`${place}`)
  })
  const differing = run.first<Record<string, unknown>>(sqlite.selectNoFrom(other).compile())
  return facts.filter((_, place) => differing?.[`${place}`] === 0)
}

export const certificateFactsAlike = (
  run: QueryRunner,
  filter: ResultsFilter,
  facts: readonly CertificateFact[],
  zones: AccountZones,
): CertificateFact[] => factsAlike(run, onlyCertificates(filter), facts, zones)
