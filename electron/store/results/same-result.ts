import type { Database } from 'better-sqlite3'
import { furtherKey, identityName, type Result } from '../../../shared/model/result.ts'
import { columnOf, factsOf, trackedFields } from '../../../shared/model/result-fields.ts'
import type { ResultColumns } from '../builder.ts'
import { resultColumns } from './result-columns.ts'
import { wireValue } from './stored-values.ts'

/** The values by which a row and an entry of an answer are compared. */
export type Recognised = Pick<
  ResultColumns,
  | 'natural_key'
  | 'student_key'
  | 'time_started'
  | 'time_finished'
  | 'certificate_serial'
  | 'cm_user_id'
  | 'first'
  | 'last'
>

/** An entry of an answer with its stored row, or null if it is a new result. */
export interface Placed<Entry, Row> {
  readonly entry: Entry
  readonly row: Row | null
}

/** Finds the rows of one natural key, including those of other people under the same link_result_id. */
export function rowsUnderKey<Row extends { readonly id: number }>(db: Database, columns: readonly string[]) {
  const find = db.prepare<[string, string, string], Row>(
    `SELECT ${columns.join(', ')} FROM result
     WHERE account_id = ? AND natural_key >= ? AND natural_key < ?`,
  )
  // '$' follows '#' and comes before the digits, so the range holds "l:5" and "l:5#2" and never "l:51".
  // There is seldom more than one row, and ordering by SQL would take ten times as long as finding none.
  return (accountId: string, key: string): Row[] => find.all(accountId, key, `${key}$`).toSorted((a, b) => a.id - b.id)
}

/**
 * Finds the stored row of each entry of one answer, all of them under one link_result_id. ClassMarker calls the id
 * unique, but its own XML sample gives it to two people.
 * - The same person is the same result, whatever was corrected in it.
 * - A different person is the same result, corrected, if it shares a start, finish, certificate, name or tracking id
 *   with a row that no other entry matches better. An e-mail address alone proves nothing: families share one.
 * - Everybody else is a new result.
 * The order of entries and rows does not matter.
 */
export function placed<Entry extends ResultColumns, Row extends Recognised>(
  entries: readonly Entry[],
  rows: readonly Row[],
): Placed<Entry, Row>[] {
  const people = oneEach(entries)
  const free = new Set(rows)
  const found = new Map<Entry, Row>()
  const take = (entry: Entry, row: Row) => {
    found.set(entry, row)
    free.delete(row)
  }
  for (const entry of people) {
    const own = [...free].find((row) => row.student_key === entry.student_key)
    if (own !== undefined) take(entry, own)
  }
  const pairs = people
    .filter((entry) => !found.has(entry))
    .flatMap((entry) => [...free].map((row) => ({ entry, row, likeness: likeness(entry, row) })))
    .filter((pair) => pair.likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness || byPerson(a.entry, b.entry))
  for (const { entry, row } of pairs) if (!found.has(entry) && free.has(row)) take(entry, row)
  return people.map((entry) => ({ entry, row: found.get(entry) ?? null }))
}

/** One entry per person: of two, the one that finished later is newer. */
function oneEach<Entry extends ResultColumns>(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>()
  for (const entry of entries.toSorted((a, b) => a.time_finished - b.time_finished || a.time_started - b.time_started))
    newest.set(entry.student_key, entry)
  return [...newest.values()].toSorted(byPerson)
}

const byPerson = (a: Recognised, b: Recognised): number =>
  a.student_key < b.student_key ? -1 : a.student_key > b.student_key ? 1 : 0

/** How well an entry matches a row (0: not at all); facts of the attempt weigh more than what namesakes share. */
function likeness(entry: Recognised, row: Recognised): number {
  const same = (field: 'certificate_serial' | 'cm_user_id'): boolean =>
    entry[field] !== null && entry[field] === row[field]
  const name = identityName(entry.first, entry.last)
  return (
    (same('certificate_serial') ? 32 : 0) +
    (entry.time_started === row.time_started ? 16 : 0) +
    (entry.time_finished === row.time_finished ? 8 : 0) +
    (same('cm_user_id') ? 4 : 0) +
    (name !== '' && name === identityName(row.first, row.last) ? 2 : 0)
  )
}

