import type { DuckDBConnection } from '@duckdb/node-api'
import SqliteDatabase from 'better-sqlite3'
import { defineFunctions } from '../../../electron/store/open.ts'
import type { Condition, ResultsFilter, ResultsQuery } from '../../../shared/model/filter.ts'
import { columnOf, factsOf, fieldNamed, listedFields, type SortField } from '../../../shared/model/result-fields.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { benchAccount } from '../laptop.ts'
import { timed } from '../measure.ts'
import { filterKinds, pairsOf, shared } from './asked.ts'

/** Columns of its table besides those a list shows, with their types. */
const made = {
  certificate_key: 'VARCHAR',
  account_id: 'VARCHAR',
  sort_name: 'VARCHAR',
  test_name: 'VARCHAR',
  test_sort: 'VARCHAR',
  source_name: 'VARCHAR',
  source_sort: 'VARCHAR',
  search_text: 'VARCHAR',
} as const

/** For each column that a list shows, its type. */
const typeOf = (column: string): string => {
  if (['percentage', 'points_scored', 'points_available', 'pass_mark'].includes(column)) return 'DOUBLE'
  return /^(first|last|feed|outcome|test_type|certificate)/.test(column) ? 'VARCHAR' : 'INTEGER'
}

const shown = ['id', ...listedFields.map((field) => columnOf(field))].filter(
  (column, place, all) => all.indexOf(column) === place,
)
const columns: readonly (readonly [name: string, type: string])[] = [
  ...shown.map((column) => [column, typeOf(column)] as const),
  ...Object.entries(made),
]

/**
 * Milliseconds of every pair of a filter and an order, first page of 100, among the same results in a table of DuckDB in
 * memory, after each filter and each order were asked once. Null where DuckDB cannot be loaded.
 */
export async function measureDuckdb(file: string, size: number): Promise<readonly number[] | null> {
  const duckdb = await import('@duckdb/node-api').catch(() => null)
  if (duckdb === null) return null
  const instance = await duckdb.DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await load(connection, file)
    const pairs = pairsOf(filterKinds(size)).map(({ filter, sort }) => sqlOf({ filter: filter(shared), sort }))
    for (const sql of new Set(pairs.filter((_, place) => place % 22 === 0))) await connection.runAndReadAll(sql)
    const taken: number[] = []
    for (const sql of pairs) taken.push(await timed(() => connection.runAndReadAll(sql)))
    return taken
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Copies the results with the names of their tests and groups or links, in the order they are stored in. */
async function load(connection: DuckDBConnection, file: string): Promise<void> {
  await connection.run(`CREATE TABLE result (${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`)
  const appender = await connection.createAppender('result')
  const db = new SqliteDatabase(file, { readonly: true })
  try {
    defineFunctions(db)
    // Joined from the left: SQLite would otherwise look through all results for each test, and sort them afterwards.
    const rows = db
      .prepare(
        `SELECT ${shown.map((column) => `result.${column}`).join(', ')}, certificate_key, result.account_id, sort_name,
          test.name, sort_key(test.name), source.name, sort_key(source.name), search_text
        FROM result LEFT JOIN test USING (account_id, test_id) LEFT JOIN source USING (account_id, feed, source_id)
        ORDER BY result.id`,
      )
      .raw()
    for (const values of rows.iterate() as IterableIterator<readonly (string | number | null)[]>) {
      for (const [place, value] of values.entries()) {
        if (value === null) appender.appendNull()
        else if (typeof value === 'string') appender.appendVarchar(value)
        else if (columns[place]?.[1] === 'DOUBLE') appender.appendDouble(value)
        else appender.appendInteger(value)
      }
      appender.endRow()
    }
  } finally {
    db.close()
    appender.closeSync()
  }
}

const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`

const sortColumns: Readonly<Partial<Record<SortField, string>>> = {
  name: 'sort_name',
  test: 'test_sort',
  source: 'source_sort',
  certificate: 'certificate_serial',
}

/** The question as DuckDB is asked it. It has no index: it reads its columns, which is what it is good at. */
function sqlOf({ filter, sort }: ResultsQuery): string {
  const by = sortColumns[sort.field] ?? columnOf(fieldNamed(sort.field))
  const emptyFirst = sort.direction === 'asc' && factsOf(fieldNamed(sort.field)).sortable !== 'empty-last'
  const nulls = emptyFirst ? 'NULLS FIRST' : 'NULLS LAST'
  const rows = [...shown, 'test_name', 'source_name', 'account_id'].join(', ')
  return `SELECT ${rows} FROM result WHERE ${conditionsOf(filter).join(' AND ') || 'true'}
    ORDER BY ${by} ${sort.direction} ${nulls}, id ${sort.direction} LIMIT 100`
}

const conditionsOf = (filter: ResultsFilter): readonly string[] => filter.flatMap(conditionOf)

function conditionOf({ field, op, value }: Condition): string | readonly string[] {
  switch (field) {
    case 'finished':
      return op === 'from'
        ? `time_finished >= ${startOfDay(value, benchAccount.timeZone)}`
        : `time_finished < ${endOfDay(value, benchAccount.timeZone)}`
    case 'percentage':
      return `percentage ${op === 'from' ? '>=' : '<='} ${toTenths(value)}`
    case 'source':
      return `(${value.map(({ feed, id }) => `(feed = '${feed}' AND source_id = ${id})`).join(' OR ')})`
    case 'grading':
      return `requires_grading = ${value ? 1 : 0}`
    case 'certificate':
      return `certificate_key IS ${value ? 'NOT ' : ''}NULL`
    case 'search':
      return (searchWords(value) ?? []).map((word) => `contains(search_text, ${literal(word)})`)
    case 'class':
    case 'student':
    case 'label':
    case 'points':
    case 'duration':
    case 'changed':
    case 'accessCode':
    case 'extraInfo':
    case 'type':
      throw new Error(`DuckDB is not asked for ${field}.`)
    default: {
      const column = { account: 'account_id', test: 'test_id', outcome: 'outcome', id: 'id' }[field]
      return `${column} IN (${value.map(literal).join(', ')})`
    }
  }
}
