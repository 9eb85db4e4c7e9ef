import type { Database } from 'better-sqlite3'
import { type CompiledQuery, type RawBuilder, type SqlBool, sql } from 'kysely'
import type {
  AccessCode,
  AccessCodeRow,
  CodeState,
  CodesFilter,
  CodesQuery,
  CodesSort,
  ListRef,
} from '../../../shared/model/access-code.ts'
import {
  type FoundCode,
  type FoundCodes,
  type FoundInList,
  mostFound,
  mostFoundLists,
} from '../../../shared/model/found.ts'
import { identityName } from '../../../shared/model/result.ts'
import type { CodeFact } from '../../../shared/model/results-view.ts'
import { asksSomething, fold, foldSerial, searchWords } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { QueryRunner, sqlite } from '../builder.ts'
import type { ListQuestion } from '../lists.ts'
import { allHold } from '../results/filter.ts'

interface PlacedRow {
  readonly id: number
  readonly code: string
}

interface ListedRow {
  readonly code: string
  readonly name: string | null
  readonly added_at: number
  readonly operation: 'add' | 'remove' | null
  readonly held: 0 | 1 | null
  readonly refusal: string | null
  readonly uses: number
  readonly last_used_at: number | null
}

interface TakerRow {
  readonly code: string
  readonly first: string
  readonly last: string
}

/** Reads the codes of a list: those on the future list, and those still to be removed. */
export function codePageQueries(db: Database) {
  const run = new QueryRunner(db)

  const usedBy = (list: ListRef, rows: readonly ListedRow[]): Map<string, number> => {
    const used = rows.filter(({ uses }) => uses > 0).map(({ code }) => code)
    if (used.length === 0) return new Map()
    const names = new Map<string, Set<string>>()
    for (const { code, first, last } of run.all(takersOf(list, used))) {
      names.set(code, (names.get(code) ?? new Set()).add(identityName(first, last)))
    }
    return new Map([...names].map(([code, each]) => [code, each.size]))
  }

  const rowsOf = (list: ListRef, placed: readonly PlacedRow[]): AccessCodeRow[] => {
    if (placed.length === 0) return []
    const rows = run.all(
      listedOf(
        list,
        placed.map(({ code }) => code),
      ),
    )
    const byCode = new Map(rows.map((row) => [row.code, row]))
    const names = usedBy(list, rows)
    return placed.flatMap(({ id, code }) => {
      const row = byCode.get(code)
      return row === undefined ? [] : [toCodeRow(id, row, names.get(code) ?? 0)]
    })
  }

  return {
    codesList: (query: CodesQuery): ListQuestion<AccessCodeRow> => ({
      ids: (limit) => run.ids(codesInOrder(query), limit),
      rows: (ids) => {
        const byId = new Map(run.all(placedAmong(ids)).map((placed) => [placed.id, placed]))
        return rowsOf(
          query.list,
          ids.flatMap((id) => byId.get(id) ?? []),
        )
      },
    }),
    /** Which of these facts are the same for all codes of a filter; none if there are no codes. */
    codesAlike: (list: ListRef, filter: CodesFilter, facts: readonly CodeFact[]): CodeFact[] => {
      const differing = run.first(differingOf(list, filter))
      return facts.filter((fact) => differing?.[fact] === 0)
    },
    /**
     * The codes that a text finds on all lists, those first that begin with it; of each list as many as it shows for the
     * same text.
     * @param accounts undefined means all
     */
    findCodes: (text: string, accounts?: readonly string[]): FoundCodes => {
      if (!asksSomething(text)) return { entries: [], total: 0, lists: [] }
      const lists = run.all(foundLists(text, accounts))
      const total = lists.reduce((sum, { count }) => sum + count, 0)
      const entries = total === 0 ? [] : run.all(foundCodes(text, accounts))
      return { entries, total, lists: lists.slice(0, mostFoundLists) }
    },
    /** The codes of a filter on the future list, in order. */
    accessCodes: (list: ListRef, filter: CodesFilter): AccessCode[] => run.all(accessCodesOf(list, filter)),
  }
}

const toCodeRow = (id: number, row: ListedRow, usedBy: number): AccessCodeRow => ({
  id,
  code: row.code,
  name: row.name,
  state: stateOf(row),
  uses: row.uses,
  lastUsedAt: row.last_used_at === null ? null : unixSeconds(row.last_used_at),
  usedBy,
  addedAt: unixSeconds(row.added_at),
  refusal: row.refusal,
})

function stateOf({ operation, held }: ListedRow): CodeState {
  if (operation === null) return 'on-list'
  return held === 1 ? `held-${operation}` : `pending-${operation}`
}

type Fragment = RawBuilder<unknown>

const none = sql``

/** The links that use a list; its results are found through them. */
const linksOf = ({ accountId, listId }: ListRef): Fragment =>
  sql`SELECT source_id FROM source WHERE account_id = ${accountId} AND feed = 'links' AND access_list_id = ${listId}`

