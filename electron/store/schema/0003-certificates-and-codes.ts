import type { Migration } from './schema.ts'

/** Certificate search and saved PDFs, and access codes with the changes waiting to be sent. */
export const certificatesAndCodes: Migration = {
  version: 3,
  up: `
    -- The serial as it is compared (shared/model/certificate), only where the certificate is earned.
    ALTER TABLE result ADD COLUMN certificate_key TEXT;
    UPDATE result SET certificate_key = earned_serial_key(certificate_serial, give_certificate_only_when_passed, passed)
      WHERE certificate_serial IS NOT NULL;
    CREATE INDEX certificate_by_finished ON result (time_finished, id, account_id) WHERE certificate_key IS NOT NULL;
    CREATE INDEX certificate_by_name ON result (sort_name, id, account_id) WHERE certificate_key IS NOT NULL;
    CREATE INDEX certificate_by_student ON result (account_id, test_id, student_key, time_finished)
      WHERE certificate_key IS NOT NULL;
    CREATE INDEX former_serial ON result_change (field, result_id) WHERE field = 'certificate_serial';

    -- What the desk looks through. Contentless: all of it stands in result, test and result_change already. former: serials
    -- that were sent for the result and are no certificate of its any more.
    CREATE VIRTUAL TABLE certificate_search USING fts5 (
      serial, words, test, former, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1', detail = 'full'
    );
    -- The spaces before a word let one or two letters be looked for as its beginning. Serials are in capitals, so that their
    -- three letters are not those of the words: a serial's EXA is then not looked for in every address at example.com.
    CREATE VIEW certificate_words AS
      SELECT result.id, result.account_id, result.test_id, upper(result.certificate_key) AS serial,
        iif(result.certificate_key IS NULL, NULL, '  ' || replace(
          concat_ws(' ', result.sort_name, sort_key(result.email), sort_key(result.access_code)), ' ', '  ')) AS words,
        iif(result.certificate_key IS NULL, NULL, '  ' || replace(coalesce(sort_key(test.name), ''), ' ', '  ')) AS test,
        upper(concat_ws(' ', iif(result.certificate_key IS NULL, serial_key(result.certificate_serial), NULL),
          (SELECT group_concat(serial_key(old_value ->> '$'), ' ') FROM result_change
            WHERE result_id = result.id AND field = 'certificate_serial'))) AS former
      FROM result LEFT JOIN test ON test.account_id = result.account_id AND test.test_id = result.test_id;
    INSERT INTO certificate_search (rowid, serial, words, test, former) SELECT id, serial, words, test, former
      FROM certificate_words WHERE serial IS NOT NULL OR former <> '';
    CREATE TRIGGER certificate_search_insert AFTER INSERT ON result WHEN new.certificate_serial IS NOT NULL BEGIN
      INSERT INTO certificate_search (rowid, serial, words, test, former)
        SELECT id, serial, words, test, former FROM certificate_words WHERE id = new.id;
    END;
    CREATE TRIGGER certificate_search_delete AFTER DELETE ON result BEGIN
      DELETE FROM certificate_search WHERE rowid = old.id;
    END;
    CREATE TRIGGER certificate_search_update AFTER UPDATE ON result
      WHEN old.certificate_key IS NOT new.certificate_key OR old.certificate_serial IS NOT new.certificate_serial OR
        (new.certificate_key IS NOT NULL AND (old.search_text <> new.search_text OR old.test_id <> new.test_id)) BEGIN
      DELETE FROM certificate_search WHERE rowid = old.id;
      INSERT INTO certificate_search (rowid, serial, words, test, former)
        SELECT id, serial, words, test, former FROM certificate_words
        WHERE id = new.id AND (serial IS NOT NULL OR former <> '');
    END;
    CREATE TRIGGER certificate_search_replaced AFTER INSERT ON result_change WHEN new.field = 'certificate_serial' BEGIN
      DELETE FROM certificate_search WHERE rowid = new.result_id;
      INSERT INTO certificate_search (rowid, serial, words, test, former)
        SELECT id, serial, words, test, former FROM certificate_words
        WHERE id = new.result_id AND (serial IS NOT NULL OR former <> '');
    END;
    CREATE TRIGGER certificate_search_test_new AFTER INSERT ON test BEGIN
      DELETE FROM certificate_search WHERE rowid IN (SELECT id FROM result
        WHERE account_id = new.account_id AND test_id = new.test_id AND certificate_key IS NOT NULL);
      INSERT INTO certificate_search (rowid, serial, words, test, former) SELECT id, serial, words, test, former
        FROM certificate_words WHERE account_id = new.account_id AND test_id = new.test_id AND serial IS NOT NULL;
    END;
    CREATE TRIGGER certificate_search_test_renamed AFTER UPDATE OF name ON test WHEN old.name <> new.name BEGIN
      DELETE FROM certificate_search WHERE rowid IN (SELECT id FROM result
        WHERE account_id = new.account_id AND test_id = new.test_id AND certificate_key IS NOT NULL);
      INSERT INTO certificate_search (rowid, serial, words, test, former) SELECT id, serial, words, test, former
        FROM certificate_words WHERE account_id = new.account_id AND test_id = new.test_id AND serial IS NOT NULL;
    END;

    -- A PDF that was saved. serial: the one it was fetched for; a result that is sent again may carry another.
    CREATE TABLE certificate_file (
      result_id INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
      serial TEXT NOT NULL,
      file TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      saved_at INTEGER NOT NULL
    ) STRICT;
    -- The download queue, in the order asked for. failure: the code of its error; null while it waits.
    CREATE TABLE certificate_download (
      id INTEGER PRIMARY KEY,
      result_id INTEGER NOT NULL UNIQUE REFERENCES result (id) ON DELETE CASCADE,
      queued_at INTEGER NOT NULL,
      failure TEXT
    ) STRICT;
    -- How many months certificates of a test count.
    CREATE TABLE certificate_validity (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      test_id INTEGER NOT NULL,
      months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 600),
      PRIMARY KEY (account_id, test_id)
    ) STRICT, WITHOUT ROWID;

    -- What ClassMarker's answers said of a list.
    CREATE TABLE access_list (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      list_id INTEGER NOT NULL,
      name TEXT,
      server_total INTEGER,
      server_total_at INTEGER,
      PRIMARY KEY (account_id, list_id)
    ) STRICT, WITHOUT ROWID;
    -- The codes of a list as they will be once everything in the outbox is sent.
    CREATE TABLE access_code (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      list_id INTEGER NOT NULL,
      code TEXT NOT NULL,
      name TEXT,
      added_at INTEGER NOT NULL,
      -- Code and name as they are ordered, and both as they are looked for (shared/model/text).
      sort_code TEXT NOT NULL,
      sort_name TEXT,
      search_text TEXT NOT NULL,
      UNIQUE (account_id, list_id, code)
    ) STRICT;
    CREATE INDEX access_code_by_order ON access_code (account_id, list_id, sort_code, code);
    -- Every code that was ever seen here, on whichever list or in a result, as codes are told apart by eye: a new one
    -- must not look like any of them. Kept when the code itself goes.
    CREATE TABLE taken_code (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO taken_code (key) SELECT serial_key(access_code) FROM result WHERE access_code IS NOT NULL;
    CREATE TRIGGER taken_code_insert AFTER INSERT ON result WHEN new.access_code IS NOT NULL BEGIN
      INSERT OR IGNORE INTO taken_code (key) VALUES (serial_key(new.access_code));
    END;
    CREATE TRIGGER taken_code_update AFTER UPDATE OF access_code ON result
      WHEN new.access_code IS NOT NULL AND new.access_code IS NOT old.access_code BEGIN
      INSERT OR IGNORE INTO taken_code (key) VALUES (serial_key(new.access_code));
    END;
    -- Changes that ClassMarker has not confirmed; at most one a code. before: whether the code is on ClassMarker's list
    -- without this change. It is 'unknown' from the moment a request with it is about to leave, so that a change which
    -- may have arrived is never dropped unsent.
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      list_id INTEGER NOT NULL,
      code TEXT NOT NULL,
      name TEXT,
      operation TEXT NOT NULL CHECK (operation IN ('add', 'remove')),
      before TEXT NOT NULL CHECK (before IN ('on-list', 'not-on-list', 'unknown')),
      queued_at INTEGER NOT NULL,
      -- 1: not sent by itself, because ClassMarker refused it (refusal says how) or a restored copy brought it back.
      held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
      refusal TEXT,
      -- The request it was last in, null before the first. While that has no outcome, the change is under way.
      call_id INTEGER,
      sort_code TEXT NOT NULL,
      sort_name TEXT,
      search_text TEXT NOT NULL,
      UNIQUE (account_id, list_id, code)
    ) STRICT;
    -- The journal: what each edit really changed, and by which later edit it was taken back.
    CREATE TABLE code_action (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      list_id INTEGER NOT NULL,
      at INTEGER NOT NULL,
      change TEXT NOT NULL CHECK (change IN ('add', 'remove', 'full-list', 'undo')),
      origin TEXT NOT NULL,
      added INTEGER NOT NULL DEFAULT 0,
      removed INTEGER NOT NULL DEFAULT 0,
      -- The edit that this one takes back; null for one of its own.
      undoes INTEGER REFERENCES code_action (id),
      undone_by INTEGER REFERENCES code_action (id),
      undone_at INTEGER
    ) STRICT;
    CREATE INDEX code_action_by_list ON code_action (account_id, list_id, id);
    CREATE TABLE code_action_change (
      action_id INTEGER NOT NULL REFERENCES code_action (id) ON DELETE CASCADE,
      code TEXT NOT NULL,
      name TEXT,
      -- remove-unknown: a code that was not known here, and cannot be put back for certain.
      change TEXT NOT NULL CHECK (change IN ('add', 'remove', 'remove-unknown')),
      -- 1: added together with codes of which ClassMarker had some before, and it does not say which.
      doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
      PRIMARY KEY (action_id, code)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX code_action_change_by_code ON code_action_change (code, action_id);
    -- One line per request to a list. These do not count against the hour, so they are not in request.
    CREATE TABLE code_call (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      list_id INTEGER NOT NULL,
      at INTEGER NOT NULL,
      operation TEXT NOT NULL CHECK (operation IN ('add', 'remove')),
      sent INTEGER NOT NULL,
      expected INTEGER NOT NULL,
      counted INTEGER,
      total INTEGER,
      outcome TEXT
    ) STRICT;
    CREATE INDEX code_call_by_list ON code_call (account_id, list_id, id);
    -- With the names, so that who used which code is read from here alone.
    CREATE INDEX result_by_access_code ON result (account_id, source_id, access_code, time_finished, first, last)
      WHERE feed = 'links' AND access_code IS NOT NULL;
  `,
}
