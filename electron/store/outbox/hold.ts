import type { Database } from 'better-sqlite3'

/**
 * By how much what is held of the outbox alters the number of codes in `access_code`, which are the list as it would be
 * without any hold: what is not to be added is not on it, what is not to be taken off still is.
 */
export const heldCodesOnList = `count(*) FILTER (WHERE operation = 'remove' AND held = 1)
  - count(*) FILTER (WHERE operation = 'add' AND held = 1)`

/**
 * Holds every change in a database that is about to take another's place: since it was copied, what waits in it may
 * have been sent, and undone again. Only somebody who looks at it can say what of it still holds.
 */
export function holdOutbox(db: Database): void {
  db.transaction(() => {
    db.exec(`UPDATE outbox SET held = 1, refusal = NULL, before = 'unknown'`)
    db.exec(`UPDATE code_call SET outcome = 'network/interrupted' WHERE outcome IS NULL`)
  })()
}
