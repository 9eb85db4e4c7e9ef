import type { Database } from 'better-sqlite3'
import { furtherKey } from '../../../shared/model/result.ts'
import { changesBetween } from '../changes.ts'
import type { ResultColumns } from '../result-columns.ts'
import type { Migration } from './migration.ts'

/**
 * A link result is its link_result_id, takers without name and code are one taker each, and an account may be given
 * another key. Until now the start stood in a link result's key, so one whose start was corrected stands here twice.
 */
export const oneResultOnce: Migration = {
  version: 4,
  up: `
    -- 1: sent with a key that the account has no more. It does not count against the present key's hour.
    ALTER TABLE request ADD COLUMN former_key INTEGER NOT NULL DEFAULT 0 CHECK (former_key IN (0, 1));
    -- From where a feed is to be read once more, up to its cursor; null where it is not. Another key may see more in it.
    ALTER TABLE feed_state ADD COLUMN again_from INTEGER;
    UPDATE result SET student_key = student_key(feed, user_id, cm_user_id, first, last, email, access_code,
        link_result_id, natural_key)
      WHERE student_key <> student_key(feed, user_id, cm_user_id, first, last, email, access_code,
        link_result_id, natural_key);
  `,
  renew: (db) => {
    mergeDoubled(db)
    db.exec(`UPDATE result SET natural_key = 'l:' || link_result_id
      WHERE feed = 'links' AND link_result_id IS NOT NULL AND natural_key NOT LIKE '%#%'`)
  },
}

type Row = ResultColumns & { id: number; account_id: string; first_seen_at: number }

/** Rows with one id and one student become one; those of different students stay, each under a key of its own. */
function mergeDoubled(db: Database): void {
  const several = db.prepare<[], { account_id: string; link_result_id: number }>(
    `SELECT account_id, link_result_id FROM result WHERE feed = 'links' AND link_result_id IS NOT NULL
     GROUP BY account_id, link_result_id HAVING count(*) > 1`,
  )
  const newestLast = db.prepare<[string, number], Row>(
    `SELECT * FROM result WHERE account_id = ? AND feed = 'links' AND link_result_id = ? ORDER BY updated_at, id`,
  )
  const setKey = db.prepare<[string, number]>('UPDATE result SET natural_key = ? WHERE id = ?')
  const merge = merging(db)
  for (const { account_id, link_result_id } of several.all()) {
    const byStudent = Map.groupBy(newestLast.all(account_id, link_result_id), ({ student_key }) => student_key)
    const kept: number[] = []
    for (const rows of byStudent.values()) {
      const newest = rows.at(-1)
      if (newest === undefined) continue
      merge(rows)
      kept.push(newest.id)
    }
    const further = kept.toSorted((a, b) => a - b).slice(1)
    for (const [index, id] of further.entries()) setKey.run(furtherKey(`l:${link_result_id}`, index + 2), id)
  }
}

/** Joins the rows of one result, newest last: its values stay, with the whole history and what was saved for any of them. */
function merging(db: Database): (rows: readonly Row[]) => void {
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
  const join = (older: Row, newer: Row) => {
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
