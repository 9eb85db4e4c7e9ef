import { createHash } from 'node:crypto'
import { type Database, SqliteError } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { ResultColumns, ResultTable } from '../builder.ts'
import { followingStudents } from '../gradebook/follow.ts'
import type { journalQueries } from '../local/journal.ts'
import { AnswerPages } from '../results/answer-pages.ts'
import { NewResults } from '../results/new-results.ts'
import { dataColumns, placeholderOf, resultColumns } from '../results/result-columns.ts'
import { changesBetween, freeKey } from '../results/same-result.ts'
import type { erasedStudents } from '../students/erased.ts'
import { importedGaps } from './closed-gaps.ts'
import type { AnswersOrigin, DeliveredPart, EndedImport, KeptAttempt, KeptOutcome, KeptPart } from './imported.ts'
import { importMatching } from './matches.ts'
import { withVersions } from './packed-marks.ts'
import { versionQueries } from './versions.ts'

type StoredRow = ResultColumns & Pick<ResultTable, 'reader' | 'raw'> & { id: number; updated_at: number }

/** A result as it was before an import, as `import_row` keeps it. */
export interface BeforeImport extends ResultColumns {
  readonly updated_at: number
  readonly reader: number
  readonly answer: string
  /** The newest of its changes then. */
  readonly newestChange: number
}

export const digestOf = (answer: string): Buffer => createHash('sha256').update(answer).digest()

type Arrival = Pick<KeptPart, 'account' | 'at' | 'versions' | 'tests' | 'sources'>
/** The import that is to be undone as one step; null for what is no step of undo. */
type Run = number | null

/** An import that ended, and how many gaps it closed. */
export interface ClosedImport {
  readonly run: number
  readonly closed: number
}

/** Something changed a result between reading and writing. */
class Stale extends Error {}

/** How results are written by an import and by its undoing. */
export function importedRows(db: Database) {
  const pages = new AnswerPages(db)
  const columns = ['id', 'updated_at', 'reader', 'raw', ...dataColumns]
  const stored = db.prepare<[number], StoredRow>(`SELECT ${columns.join(', ')} FROM result WHERE id = ?`)
  const update = db.prepare<[ResultColumns & { id: number; at: number; reader: number; raw: bigint | string }]>(
    `UPDATE result SET updated_at = @at, reader = @reader, raw = @raw,
       ${dataColumns.map((column) => `${column} = ${placeholderOf(column)}`).join(', ')} WHERE id = @id`,
  )
  const newestChange = db
    .prepare<[number], number>('SELECT coalesce(max(id), 0) FROM result_change WHERE result_id = ?')
    .pluck()
  const formerSerials = db.prepare<[number, number], 1>(
    `SELECT 1 FROM result_change WHERE result_id = ? AND id > ? AND field = 'certificate_serial' LIMIT 1`,
  )
  const forgetChanges = db.prepare<[number, number]>('DELETE FROM result_change WHERE result_id = ? AND id > ?')
  // As the triggers of the desk's index do when a serial is replaced.
  const unlist = db.prepare<[number]>('DELETE FROM certificate_search WHERE rowid = ?')
  const list = db.prepare<[number]>(
    `INSERT INTO certificate_search (rowid, serial, words, test, former)
     SELECT id, serial, words, test, former FROM certificate_words WHERE id = ? AND (serial IS NOT NULL OR former <> '')`,
  )
  const { follow } = followingStudents(db)
  return {
    pages,
    stored: (id: number): StoredRow | undefined => stored.get(id),
    newestChange: (id: number): number => newestChange.get(id) ?? 0,
    /** Writes a result as it is to be, with the answer it was read from. */
    write(account: string, row: StoredRow, after: ResultColumns, as: { at: number; reader: number; answer: string }) {
      const columnsAfter = { ...after, natural_key: row.natural_key }
      const { at, reader, answer } = as
      pages.replace(account, row.raw, answer, (raw) => update.run({ ...columnsAfter, id: row.id, at, reader, raw }))
      follow(account, row.id, row, columnsAfter)
    },
    /** Forgets what was noted of a result's changes since. */
    forgetChangesSince(id: number, change: number): void {
      const isListed = formerSerials.get(id, change) !== undefined
      forgetChanges.run(id, change)
      if (!isListed) return
      unlist.run(id)
      list.run(id)
    },
  }
}

