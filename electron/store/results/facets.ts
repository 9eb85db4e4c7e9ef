import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { ofAccounts, type ResultsFilter } from '../../../shared/model/filter.ts'
import { columnOf, fieldNamed, wordsFilters } from '../../../shared/model/result-fields.ts'
import { type Feed, feeds } from '../../../shared/model/result-values.ts'
import {
  type CertificateFact,
  type Facets,
  namesTogether,
  type ResultFact,
  type WordFacet,
} from '../../../shared/model/results-view.ts'
import { fold } from '../../../shared/model/text.ts'
import { countBits } from '../arrays/bits.ts'
import { compareTexts } from '../arrays/sorting.ts'
import { type QueryRunner, sqlite } from '../builder.ts'
import { onlyCertificates } from '../certificates/certificates.ts'
import type { Columns } from '../columns/columns.ts'
import { isOfHiddenSource } from '../local/hidden.ts'
import { alikeInMemory } from './alike.ts'
import { countsInMemory } from './counts.ts'
import { type AccountZones, conditionsOf, gradingSql, surveySql } from './filter.ts'
import { unnamedSourceSql } from './unnamed-source.ts'

/**
 * The tests, groups and links that have results and are not hidden, with the number of results, by name. Undefined or an
 * empty list means all accounts.
 */
export function facetsOf(
  run: QueryRunner,
  columns: Columns,
  accounts: readonly string[] | undefined,
  zones: AccountZones,
): Facets {
  const chosen = accounts?.length ? accounts : [...zones.keys()]
  const [only] = zones.keys()
  // For a single account, the indexes by test and by source can be counted without reading results.
  const counted =
    countsHeld(columns, chosen) ??
    (zones.size === 1 && only !== undefined && chosen.includes(only) ? countsOfOnly(only) : countsOf(chosen))
  const results = sql<number>`counted.results`.as('results')
  const tests = sqlite
    .selectFrom(counted.tests)
    .leftJoin('test', (join) =>
      join.onRef('test.test_id', '=', 'counted.id').onRef('test.account_id', '=', 'counted.account_id'),
    )
    .select(['counted.id', 'test.name', sql<string>`'Test ' || counted.id`.as('unnamed'), results])
    .select(
      sql<0 | 1>`EXISTS (SELECT 1 FROM hidden_test
        WHERE hidden_test.account_id = counted.account_id AND hidden_test.test_id = counted.id)`.as('hidden'),
    )
  const sources = sqlite
    .selectFrom(counted.sources)
    .leftJoin('source', (join) =>
      join
        .onRef('source.source_id', '=', 'counted.id')
        .onRef('source.feed', '=', 'counted.feed')
        .onRef('source.account_id', '=', 'counted.account_id'),
    )
    .select([
      ...(['counted.id', 'counted.feed', 'source.name'] as const),
      sql<string>`${sql.raw(unnamedSourceSql('counted.feed', 'counted.id'))}`.as('unnamed'),
      results,
    ])
    .select(sql<0 | 1>`${sql.raw(isOfHiddenSource('counted', 'id'))}`.as('hidden'))
  const total = sqlite.selectFrom(counted.tests).select(sql<number>`coalesce(sum(counted.results), 0)`.as('results'))
  return {
    tests: byName(ofAllAccounts(run.all(tests.compile()))),
    sources: byName(ofAllAccounts(run.all(sources.compile()))),
    words: wordsOf(run, chosen),
    total: run.first(total.compile())?.results ?? 0,
  }
}

/** What an account has of a choice; null where nobody has told its name yet. */
interface OfAccount {
  readonly id: number
  readonly feed?: Feed
  readonly name: string | null
  readonly unnamed: string
  readonly results: number
  readonly hidden: 0 | 1
}

/**
 * Choices go by their numbers, whatever the account: each is called as every account with results calls it, and is left
 * out where it is hidden in all of them, for choosing it finds what is hidden in one, too.
 */