// The covering index result_by_access_code holds all of it.
const resultsOf = (list: ListRef): Fragment =>
  sql`result INDEXED BY result_by_access_code WHERE result.account_id = ${list.accountId} AND result.feed = 'links'
    AND result.access_code IS NOT NULL AND result.source_id IN (${linksOf(list)})`

const usesOf = (list: ListRef): Fragment =>
  sql`(SELECT access_code, count(*) AS uses, max(time_finished) AS last_used_at FROM ${resultsOf(list)} GROUP BY access_code)`

/** Every word must occur in code or name (`searchWords`), a code's dashes and spaces aside: "abc 12", "ab-c12". */
const searchCondition = ({ search = '' }: CodesFilter): Fragment => {
  const words = searchWords(search)
  if (words === null) return sql`AND 0`
  if (words.length === 0) return none
  return sql`AND ${allHold(words.map(wordCondition))}`
}

function wordCondition(word: string): RawBuilder<SqlBool> {
  const occurs = (text: string) => sql<SqlBool>`instr(search_text, ${text}) > 0`
  const joined = foldSerial(word)
  return joined === '' || joined === word ? occurs(word) : sql<SqlBool>`(${occurs(word)} OR ${occurs(joined)})`
}

const conditionOnUse = (list: ListRef, { use }: CodesFilter): Fragment => {
  if (use === undefined) return none
  const used = sql`code IN (SELECT access_code FROM ${resultsOf(list)})`
  return use === 'used' ? sql`AND ${used}` : sql`AND NOT ${used}`
}

const ofList = ({ accountId, listId }: ListRef): Fragment => sql`account_id = ${accountId} AND list_id = ${listId}`

/** Where only waiting changes are wanted: of the codes on the list, those that wait to be added. */
const conditionOnPending = (list: ListRef, { pending }: CodesFilter): Fragment =>
  pending === true ? sql`AND code IN (SELECT code FROM outbox WHERE ${ofList(list)} AND operation = 'add')` : none

/** Columns that an order needs besides the code: of codes on the list, and of codes still to be removed. */
type SortColumns = readonly [onList: Fragment, removed: Fragment]

const ofName = sql`, sort_name IS NULL AS unnamed, sort_name`

const sortColumns: Readonly<Record<CodesSort['field'], SortColumns>> = {
  code: [none, none],
  name: [ofName, ofName],
  uses: [none, none],
  lastUsed: [none, none],
  added: [sql`, added_at`, sql`, queued_at`],
}

/**
 * The ids of a filter's codes: those on the list, and those still to be removed, which have no row of their own and get
 * the negative id of their change. Without further columns, each half reads only an index that already has the order of
 * the codes, so the halves are merged and never sorted.
 */
const matching = (list: ListRef, filter: CodesFilter, [onList, removed]: SortColumns): Fragment => {
  const conditions = sql`${searchCondition(filter)} ${conditionOnUse(list, filter)}`
  return sql`SELECT id, code, sort_code ${onList} FROM access_code
    WHERE ${ofList(list)} ${conditions} ${conditionOnPending(list, filter)}
    UNION ALL
    SELECT -id, code, sort_code ${removed} FROM outbox
    WHERE ${ofList(list)} AND operation = 'remove' ${conditions}`
}

// Codes without a name come last in either direction.
const orders: Readonly<Record<CodesSort['field'], (way: Fragment) => Fragment>> = {
  code: (way) => sql`sort_code ${way}, code ${way}`,
  name: (way) => sql`unnamed, sort_name ${way}, sort_code ${way}, code ${way}`,
  uses: (way) => sql`coalesce(uses, 0) ${way}, sort_code ${way}, code ${way}`,
  lastUsed: (way) => sql`last_used_at ${way}, sort_code ${way}, code ${way}`,
  added: (way) => sql`added_at ${way}, sort_code ${way}, code ${way}`,
}

/** The ids of all codes of a filter in order; other columns are read only for the rows shown. */
export const codesInOrder = ({ list, filter, sort }: CodesQuery): CompiledQuery<{ id: number }> => {
  const order = orders[sort.field](sql.raw(sort.direction === 'asc' ? 'ASC' : 'DESC'))
  const codes = matching(list, filter, sortColumns[sort.field])
  if (sort.field !== 'uses' && sort.field !== 'lastUsed') {
    return sql<{ id: number }>`${codes} ORDER BY ${order}`.compile(sqlite)
  }
  return sql<{ id: number }>`SELECT matching.id FROM (${codes}) AS matching
      LEFT JOIN ${usesOf(list)} AS used ON used.access_code = matching.code ORDER BY ${order}`.compile(sqlite)
}

/** The codes of all lists that a text finds, with those still to be removed. */
const foundOnLists = (search: string, accounts: readonly string[] | undefined): Fragment => {
  const asked = JSON.stringify(accounts ?? null)
  const own = accounts === undefined ? none : sql`AND account_id IN (SELECT value FROM json_each(${asked}))`
  const columns = sql`account_id AS accountId, list_id AS listId, code, name, sort_code`
  return sql`SELECT ${columns} FROM access_code WHERE 1 ${own} ${searchCondition({ search })}
    UNION ALL SELECT ${columns} FROM outbox WHERE operation = 'remove' ${own} ${searchCondition({ search })}`
}

