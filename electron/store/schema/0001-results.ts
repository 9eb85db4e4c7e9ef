import type { Migration } from './schema.ts'

/** Accounts, what their keys can see, their results, and how far each feed has been fetched. */
export const results: Migration = {
  version: 1,
  up: `
    CREATE TABLE account (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      api_key TEXT NOT NULL,
      signature TEXT NOT NULL CHECK (signature IN ('sha256', 'md5')),
      signature_setting TEXT NOT NULL CHECK (signature_setting IN ('auto', 'sha256', 'md5')),
      sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
      time_zone TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      discovered_at INTEGER,
      next_request_after INTEGER,
      UNIQUE (api_key, sample)
    ) STRICT;

    CREATE TABLE test (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      test_id INTEGER NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (account_id, test_id)
    ) STRICT, WITHOUT ROWID;

    -- A group or a link. visible: the key could see it at the last discovery.
    CREATE TABLE source (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      source_id INTEGER NOT NULL,
      name TEXT NOT NULL,
      link_url_id TEXT,
      access_list_id INTEGER,
      visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
      PRIMARY KEY (account_id, feed, source_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE assignment (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL,
      source_id INTEGER NOT NULL,
      test_id INTEGER NOT NULL,
      PRIMARY KEY (account_id, feed, source_id, test_id)
    ) STRICT, WITHOUT ROWID;

    -- percentage and pass_mark are tenths of a percent; times are Unix seconds.
    CREATE TABLE result (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      natural_key TEXT NOT NULL,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      test_id INTEGER NOT NULL,
      source_id INTEGER NOT NULL,
      link_result_id INTEGER,
      user_id INTEGER,
      cm_user_id TEXT,
      first TEXT NOT NULL,
      last TEXT NOT NULL,
      email TEXT,
      access_code TEXT,
      extra_info TEXT,
      percentage INTEGER NOT NULL,
      points_scored REAL,
      points_available REAL,
      pass_mark INTEGER,
      passed INTEGER,
      outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'not-passed', 'none')),
      requires_grading INTEGER NOT NULL CHECK (requires_grading IN (0, 1)),
      status TEXT,
      test_type TEXT,
      time_started INTEGER NOT NULL,
      time_finished INTEGER NOT NULL,
      duration TEXT,
      duration_seconds INTEGER,
      give_certificate_only_when_passed INTEGER,
      certificate_serial TEXT,
      certificate_url TEXT,
      view_results_url TEXT,
      ip_address TEXT,
      student_key TEXT NOT NULL,
      sort_name TEXT NOT NULL,
      search_text TEXT NOT NULL,
      raw TEXT NOT NULL,
      first_seen_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      UNIQUE (account_id, natural_key)
    ) STRICT;

    CREATE INDEX result_by_finished ON result (time_finished, id, account_id);
    CREATE INDEX result_by_name ON result (sort_name, id, account_id);
    CREATE INDEX result_by_percentage ON result (percentage, id, account_id);
    CREATE INDEX result_by_test ON result (test_id, time_finished, id);
    CREATE INDEX result_by_source ON result (feed, source_id, time_finished, id);
    CREATE INDEX result_by_student ON result (student_key, test_id);
    CREATE INDEX result_to_grade ON result (time_finished, id) WHERE requires_grading = 1;

    CREATE VIRTUAL TABLE result_search USING fts5 (search_text, content = 'result', content_rowid = 'id', tokenize = 'trigram', detail = 'full');
    CREATE TRIGGER result_search_insert AFTER INSERT ON result BEGIN
      INSERT INTO result_search (rowid, search_text) VALUES (new.id, new.search_text);
    END;
    CREATE TRIGGER result_search_delete AFTER DELETE ON result BEGIN
      INSERT INTO result_search (result_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    END;
    CREATE TRIGGER result_search_update AFTER UPDATE OF search_text ON result WHEN old.search_text <> new.search_text BEGIN
      INSERT INTO result_search (result_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
      INSERT INTO result_search (rowid, search_text) VALUES (new.id, new.search_text);
    END;

    -- What ClassMarker sent and this version could not read, kept for one that can.
    CREATE TABLE unreadable (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL,
      raw TEXT NOT NULL,
      problem TEXT NOT NULL,
      seen_at INTEGER NOT NULL,
      UNIQUE (account_id, feed, raw)
    ) STRICT;

    -- cursor: the newest finish time received. covered_until: everything that finished before it has been received.
    CREATE TABLE feed_state (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      cursor INTEGER NOT NULL,
      covered_from INTEGER NOT NULL,
      covered_until INTEGER NOT NULL,
      PRIMARY KEY (account_id, feed)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE gap (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      from_time INTEGER NOT NULL,
      to_time INTEGER NOT NULL,
      reason TEXT NOT NULL,
      found_at INTEGER NOT NULL,
      UNIQUE (account_id, feed, from_time, to_time, reason)
    ) STRICT;

    -- One line per request sent, for the hourly budget. The path carries no query: that would hold key and signature.
    CREATE TABLE request (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      sent_at INTEGER NOT NULL,
      path TEXT NOT NULL
    ) STRICT;
    CREATE INDEX request_by_time ON request (account_id, sent_at);

    CREATE TABLE sync_run (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      ended_at INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      summary TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sync_run_by_time ON sync_run (account_id, ended_at);

    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
}
