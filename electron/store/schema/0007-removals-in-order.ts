import type { Migration } from './schema.ts'

/**
 * The codes still to be removed, in the order of `access_code_by_order`: a list of codes is both, merged. Without it, a
 * list whose codes all wait to be added read each waiting change to find that none is a removal.
 */
export const removalsInOrder: Migration = {
  version: 7,
  up: `CREATE INDEX removal_by_order ON outbox (account_id, list_id, sort_code, code) WHERE operation = 'remove';`,
}
