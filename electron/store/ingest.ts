import type { Database, Statement } from 'better-sqlite3'
import type { Feed } from '../../shared/model/feed.ts'
import type { PageCounts } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { type ReceivedResult, type ResultColumns, resultColumns } from './result-columns.ts'
import type { ResultTable } from './tables.ts'

/** One page of a feed with the cursor it ends at. */
export interface ReceivedPage {
  readonly accountId: string
  readonly feed: Feed
  readonly results: readonly ReceivedResult[]
  readonly unreadable: readonly { readonly raw: string; readonly problem: string }[]
  readonly tests: readonly { readonly id: number; readonly name: string }[]
  readonly sources: readonly { readonly id: number; readonly name: string }[]
  /** The newest finish time received, from which the next request goes on. */
  readonly cursor: UnixSeconds
  /** Where this feed's fetching began, on its first page ever. */
  readonly coveredFrom: UnixSeconds
  /** Everything that finished before this moment has now been received. */
  readonly coveredUntil: UnixSeconds
  readonly receivedAt: UnixSeconds
}

const dataColumns: readonly (keyof ResultColumns)[] = [
  'natural_key',
  'feed',
  'test_id',
  'source_id',
  'link_result_id',
  'user_id',
  'cm_user_id',
  'first',
  'last',
  'email',
  'access_code',
  'extra_info',
  'percentage',
  'points_scored',
  'points_available',
  'pass_mark',
  'passed',
  'outcome',
  'requires_grading',
  'status',
  'test_type',
  'time_started',
  'time_finished',
  'duration',
  'duration_seconds',
  'give_certificate_only_when_passed',
  'certificate_serial',
  'certificate_url',
  'view_results_url',
  'ip_address',
  'student_key',
  'sort_name',
  'search_text',
  'raw',
]

// The raw JSON may differ in the order of its keys or in a field nobody reads; that is no change of the result.
const comparedColumns = dataColumns.filter((column) => column !== 'raw')

type Stored = Pick<ResultTable, keyof ResultColumns> & { id: number }
interface Stamp {
  account_id: string
  at: UnixSeconds
}

/**
 * Writes pages of results. Rows are recognised by their natural key, so applying a page twice changes nothing; results
 * and cursor commit together, so a kill at any moment leaves either all of a page or none of it.
 */
export class Ingest {
  readonly #db: Database
  readonly #find: Statement<[string, string], Stored>
  readonly #insert: Statement<[ResultColumns & Stamp]>
  readonly #update: Statement<[ResultColumns & { id: number; at: UnixSeconds }]>
  readonly #keepRaw: Statement<[string, number]>
  readonly #keep: Statement<[string, Feed, string, string, UnixSeconds]>
  readonly #nameTest: Statement<[string, number, string]>
  readonly #nameSource: Statement<[string, Feed, number, string]>
  readonly #moveCursor: Statement<[string, Feed, UnixSeconds, UnixSeconds, UnixSeconds]>

  constructor(db: Database) {
    this.#db = db
    this.#find = db.prepare(`SELECT id, ${dataColumns.join(', ')} FROM result WHERE account_id = ? AND natural_key = ?`)
    this.#insert = db.prepare(
      `INSERT INTO result (account_id, first_seen_at, updated_at, ${dataColumns.join(', ')})
       VALUES (@account_id, @at, @at, ${dataColumns.map((column) => `@${column}`).join(', ')})`,
    )
    this.#update = db.prepare(
      `UPDATE result SET updated_at = @at, ${dataColumns.map((column) => `${column} = @${column}`).join(', ')} WHERE id = @id`,
    )
    this.#keepRaw = db.prepare('UPDATE result SET raw = ? WHERE id = ?')
    this.#keep = db.prepare(
      'INSERT INTO unreadable (account_id, feed, raw, problem, seen_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    )
    this.#nameTest = db.prepare(
      `INSERT INTO test (account_id, test_id, name) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name AND excluded.name <> ''`,
    )
    this.#nameSource = db.prepare(
      `INSERT INTO source (account_id, feed, source_id, name, visible) VALUES (?, ?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name AND excluded.name <> ''`,
    )
    this.#moveCursor = db.prepare(
      `INSERT INTO feed_state (account_id, feed, cursor, covered_from, covered_until) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET cursor = max(cursor, excluded.cursor),
         covered_until = max(covered_until, excluded.covered_until)`,
    )
  }

  /** Applies one page in one transaction. */
  apply(page: ReceivedPage): PageCounts {
    return this.#db.transaction(() => this.#applyAll(page)).immediate()
  }

  #applyAll(page: ReceivedPage): PageCounts {
    const counts = { added: 0, updated: 0, unchanged: 0, unreadable: page.unreadable.length }
    for (const received of page.results) counts[this.#applyOne(page, resultColumns(received))]++
    for (const { raw, problem } of page.unreadable) {
      this.#keep.run(page.accountId, page.feed, raw, problem, page.receivedAt)
    }
    for (const { id, name } of page.tests) this.#nameTest.run(page.accountId, id, name)
    for (const { id, name } of page.sources) this.#nameSource.run(page.accountId, page.feed, id, name)
    this.#moveCursor.run(page.accountId, page.feed, page.cursor, page.coveredFrom, page.coveredUntil)
    return counts
  }

  #applyOne(page: ReceivedPage, columns: ResultColumns): 'added' | 'updated' | 'unchanged' {
    const stored = this.#find.get(page.accountId, columns.natural_key)
    if (stored === undefined) {
      this.#insert.run({ ...columns, account_id: page.accountId, at: page.receivedAt })
      return 'added'
    }
    if (comparedColumns.every((column) => stored[column] === columns[column])) {
      if (stored.raw !== columns.raw) this.#keepRaw.run(columns.raw, stored.id)
      return 'unchanged'
    }
    this.#update.run({ ...columns, id: stored.id, at: page.receivedAt })
    return 'updated'
  }
}
