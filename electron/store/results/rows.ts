import { type InferResult, type SqlBool, sql } from 'kysely'
import type { ResultsFilter, ResultsQuery, ResultsSort } from '../../../shared/model/filter.ts'
import { isSurvey } from '../../../shared/model/result.ts'
import {
  columnOf,
  factsOf,
  fieldNamed,
  type ListedField,
  listedFields,
  type SortField,
  type ValueOf,
} from '../../../shared/model/result-fields.ts'
import type { ResultRow, RowMarks } from '../../../shared/model/results-view.ts'
import { type QueryRunner, sqlite } from '../builder.ts'
import { type AccountZones, conditionsOf, gradingSql } from './filter.ts'
import { gradingOf, readers } from './stored-values.ts'
import { unnamedSourceSql } from './unnamed-source.ts'

const unnamed = (form: 'shown' | 'folded') => unnamedSourceSql('result.feed', 'result.source_id', form)

/** Stored results with the names of their test and their group, link or course; a query adds the columns it reads. */
const listedNames = sqlite
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
  // A test newer than the last discovery has no name yet; its number stands in.
  .select([
    sql<string>`coalesce(test.name, 'Test ' || result.test_id)`.as('test_name'),
    sql<string>`coalesce(source.name, ${sql.raw(unnamed('shown'))})`.as('source_name'),
  ])

const [assessmentId, courseId] = [
  sql<
    string | null
  >`iif(result.test_id < 0, (SELECT assessment_id FROM assessment WHERE assessment.id = result.test_id), NULL)`,
  sql<
    string | null
  >`iif(result.source_id < 0, (SELECT course_id FROM course WHERE course.id = result.source_id), NULL)`,
]

/** The same with the service's own ids, where the numbers are ours. A list on screen has no use for them. */
export const resultNames = listedNames.select([assessmentId.as('assessment_id'), courseId.as('course_id')])

/** Stored results, whole, with the names of their test and their group or link. */
export const namedResults = resultNames.selectAll('result')

/** One of them, with the answer it was read from. */
export const oneResult = (id: number) =>
  namedResults
    .innerJoin('result_answer', 'result_answer.id', 'result.id')
    .select('result_answer.answer')
    .where('result.id', '=', id)

export type NamedResult = InferResult<ReturnType<typeof oneResult>>[number]

/** The columns of the listed fields. */
const listedColumns = listedFields.map((field) => columnOf(field))

const storedRowColumns = [...listedColumns, 'account_id', 'test_type', 'status', 'certificate_key'] as const

/** The columns `toResultRow` reads: a result without its long texts. */
export const rowColumns = [...storedRowColumns, 'test_name', 'source_name'] as const

type ShortResult = Pick<NamedResult, (typeof rowColumns)[number]>

const amongListed = () =>
  listedNames
    .select(storedRowColumns.map((column) => `result.${column}` as const))
    .where(sql<SqlBool>`result.id IN (SELECT value FROM json_each(${'[]'}))`)
    .compile()
let among: ReturnType<typeof amongListed> | null = null

/** What a row of the list shows of these results, in any order. Built once: that takes a fifth of reading a page. */
export function resultsAmong(ids: readonly number[]): ReturnType<typeof amongListed> {
  among ??= amongListed()
  return { ...among, parameters: [JSON.stringify(ids)] }
}

/** Whether the teacher put anything on any result: otherwise no result is looked at. */
const isAnyMarked = sql<SqlBool>`EXISTS (SELECT 1 FROM note) OR EXISTS (SELECT 1 FROM result_label)
  OR EXISTS (SELECT 1 FROM grade_override WHERE kind = 'excused')`

/** What the teacher put on these results, by the id of those that have something. What nothing has is not looked for. */
export function marksOf(run: QueryRunner, ids: readonly number[]): ReadonlyMap<number, RowMarks> {
  const marked = sql<{ id: number; note: 0 | 1; labels: string; excused: 0 | 1 }>`
    SELECT * FROM (SELECT result.id,
        EXISTS (SELECT 1 FROM note WHERE note.result_id = result.id) AS note,
        iif(EXISTS (SELECT 1 FROM result_label),
          (SELECT json_group_array(name ORDER BY sort_key(name)) FROM result_label
            JOIN label ON label.id = label_id WHERE result_label.result_id = result.id), '[]') AS labels,
        iif(EXISTS (SELECT 1 FROM grade_override WHERE kind = 'excused'),
          EXISTS (SELECT 1 FROM grade_override AS decided WHERE decided.account_id = result.account_id
            AND decided.test_id = result.test_id AND decided.kind = 'excused'
            AND decided.student_key IN (SELECT result.student UNION ALL SELECT key FROM student_merge
              WHERE student_merge.account_id = result.account_id AND into_key = result.student)), 0) AS excused
      FROM json_each(${JSON.stringify(ids)}) JOIN result ON result.id = value WHERE ${isAnyMarked})
    WHERE note OR excused OR labels <> '[]'`
  return new Map(
    run
      .all(marked.compile(sqlite))
      .map(({ id, note, labels, excused }) => [
        id,
        { note: note === 1, labels: JSON.parse(labels), excused: excused === 1 },
      ]),
  )
}

