import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { ListRef } from '../../../shared/model/access-code.ts'

/**
 * Refuses what is to be done to an access list that no link of the account uses or used and of which nothing is known
 * here: a wrong number would else become a list of its own, with codes that nobody can use.
 */
export function listGuard(db: Database) {
  const archived = db.prepare<[string], 0 | 1>('SELECT archived FROM account WHERE id = ?').pluck()
  const known = db
    .prepare<ListRef, 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM source
           WHERE account_id = @accountId AND feed = 'links' AND access_list_id = @listId)
         OR EXISTS (SELECT 1 FROM access_list WHERE account_id = @accountId AND list_id = @listId)
         OR EXISTS (SELECT 1 FROM access_code WHERE account_id = @accountId AND list_id = @listId)
         OR EXISTS (SELECT 1 FROM outbox WHERE account_id = @accountId AND list_id = @listId)
         OR EXISTS (SELECT 1 FROM code_action WHERE account_id = @accountId AND list_id = @listId)`,
    )
    .pluck()

  /** @throws AppError `account/not-found` where it is not there or disconnected, `access-list/not-found` */
  return ({ accountId, listId }: ListRef): void => {
    if (archived.get(accountId) !== 0) throw new AppError('account/not-found')
    if (known.get({ accountId, listId }) !== 1) throw new AppError('access-list/not-found', { listId })
  }
}
