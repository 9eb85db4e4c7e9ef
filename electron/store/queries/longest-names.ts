import { sql } from 'kysely'
import { type QueryRunner, sqlite } from './builder.ts'

/** So many of the longest names; the widest on a screen is among them. */
const most = 8

/** No column is as wide as this many. */
const mostLetters = 120

/**
 * The longest names of students, by letters and by bytes, as some scripts write wide letters with few. The index by name
 * holds all that is looked through. @param accounts none, or an empty list, asks for all
 */
export function longestNames(run: QueryRunner, accounts: readonly string[] | undefined): string[] {
  const ofAccounts = accounts?.length ? sql`WHERE account_id IN (${sql.join([...accounts])})` : sql``
  const longestBy = (length: 'length' | 'octet_length') =>
    sql`SELECT id FROM (SELECT id FROM result ${ofAccounts} ORDER BY ${sql.raw(length)}(sort_name) DESC LIMIT ${most})`
  const names = sql<{
    name: string
  }>`SELECT DISTINCT substr(trim(first || ' ' || last), 1, ${mostLetters}) AS name FROM result
    WHERE id IN (${longestBy('length')} UNION ${longestBy('octet_length')}) ORDER BY name`
  return run.all(names.compile(sqlite)).map(({ name }) => name)
}