/** SQL to sort by, for fields not sorted by their own column. */
const otherOrderings: Partial<Record<SortField, string>> = {
  name: 'result.sort_name',
  certificate: 'result.certificate_serial',
  grading: gradingSql,
  test: `coalesce((SELECT sort_key(name) FROM test WHERE test.account_id = result.account_id AND test.test_id = result.test_id), 'test ' || result.test_id)`,
  source: `coalesce((SELECT sort_key(name) FROM source WHERE source.account_id = result.account_id AND source.feed = result.feed AND source.source_id = result.source_id), ${unnamed('folded')})`,
}

/**
 * What tells the choices apart of the fields that are sorted by the names of those, as SQL: "12 account" for a test,
 * "links 12 account" for a group or link.
 */
export const namedChoices: Partial<Record<string, string>> = {
  test: "test_id || ' ' || account_id",
  source: "feed || ' ' || source_id || ' ' || account_id",
}

/** What is chosen with a choice: tests, groups and links of several accounts are one where they have one number. */
export function idOfChoice(field: string, choice: string): string {
  const [first = '', second] = choice.split(' ')
  return field === 'test' ? first : field === 'source' ? `${first}:${second}` : choice
}

/** All such choices with their names. */
export const choiceNames = Object.entries(namedChoices)
  .map(([field, choice]) => `SELECT ${choice}, name FROM ${field}`)
  .join(' UNION ALL ')

/** What stands in for the name of a choice that has none yet, folded. */
export const nameOfUnnamed = (choice: string): string =>
  choice
    .replace(/^(-?\d\S*) .*$/s, 'test $1')
    .replace(/^(group|link)s (\S+) .*$/s, '$1 $2')
    .replace(/^submissions (\S+) .*$/s, 'course $1')

/** The SQL that a field is sorted by. */
export const sortColumnOf = (field: SortField): string =>
  otherOrderings[field] ?? `result.${columnOf(fieldNamed(field))}`

// Equal values are sorted by id in the same direction, so that one index serves both and no row moves between pages.
export const ordering = ({ field, direction }: ResultsSort) => {
  const way = sql.raw(direction === 'asc' ? 'ASC' : 'DESC')
  const by = sql.raw(sortColumnOf(field))
  const emptyLast = factsOf(fieldNamed(field)).sortable === 'empty-last' && direction === 'asc'
  return emptyLast ? sql`${by} ${way} NULLS LAST, result.id ${way}` : sql`${by} ${way}, result.id ${way}`
}

/** The ids of the matching results in order, from an index alone; whole rows are read only for what is shown. */
export function idsInOrder({ filter, sort }: ResultsQuery, zones: AccountZones) {
  const matching = sqlite
    .selectFrom('result')
    .select('result.id')
    .where((result) => result.and(conditionsOf(filter, zones)(result)))
  if (sort.field !== 'test' && sort.field !== 'source') return matching.orderBy(ordering(sort))
  const { names, isNamed, unnamed } = namesOf[sort.field]
  const way = sql.raw(sort.direction === 'asc' ? 'ASC' : 'DESC')
  // A test id is unique only within its account. With a single account this needs no check, and the index by test or
  // source is enough: 25 ms instead of 150 ms for 100,000 results.
  const ofAccount = zones.size === 1 ? sql`` : sql`AND named.account_id = result.account_id`
  return matching
    .leftJoin(names, (join) => join.on(sql<SqlBool>`${isNamed} ${ofAccount}`))
    .orderBy(sql`coalesce(named.folded, ${unnamed}) ${way}, result.id ${way}`)
}

// Normalises each name once and not per result; the grouping keeps SQLite from doing it in the join.
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
    unnamed: sql.raw(unnamed('folded')),
  },
}

/** Every matching result in order, for a file. */
export function allOf({ filter, sort }: ResultsQuery, zones: AccountZones) {
  return namedResults.where((result) => result.and(conditionsOf(filter, zones)(result))).orderBy(ordering(sort))
}

export function countOf(filter: ResultsFilter, zones: AccountZones) {
  return sqlite
    .selectFrom('result')
    .select((result) => result.fn.countAll<number>().as('n'))
    .where((result) => result.and(conditionsOf(filter, zones)(result)))
}

type ListedValues = { readonly [F in ListedField]: ValueOf<F> }

// One reader for each listed field, looked up once. The compiler cannot follow a kind from its field to its reader.
const listedReaders = listedFields.map((field) => ({
  field,
  column: columnOf(field),
  read: readers[factsOf(field).kind] as (stored: unknown) => unknown,
}))

// Copied for every row: filling an object that has its fields already is several times faster than growing one.
const blankValues = Object.fromEntries(listedFields.map((field): [string, unknown] => [field, null]))

/** Turns a stored row into a row of the list. */
export function toResultRow(row: ShortResult): ResultRow {
  const made = {
    accountId: row.account_id,
    testName: row.test_name,
    sourceName: row.source_name,
    survey: isSurvey({ testType: row.test_type }),
    certificateEarned: row.certificate_key !== null,
  }
  const values: Record<string, unknown> = { ...blankValues, ...made }
  for (const { field, column, read } of listedReaders) values[field] = read(row[column])
  values.requiresGrading = gradingOf(row)
  return values as ListedValues & typeof made
}
