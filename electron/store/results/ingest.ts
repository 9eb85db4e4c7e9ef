import { type Database, SqliteError, type Statement } from 'better-sqlite3'
import { earnedSerialKey } from '../../../shared/model/certificate.ts'
import type { ReceivedPage, ReceivedResult } from '../../../shared/model/received-page.ts'
import { naturalKey, outcome, type Result, studentKey } from '../../../shared/model/result.ts'
import { columnOf, factsOf, readerVersion, sentFieldNames } from '../../../shared/model/result-fields.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import type { PageCounts } from '../../../shared/model/sync.ts'
import { fold, foldSerial } from '../../../shared/model/text.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { ResultColumns, ResultTable } from '../builder.ts'
import { coverageStatements } from '../sync-state/coverage.ts'
import { changesBetween, freeKey, placed, rowsUnderKey } from './same-result.ts'

const madeColumns = [
  'natural_key',
  'outcome',
  'certificate_key',
  'student_key',
  'sort_name',
  'search_text',
  'raw',
] as const satisfies readonly (keyof ResultColumns)[]

/** The columns that hold what ClassMarker said and the values computed from it. */
export const dataColumns: readonly (keyof ResultColumns)[] = [
  ...sentFieldNames.map((field) => columnOf(field)),
  ...madeColumns,
]

// better-sqlite3 passes integers beyond 32 bits as floats, and a column without a type would store them so.
const ofAnyType = new Set<string>(
  sentFieldNames.filter((field) => factsOf(field).kind === 'id').map((field) => columnOf(field)),
)

/** The SQL parameter for a column's value. */
export const placeholderOf = (column: string): string =>
  ofAnyType.has(column) ? `iif(typeof(@${column}) = 'real', CAST(@${column} AS INTEGER), @${column})` : `@${column}`

const bit = (value: boolean): 0 | 1 => (value ? 1 : 0)
const bitOrNull = (value: boolean | null): 0 | 1 | null => (value === null ? null : bit(value))

/**
 * Turns a result into its stored row. Every column of the field table is required by its type. Written out, because a
 * loop over the fields takes three times as long.
 */
export function resultColumns({ result, raw }: ReceivedResult): ResultColumns {
  const key = naturalKey(result)
  return {
    natural_key: key,
    feed: result.feed,
    test_id: result.testId,
    source_id: result.sourceId,
    link_result_id: result.linkResultId,
    user_id: result.userId,
    cm_user_id: result.cmUserId,
    first: result.first,
    last: result.last,
    email: result.email,
    access_code: result.accessCode,
    extra_info: result.extraInfo.some((answer) => answer !== null) ? JSON.stringify(result.extraInfo) : null,
    percentage: result.percentage,
    points_scored: result.pointsScored,
    points_available: result.pointsAvailable,
    pass_mark: result.passMark,
    passed: bitOrNull(result.passed),
    outcome: outcome(result),
    requires_grading: bitOrNull(result.requiresGrading),
    status: result.status,
    test_type: result.testType,
    time_started: result.timeStarted,
    time_finished: result.timeFinished,
    duration: result.duration,
    duration_seconds: result.durationSeconds,
    give_certificate_only_when_passed: bitOrNull(result.giveCertificateOnlyWhenPassed),
    certificate_serial: result.certificateSerial,
    certificate_key: earnedSerialKey(result),
    certificate_url: result.certificateUrl,
    view_results_url: result.viewResultsUrl,
    ip_address: result.ipAddress,
    student_key: studentKey(result, key),
    sort_name: fold(`${result.last} ${result.first}`),
    search_text: searchText(result),
    raw,
  }
}

// One line per searchable field, so that a match never spans two fields. A serial occurs twice: as written, and without
// dashes, as people read it over the phone.
function searchText(result: Result): string {
  const serial = result.certificateSerial
  return [
    fold(`${result.first} ${result.last}`),
    result.email && fold(result.email),
    result.accessCode && fold(result.accessCode),
    serial && fold(serial),
    serial && foldSerial(serial),
  ]
    .filter(Boolean)
    .join('\n')
}

/** The outcome of writing a page. */
export interface PageOutcome extends PageCounts {
  /** Whether the page contained a group, link or test that was unknown before. */
  readonly newNames: boolean
}

// The raw JSON may differ in key order or in an unknown field, which does not change the result.
const comparedColumns = dataColumns.filter((column) => column !== 'raw')

type Stored = ResultColumns & Pick<ResultTable, 'reader'> & { id: number; updated_at: number }
type Counts = { -readonly [Count in keyof Required<PageCounts>]: number }
interface Stamp {
  account_id: string
  at: UnixSeconds
}

/**
 * Writes pages of results. Recognises results by their natural key, so applying a page twice changes nothing. Results,
 * history, coverage and cursor commit together, so a kill at any moment leaves either the whole page or none of it.
 */
