import type { Database } from 'better-sqlite3'
import type { KnownStudent } from '../../../shared/model/class.ts'

/** Reads everybody with a result in an account, as the newest one names them. */
export function knownStudents(db: Database): (account: string) => KnownStudent[] {
  const all = db.prepare<[string], KnownStudent>(
    `SELECT account_id AS account, student AS key, first, last, email, max(time_finished)
     FROM result WHERE account_id = ? GROUP BY student`,
  )
  return (account) => all.all(account).map(({ key, first, last, email }) => ({ account, key, first, last, email }))
}
