import { randomInt } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'

/**
 * An id that no class or gradebook had before. A number in turn would come back once the newest was removed, and a
 * gradebook of the removed class would then show another one.
 */
export const freshId = (): number => randomInt(1, 2 ** 47)

/** Throws `account/not-found` for an account that is not here. */
export function accountGuard(db: Database): (account: string) => void {
  const known = db.prepare('SELECT 1 FROM account WHERE id = ?')
  return (account) => {
    if (known.get(account) === undefined) throw new AppError('account/not-found')
  }
}
