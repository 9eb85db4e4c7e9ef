import { type Database, SqliteError, type Statement } from 'better-sqlite3'
import type { ReceivedPage } from '../../../shared/model/received-page.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import type { ClassMarkerFeed, Feed } from '../../../shared/model/result-values.ts'
import type { PageCounts } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { provingSince } from '../answers/closed-gaps.ts'
import type { ResultColumns, ResultTable } from '../builder.ts'
import { followingStudents } from '../gradebook/follow.ts'
import { type ErasedOnes, type erasedStudents, studentIn, takerIn } from '../students/erased.ts'
import { coverageStatements } from '../sync-state/coverage.ts'
import { AnswerPages } from './answer-pages.ts'
import { NewResults } from './new-results.ts'
import { dataColumns, type Entry, placeholderOf, resultColumns } from './result-columns.ts'
import { changesBetween, freeKey, placed, rowsUnderKey } from './same-result.ts'

/** The outcome of writing a page. */
export interface PageOutcome extends PageCounts {
  /** Whether the page contained a group, link or test that was unknown before. */
  readonly newNames: boolean
}

type Stored = ResultColumns & Pick<ResultTable, 'reader' | 'raw'> & { id: number; updated_at: number }
type Counts = { -readonly [Count in keyof Required<PageCounts>]: number }

/**
 * Writes pages of results. Recognises results by their natural key, so applying a page twice changes nothing. Results,
 * history, coverage and cursor commit together, so a kill at any moment leaves either the whole page or none of it.
 */
export class Ingest {
  readonly #db: Database
  readonly #coverage: ReturnType<typeof coverageStatements>
  readonly #provedSince: ReturnType<typeof provingSince>
  readonly #find: Statement<[string, string], Stored>
  readonly #under: (accountId: string, key: string) => Stored[]
  readonly #answers: AnswerPages
  readonly #new: NewResults
  readonly #update: Statement<[ResultColumns & { id: number; at: UnixSeconds; raw: bigint | string }]>
  readonly #follow: ReturnType<typeof followingStudents>['follow']
  readonly #erasedOf: ReturnType<typeof erasedStudents>['erasedOf']
  readonly #noteChange: Statement<[number, UnixSeconds, string, string, string]>
  readonly #keepAnswer: Statement<[bigint | string, number]>
  readonly #keep: Statement<[string, Feed, string, string, number, UnixSeconds]>
  readonly #forgetUnreadable: Statement<[number]>
  readonly #isAnyImported: Statement<[], 1>
  readonly #noteDelivered: Statement<[number]>
  readonly #unreadableSeen: Statement<[number], { seen_at: number }>
  readonly #knownTest: Statement<[string, number]>
  readonly #knownSource: Statement<[string, Feed, number]>
  readonly #nameTest: Statement<[string, number, string]>
  readonly #nameSource: Statement<[string, Feed, number, string]>
  readonly #moveCursor: Statement<
    [{ accountId: string; feed: Feed; cursor: UnixSeconds; coveredUntil: UnixSeconds | null }]
  >

  #hasImported = false