function ofAllAccounts<Of extends OfAccount>(counted: readonly Of[]) {
  const inOrder = counted.toSorted((a, b) => compareTexts(a.feed ?? '', b.feed ?? '') || a.id - b.id)
  const byNumber = [...Map.groupBy(inOrder, ({ feed, id }) => `${feed} ${id}`).values()]
  const offered = byNumber.filter((each) => each.some(({ hidden }) => hidden === 0))
  return offered.map((each) => {
    const [{ name: _, unnamed, hidden: __, ...choice }] = each as [Of]
    const name = namesTogether(each.flatMap((one) => one.name || [])) || unnamed
    return { ...choice, name, results: each.reduce((sum, one) => sum + one.results, 0) }
  })
}

/** For each field that holds a set of words: the words, with the number of results. */
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

/** Counts of results by place and test, which an index has together; few rows, so that each is then counted quickly. */
const places = sqlite
  .selectFrom('result')
  .select(['feed', 'source_id', 'test_id', (result) => result.fn.countAll<number>().as('n')])
  .groupBy(['feed', 'source_id', 'test_id'])

const countsOf = (accounts: readonly string[]) => {
  const ofAccounts = places
    .where(sql<SqlBool>`+account_id IN (${sql.join([...accounts])})`)
    .select('account_id')
    .groupBy('account_id')
    .as('place')
  return {
    tests: sqlite
      .selectFrom(ofAccounts)
      .select(['test_id as id', 'account_id', sql<number>`sum(n)`.as('results')])
      .groupBy(['test_id', 'account_id'])
      .as('counted'),
    sources: sqlite
      .selectFrom(ofAccounts)
      .select(['source_id as id', 'feed', 'account_id', sql<number>`sum(n)`.as('results')])
      .groupBy(['feed', 'source_id', 'account_id'])
      .as('counted'),
  }
}

const countsOfOnly = (account: string) => ({
  tests: sqlite
    .selectFrom(places.as('place'))
    .select(['test_id as id', sql.lit(account).as('account_id'), sql<number>`sum(n)`.as('results')])
    .groupBy('test_id')
    .as('counted'),
  sources: sqlite
    .selectFrom(places.as('place'))
    .select(['source_id as id', 'feed', sql.lit(account).as('account_id'), sql<number>`sum(n)`.as('results')])
    .groupBy(['feed', 'source_id'])
    .as('counted'),
})

/** The same counts from memory, as rows that SQL can name; null while it has to count itself. */
function countsHeld(columns: Columns, accounts: readonly string[]): ReturnType<typeof countsOf> | null {
  const tests = countsInMemory(columns, 'test', ofAccounts(accounts))
  const sources = countsInMemory(columns, 'source', ofAccounts(accounts))
  if (tests === null || sources === null) return null
  // They have the columns of those counted by SQL.
  return { tests: countedRows(tests), sources: countedRows(sources) } as unknown as ReturnType<typeof countsOf>
}

/** A test or a place with its account; a place names its feed. */
const countedChoice = new RegExp(`^(?:(${feeds.join('|')}) )?(\\S+) (.*)$`, 's')

function countedRows(counts: ReadonlyMap<unknown, number>) {
  const rows = [...counts].map(([choice, results]) => {
    const [, feed = null, id, account] = countedChoice.exec(`${choice}`) ?? []
    return [feed, Number(id), account, results]
  })
  return sql`(SELECT value ->> 0 AS feed, value ->> 1 AS id, value ->> 2 AS account_id, value ->> 3 AS results
    FROM json_each(${JSON.stringify(rows)}) WHERE results > 0)`.as(sql.raw('counted'))
}

const byName = <T extends { readonly name: string }>(named: readonly T[]): T[] =>
  named.toSorted((a, b) => fold(a.name).localeCompare(fold(b.name), 'en'))

/** How many of the longest names to return; the widest on a screen is among them. */
const most = 8

/** No column is wider than this many letters. */
const mostLetters = 120

/**
 * The longest names of students, by characters and by bytes, because some scripts write wide letters with few
 * characters. Reads only the index by name.
 * @param accounts undefined or an empty list means all
 */
export function longestNames(run: QueryRunner, accounts: readonly string[] | undefined): string[] {
  const ofAccounts = accounts?.length ? sql`WHERE +account_id IN (${sql.join([...accounts])})` : sql``
  const longestBy = (length: 'length' | 'octet_length') =>
    sql`SELECT id FROM (SELECT id FROM result ${ofAccounts} ORDER BY ${sql.raw(length)}(sort_name) DESC LIMIT ${most})`
  const names = sql<{
    name: string
  }>`SELECT DISTINCT substr(trim(first || ' ' || last), 1, ${mostLetters}) AS name FROM result
    WHERE id IN (${longestBy('length')} UNION ${longestBy('octet_length')}) ORDER BY name`
  return run.all(names.compile(sqlite)).map(({ name }) => name)
}