/** The name of the list of a code found, else those of the links that use it. */
const nameOfFoundList = sql`coalesce(
  (SELECT name FROM access_list WHERE access_list.account_id = accountId AND access_list.list_id = listId),
  (SELECT group_concat(name, ', ') FROM (SELECT name FROM source WHERE source.account_id = accountId
    AND feed = 'links' AND access_list_id = listId ORDER BY visible DESC, sort_key(name), source_id)), '')`

const foundCodes = (text: string, accounts: readonly string[] | undefined): CompiledQuery<FoundCode> =>
  sql<FoundCode>`SELECT accountId, listId, code, name, ${nameOfFoundList} AS listName
    FROM (SELECT *, instr(sort_code, ${fold(text)}) <> 1 AS isWithin FROM (${foundOnLists(text, accounts)})
      ORDER BY isWithin, sort_code, code, accountId, listId LIMIT ${mostFound}) AS found
    ORDER BY isWithin, sort_code, code, accountId, listId`.compile(sqlite)

const foundLists = (text: string, accounts: readonly string[] | undefined): CompiledQuery<FoundInList> =>
  sql<FoundInList>`SELECT accountId, listId, ${nameOfFoundList} AS listName, count
    FROM (SELECT accountId, listId, count(*) AS count FROM (${foundOnLists(text, accounts)})
      GROUP BY accountId, listId) AS found ORDER BY count DESC, accountId, listId`.compile(sqlite)

/** The codes with these ids, as in `matching`. */
const placedAmong = (ids: readonly number[]): CompiledQuery<PlacedRow> => {
  const asked = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const waiting = sql`(SELECT value FROM json_each(${JSON.stringify(ids.map((id) => -id))}))`
  return sql<PlacedRow>`SELECT id, code FROM access_code WHERE id IN ${asked}
    UNION ALL SELECT -id, code FROM outbox WHERE id IN ${waiting} AND operation = 'remove'`.compile(sqlite)
}

const listedOf = (list: ListRef, codes: readonly string[]): CompiledQuery<ListedRow> => {
  const own = (what: Fragment) => sql`(SELECT ${what} FROM ${resultsOf(list)} AND result.access_code = listed.code)`
  const chosen = sql`code IN (${sql.join([...codes])})`
  return sql<ListedRow>`SELECT listed.code, listed.name, added_at, operation, held, refusal,
      ${own(sql`count(*)`)} AS uses, ${own(sql`max(time_finished)`)} AS last_used_at
    FROM (
      SELECT code, name, added_at FROM access_code WHERE ${ofList(list)} AND ${chosen}
      UNION ALL
      SELECT code, name, queued_at FROM outbox WHERE ${ofList(list)} AND operation = 'remove' AND ${chosen}
    ) AS listed
    LEFT JOIN outbox ON outbox.account_id = ${list.accountId} AND outbox.list_id = ${list.listId}
      AND outbox.code = listed.code`.compile(sqlite)
}

// A missing value counts as a value. Of names only the sort key is stored, which two names can share, so names are the
// same only if there are none. Waiting changes are shown per row, so states are the same only if nothing waits.
const differingOf = (list: ListRef, filter: CodesFilter): CompiledQuery<Record<CodeFact, 0 | 1 | null>> => {
  const waiting = sql`(SELECT operation || ' ' || held || ' ' || coalesce(refusal, '') FROM outbox
    WHERE ${ofList(list)} AND outbox.code = matching.code)`
  return sql<Record<CodeFact, 0 | 1 | null>>`SELECT max(named) AS name, min(uses) IS NOT max(uses) AS uses,
      min(last_used) IS NOT max(last_used) AS lastUsed, max(state) <> '' AS state
    FROM (
      SELECT unnamed = 0 AS named, coalesce(uses, 0) AS uses, coalesce(last_used_at, 0) AS last_used,
        coalesce(${waiting}, '') AS state
      FROM (${matching(list, filter, sortColumns.name)}) AS matching
      LEFT JOIN ${usesOf(list)} AS used ON used.access_code = matching.code
    ) HAVING count(*) > 0`.compile(sqlite)
}

const accessCodesOf = (list: ListRef, filter: CodesFilter): CompiledQuery<AccessCode> =>
  sql<AccessCode>`SELECT code, name FROM access_code
    WHERE ${ofList(list)} ${searchCondition(filter)} ${conditionOnUse(list, filter)} ${conditionOnPending(list, filter)}
    ORDER BY sort_code, code`.compile(sqlite)

const takersOf = (list: ListRef, codes: readonly string[]): CompiledQuery<TakerRow> =>
  sql<TakerRow>`SELECT DISTINCT result.access_code AS code, result.first, result.last
    FROM ${resultsOf(list)} AND result.access_code IN (${sql.join([...codes])})`.compile(sqlite)
