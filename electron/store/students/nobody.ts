import type { Database } from 'better-sqlite3'
import { rekeying } from './rekey.ts'

const own = 'coalesce((SELECT into_key FROM student_merge WHERE account_id = @account AND key = @key), @key)'
const person = `(SELECT ${own} UNION SELECT key FROM student_merge WHERE account_id = @account AND into_key = ${own})`

/**
 * Who is nobody any more once they are in no class: no screen shows what was noted of somebody without a result who was
 * not added by hand either.
 */
export function nobodyQueries(db: Database) {
  const isHeld = db.prepare<{ account: string; key: string }, 1>(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM result WHERE student = ${own} AND account_id = @account)
       OR EXISTS (SELECT 1 FROM class_member JOIN class ON class.id = class_id
         WHERE student_key IN ${person} AND account_id = @account)
       OR EXISTS (SELECT 1 FROM added_student WHERE account_id = @account AND key IN ${person})`,
  )
  const noted = [
    `DELETE FROM note WHERE account_id = @account AND student_key IN ${person}`,
    `DELETE FROM student_label WHERE student_key IN ${person}
       AND label_id IN (SELECT id FROM label WHERE account_id = @account)`,
    `DELETE FROM grade_override WHERE account_id = @account AND student_key IN ${person}`,
  ].map((sql) => db.prepare<{ account: string; key: string }>(sql))
  const isNobody = (account: string, key: string): boolean => isHeld.get({ account, key }) === undefined
  // What is decided about a cell already stays.
  const moveDecisions = db.prepare<{ account: string; from: string; to: string }>(
    'UPDATE OR IGNORE grade_override SET student_key = @to WHERE account_id = @account AND student_key = @from',
  )
  const rekey = rekeying(db)
  return {
    /**
     * Lets what was noted of somebody who is nobody under this key go on under another.
     * @returns whether it does: of who is somebody under both it stays
     */
    moveNobody: (account: string, from: string, to: string): boolean => {
      if (!isNobody(account, from)) return false
      moveDecisions.run({ account, from, to })
      rekey(account, from, to)
      return true
    },
    /** Takes away what was noted of those who are nobody any more; within a step of undo, which brings it back. */
    forgetNobody: (account: string, keys: readonly string[]): void => {
      for (const key of keys.filter((each) => isNobody(account, each)))
        for (const statement of noted) statement.run({ account, key })
    },
  }
}