/** Keeps what an import brings. */
export function importKeeping(
  db: Database,
  erased: Pick<ReturnType<typeof erasedStudents>, 'erasedOf'>,
  record: ReturnType<typeof journalQueries>['record'],
  countPayload: (source: number, at: UnixSeconds) => void,
) {
  const { find, under, answersOf } = importMatching(db, erased)
  const { keepVersion } = versionQueries(db)
  const rows = importedRows(db)
  const fresh = new NewResults(db, rows.pages)
  const idOf = db
    .prepare<[string, string], number>('SELECT id FROM result WHERE account_id = ? AND natural_key = ?')
    .pluck()
  const begin = db.prepare<[string, UnixSeconds]>(
    `INSERT INTO import_run (account_id, made_at, files, counts) VALUES (?, ?, '', '{}')`,
  )
  const isOpen = db.prepare<[number], 1>('SELECT 1 FROM import_run WHERE id = ? AND undone_at IS NULL')
  const end = db.prepare<[string, string, number]>('UPDATE import_run SET files = ?, counts = ? WHERE id = ?')
  const touch = db.prepare<[number, number, string | null, 0 | 1]>(
    `INSERT INTO import_row (run_id, result_id, before, is_new, has_answers) VALUES (?, ?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET before = coalesce(before, iif(is_new = 1, NULL, excluded.before))`,
  )
  const touchedAs = db.prepare<[number, number], { before: string | null; isNew: 0 | 1 }>(
    'SELECT before, is_new AS isNew FROM import_row WHERE run_id = ? AND result_id = ?',
  )
  const noteAfter = db.prepare<[Buffer, number, number]>(
    'UPDATE import_row SET after_digest = ? WHERE run_id = ? AND result_id = ?',
  )
  const noteAnswers = db.prepare<[number, number]>(
    `INSERT INTO import_row (run_id, result_id, is_new, has_answers, answers_before, marks_before, texts_before)
     SELECT ?, result.id, 0, 1,
       iif(marks IS NULL, NULL, json_object('finished', finished, 'to_grade', to_grade, 'listed', listed, 'run_id', run_id)),
       marks, texts
     FROM result LEFT JOIN attempt_answers ON attempt_answers.result_id = result.id
     LEFT JOIN attempt_text ON attempt_text.result_id = result.id WHERE result.id = ?
     ON CONFLICT DO UPDATE SET has_answers = 1, answers_before = excluded.answers_before,
       marks_before = excluded.marks_before, texts_before = excluded.texts_before WHERE has_answers = 0`,
  )
  const mark = db.prepare<[number, number]>('INSERT INTO imported_result (result_id, run_id) VALUES (?, ?)')
  const noteChange = db.prepare<[number, UnixSeconds, string, string, string]>(
    'INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, ?, ?, ?, ?)',
  )
  const writeAnswers = db.prepare<[number, number, 0 | 1, 0 | 1, number | null, Uint8Array]>(
    `INSERT INTO attempt_answers (result_id, finished, to_grade, listed, run_id, marks) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET finished = excluded.finished, to_grade = excluded.to_grade, listed = excluded.listed,
       run_id = excluded.run_id, marks = excluded.marks`,
  )
  const removeText = db.prepare<[number]>('DELETE FROM attempt_text WHERE result_id = ?')
  const writeText = db.prepare<[number, string]>('INSERT INTO attempt_text (result_id, texts) VALUES (?, ?)')
  const noteDelivered = db.prepare<[number]>('DELETE FROM imported_result WHERE result_id = ?')
  const noteAnswersDelivered = db.prepare<[number]>('UPDATE attempt_answers SET run_id = NULL WHERE result_id = ?')
  const nameTest = db.prepare<[string, number, string]>(
    `INSERT INTO test (account_id, test_id, name) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name WHERE name = ''`,
  )
  const nameSource = db.prepare<[string, string, number, string]>(
    `INSERT INTO source (account_id, feed, source_id, name, visible) VALUES (?, ?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET name = excluded.name WHERE name = ''`,
  )

  const closing = importedGaps(db)

  const isSame = (one: AnswersOrigin | null, other: AnswersOrigin | null): boolean =>
    one === null || other === null
      ? one === other
      : one.finished === other.finished && one.toGrade === other.toGrade && one.listed === other.listed

  /** @throws Stale where an attempt is decided upon what is no longer so */
  function refuseStale(account: string, { result, stored }: KeptAttempt): void {
    if (stored === null) {
      if (result !== null && find(account, resultColumns(result.result)) !== null) throw new Stale()
      return
    }
    const row = rows.stored(stored.id)
    if (row === undefined) throw new Stale()
    if (stored.raw !== null && rows.pages.read(row.id, row.raw) !== stored.raw) throw new Stale()
    if (!isSame(answersOf(stored.id), stored.answers)) throw new Stale()
  }

  /** @returns the id of the new result; null where the table refuses it */
  function add({ account, at }: Arrival, run: Run, { result, raw }: NonNullable<KeptAttempt['result']>) {
    const entry = Object.assign(resultColumns(result), { answer: raw })
    entry.natural_key = freeKey(entry.natural_key, under(account, entry.natural_key))
    try {
      fresh.insertAll({ accountId: account, receivedAt: at }, [entry])
    } catch (thrown) {
      if (thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT')) return null
      throw thrown
    }
    const id = idOf.get(account, entry.natural_key)
    if (id === undefined) throw new Error('A result that was inserted is there')
    if (run === null) return id
    mark.run(id, run)
    touch.run(run, id, null, 1)
    noteAfter.run(digestOf(raw), run, id)
    return id
  }

  function change({ account, at }: Arrival, run: Run, id: number, { result, raw }: NonNullable<KeptAttempt['result']>) {
    const row = rows.stored(id)
    if (row === undefined) throw new Stale()
    const now: BeforeImport = {
      ...columnsIn(row),
      updated_at: row.updated_at,
      reader: row.reader,
      answer: rows.pages.read(id, row.raw),
      newestChange: rows.newestChange(id),
    }
    if (run !== null) {
      touch.run(run, id, JSON.stringify(now), 0)
      noteAfter.run(digestOf(raw), run, id)
    }
    const touched = run === null ? undefined : touchedAs.get(run, id)
    const after = { ...resultColumns(result), natural_key: row.natural_key }
    rows.write(account, row, after, { at, reader: readerVersion, answer: raw })
    if (touched?.isNew === 1) return
    // An attempt that stands twice among the files leaves the history that its better one alone would leave.
    const before: BeforeImport = touched?.before == null ? now : JSON.parse(touched.before)
    rows.forgetChangesSince(id, before.newestChange)
    for (const each of changesBetween(before, after)) noteChange.run(id, at, each.field, each.before, each.after)
  }

  function keepAnswers(run: Run, id: number, answers: NonNullable<KeptAttempt['answers']>, versions: number[]): void {
    if (run !== null) noteAnswers.run(run, id)
    const marks = withVersions(answers.marks, (place) => versions[place] as number)
    writeAnswers.run(id, answers.finished, answers.toGrade ? 1 : 0, answers.listed ? 1 : 0, run, marks)
    removeText.run(id)
    if (answers.texts !== null) writeText.run(id, answers.texts)
  }

  function keepAll(part: KeptPart): KeptOutcome {
    const { account, at, subject } = part
    if (part.run !== null && isOpen.get(part.run) === undefined) throw new AppError('job/cancelled')
    const run = part.run ?? begun(account, at, subject)
    return { run, kept: keepIn(part, run, part.attempts) }
  }

  const begun = (account: string, at: UnixSeconds, subject: string): number =>
    record('imported', at, subject, () => Number(begin.run(account, at).lastInsertRowid))

  function keepDelivered(part: DeliveredPart): boolean[] {
    const { attempts, source, at } = part
    const changed = attempts.filter(({ kept }) => kept !== null)
    const outcomes = keepIn(
      part,
      null,
      changed.flatMap(({ kept }) => kept ?? []),
    )
    const refused = new Set(changed.filter((_, place) => outcomes[place] === false))
    return attempts.map((attempt) => {
      if (refused.has(attempt)) return false
      // Undoing an import leaves what ClassMarker delivered too.
      if (attempt.stored !== null) noteDelivered.run(attempt.stored)
      if (attempt.stored !== null && attempt.hasAnswers) noteAnswersDelivered.run(attempt.stored)
      if (source !== null) countPayload(source, at)
      return true
    })
  }

  function keepIn(arrival: Arrival, run: Run, attempts: readonly KeptAttempt[]): boolean[] {
    const { account } = arrival
    rows.pages.begin()
    const versions = arrival.versions.map((version) => keepVersion(account, version))
    const kept = attempts.map((attempt) => {
      refuseStale(account, attempt)
      const { result, stored, answers } = attempt
      if (result !== null && stored !== null) change(arrival, run, stored.id, result)
      const id = stored?.id ?? (result === null ? null : add(arrival, run, result))
      if (id !== null && answers !== null) keepAnswers(run, id, answers, versions)
      return id !== null
    })
    rows.pages.flush()
    for (const { id, name } of arrival.tests) nameTest.run(account, id, name)
    for (const { feed, id, name } of arrival.sources) nameSource.run(account, feed, id, name)
    return kept
  }

  function endNow({ account, at, run, subject, files, counts, gaps, isThrough }: EndedImport): ClosedImport | null {
    // Undone meanwhile: it closes nothing any more.
    const stands = run === null || isOpen.get(run) !== undefined
    const toClose = stands ? gaps.filter((gap) => closing.isOpen(account, gap)) : []
    const ended = run ?? (toClose.length === 0 ? null : begun(account, at, subject))
    if (ended === null) return null
    closing.close(account, ended, toClose)
    end.run(files.map((file) => file.replace(/\s+/g, ' ')).join('\n'), isThrough ? JSON.stringify(counts) : '{}', ended)
    return { run: ended, closed: toClose.length }
  }

  function unlessStale<Value>(work: () => Value): Value | null {
    try {
      return db.transaction(work).immediate()
    } catch (thrown) {
      if (thrown instanceof Stale) return null
      throw thrown
    }
  }

  return {
    /**
     * Keeps a part of an import in one transaction, as a part of one step of undo.
     * @returns null where something changed since it was decided what to keep: nothing was written then
     * @throws AppError `job/cancelled` where the import was undone meanwhile
     */
    keepImported: (part: KeptPart): KeptOutcome | null => unlessStale(() => keepAll(part)),
    /**
     * Keeps attempts that ClassMarker delivered by a webhook in one transaction. Like what a sync brings, they are no
     * step of undo, and undoing an import does not take them away.
     * @returns for each, false where the database refuses it; null where something changed since it was decided what to
     * keep: nothing was written then
     */
    keepDelivered: (part: DeliveredPart): boolean[] | null => unlessStale(() => keepDelivered(part)),
    /**
     * Notes what an import came to, and closes the gaps that its files fill, as a part of its step of undo.
     * @returns the import and how many gaps that were; null where it changed nothing
     */
    endImport: (ended: EndedImport): ClosedImport | null => db.transaction(() => endNow(ended)).immediate(),
  }
}

const columnsIn = (row: StoredRow): ResultColumns => {
  const { id: _, updated_at: __, reader: ___, raw: ____, ...columns } = row
  return columns
}
