import type { Migration } from './schema.ts'

/**
 * An index of the codes still to be removed, in the order of `access_code_by_order`: a list of codes merges the two.
 * Without it, every waiting change of a list was read to find the removals, even where all of them were additions.
 */
export const removalsInOrder: Migration = {
  version: 7,
  up: `CREATE INDEX removal_by_order ON outbox (account_id, list_id, sort_code, code) WHERE operation = 'remove';`,
}