/** A free key for a new result beside existing rows. */
export function freeKey(key: string, rows: readonly Recognised[]): string {
  const taken = new Set(rows.map((row) => row.natural_key))
  if (!taken.has(key)) return key
  let number = 2
  while (taken.has(furtherKey(key, number))) number++
  return furtherKey(key, number)
}

export interface ValueChange {
  readonly field: string
  /** As JSON, with ClassMarker's own values. */
  readonly before: string
  readonly after: string
}

/** Tracked columns with ClassMarker's name for the field. Computed columns are not tracked. */
const tracked = trackedFields.map((field) => {
  const column = columnOf(field)
  return { column, name: factsOf(field).wire ?? column, kind: factsOf(field).kind }
})

/** What a learner's submissions bear because the teacher said so: their service tells no names. */
const givenHere: ReadonlySet<string> = new Set(['first', 'last', 'email'])

/** The differences between a stored result and the same result received again. */
export function changesBetween(stored: ResultColumns, received: ResultColumns): ValueChange[] {
  return tracked
    .filter(({ column }) => stored[column] !== received[column])
    .filter(({ column }) => received.feed !== 'submissions' || !givenHere.has(column))
    .map(({ column, name, kind }) => ({
      field: name,
      before: JSON.stringify(wireValue(kind, stored[column])),
      after: JSON.stringify(wireValue(kind, received[column])),
    }))
}

/** The differences between a result and the same result told otherwise. */
export const changesOfResult = (before: Result, after: Result): ValueChange[] =>
  changesBetween(resultColumns(before), resultColumns(after))

/** A row to merge with another one of the same result. */
export type MergedRow = ResultColumns & { id: number; account_id: string; first_seen_at: number }

/**
 * Merges rows of one result, newest last: the newest values win, and the whole history and everything saved for any of
 * them are kept.
 * @param keepDecisions lets what the teacher decided about the older row be about the newer one
 */
export function merging(
  db: Database,
  keepDecisions: (older: MergedRow, newer: MergedRow) => void = () => undefined,
): (rows: readonly MergedRow[]) => void {
  const firstSeen = db.prepare<[number, number]>(
    `UPDATE result SET first_seen_at = min(first_seen_at, (SELECT first_seen_at FROM result WHERE id = ?)) WHERE id = ?`,
  )
  const note = db.prepare<[number, number, string, string, string]>(
    'INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, ?, ?, ?, ?)',
  )
  // Inserted anew instead of updated, so that the desk's index learns of former serials.
  const copyHistory = db.prepare<[number, number]>(
    `INSERT INTO result_change (result_id, seen_at, field, old_value, new_value)
     SELECT ?, seen_at, field, old_value, new_value FROM result_change WHERE result_id = ? ORDER BY id`,
  )
  const firstValue = db.prepare<[number, string], { old_value: string }>(
    'SELECT old_value FROM result_change WHERE result_id = ? AND field = ? ORDER BY seen_at, id LIMIT 1',
  )
  const moveFile = db.prepare<[number, number]>(
    'UPDATE OR IGNORE certificate_file SET result_id = ? WHERE result_id = ?',
  )
  const moveDownload = db.prepare<[number, number]>(
    'UPDATE OR IGNORE certificate_download SET result_id = ? WHERE result_id = ?',
  )
  const remove = db.prepare<[number]>('DELETE FROM result WHERE id = ?')
  const join = (older: MergedRow, newer: MergedRow) => {
    const changes = changesBetween(older, newer).map(({ field, before, after }) => ({
      field,
      before,
      // The value the newer row first had, before its own history.
      after: firstValue.get(newer.id, field)?.old_value ?? after,
    }))
    copyHistory.run(newer.id, older.id)
    for (const { field, before, after } of changes) {
      if (before !== after) note.run(newer.id, newer.first_seen_at, field, before, after)
    }
    firstSeen.run(older.id, newer.id)
    moveFile.run(newer.id, older.id)
    moveDownload.run(newer.id, older.id)
    keepDecisions(older, newer)
    remove.run(older.id)
  }
  return (rows) => {
    for (const [index, newer] of rows.entries()) {
      const older = rows[index - 1]
      if (older !== undefined) join(older, newer)
    }
  }
}
