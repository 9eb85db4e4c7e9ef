-- Version 12, as the migrations make it. Written by `npm run schema`.

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

CREATE TABLE access_list (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  list_id INTEGER NOT NULL,
  name TEXT,
  server_total INTEGER,
  server_total_at INTEGER,
  PRIMARY KEY (account_id, list_id)
) STRICT, WITHOUT ROWID;

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
  next_request_after INTEGER, colour INTEGER NOT NULL DEFAULT 0, clock_offset INTEGER NOT NULL DEFAULT 0, rechecked_at INTEGER, reach_refusals INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  UNIQUE (api_key, sample)
) STRICT;

CREATE TABLE answer_page (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  places INTEGER NOT NULL,
  answers BLOB NOT NULL
) STRICT;
CREATE INDEX answer_page_by_account ON answer_page (account_id, id, places);

CREATE TABLE assignment (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL,
  source_id INTEGER NOT NULL,
  test_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, feed, source_id, test_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate_download (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL UNIQUE REFERENCES result (id) ON DELETE CASCADE,
  queued_at INTEGER NOT NULL,
  failure TEXT
) STRICT;

CREATE TABLE certificate_file (
  result_id INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
  serial TEXT NOT NULL,
  file TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE certificate_search USING fts5 (
  serial, words, test, former, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1', detail = 'full'
);

CREATE TABLE certificate_validity (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  test_id INTEGER NOT NULL,
  months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 600),
  PRIMARY KEY (account_id, test_id)
) STRICT, WITHOUT ROWID;

CREATE VIEW certificate_words AS
SELECT result.id, result.account_id, result.test_id, upper(result.certificate_key) AS serial,
  iif(result.certificate_key IS NULL, NULL, '  ' || replace(
    concat_ws(' ', result.sort_name, sort_key(result.email), sort_key(result.access_code)), ' ', '  ')) AS words,
  iif(result.certificate_key IS NULL, NULL, '  ' || replace(coalesce(sort_key(test.name), ''), ' ', '  ')) AS test,
  upper(concat_ws(' ', iif(result.certificate_key IS NULL, serial_key(result.certificate_serial), NULL),
    (SELECT group_concat(serial_key(old_value ->> '$'), ' ') FROM result_change
      WHERE result_id = result.id AND field = 'certificate_serial'))) AS former
FROM result LEFT JOIN test ON test.account_id = result.account_id AND test.test_id = result.test_id;

CREATE TABLE class (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  UNIQUE (account_id, name)
) STRICT;

CREATE TABLE class_member (
  class_id INTEGER NOT NULL REFERENCES class (id) ON DELETE CASCADE,
  student_key TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  email TEXT,
  -- The student's number in another system.
  external_id TEXT,
  -- Percent of the usual time that is added.
  extra_time INTEGER,
  PRIMARY KEY (class_id, student_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_member_by_student ON class_member (student_key);

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

CREATE TABLE coverage (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL CHECK (to_time >= from_time),
  PRIMARY KEY (account_id, feed, from_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE crowded_part (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL,
  second INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  test_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, feed, second, source_id, test_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_state (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
  cursor INTEGER NOT NULL, again_from INTEGER,
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

CREATE TABLE grade_override (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  student_key TEXT NOT NULL,
  test_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('excused', 'attempt')),
  result_id INTEGER REFERENCES result (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, student_key, test_id),
  CHECK ((kind = 'attempt') = (result_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX grade_override_by_result ON grade_override (result_id);

CREATE TABLE gradebook (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT;

CREATE TABLE hand_in (
  id INTEGER PRIMARY KEY,
  gradebook_id INTEGER NOT NULL REFERENCES gradebook (id) ON DELETE CASCADE,
  handed_in_at INTEGER NOT NULL,
  cells TEXT NOT NULL
) STRICT;
CREATE INDEX hand_in_by_gradebook ON hand_in (gradebook_id, handed_in_at);

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
CREATE INDEX removal_by_order ON outbox (account_id, list_id, sort_code, code) WHERE operation = 'remove';

CREATE TABLE request (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  sent_at INTEGER NOT NULL,
  path TEXT NOT NULL
, outcome TEXT, milliseconds INTEGER, former_key INTEGER NOT NULL DEFAULT 0 CHECK (former_key IN (0, 1))) STRICT;
CREATE INDEX request_by_time ON request (account_id, sent_at);

CREATE TABLE result (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  natural_key TEXT NOT NULL,
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
  test_id INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  link_result_id ANY,
  user_id ANY,
  cm_user_id TEXT,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  email TEXT,
  access_code TEXT,
  extra_info TEXT,
  percentage INTEGER,
  points_scored REAL,
  points_available REAL,
  pass_mark INTEGER,
  passed INTEGER,
  outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'not-passed', 'none')),
  requires_grading INTEGER CHECK (requires_grading IN (0, 1)),
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
  raw ANY NOT NULL,
  first_seen_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, certificate_key TEXT, reader INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account_id, natural_key)
) STRICT;
CREATE INDEX certificate_by_finished ON result (time_finished, id, account_id) WHERE certificate_key IS NOT NULL;
CREATE INDEX certificate_by_name ON result (sort_name, id, account_id) WHERE certificate_key IS NOT NULL;
CREATE INDEX certificate_by_student ON result (account_id, test_id, student_key, time_finished)
WHERE certificate_key IS NOT NULL;
CREATE INDEX result_by_access_code ON result (account_id, source_id, access_code, time_finished, first, last)
WHERE feed = 'links' AND access_code IS NOT NULL;
CREATE INDEX result_by_finished ON result (time_finished, id, account_id, feed);
CREATE INDEX result_by_name ON result (sort_name, id, account_id);
CREATE INDEX result_by_place ON result (feed, source_id, test_id, account_id);
CREATE INDEX result_by_reader ON result (reader);
CREATE INDEX result_by_student ON result (student_key, test_id);
CREATE INDEX result_to_grade ON result (time_finished, id) WHERE requires_grading = 1;
CREATE TRIGGER answer_page_delete AFTER DELETE ON result
  WHEN typeof(old.raw) = 'integer' AND EXISTS (SELECT 1 FROM account WHERE id = old.account_id) BEGIN
  UPDATE answer_page SET answers = without_answer(answers, old.raw) WHERE id = old.raw >> 10;
  DELETE FROM answer_page WHERE id = old.raw >> 10 AND octet_length(answers) = 0;
END;
CREATE TRIGGER answer_page_replace AFTER UPDATE OF raw ON result
  WHEN typeof(old.raw) = 'integer' AND new.raw IS NOT old.raw BEGIN
  UPDATE answer_page SET answers = without_answer(answers, old.raw) WHERE id = old.raw >> 10;
  DELETE FROM answer_page WHERE id = old.raw >> 10 AND octet_length(answers) = 0;
END;
CREATE TRIGGER certificate_search_delete AFTER DELETE ON result BEGIN
  DELETE FROM certificate_search WHERE rowid = old.id;
END;
CREATE TRIGGER certificate_search_insert AFTER INSERT ON result WHEN new.certificate_serial IS NOT NULL BEGIN
  INSERT INTO certificate_search (rowid, serial, words, test, former)
    SELECT id, serial, words, test, former FROM certificate_words WHERE id = new.id;
END;
CREATE TRIGGER certificate_search_update AFTER UPDATE ON result
  WHEN old.certificate_key IS NOT new.certificate_key OR old.certificate_serial IS NOT new.certificate_serial OR
    (new.certificate_key IS NOT NULL AND (old.search_text <> new.search_text OR old.test_id <> new.test_id)) BEGIN
  DELETE FROM certificate_search WHERE rowid = old.id;
  INSERT INTO certificate_search (rowid, serial, words, test, former)
    SELECT id, serial, words, test, former FROM certificate_words
    WHERE id = new.id AND (serial IS NOT NULL OR former <> '');
END;
CREATE TRIGGER result_touch_delete AFTER DELETE ON result BEGIN
  INSERT INTO result_touch (result_id) VALUES (old.id);
END;
CREATE TRIGGER result_touch_insert AFTER INSERT ON result BEGIN
  INSERT INTO result_touch (result_id) VALUES (new.id);
END;
CREATE TRIGGER result_touch_update AFTER UPDATE ON result BEGIN
  INSERT INTO result_touch (result_id) VALUES (new.id);
END;
CREATE TRIGGER taken_code_insert AFTER INSERT ON result WHEN new.access_code IS NOT NULL BEGIN
  INSERT OR IGNORE INTO taken_code (key) VALUES (serial_key(new.access_code));
END;
CREATE TRIGGER taken_code_update AFTER UPDATE OF access_code ON result
  WHEN new.access_code IS NOT NULL AND new.access_code IS NOT old.access_code BEGIN
  INSERT OR IGNORE INTO taken_code (key) VALUES (serial_key(new.access_code));
END;

CREATE VIEW result_answer AS SELECT id, raw_answer(raw,
iif(typeof(raw) = 'integer', (SELECT answers FROM answer_page WHERE answer_page.id = result.raw >> 10), NULL)) AS answer
FROM result;

CREATE TABLE result_change (
  id INTEGER PRIMARY KEY,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  seen_at INTEGER NOT NULL,
  field TEXT NOT NULL,
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL
) STRICT;
CREATE INDEX former_serial ON result_change (field, result_id) WHERE field = 'certificate_serial';
CREATE INDEX result_change_by_result ON result_change (result_id);
CREATE INDEX result_change_by_time ON result_change (seen_at, id);
CREATE TRIGGER certificate_search_replaced AFTER INSERT ON result_change WHEN new.field = 'certificate_serial' BEGIN
  DELETE FROM certificate_search WHERE rowid = new.result_id;
  INSERT INTO certificate_search (rowid, serial, words, test, former)
    SELECT id, serial, words, test, former FROM certificate_words
    WHERE id = new.result_id AND (serial IS NOT NULL OR former <> '');
END;

CREATE TABLE result_touch (number INTEGER PRIMARY KEY, result_id INTEGER) STRICT;
CREATE TRIGGER result_touch_keep AFTER INSERT ON result_touch BEGIN
  DELETE FROM result_touch WHERE number = new.number - 10000;
END;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

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
CREATE TRIGGER result_touch_source_delete AFTER DELETE ON source BEGIN
  INSERT INTO result_touch (result_id) VALUES (NULL);
END;
CREATE TRIGGER result_touch_source_insert AFTER INSERT ON source BEGIN
  INSERT INTO result_touch (result_id) VALUES (NULL);
END;
CREATE TRIGGER result_touch_source_rename AFTER UPDATE OF name ON source WHEN old.name <> new.name BEGIN
  INSERT INTO result_touch (result_id) VALUES (NULL);
END;

CREATE TABLE sync_run (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  ended_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  summary TEXT NOT NULL
, kind TEXT NOT NULL DEFAULT 'sync') STRICT;
CREATE INDEX sync_run_by_time ON sync_run (account_id, ended_at);

CREATE TABLE taken_code (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE test (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  test_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (account_id, test_id)
) STRICT, WITHOUT ROWID;
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
CREATE TRIGGER result_touch_test_delete AFTER DELETE ON test BEGIN
  INSERT INTO result_touch (result_id) VALUES (NULL);
END;
CREATE TRIGGER result_touch_test_insert AFTER INSERT ON test BEGIN
  INSERT INTO result_touch (result_id) VALUES (NULL);
END;
CREATE TRIGGER result_touch_test_rename AFTER UPDATE OF name ON test WHEN old.name <> new.name BEGIN
  INSERT INTO result_touch (result_id) VALUES (NULL);
END;

CREATE TABLE unreadable (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL,
  raw TEXT NOT NULL,
  problem TEXT NOT NULL,
  seen_at INTEGER NOT NULL, reader INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account_id, feed, raw)
) STRICT;