export class Ingest {
  readonly #db: Database
  readonly #coverage: ReturnType<typeof coverageStatements>
  readonly #find: Statement<[string, string], Stored>
  readonly #under: (accountId: string, key: string) => Stored[]
  readonly #insert: Statement<[ResultColumns & Stamp]>
  readonly #update: Statement<[ResultColumns & { id: number; at: UnixSeconds }]>
  readonly #noteChange: Statement<[number, UnixSeconds, string, string, string]>
  readonly #keepRaw: Statement<[string, number]>
  readonly #keep: Statement<[string, Feed, string, string, number, UnixSeconds]>
  readonly #forgetUnreadable: Statement<[number]>
  readonly #unreadableSeen: Statement<[number], { seen_at: number }>
  readonly #knownTest: Statement<[string, number]>
  readonly #knownSource: Statement<[string, Feed, number]>
  readonly #nameTest: Statement<[string, number, string]>
  readonly #nameSource: Statement<[string, Feed, number, string]>
  readonly #moveCursor: Statement<
    [{ accountId: string; feed: Feed; cursor: UnixSeconds; coveredUntil: UnixSeconds | null }]
  >

  constructor(db: Database) {
    this.#db = db
    this.#coverage = coverageStatements(db)
    this.#find = db.prepare(
      `SELECT id, updated_at, reader, ${dataColumns.join(', ')} FROM result WHERE account_id = ? AND natural_key = ?`,
    )
    this.#under = rowsUnderKey(db, ['id', 'updated_at', 'reader', ...dataColumns])
    this.#insert = db.prepare(
      `INSERT INTO result (account_id, first_seen_at, updated_at, reader, ${dataColumns.join(', ')})
       VALUES (@account_id, @at, @at, ${readerVersion}, ${dataColumns.map(placeholderOf).join(', ')})`,
    )
    this.#update = db.prepare(
      `UPDATE result SET updated_at = @at, reader = ${readerVersion}, ${dataColumns.map((column) => `${column} = ${placeholderOf(column)}`).join(', ')} WHERE id = @id`,
    )
    this.#noteChange = db.prepare(
      'INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, ?, ?, ?, ?)',
    )
    this.#keepRaw = db.prepare(`UPDATE result SET raw = ?, reader = ${readerVersion} WHERE id = ?`)
    this.#keep = db.prepare(
      `INSERT INTO unreadable (account_id, feed, raw, problem, reader, seen_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET problem = excluded.problem, reader = excluded.reader WHERE reader <> excluded.reader`,
    )
    this.#unreadableSeen = db.prepare('SELECT seen_at FROM unreadable WHERE id = ?')
    this.#forgetUnreadable = db.prepare('DELETE FROM unreadable WHERE id = ?')
    this.#knownTest = db.prepare('SELECT 1 FROM test WHERE account_id = ? AND test_id = ?')
    this.#knownSource = db.prepare('SELECT 1 FROM source WHERE account_id = ? AND feed = ? AND source_id = ?')
    this.#nameTest = db.prepare(
      `INSERT INTO test (account_id, test_id, name) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name AND excluded.name <> ''`,
    )
    this.#nameSource = db.prepare(
      `INSERT INTO source (account_id, feed, source_id, name, visible) VALUES (?, ?, ?, ?, 0)
       ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name AND excluded.name <> ''`,
    )
    this.#moveCursor = db.prepare(
      // Reading a feed again also advances page by page, and is done when it reaches the cursor.
      `INSERT INTO feed_state (account_id, feed, cursor) VALUES (@accountId, @feed, @cursor)
       ON CONFLICT DO UPDATE SET cursor = max(cursor, @cursor),
         again_from = iif(max(@cursor, coalesce(@coveredUntil, 0)) >= cursor, NULL, max(again_from, @cursor - 1))`,
    )
  }

  /** Applies one page in one transaction. */
  apply(page: ReceivedPage): PageOutcome {
    return this.#db.transaction(() => this.#applyAll(page)).immediate()
  }

  #applyAll(page: ReceivedPage): PageOutcome {
    const newNames = this.#hasNewNames(page)
    const counts: Counts = { added: 0, updated: 0, unchanged: 0, unreadable: 0, sharedIds: 0 }
    const receivedBefore = this.#firstReceived(page)
    let refused = false
    for (const together of underOneId(page.results.map(resultColumns))) {
      for (const { raw, problem } of this.#applyTogether(page, together, receivedBefore, counts)) {
        refused = true
        counts.unreadable += this.#keep.run(page.accountId, page.feed, raw, problem, 0, page.receivedAt).changes
      }
    }
    for (const { raw, problem, reader } of page.unreadable) {
      const kept = this.#keep.run(page.accountId, page.feed, raw, problem, reader, page.receivedAt)
      counts.unreadable += kept.changes
    }
    // An entry the table refuses again is stored nowhere else.
    if (!refused) for (const id of page.reread ?? []) this.#forgetUnreadable.run(id)
    for (const { id, name } of page.tests) this.#nameTest.run(page.accountId, id, name)
    for (const { id, name } of page.sources) this.#nameSource.run(page.accountId, page.feed, id, name)
    if (page.gap) {
      const { feed, from, to } = page.gap
      this.#coverage.loseOld(page.accountId, feed, { from, until: to }, page.receivedAt)
    }
    if (page.covered !== null) this.#coverage.cover(page.accountId, page.feed, page.covered.from, page.covered.until)
    if (page.unproved) this.#coverage.open(page.accountId, page.feed, page.unproved, page.receivedAt)
    if (page.cursor !== null) {
      const { accountId, feed, cursor } = page
      this.#moveCursor.run({ accountId, feed, cursor, coveredUntil: page.covered?.until ?? null })
    }
    const { sharedIds, ...reported } = counts
    return { ...reported, ...(sharedIds > 0 ? { sharedIds } : {}), newNames }
  }

  /** When the results now read again were first received; null for a new page. */
  #firstReceived({ reread }: ReceivedPage): UnixSeconds | null {
    const times = (reread ?? []).flatMap((id) => this.#unreadableSeen.get(id)?.seen_at ?? [])
    return times.length === 0 ? null : unixSeconds(Math.min(...times))
  }

  #hasNewNames({ accountId, feed, results }: ReceivedPage): boolean {
    const tests = new Set(results.map(({ result }) => result.testId))
    const sources = new Set(results.map(({ result }) => result.sourceId))
    return (
      [...tests].some((id) => this.#knownTest.get(accountId, id) === undefined) ||
      [...sources].some((id) => this.#knownSource.get(accountId, feed, id) === undefined)
    )
  }

  /**
   * Applies the entries with one natural key, usually one.
   * @returns entries the table refused, with the reason; they must not make the whole page fail
   */
  #applyTogether(
    page: ReceivedPage,
    together: readonly ResultColumns[],
    receivedBefore: UnixSeconds | null,
    counts: Counts,
  ): { raw: string; problem: string }[] {
    const refused: { raw: string; problem: string }[] = []
    const apply = (columns: ResultColumns, stored: Stored | null) => {
      try {
        counts[this.#applyOne(page, columns, stored, receivedBefore)]++
      } catch (thrown) {
        if (!(thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT'))) throw thrown
        refused.push({ raw: columns.raw, problem: thrown.code })
      }
    }
    const [first] = together
    if (first === undefined) return refused
    if (!isNumbered(first)) {
      for (const columns of together) apply(columns, this.#find.get(page.accountId, columns.natural_key) ?? null)
      return refused
    }
    const rows = this.#under(page.accountId, first.natural_key)
    const entries = placed(together, rows)
    counts.unchanged += together.length - entries.length
    for (const { entry, row } of entries) {
      // With several entries the rows are read again, because an earlier entry may have taken the key.
      const beside = row !== null ? [] : entries.length === 1 ? rows : this.#under(page.accountId, entry.natural_key)
      const key = row === null ? freeKey(entry.natural_key, beside) : row.natural_key
      const isSecond = row === null && beside.length > 0
      const added = counts.added
      apply({ ...entry, natural_key: key }, row)
      if (isSecond) counts.sharedIds += counts.added - added
    }
    return refused
  }

  #applyOne(
    page: ReceivedPage,
    columns: ResultColumns,
    stored: Stored | null,
    receivedBefore: UnixSeconds | null,
  ): 'added' | 'updated' | 'unchanged' {
    if (stored === null) {
      this.#insert.run({ ...columns, account_id: page.accountId, at: page.receivedAt })
      return 'added'
    }
    // Meanwhile a newer version of the same result came and could be read.
    if (receivedBefore !== null && stored.updated_at > receivedBefore) return 'unchanged'
    if (comparedColumns.every((column) => stored[column] === columns[column])) {
      if (stored.raw !== columns.raw || stored.reader !== readerVersion) this.#keepRaw.run(columns.raw, stored.id)
      return 'unchanged'
    }
    this.#update.run({ ...columns, id: stored.id, at: page.receivedAt })
    for (const { field, before, after } of changesBetween(stored, columns)) {
      this.#noteChange.run(stored.id, page.receivedAt, field, before, after)
    }
    return 'updated'
  }
}

/** Whether ClassMarker gave the result a number of its own. */
const isNumbered = ({ feed, link_result_id }: ResultColumns): boolean => feed === 'links' && link_result_id !== null

/** Groups the entries of a page by natural key, in order. */
function underOneId(entries: readonly ResultColumns[]): ResultColumns[][] {
  return [...Map.groupBy(entries, ({ natural_key }) => natural_key).values()]
}