  constructor(db: Database, { erasedOf }: Pick<ReturnType<typeof erasedStudents>, 'erasedOf'>) {
    this.#db = db
    this.#erasedOf = erasedOf
    this.#coverage = coverageStatements(db)
    this.#provedSince = provingSince(db)
    const columns = ['id', 'updated_at', 'reader', 'raw', ...dataColumns]
    this.#find = db.prepare(`SELECT ${columns.join(', ')} FROM result WHERE account_id = ? AND natural_key = ?`)
    this.#under = rowsUnderKey(db, columns)
    this.#answers = new AnswerPages(db)
    this.#new = new NewResults(db, this.#answers)
    this.#update = db.prepare(
      `UPDATE result SET updated_at = @at, reader = ${readerVersion}, raw = @raw, ${dataColumns.map((column) => `${column} = ${placeholderOf(column)}`).join(', ')} WHERE id = @id`,
    )
    this.#follow = followingStudents(db).follow
    this.#noteChange = db.prepare(
      'INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, ?, ?, ?, ?)',
    )
    this.#keepAnswer = db.prepare(`UPDATE result SET raw = ?, reader = ${readerVersion} WHERE id = ?`)
    this.#keep = db.prepare(
      `INSERT INTO unreadable (account_id, feed, raw, problem, reader, seen_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET problem = excluded.problem, reader = excluded.reader WHERE reader <> excluded.reader`,
    )
    this.#unreadableSeen = db.prepare('SELECT seen_at FROM unreadable WHERE id = ?')
    this.#forgetUnreadable = db.prepare('DELETE FROM unreadable WHERE id = ?')
    this.#isAnyImported = db.prepare('SELECT 1 FROM imported_result LIMIT 1')
    this.#noteDelivered = db.prepare('DELETE FROM imported_result WHERE result_id = ?')
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

  /** Applies one page in one transaction. Results of students who were erased are left out and not counted. */
  apply(page: ReceivedPage): PageOutcome {
    return this.#db.transaction(() => this.#applyAll(page)).immediate()
  }

  #applyAll(page: ReceivedPage): PageOutcome {
    const newNames = this.#hasNewNames(page)
    const counts: Counts = { added: 0, updated: 0, unchanged: 0, unreadable: 0, sharedIds: 0 }
    const receivedBefore = this.#firstReceived(page)
    let refused = false
    const oneByOne = (together: readonly Entry[]) => {
      for (const { answer, problem } of this.#applyTogether(page, together, receivedBefore, counts)) {
        refused = true
        counts.unreadable += this.#keep.run(page.accountId, page.feed, answer, problem, 0, page.receivedAt).changes
      }
    }
    this.#answers.begin()
    this.#hasImported = this.#isAnyImported.get() !== undefined
    const erased = this.#erasedOf(page.accountId)
    const received = page.results.map(({ result, raw }): Entry => Object.assign(resultColumns(result), { answer: raw }))
    const known = this.#new.knownAmong(page.accountId, received)
    // What is known here is somebody's who stayed, whatever ClassMarker calls them now.
    const entries = received.filter(
      (entry) =>
        erased?.hasKey(entry.student_key) !== true &&
        (known.has(entry.natural_key) || erased?.hasPerson(entry) !== true),
    )
    let fresh: Entry[] = []
    const insertFresh = () => {
      const refusedTogether = this.#new.insert(page, fresh)
      counts.added += fresh.length - refusedTogether.length
      fresh = []
      for (const entry of refusedTogether) oneByOne([entry])
    }
    for (const together of underOneId(entries)) {
      const [first] = together
      if (together.length === 1 && first !== undefined && !known.has(first.natural_key)) fresh.push(first)
      else {
        insertFresh()
        oneByOne(together)
      }
    }
    insertFresh()
    this.#answers.flush()
    for (const { raw, problem, reader } of page.unreadable) {
      if (erased !== null && isOfErased(erased, raw, page.feed)) continue
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
    // Nobody can tell whether all submissions are here: each is fetched by its own id.
    if (page.feed !== 'submissions') this.#noteCoverage(page, page.feed)
    const { sharedIds, ...reported } = counts
    return { ...reported, ...(sharedIds > 0 ? { sharedIds } : {}), newNames }
  }

  #noteCoverage({ accountId, cursor, covered, unproved, receivedAt }: ReceivedPage, feed: ClassMarkerFeed): void {
    if (covered !== null) {
      this.#coverage.cover(accountId, feed, covered.from, covered.until)
      this.#provedSince(accountId, feed, covered)
    }
    if (unproved) this.#coverage.open(accountId, feed, unproved, receivedAt)
    if (cursor !== null) this.#moveCursor.run({ accountId, feed, cursor, coveredUntil: covered?.until ?? null })
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
    together: readonly Entry[],
    receivedBefore: UnixSeconds | null,
    counts: Counts,
  ): { answer: string; problem: string }[] {
    const refused: { answer: string; problem: string }[] = []
    const apply = (entry: Entry, stored: Stored | null) => {
      try {
        counts[this.#applyOne(page, entry, stored, receivedBefore)]++
      } catch (thrown) {
        if (!(thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT'))) throw thrown
        refused.push({ answer: entry.answer, problem: thrown.code })
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
    entry: Entry,
    stored: Stored | null,
    receivedBefore: UnixSeconds | null,
  ): 'added' | 'updated' | 'unchanged' {
    if (stored === null) {
      this.#new.insertAll(page, [entry])
      return 'added'
    }
    // What came by an import alone has come by ClassMarker's API too from now on.
    if (this.#hasImported) this.#noteDelivered.run(stored.id)
    // Meanwhile a newer version of the same result came and could be read.
    if (receivedBefore !== null && stored.updated_at > receivedBefore) return 'unchanged'
    const isSameAnswer = this.#answers.read(stored.id, stored.raw) === entry.answer
    const write = (statement: (raw: bigint | string) => void) => {
      if (isSameAnswer) statement(typeof stored.raw === 'number' ? BigInt(stored.raw) : stored.raw)
      else this.#answers.replace(page.accountId, stored.raw, entry.answer, statement)
    }
    // The answer may differ in the order of its fields or in an unknown one, which does not change the result.
    if (dataColumns.every((column) => stored[column] === entry[column])) {
      if (!isSameAnswer || stored.reader !== readerVersion) write((raw) => this.#keepAnswer.run(raw, stored.id))
      return 'unchanged'
    }
    write((raw) => this.#update.run({ ...entry, id: stored.id, at: page.receivedAt, raw }))
    this.#follow(page.accountId, stored.id, stored, entry)
    for (const { field, before, after } of changesBetween(stored, entry)) {
      this.#noteChange.run(stored.id, page.receivedAt, field, before, after)
    }
    return 'updated'
  }
}

/** Whether ClassMarker gave the result a number of its own. */
const isNumbered = ({ feed, link_result_id }: ResultColumns): boolean => feed === 'links' && link_result_id !== null

/** Groups the entries of a page by natural key, in order. */
function underOneId(entries: readonly Entry[]): Entry[][] {
  return [...Map.groupBy(entries, ({ natural_key }) => natural_key).values()]
}

function isOfErased(erased: ErasedOnes, raw: string, feed: Feed): boolean {
  const taker = takerIn(raw, feed)
  return taker !== null && (erased.hasKey(studentIn(raw, feed) ?? '') || erased.hasPerson(taker))
}
