import type { Database } from 'better-sqlite3'
import { definitionQueries } from '../local/definitions.ts'

/**
 * Lets what is kept by a student's key (merges, verdicts, notes, labels, who was added by hand, views that ask for them) go
 * on under another key, because ClassMarker corrected a name or an address and no result has the former key any more.
 */
export function rekeying(db: Database): (account: string, former: string, key: string) => void {
  const { followStudent } = definitionQueries(db)
  // Merged into that key already: it is one student without a merge.
  const unneeded = db.prepare(
    'DELETE FROM student_merge WHERE account_id = @account AND key = @former AND into_key = @key',
  )
  const merges = [
    'UPDATE OR IGNORE student_merge SET key = @key WHERE account_id = @account AND key = @former',
    'DELETE FROM student_merge WHERE account_id = @account AND key = @former',
    'DELETE FROM student_merge WHERE account_id = @account AND key = @key AND into_key = @former',
    'UPDATE student_merge SET into_key = @key WHERE account_id = @account AND into_key = @former',
  ].map((sql) => db.prepare(sql))
  const intoOf = db
    .prepare<[string, string], string>('SELECT into_key FROM student_merge WHERE account_id = ? AND key = ?')
    .pluck()
  const flat = db.prepare(
    'UPDATE student_merge SET into_key = @into WHERE account_id = @account AND into_key = @key AND key <> @into',
  )
  const others = [
    'UPDATE note SET student_key = @key WHERE account_id = @account AND student_key = @former',
    `UPDATE OR IGNORE student_label SET student_key = @key WHERE student_key = @former
       AND label_id IN (SELECT id FROM label WHERE account_id = @account)`,
    `DELETE FROM student_label WHERE student_key = @former
       AND label_id IN (SELECT id FROM label WHERE account_id = @account)`,
    'DELETE FROM added_student WHERE account_id = @account AND key = @former',
    `INSERT OR IGNORE INTO identity_verdict (account_id, key, other_key, verdict, made_at)
       SELECT @account, min(one, other), max(one, other), verdict, made_at FROM (
         SELECT iif(key = @former, @key, key) AS one, iif(other_key = @former, @key, other_key) AS other, verdict, made_at
         FROM identity_verdict WHERE account_id = @account AND @former IN (key, other_key))
       WHERE one <> other`,
    'DELETE FROM identity_verdict WHERE account_id = @account AND @former IN (key, other_key)',
  ].map((sql) => db.prepare(sql))

  return (account, former, key) => {
    const names = { account, former, key }
    unneeded.run(names)
    for (const statement of merges) statement.run(names)
    // No merge is into a key that is merged itself.
    const into = intoOf.get(account, key)
    if (into !== undefined) flat.run({ account, key, into })
    for (const statement of others) statement.run(names)
    followStudent(account, former, key)
  }
}