interface Shown {
  /** What the column shows of a result, as far as it can differ between results. */
  readonly value: RawBuilder<unknown>
  /** Columns of an index that determine the value: where they are the same, it is not read. */
  readonly keys?: readonly RawBuilder<unknown>[]
}

const survey = sql.raw(surveySql)
const grading = sql.raw(gradingSql)
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
      ${sql.raw(unnamedSourceSql('result.feed', 'result.source_id'))})`,
    keys: [sql`result.feed`, sql`result.source_id`],
  },
  percentage: { value: sql`iif(${survey}, NULL, result.percentage || ' ' || coalesce(result.pass_mark, ''))` },
  points: { value: sql`iif(${survey}, NULL, result.points_scored || ' ' || result.points_available)` },
  // Beside a pass mark, `none` means an unknown outcome; a missing grading flag is unknown too.
  outcome: {
    value: sql`iif(${grading} = 1, 'to grade', iif(${survey}, 'survey', result.outcome
      || iif(result.outcome = 'none' AND result.pass_mark > 0, ' unknown', '')
      || iif(${grading} IS NULL, ' grading unknown', '')))`,
  },
  finished: { value: sql`result.time_finished` },
  duration: { value: sql`result.duration_seconds` },
  certificate: { value: sql`result.certificate_key IS NULL` },
  // The same moment can be different days in different accounts.
  validUntil: {
    value: sql`iif(${months} IS NULL, NULL, result.account_id || ' ' || result.time_finished || ' ' || ${months})`,
  },
  // Whether a saved file still exists is unknown here, so no two count as the same.
  file: {
    value: sql`coalesce(
      (SELECT 'here ' || result_id FROM certificate_file AS file
        WHERE file.result_id = result.id AND file.serial = result.certificate_serial),
      (SELECT 'queued' FROM certificate_download AS download
        WHERE download.result_id = result.id AND download.failure IS NULL),
      iif(result.certificate_url IS NULL, 'none', 'online'))`,
  },
}

/** Which of these facts are the same for all results of a filter; none if there are no results. */
export function factsAlike<Fact extends ResultFact | CertificateFact>(
  run: QueryRunner,
  columns: Columns,
  filter: ResultsFilter,
  facts: readonly Fact[],
  zones: AccountZones,
): Fact[] {
  const arrays = columns.current()
  const rows = arrays?.matching(filter)
  if (rows && countBits(rows) === 0) return []
  const known = arrays && rows ? alikeInMemory(arrays, rows) : {}
  const asked = facts.filter((fact) => known[fact] === undefined)
  const answered = factsAlikeInSql(run, filter, asked, zones)
  return facts.filter((fact) => known[fact] ?? answered.includes(fact))
}

function factsAlikeInSql<Fact extends ResultFact | CertificateFact>(
  run: QueryRunner,
  filter: ResultsFilter,
  facts: readonly Fact[],
  zones: AccountZones,
): Fact[] {
  const matching = sqlite.selectFrom('result').where((result) => result.and(conditionsOf(filter, zones)(result)))
  const keysOf = (fact: Fact) => {
    const { keys } = shown[fact]
    // A test id is unique only within its account.
    return keys && zones.size > 1 ? [...keys, sql`result.account_id`] : keys
  }
  const asked = facts.map((fact) => [shown[fact].value, ...(keysOf(fact) ?? [])])
  const columns = asked.flatMap((values, place) => values.map((value, at) => value.as(`${place}.${at}`)))
  const first =
    facts.length === 0 ? undefined : run.first<Record<string, unknown>>(matching.select(columns).limit(1).compile())
  if (first === undefined) return []
  // One differing result is enough: the search stops at the first.
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
  columns: Columns,
  filter: ResultsFilter,
  facts: readonly CertificateFact[],
  zones: AccountZones,
): CertificateFact[] => factsAlike(run, columns, onlyCertificates(filter), facts, zones)
