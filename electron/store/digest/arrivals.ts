import type { Database } from 'better-sqlite3'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { type NewResult, NewResults } from './new-results.ts'

/** Rows of a slice, at about 3 µs each. */
const batch = 250
/** Numbers looked through for a slice, where few of them are new. */
const span = 2_000

/** Where the news of an account begins: behind a number, or where there is none, at a moment. */
export type Start =
  | { readonly account: string; readonly result: number; readonly change: number }
  | { readonly account: string; readonly from: UnixSeconds }

/** A result whose score is another than it was. */
export interface ChangedScore {
  readonly id: number
  readonly account: string
  /** Whether it passes now and did not, or the other way round. */
  readonly now: 'passed' | 'not-passed' | null
}

/** A result that ClassMarker says needs grading. */
interface ToGrade {
  readonly id: number
  readonly account: string
  readonly finished: UnixSeconds
  readonly status: string | null
  readonly testType: string | null
}

interface ChangeRow {
  readonly id: number
  readonly resultId: number
  readonly account: string
  readonly field: string
  readonly before: string
  readonly after: string
}

type Values = Map<string, { readonly before: string; after: string }>

/** What was read, and of which moment it is. */
interface Known {
  readonly starts: string
  /** The number of the last touch it shows. */
  revision: number
  /** The greatest number of a result that was read. */
  last: number
  readonly found: NewResults
  changed: readonly ChangedScore[]
  toGrade: readonly ToGrade[]
}

/** The score, and what decides whether it passes, by ClassMarker's names. */
const scoreFields = ['percentage', 'points_scored', 'points_available', 'percentage_passmark', 'passed']

const toGradeColumns = 'id, account_id AS account, time_finished AS finished, status, test_type AS testType'

/**
 * Reads what arrived, in slices between questions. What was read stays until something of it changes; more results are
 * read on where it ended.
 */
export class Arrivals {
  readonly #startsNow: () => readonly Start[]
  readonly #statements
  #known: Known | null = null
  #task: Generator<void, void> | null = null

  constructor(db: Database, startsNow: () => readonly Start[]) {
    this.#startsNow = startsNow
    this.#statements = statementsOn(db)
  }

  get hasWork(): boolean {
    return this.#task !== null
  }

