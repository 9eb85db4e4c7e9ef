import type { Database } from 'better-sqlite3'
import { changesBetween } from './changes.ts'
import type { ResultColumns } from './tables.ts'

/** A row as it is joined with another of the same result. */
export type MergedRow = ResultColumns & { id: number; account_id: string; first_seen_at: number }

/** Joins the rows of one result, newest last: its values stay, with the whole history and what was saved for any of them. */
export function merging(db: Database): (rows: readonly MergedRow[]) => void {
  const firstSeen = db.prepare<[number, number]>(
    `UPDATE result SET first_seen_at = min(first_seen_at, (SELECT first_seen_at FROM result WHERE id = ?)) WHERE id = ?`,
  )
  const note = db.prepare<[number, number, string, string, string]>(
    'INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, ?, ?, ?, ?)',
  )
  // Written anew rather than moved, so that the desk's index learns of former serials.
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
      // What the newer row was when it came, before its own history went on.
      after: firstValue.get(newer.id, field)?.old_value ?? after,
    }))
    copyHistory.run(newer.id, older.id)
    for (const { field, before, after } of changes) {
      if (before !== after) note.run(newer.id, newer.first_seen_at, field, before, after)
    }
    firstSeen.run(older.id, newer.id)
    moveFile.run(newer.id, older.id)
    moveDownload.run(newer.id, older.id)
    remove.run(older.id)
  }
  return (rows) => {
    for (const [index, newer] of rows.entries()) {
      const older = rows[index - 1]
      if (older !== undefined) join(older, newer)
    }
  }
}
