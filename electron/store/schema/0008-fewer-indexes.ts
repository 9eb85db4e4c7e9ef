import type { Migration } from './schema.ts'

/**
 * Drops what the list asked of SQL and now asks of its columns in memory: the index of letters for its search, and the
 * indexes for its orders and filters. What is asked right after opening, until the columns stand, keeps an index: the
 * newest, the names, and how many results each test, group and link has.
 *
 * The pages set free are filled by the next results. The file itself does not shrink, because rewriting all of it would
 * keep a teacher with a million results waiting, and copies hold no free pages anyway.
 */
export const fewerIndexes: Migration = {
  version: 8,
  up: `
    DROP TRIGGER result_search_insert;
    DROP TRIGGER result_search_update;
    DROP TRIGGER result_search_delete;
    DROP TABLE result_search;
    DROP INDEX result_by_percentage;
    DROP INDEX result_by_test;
    DROP INDEX result_by_source;
    DROP INDEX result_by_finished;
    -- The order after opening, and with the feed, so that a sync finds how far it came without reading rows.
    CREATE INDEX result_by_finished ON result (time_finished, id, account_id, feed);
    -- For the counts of tests, groups and links.
    CREATE INDEX result_by_place ON result (feed, source_id, test_id, account_id);
  `,
}