  /** Works for about so many milliseconds. @throws what failed; all is read anew with the next question */
  work(milliseconds: number): void {
    const end = performance.now() + milliseconds
    try {
      while (this.#task !== null && performance.now() < end) if (this.#task.next().done) this.#task = null
    } catch (thrown) {
      this.#task = null
      this.#known = null
      throw thrown
    }
  }

  /**
   * What arrived, as far as it is known after so many milliseconds at most; null before anything is. `isReading` says
   * that it is not of this moment.
   */
  find(milliseconds: number): { readonly known: Known | null; readonly isReading: boolean } {
    if (this.#task === null && !this.#isCurrent()) this.#task = this.#catchUp()
    this.work(milliseconds)
    return { known: this.#known, isReading: this.#task !== null || !this.#isCurrent() }
  }

  #isCurrent(): boolean {
    return (
      this.#known?.revision === this.#statements.latest.get() &&
      this.#known?.starts === JSON.stringify(this.#startsNow())
    )
  }

  *#catchUp(): Generator<void, void> {
    do {
      const revision = this.#statements.latest.get() ?? 0
      const startsNow = this.#startsNow()
      const asked = JSON.stringify(startsNow)
      const starts = new Map(startsNow.map((start) => [start.account, start]))
      const found = this.#mayReadOn(asked) ? this.#known : null
      const reading = new NewReading(found?.last ?? behindOf(starts, 'result'), found?.found ?? new NewResults())
      if (found !== null) this.#known = null
      yield* reading.read(this.#statements, starts)
      const changed = yield* changedScores(this.#statements, starts)
      const toGrade =
        found === null
          ? // Those that came meanwhile are read on from here.
            (yield* resultsToGrade(this.#statements, starts)).filter(({ id }) => id <= reading.last)
          : withMoreToGrade(found, this.#statements.newToGrade.all(found.last, reading.last), starts)
      this.#known = { starts: asked, revision, last: reading.last, found: reading.found, changed, toGrade }
    } while (!this.#isCurrent())
  }

  /** Whether nothing that was read has changed: only results behind it were touched. */
  #mayReadOn(starts: string): boolean {
    const known = this.#known
    if (known?.starts !== starts) return false
    const touched = this.#statements.touched.all(known.revision)
    const isWhole = touched.length <= batch && (touched.length === 0 || touched[0]?.number === known.revision + 1)
    return isWhole && touched.every(({ id }) => id === null || id > known.last)
  }
}

/** Reads results in the order of their numbers. */
class NewReading {
  last: number
  readonly found: NewResults

  constructor(last: number, found: NewResults) {
    this.last = last
    this.found = found
  }

  *read({ results, greatest }: Statements, starts: ReadonlyMap<string, Start>): Generator<void, void> {
    const from = earliest(starts)
    for (;;) {
      const most = greatest.get() ?? 0
      if (this.last >= most) return
      const rows = results.all({ last: this.last, until: this.last + span, from })
      for (const row of rows) if (isNew(row.id, row.arrived, starts.get(row.account))) this.found.add(row)
      this.last = rows.length === batch ? (rows.at(-1)?.id ?? most) : Math.min(this.last + span, most)
      yield
    }
  }
}

/**
 * Results that were here before and whose score is another than it was: what changed to and fro does not count, nor what
 * changed of a new result.
 */
function* changedScores(
  { changes, greatestChange, arrivalOf, passes }: Statements,
  starts: ReadonlyMap<string, Start>,
): Generator<void, ChangedScore[]> {
  const byResult = new Map<number, { readonly account: string; readonly values: Values }>()
  const from = earliest(starts)
  for (let last = behindOf(starts, 'change'); ; ) {
    const most = greatestChange.get() ?? 0
    if (last >= most) break
    const rows = changes.all({ last, until: last + span, from })
    for (const { id, seenAt, ...row } of rows) {
      const start = starts.get(row.account)
      if (start === undefined || ('from' in start ? seenAt < start.from : id <= start.change)) continue
      note(byResult, { id, ...row })
    }
    last = rows.length === batch ? (rows.at(-1)?.id ?? most) : Math.min(last + span, most)
    yield
  }
  const changed: ChangedScore[] = []
  let count = 0
  for (const [id, { account, values }] of byResult) {
    if (++count % batch === 0) yield
    if ([...values.values()].every(({ before, after }) => before === after)) continue
    if (isNew(id, arrivalOf.get(id) ?? 0, starts.get(account))) continue
    const passed = values.get('passed')
    const isOther = passed !== undefined && passed.before !== passed.after
    const outcome = passes.get(id)
    changed.push({ id, account, now: isOther && (outcome === 'passed' || outcome === 'not-passed') ? outcome : null })
  }
  return changed
}

function note(
  byResult: Map<number, { readonly account: string; readonly values: Values }>,
  { resultId, account, field, before, after }: ChangeRow,
): void {
  const known = byResult.get(resultId) ?? { account, values: new Map() }
  byResult.set(resultId, known)
  const value = known.values.get(field)
  if (value === undefined) known.values.set(field, { before, after })
  else value.after = after
}

function* resultsToGrade(
  { toGrade }: Statements,
  starts: ReadonlyMap<string, Start>,
): Generator<void, readonly ToGrade[]> {
  const found: ToGrade[] = []
  let last = { finished: Number.MIN_SAFE_INTEGER, id: 0 }
  for (;;) {
    const rows = toGrade.all(last)
    for (const row of rows) if (starts.has(row.account)) found.push(row)
    const end = rows.at(-1)
    if (end === undefined || rows.length < batch) return found
    last = end
    yield
  }
}

/** What needed grading still does, where only results behind the last were touched. */
function withMoreToGrade(
  { toGrade }: Pick<Known, 'toGrade'>,
  more: readonly ToGrade[],
  starts: ReadonlyMap<string, Start>,
): readonly ToGrade[] {
  const own = more.filter(({ account }) => starts.has(account))
  if (own.length === 0) return toGrade
  // Already in order but for those at the end, so that sorting goes through them once.
  return [...toGrade, ...own].sort((a, b) => a.finished - b.finished || a.id - b.id)
}

function isNew(id: number, arrived: number, start: Start | undefined): boolean {
  if (start === undefined) return false
  return 'from' in start ? arrived >= start.from : id > start.result
}

/** The number behind which news may begin. */
function behindOf(starts: ReadonlyMap<string, Start>, of: 'result' | 'change'): number {
  const all = [...starts.values()].map((start) => ('from' in start ? 0 : start[of]))
  return all.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...all)
}

/** The moment before which nothing is new; null where some account goes by numbers, which no clock moves. */
function earliest(starts: ReadonlyMap<string, Start>): number | null {
  const all = [...starts.values()]
  return all.every((start) => 'from' in start) ? Math.min(...all.map(({ from }) => from)) : null
}

type Statements = ReturnType<typeof statementsOn>

function statementsOn(db: Database) {
  const fields = scoreFields.map((field) => `'${field}'`).join(', ')
  return {
    latest: db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM result_touch').pluck(),
    touched: db.prepare<[number], { number: number; id: number | null }>(
      `SELECT number, result_id AS id FROM result_touch WHERE number > ? ORDER BY number LIMIT ${batch + 1}`,
    ),
    greatest: db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM result').pluck(),
    greatestChange: db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM result_change').pluck(),
    results: db.prepare<
      { last: number; until: number; from: number | null },
      NewResult & { readonly arrived: UnixSeconds }
    >(
      `SELECT id, account_id AS account, test_id AS testId, student, percentage, pass_mark AS passMark, outcome,
         coalesce(requires_grading, 0) AS needsGrading, status, test_type AS testType,
         certificate_key IS NOT NULL AS certificate, first_seen_at AS arrived
       FROM result WHERE id > @last AND id <= @until AND (@from IS NULL OR first_seen_at >= @from)
       ORDER BY id LIMIT ${batch}`,
    ),
    changes: db.prepare<
      { last: number; until: number; from: number | null },
      ChangeRow & { readonly seenAt: UnixSeconds }
    >(
      `SELECT result_change.id, result_id AS resultId, account_id AS account, field, old_value AS before,
         new_value AS after, seen_at AS seenAt
       FROM result_change JOIN result ON result.id = result_id
       WHERE result_change.id > @last AND result_change.id <= @until AND (@from IS NULL OR seen_at >= @from)
         AND field IN (${fields})
       ORDER BY result_change.id LIMIT ${batch}`,
    ),
    arrivalOf: db.prepare<[number], number>('SELECT first_seen_at FROM result WHERE id = ?').pluck(),
    passes: db.prepare<[number], string>('SELECT outcome FROM result WHERE id = ?').pluck(),
    newToGrade: db.prepare<[after: number, until: number], ToGrade>(
      `SELECT ${toGradeColumns} FROM result
       WHERE id > ? AND id <= ? AND +requires_grading = 1`,
    ),
    toGrade: db.prepare<{ finished: number; id: number }, ToGrade>(
      `SELECT ${toGradeColumns} FROM result
       WHERE requires_grading = 1 AND (time_finished, id) > (@finished, @id)
       ORDER BY time_finished, id LIMIT ${batch}`,
    ),
  }
}
