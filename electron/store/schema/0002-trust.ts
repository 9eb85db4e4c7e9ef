import type { Migration } from './schema.ts'

/** Coverage as intervals, the history of values, a log of requests and runs, and accounts that keep only their results. */
export const trust: Migration = {
  version: 2,
  up: `
    ALTER TABLE account ADD COLUMN colour INTEGER NOT NULL DEFAULT 0;
    -- ClassMarker's clock minus this computer's, in seconds, as last seen.
    ALTER TABLE account ADD COLUMN clock_offset INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN rechecked_at INTEGER;
    -- How often ClassMarker refused to reach back further; see sync/reach.
    ALTER TABLE account ADD COLUMN reach_refusals INTEGER NOT NULL DEFAULT 0;
    -- 1: disconnected, its results stay.
    ALTER TABLE account ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));

    -- Everything that finished after from_time and until to_time has been received.
    CREATE TABLE coverage (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      from_time INTEGER NOT NULL,
      to_time INTEGER NOT NULL CHECK (to_time >= from_time),
      PRIMARY KEY (account_id, feed, from_time)
    ) STRICT, WITHOUT ROWID;
    -- Version 1 kept one range for each feed, which ran on across its gaps; each gap cuts it.
    INSERT INTO coverage (account_id, feed, from_time, to_time)
      WITH begin AS (
        SELECT account_id, feed, covered_from AS at FROM feed_state
        UNION SELECT account_id, feed, to_time FROM gap JOIN feed_state USING (account_id, feed)
          WHERE to_time > covered_from AND to_time < covered_until
      ), stop AS (
        SELECT account_id, feed, max(covered_from, covered_until) AS at FROM feed_state
        UNION SELECT account_id, feed, iif(reason = 'crowded-second', from_time - 1, from_time)
          FROM gap JOIN feed_state USING (account_id, feed) WHERE from_time > covered_from AND from_time < covered_until
      )
      SELECT begin.account_id, begin.feed, begin.at, min(stop.at) FROM begin
        JOIN stop ON stop.account_id = begin.account_id AND stop.feed = begin.feed AND stop.at >= begin.at
        GROUP BY begin.account_id, begin.feed, begin.at;
    ALTER TABLE feed_state DROP COLUMN covered_from;
    ALTER TABLE feed_state DROP COLUMN covered_until;

    -- Which groups or links have been asked by themselves for a second that holds more than a page.
    CREATE TABLE crowded_part (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL,
      second INTEGER NOT NULL,
      source_id INTEGER NOT NULL,
      test_id INTEGER NOT NULL,
      PRIMARY KEY (account_id, feed, second, source_id, test_id)
    ) STRICT, WITHOUT ROWID;

    -- A value that ClassMarker changed after it was stored; values as JSON, in ClassMarker's own terms.
    CREATE TABLE result_change (
      id INTEGER PRIMARY KEY,
      result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
      seen_at INTEGER NOT NULL,
      field TEXT NOT NULL,
      old_value TEXT NOT NULL,
      new_value TEXT NOT NULL
    ) STRICT;
    CREATE INDEX result_change_by_result ON result_change (result_id);
    CREATE INDEX result_change_by_time ON result_change (seen_at, id);

    -- With the account at their end, counting and paging one account among several needs no rows.
    DROP INDEX result_by_test;
    CREATE INDEX result_by_test ON result (test_id, time_finished, id, account_id);
    DROP INDEX result_by_source;
    CREATE INDEX result_by_source ON result (feed, source_id, time_finished, id, account_id);

    ALTER TABLE request ADD COLUMN outcome TEXT;
    ALTER TABLE request ADD COLUMN milliseconds INTEGER;
    ALTER TABLE sync_run ADD COLUMN kind TEXT NOT NULL DEFAULT 'sync';
    -- Syncing by itself is more than at the start now.
    UPDATE setting SET name = 'autoSync' WHERE name = 'syncAtStart';
    -- The reader that could not read it; a newer one tries again.
    ALTER TABLE unreadable ADD COLUMN reader INTEGER NOT NULL DEFAULT 1;
  `,
}
