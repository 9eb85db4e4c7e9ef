import type { Database } from 'better-sqlite3'
import { furtherKey } from '../../../shared/model/result.ts'
import { type MergedRow, merging } from '../results/same-result.ts'
import type { Migration } from './schema.ts'

/**
 * Identifies a link result by its link_result_id, counts each taker without name and code separately, and lets an
 * account have another key. Until now the key of a link result contained its start, so a result whose start was
 * corrected is stored twice.
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

/** Merges rows with one id and one student; those of different students stay, each under its own key. */
function mergeDoubled(db: Database): void {
  const several = db.prepare<[], { account_id: string; link_result_id: number }>(
    `SELECT account_id, link_result_id FROM result WHERE feed = 'links' AND link_result_id IS NOT NULL
     GROUP BY account_id, link_result_id HAVING count(*) > 1`,
  )
  const newestLast = db.prepare<[string, number], MergedRow>(
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
