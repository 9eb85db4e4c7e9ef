-- Version 21, as the migrations make it. Written by `npm run schema`.

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
  next_request_after INTEGER, colour INTEGER NOT NULL DEFAULT 0, clock_offset INTEGER NOT NULL DEFAULT 0, rechecked_at INTEGER, reach_refusals INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)), service TEXT NOT NULL DEFAULT 'classmarker'
  CHECK (service IN ('classmarker', 'assessments')), url TEXT, email TEXT,
  UNIQUE (api_key, sample)
) STRICT;

CREATE TABLE added_student (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  email TEXT,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER learner_name_left_added_student AFTER DELETE ON added_student
  WHEN old.key LIKE 'user:%' BEGIN
  DELETE FROM learner_name WHERE learner_id = substr(old.key, length('user:') + 1)
    AND NOT EXISTS (SELECT 1 FROM result WHERE student = old.key AND account_id = learner_name.account_id)
    AND NOT EXISTS (SELECT 1 FROM student_merge WHERE account_id = learner_name.account_id AND key = old.key)
    AND NOT EXISTS (SELECT 1 FROM added_student WHERE account_id = learner_name.account_id AND key = old.key)
    AND NOT EXISTS (SELECT 1 FROM class_member JOIN class ON class.id = class_id
      WHERE account_id = learner_name.account_id AND student_key = old.key);
END;
CREATE TRIGGER local_row_added_student_delete AFTER DELETE ON added_student
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'added_student', json_object('account_id', old.account_id, 'key', old.key, 'first', old.first, 'last', old.last, 'email', old.email, 'made_at', old.made_at), NULL);
END;
CREATE TRIGGER local_row_added_student_insert AFTER INSERT ON added_student
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'added_student', NULL, json_object('account_id', new.account_id, 'key', new.key, 'first', new.first, 'last', new.last, 'email', new.email, 'made_at', new.made_at));
END;
CREATE TRIGGER local_row_added_student_update AFTER UPDATE ON added_student
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'added_student', json_object('account_id', old.account_id, 'key', old.key, 'first', old.first, 'last', old.last, 'email', old.email, 'made_at', old.made_at), json_object('account_id', new.account_id, 'key', new.key, 'first', new.first, 'last', new.last, 'email', new.email, 'made_at', new.made_at));
END;

CREATE TABLE answer_page (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  places INTEGER NOT NULL,
  answers BLOB NOT NULL
) STRICT;
CREATE INDEX answer_page_by_account ON answer_page (account_id, id, places);

CREATE TABLE answers_touch (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  test_id INTEGER NOT NULL,
  touches INTEGER NOT NULL,
  PRIMARY KEY (account_id, test_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment (
  id INTEGER PRIMARY KEY CHECK (id < 0),
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- The service's own id.
  assessment_id TEXT NOT NULL,
  course INTEGER NOT NULL REFERENCES course (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  passing_score REAL,
  time_limit_minutes REAL,
  question_count REAL,
  -- The JSON that this was read from; null where only a submission told of it.
  raw TEXT,
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  -- As JSON, with the whole answer they were read from.
  questions TEXT,
  questions_raw TEXT,
  questions_at INTEGER,
  -- When they were asked for last and not all could be had; null where they could. How many could not be read.
  questions_refused_at INTEGER,
  questions_unreadable INTEGER NOT NULL DEFAULT 0,
  -- Whether it was published from here, and the ids of the bank's questions that were prepared for it.
  published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
  prepared TEXT NOT NULL DEFAULT '[]',
  UNIQUE (account_id, assessment_id),
  CHECK ((questions IS NULL) = (questions_at IS NULL))
) STRICT;
CREATE INDEX assessment_by_course ON assessment (course);

CREATE TABLE assessment_attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  assessment INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'submitting', 'unclear', 'refused', 'submitted')),
  begun_at INTEGER NOT NULL,
  ends_at INTEGER,
  answers TEXT NOT NULL DEFAULT '[]',
  in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1)),
  from_file INTEGER NOT NULL DEFAULT 0 CHECK (from_file IN (0, 1)),
  refusal TEXT,
  refusal_detail TEXT,
  submission_id TEXT,
  submission TEXT,
  CHECK ((submission IS NULL) = (submission_id IS NULL)),
  CHECK ((submission IS NULL) = (state <> 'submitted'))
) STRICT;
CREATE INDEX assessment_attempt_by_assessment ON assessment_attempt (assessment, id);
CREATE INDEX assessment_attempt_by_submission ON assessment_attempt (account_id, submission_id)
WHERE submission_id IS NOT NULL;
CREATE TRIGGER attempt_taken_settled AFTER UPDATE OF state ON assessment_attempt WHEN new.state = 'submitted' BEGIN
  DELETE FROM attempt_taken WHERE attempt = new.id;
END;

CREATE TABLE assessment_change (
  id INTEGER PRIMARY KEY,
  assessment INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
  seen_at INTEGER NOT NULL,
  field TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX assessment_change_by_assessment ON assessment_change (assessment, id);

CREATE TABLE assessment_draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  course_id TEXT NOT NULL,
  title TEXT NOT NULL,
  passing_score REAL,
  time_limit_minutes REAL,
  questions TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'waiting', 'sending', 'refused', 'unclear')),
  queued INTEGER,
  in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1)),
  newest_before INTEGER,
  tried TEXT NOT NULL DEFAULT '[]',
  refusal TEXT,
  refusal_detail TEXT,
  -- Numbers of assessments that it may be, as JSON.
  candidates TEXT NOT NULL DEFAULT '[]',
  CHECK ((queued IS NULL) = (state = 'draft')),
  CHECK ((in_doubt = 0 AND tried = '[]') OR newest_before IS NOT NULL)
) STRICT;
CREATE INDEX assessment_draft_by_account ON assessment_draft (account_id, queued);

CREATE TABLE assessment_look (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  looked_at INTEGER NOT NULL,
  news_at INTEGER,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_number (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

CREATE TABLE assessment_open_look (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  begun_at INTEGER NOT NULL,
  reading TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL,
  source_id INTEGER NOT NULL,
  test_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, feed, source_id, test_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt_answers (
  result_id INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
  finished INTEGER NOT NULL,
  to_grade INTEGER NOT NULL CHECK (to_grade IN (0, 1)),
  listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
  -- The import that wrote them last.
  run_id INTEGER,
  -- Numbers alone (answers/packed-marks), so that the answers to a whole test are read at once.
  marks BLOB NOT NULL
) STRICT;
CREATE TRIGGER answers_touch_delete AFTER DELETE ON attempt_answers BEGIN
  INSERT INTO answers_touch (account_id, test_id, touches)
    SELECT account_id, test_id, 1 FROM result WHERE id = old.result_id
    ON CONFLICT DO UPDATE SET touches = touches + 1;
END;
CREATE TRIGGER answers_touch_insert AFTER INSERT ON attempt_answers BEGIN
  INSERT INTO answers_touch (account_id, test_id, touches)
    SELECT account_id, test_id, 1 FROM result WHERE id = new.result_id
    ON CONFLICT DO UPDATE SET touches = touches + 1;
END;
CREATE TRIGGER answers_touch_update AFTER UPDATE ON attempt_answers BEGIN
  INSERT INTO answers_touch (account_id, test_id, touches)
    SELECT account_id, test_id, 1 FROM result WHERE id = new.result_id
    ON CONFLICT DO UPDATE SET touches = touches + 1;
END;

CREATE TABLE attempt_taken (
  attempt INTEGER NOT NULL REFERENCES assessment_attempt (id) ON DELETE CASCADE,
  submission_id TEXT NOT NULL,
  PRIMARY KEY (attempt, submission_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt_text (
  result_id INTEGER PRIMARY KEY REFERENCES attempt_answers (result_id) ON DELETE CASCADE ON UPDATE CASCADE,
  texts TEXT NOT NULL
) STRICT;

CREATE TABLE bank_archived (
  question INTEGER PRIMARY KEY REFERENCES bank_question (id) ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER bank_touch_bank_archived_delete AFTER DELETE ON bank_archived BEGIN
  INSERT INTO bank_touch (question) VALUES (old.question);
END;
CREATE TRIGGER bank_touch_bank_archived_insert AFTER INSERT ON bank_archived BEGIN
  INSERT INTO bank_touch (question) VALUES (new.question);
END;
CREATE TRIGGER bank_touch_bank_archived_update AFTER UPDATE ON bank_archived BEGIN
  INSERT INTO bank_touch (question) VALUES (new.question);
END;
CREATE TRIGGER local_row_bank_archived_delete AFTER DELETE ON bank_archived
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_archived', json_object('question', old.question, 'at', old.at), NULL);
END;
CREATE TRIGGER local_row_bank_archived_insert AFTER INSERT ON bank_archived
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_archived', NULL, json_object('question', new.question, 'at', new.at));
END;
CREATE TRIGGER local_row_bank_archived_update AFTER UPDATE ON bank_archived
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_archived', json_object('question', old.question, 'at', old.at), json_object('question', new.question, 'at', new.at));
END;

CREATE TABLE bank_category (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  is_parent INTEGER NOT NULL CHECK (is_parent IN (0, 1)),
  parent_id INTEGER REFERENCES bank_category (id),
  name TEXT NOT NULL,
  service_id INTEGER,
  sent_name TEXT,
  sent_parent INTEGER,
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  UNIQUE (account_id, is_parent, service_id),
  CHECK (is_parent = (parent_id IS NULL))
) STRICT;
CREATE INDEX bank_category_by_parent ON bank_category (parent_id) WHERE parent_id IS NOT NULL;
CREATE TRIGGER bank_touch_bank_category_delete AFTER DELETE ON bank_category BEGIN
  INSERT INTO bank_touch (question) VALUES (NULL);
END;
CREATE TRIGGER bank_touch_bank_category_insert AFTER INSERT ON bank_category BEGIN
  INSERT INTO bank_touch (question) VALUES (NULL);
END;
CREATE TRIGGER bank_touch_bank_category_update AFTER UPDATE ON bank_category BEGIN
  INSERT INTO bank_touch (question) VALUES (NULL);
END;
CREATE TRIGGER local_row_bank_category_delete AFTER DELETE ON bank_category
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_category', json_object('id', old.id, 'account_id', old.account_id, 'is_parent', old.is_parent, 'parent_id', old.parent_id, 'name', old.name, 'service_id', old.service_id, 'sent_name', old.sent_name, 'sent_parent', old.sent_parent, 'gone', old.gone), NULL);
END;
CREATE TRIGGER local_row_bank_category_insert AFTER INSERT ON bank_category
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_category', NULL, json_object('id', new.id, 'account_id', new.account_id, 'is_parent', new.is_parent, 'parent_id', new.parent_id, 'name', new.name, 'service_id', new.service_id, 'sent_name', new.sent_name, 'sent_parent', new.sent_parent, 'gone', new.gone));
END;
CREATE TRIGGER local_row_bank_category_update AFTER UPDATE ON bank_category
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_category', json_object('id', old.id, 'account_id', old.account_id, 'is_parent', old.is_parent, 'parent_id', old.parent_id, 'name', old.name, 'service_id', old.service_id, 'sent_name', old.sent_name, 'sent_parent', old.sent_parent, 'gone', old.gone), json_object('id', new.id, 'account_id', new.account_id, 'is_parent', new.is_parent, 'parent_id', new.parent_id, 'name', new.name, 'service_id', new.service_id, 'sent_name', new.sent_name, 'sent_parent', new.sent_parent, 'gone', new.gone));
END;

CREATE TABLE bank_draft (
  question INTEGER PRIMARY KEY REFERENCES bank_question (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  category INTEGER REFERENCES bank_category (id),
  changed_at INTEGER NOT NULL,
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  upon TEXT
) STRICT;
CREATE INDEX bank_draft_by_category ON bank_draft (category) WHERE category IS NOT NULL;
CREATE TRIGGER bank_touch_bank_draft_delete AFTER DELETE ON bank_draft BEGIN
  INSERT INTO bank_touch (question) VALUES (old.question);
END;
CREATE TRIGGER bank_touch_bank_draft_insert AFTER INSERT ON bank_draft BEGIN
  INSERT INTO bank_touch (question) VALUES (new.question);
END;
CREATE TRIGGER bank_touch_bank_draft_update AFTER UPDATE ON bank_draft BEGIN
  INSERT INTO bank_touch (question) VALUES (new.question);
END;
CREATE TRIGGER local_row_bank_draft_delete AFTER DELETE ON bank_draft
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_draft', json_object('question', old.question, 'content', old.content, 'category', old.category, 'changed_at', old.changed_at, 'wanted', old.wanted, 'upon', old.upon), NULL);
END;
CREATE TRIGGER local_row_bank_draft_insert AFTER INSERT ON bank_draft
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_draft', NULL, json_object('question', new.question, 'content', new.content, 'category', new.category, 'changed_at', new.changed_at, 'wanted', new.wanted, 'upon', new.upon));
END;
CREATE TRIGGER local_row_bank_draft_update AFTER UPDATE ON bank_draft
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_draft', json_object('question', old.question, 'content', old.content, 'category', old.category, 'changed_at', old.changed_at, 'wanted', old.wanted, 'upon', old.upon), json_object('question', new.question, 'content', new.content, 'category', new.category, 'changed_at', new.changed_at, 'wanted', new.wanted, 'upon', new.upon));
END;

CREATE TABLE bank_edit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  question INTEGER UNIQUE REFERENCES bank_question (id) ON DELETE CASCADE,
  category INTEGER UNIQUE REFERENCES bank_category (id) ON DELETE CASCADE,
  queued_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused', 'conflict', 'held')),
  refusal TEXT,
  in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1)),
  -- The content and time of ClassMarker's question when it was edited, as JSON.
  base TEXT,
  sent TEXT,
  CHECK ((question IS NULL) <> (category IS NULL))
) STRICT;
CREATE INDEX bank_edit_by_account ON bank_edit (account_id, id);
CREATE TRIGGER bank_touch_bank_edit_delete AFTER DELETE ON bank_edit BEGIN
  INSERT INTO bank_touch (question) VALUES (old.question);
END;
CREATE TRIGGER bank_touch_bank_edit_insert AFTER INSERT ON bank_edit BEGIN
  INSERT INTO bank_touch (question) VALUES (new.question);
END;
CREATE TRIGGER bank_touch_bank_edit_update AFTER UPDATE ON bank_edit BEGIN
  INSERT INTO bank_touch (question) VALUES (new.question);
END;
CREATE TRIGGER local_row_bank_edit_delete AFTER DELETE ON bank_edit
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_edit', json_object('id', old.id, 'account_id', old.account_id, 'kind', old.kind, 'question', old.question, 'category', old.category, 'queued_at', old.queued_at, 'state', old.state, 'refusal', old.refusal, 'in_doubt', old.in_doubt, 'base', old.base, 'sent', old.sent), NULL);
END;
CREATE TRIGGER local_row_bank_edit_insert AFTER INSERT ON bank_edit
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_edit', NULL, json_object('id', new.id, 'account_id', new.account_id, 'kind', new.kind, 'question', new.question, 'category', new.category, 'queued_at', new.queued_at, 'state', new.state, 'refusal', new.refusal, 'in_doubt', new.in_doubt, 'base', new.base, 'sent', new.sent));
END;
CREATE TRIGGER local_row_bank_edit_update AFTER UPDATE ON bank_edit
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_edit', json_object('id', old.id, 'account_id', old.account_id, 'kind', old.kind, 'question', old.question, 'category', old.category, 'queued_at', old.queued_at, 'state', old.state, 'refusal', old.refusal, 'in_doubt', old.in_doubt, 'base', old.base, 'sent', old.sent), json_object('id', new.id, 'account_id', new.account_id, 'kind', new.kind, 'question', new.question, 'category', new.category, 'queued_at', new.queued_at, 'state', new.state, 'refusal', new.refusal, 'in_doubt', new.in_doubt, 'base', new.base, 'sent', new.sent));
END;

CREATE TABLE bank_pull (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  begun_at INTEGER NOT NULL,
  ended_at INTEGER,
  pages INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX bank_pull_by_account ON bank_pull (account_id, id);

CREATE TABLE bank_question (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- ClassMarker's number, as text.
  question_id TEXT,
  sent TEXT,
  -- ClassMarker's number of its category.
  sent_category INTEGER,
  last_updated INTEGER,
  status TEXT,
  -- The JSON it came from, and the version of the reader that read it.
  raw TEXT,
  reader INTEGER,
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  UNIQUE (account_id, question_id),
  CHECK ((question_id IS NULL) = (sent IS NULL))
) STRICT;
CREATE TRIGGER bank_touch_bank_question_delete AFTER DELETE ON bank_question BEGIN
  INSERT INTO bank_touch (question) VALUES (old.id);
END;
CREATE TRIGGER bank_touch_bank_question_insert AFTER INSERT ON bank_question BEGIN
  INSERT INTO bank_touch (question) VALUES (new.id);
END;
CREATE TRIGGER bank_touch_bank_question_update AFTER UPDATE ON bank_question BEGIN
  INSERT INTO bank_touch (question) VALUES (new.id);
END;
CREATE TRIGGER local_row_bank_question_delete AFTER DELETE ON bank_question
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_question', json_object('id', old.id, 'account_id', old.account_id, 'question_id', old.question_id, 'sent', old.sent, 'sent_category', old.sent_category, 'last_updated', old.last_updated, 'status', old.status, 'raw', old.raw, 'reader', old.reader, 'gone', old.gone), NULL);
END;
CREATE TRIGGER local_row_bank_question_insert AFTER INSERT ON bank_question
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_question', NULL, json_object('id', new.id, 'account_id', new.account_id, 'question_id', new.question_id, 'sent', new.sent, 'sent_category', new.sent_category, 'last_updated', new.last_updated, 'status', new.status, 'raw', new.raw, 'reader', new.reader, 'gone', new.gone));
END;
CREATE TRIGGER local_row_bank_question_update AFTER UPDATE ON bank_question
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'bank_question', json_object('id', old.id, 'account_id', old.account_id, 'question_id', old.question_id, 'sent', old.sent, 'sent_category', old.sent_category, 'last_updated', old.last_updated, 'status', old.status, 'raw', old.raw, 'reader', old.reader, 'gone', old.gone), json_object('id', new.id, 'account_id', new.account_id, 'question_id', new.question_id, 'sent', new.sent, 'sent_category', new.sent_category, 'last_updated', new.last_updated, 'status', new.status, 'raw', new.raw, 'reader', new.reader, 'gone', new.gone));
END;

CREATE TABLE bank_seen (
  pull_id INTEGER NOT NULL REFERENCES bank_pull (id) ON DELETE CASCADE,
  question INTEGER NOT NULL,
  PRIMARY KEY (pull_id, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_touch (number INTEGER PRIMARY KEY, question INTEGER) STRICT;
CREATE TRIGGER bank_touch_keep AFTER INSERT ON bank_touch BEGIN
  DELETE FROM bank_touch WHERE number = new.number - 10000;
END;

CREATE TABLE bank_version (
  id INTEGER PRIMARY KEY,
  question INTEGER NOT NULL REFERENCES bank_question (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX bank_version_by_question ON bank_version (question, id);

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
CREATE TRIGGER local_row_class_delete AFTER DELETE ON class
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'class', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'made_at', old.made_at), NULL);
END;
CREATE TRIGGER local_row_class_insert AFTER INSERT ON class
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'class', NULL, json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'made_at', new.made_at));
END;
CREATE TRIGGER local_row_class_update AFTER UPDATE ON class
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'class', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'made_at', old.made_at), json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'made_at', new.made_at));
END;

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
CREATE TRIGGER learner_name_left_class_member AFTER DELETE ON class_member
  WHEN old.student_key LIKE 'user:%' BEGIN
  DELETE FROM learner_name WHERE learner_id = substr(old.student_key, length('user:') + 1)
    AND NOT EXISTS (SELECT 1 FROM result WHERE student = old.student_key AND account_id = learner_name.account_id)
    AND NOT EXISTS (SELECT 1 FROM student_merge WHERE account_id = learner_name.account_id AND key = old.student_key)
    AND NOT EXISTS (SELECT 1 FROM added_student WHERE account_id = learner_name.account_id AND key = old.student_key)
    AND NOT EXISTS (SELECT 1 FROM class_member JOIN class ON class.id = class_id
      WHERE account_id = learner_name.account_id AND student_key = old.student_key);
END;
CREATE TRIGGER local_row_class_member_delete AFTER DELETE ON class_member
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'class_member', json_object('class_id', old.class_id, 'student_key', old.student_key, 'first', old.first, 'last', old.last, 'email', old.email, 'external_id', old.external_id, 'extra_time', old.extra_time), NULL);
END;
CREATE TRIGGER local_row_class_member_insert AFTER INSERT ON class_member
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'class_member', NULL, json_object('class_id', new.class_id, 'student_key', new.student_key, 'first', new.first, 'last', new.last, 'email', new.email, 'external_id', new.external_id, 'extra_time', new.extra_time));
END;
CREATE TRIGGER local_row_class_member_update AFTER UPDATE ON class_member
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'class_member', json_object('class_id', old.class_id, 'student_key', old.student_key, 'first', old.first, 'last', old.last, 'email', old.email, 'external_id', old.external_id, 'extra_time', old.extra_time), json_object('class_id', new.class_id, 'student_key', new.student_key, 'first', new.first, 'last', new.last, 'email', new.email, 'external_id', new.external_id, 'extra_time', new.extra_time));
END;

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

CREATE TABLE course (
  id INTEGER PRIMARY KEY CHECK (id < 0),
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  course_id TEXT NOT NULL,
  UNIQUE (account_id, course_id)
) STRICT;

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

CREATE TABLE erased_student (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE extra_field (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  link_id INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 5),
  name TEXT NOT NULL,
  UNIQUE (account_id, link_id, number),
  UNIQUE (account_id, link_id, name)
) STRICT;
CREATE INDEX extra_field_by_name ON extra_field (name, account_id, link_id, number);
CREATE TRIGGER local_row_extra_field_delete AFTER DELETE ON extra_field
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'extra_field', json_object('id', old.id, 'account_id', old.account_id, 'link_id', old.link_id, 'number', old.number, 'name', old.name), NULL);
END;
CREATE TRIGGER local_row_extra_field_insert AFTER INSERT ON extra_field
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'extra_field', NULL, json_object('id', new.id, 'account_id', new.account_id, 'link_id', new.link_id, 'number', new.number, 'name', new.name));
END;
CREATE TRIGGER local_row_extra_field_update AFTER UPDATE ON extra_field
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'extra_field', json_object('id', old.id, 'account_id', old.account_id, 'link_id', old.link_id, 'number', old.number, 'name', old.name), json_object('id', new.id, 'account_id', new.account_id, 'link_id', new.link_id, 'number', new.number, 'name', new.name));
END;

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
CREATE TRIGGER local_row_grade_override_delete AFTER DELETE ON grade_override
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'grade_override', json_object('account_id', old.account_id, 'student_key', old.student_key, 'test_id', old.test_id, 'kind', old.kind, 'result_id', old.result_id, 'reason', old.reason, 'made_at', old.made_at), NULL);
END;
CREATE TRIGGER local_row_grade_override_insert AFTER INSERT ON grade_override
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'grade_override', NULL, json_object('account_id', new.account_id, 'student_key', new.student_key, 'test_id', new.test_id, 'kind', new.kind, 'result_id', new.result_id, 'reason', new.reason, 'made_at', new.made_at));
END;
CREATE TRIGGER local_row_grade_override_update AFTER UPDATE ON grade_override
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'grade_override', json_object('account_id', old.account_id, 'student_key', old.student_key, 'test_id', old.test_id, 'kind', old.kind, 'result_id', old.result_id, 'reason', old.reason, 'made_at', old.made_at), json_object('account_id', new.account_id, 'student_key', new.student_key, 'test_id', new.test_id, 'kind', new.kind, 'result_id', new.result_id, 'reason', new.reason, 'made_at', new.made_at));
END;

CREATE TABLE gradebook (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (account_id, name)
) STRICT;
CREATE TRIGGER local_row_gradebook_delete AFTER DELETE ON gradebook
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'gradebook', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'definition', old.definition), NULL);
END;
CREATE TRIGGER local_row_gradebook_insert AFTER INSERT ON gradebook
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'gradebook', NULL, json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'definition', new.definition));
END;
CREATE TRIGGER local_row_gradebook_update AFTER UPDATE ON gradebook
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'gradebook', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'definition', old.definition), json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'definition', new.definition));
END;

CREATE TABLE hand_in (
  id INTEGER PRIMARY KEY,
  gradebook_id INTEGER NOT NULL REFERENCES gradebook (id) ON DELETE CASCADE,
  handed_in_at INTEGER NOT NULL,
  cells TEXT NOT NULL
) STRICT;
CREATE INDEX hand_in_by_gradebook ON hand_in (gradebook_id, handed_in_at);
CREATE TRIGGER local_row_hand_in_delete AFTER DELETE ON hand_in
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hand_in', json_object('id', old.id, 'gradebook_id', old.gradebook_id, 'handed_in_at', old.handed_in_at, 'cells', old.cells), NULL);
END;
CREATE TRIGGER local_row_hand_in_insert AFTER INSERT ON hand_in
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hand_in', NULL, json_object('id', new.id, 'gradebook_id', new.gradebook_id, 'handed_in_at', new.handed_in_at, 'cells', new.cells));
END;
CREATE TRIGGER local_row_hand_in_update AFTER UPDATE ON hand_in
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hand_in', json_object('id', old.id, 'gradebook_id', old.gradebook_id, 'handed_in_at', old.handed_in_at, 'cells', old.cells), json_object('id', new.id, 'gradebook_id', new.gradebook_id, 'handed_in_at', new.handed_in_at, 'cells', new.cells));
END;

CREATE TABLE hidden_source (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links', 'submissions')),
  source_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, feed, source_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER local_row_hidden_source_delete AFTER DELETE ON hidden_source
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hidden_source', json_object('account_id', old.account_id, 'feed', old.feed, 'source_id', old.source_id), NULL);
END;
CREATE TRIGGER local_row_hidden_source_insert AFTER INSERT ON hidden_source
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hidden_source', NULL, json_object('account_id', new.account_id, 'feed', new.feed, 'source_id', new.source_id));
END;
CREATE TRIGGER local_row_hidden_source_update AFTER UPDATE ON hidden_source
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hidden_source', json_object('account_id', old.account_id, 'feed', old.feed, 'source_id', old.source_id), json_object('account_id', new.account_id, 'feed', new.feed, 'source_id', new.source_id));
END;

CREATE TABLE hidden_test (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  test_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, test_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER local_row_hidden_test_delete AFTER DELETE ON hidden_test
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hidden_test', json_object('account_id', old.account_id, 'test_id', old.test_id), NULL);
END;
CREATE TRIGGER local_row_hidden_test_insert AFTER INSERT ON hidden_test
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hidden_test', NULL, json_object('account_id', new.account_id, 'test_id', new.test_id));
END;
CREATE TRIGGER local_row_hidden_test_update AFTER UPDATE ON hidden_test
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'hidden_test', json_object('account_id', old.account_id, 'test_id', old.test_id), json_object('account_id', new.account_id, 'test_id', new.test_id));
END;

CREATE TABLE identity_verdict (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  other_key TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('different', 'later')),
  made_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, key, other_key),
  CHECK (key < other_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER local_row_identity_verdict_delete AFTER DELETE ON identity_verdict
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'identity_verdict', json_object('account_id', old.account_id, 'key', old.key, 'other_key', old.other_key, 'verdict', old.verdict, 'made_at', old.made_at), NULL);
END;
CREATE TRIGGER local_row_identity_verdict_insert AFTER INSERT ON identity_verdict
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'identity_verdict', NULL, json_object('account_id', new.account_id, 'key', new.key, 'other_key', new.other_key, 'verdict', new.verdict, 'made_at', new.made_at));
END;
CREATE TRIGGER local_row_identity_verdict_update AFTER UPDATE ON identity_verdict
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'identity_verdict', json_object('account_id', old.account_id, 'key', old.key, 'other_key', old.other_key, 'verdict', old.verdict, 'made_at', old.made_at), json_object('account_id', new.account_id, 'key', new.key, 'other_key', new.other_key, 'verdict', new.verdict, 'made_at', new.made_at));
END;

CREATE TABLE import_gap (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL,
  reason TEXT,
  found_at INTEGER CHECK ((found_at IS NULL) = (reason IS NULL))
) STRICT;
CREATE INDEX import_gap_by_run ON import_gap (run_id);

CREATE TABLE import_row (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  -- The row and its answer before, as JSON; null where this import brought the result or left it as it was.
  before TEXT,
  -- Of the answer after; null where the result was left as it was.
  after_digest BLOB,
  is_new INTEGER NOT NULL CHECK (is_new IN (0, 1)),
  -- Whether it wrote what was answered, and the row that was there before, with its text.
  has_answers INTEGER NOT NULL CHECK (has_answers IN (0, 1)),
  answers_before TEXT,
  marks_before BLOB,
  texts_before TEXT,
  UNIQUE (run_id, result_id)
) STRICT;
CREATE INDEX import_row_by_result ON import_row (result_id);

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  -- Their names, one a line.
  files TEXT NOT NULL,
  -- As JSON.
  counts TEXT NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE INDEX import_run_by_account ON import_run (account_id, id);
CREATE TRIGGER import_run_step AFTER INSERT ON import_run
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'import_run', NULL, json_object('id', new.id));
END;

CREATE TABLE imported_result (
  result_id INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL
) STRICT;

CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  colour INTEGER NOT NULL,
  UNIQUE (account_id, name)
) STRICT;
CREATE TRIGGER local_row_label_delete AFTER DELETE ON label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'label', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'colour', old.colour), NULL);
END;
CREATE TRIGGER local_row_label_insert AFTER INSERT ON label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'label', NULL, json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'colour', new.colour));
END;
CREATE TRIGGER local_row_label_update AFTER UPDATE ON label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'label', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'colour', old.colour), json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'colour', new.colour));
END;

CREATE TABLE learner_name (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  learner_id TEXT NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  email TEXT,
  PRIMARY KEY (account_id, learner_id),
  CHECK (first <> '' OR last <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER learner_name_delete AFTER DELETE ON learner_name BEGIN
  UPDATE result SET first = '', last = old.learner_id, email = NULL,
      sort_name = sort_key(old.learner_id || ' ' || ''),
      search_text = concat_ws(char(10), nullif(sort_key('' || ' ' || old.learner_id), ''),
        nullif(sort_key(NULL), ''))
    WHERE feed = 'submissions' AND account_id = old.account_id AND student_key = 'user:' || old.learner_id
      AND student IN ('user:' || old.learner_id, (SELECT into_key FROM student_merge
        WHERE account_id = old.account_id AND key = 'user:' || old.learner_id));
END;
CREATE TRIGGER learner_name_insert AFTER INSERT ON learner_name BEGIN
  UPDATE result SET first = new.first, last = new.last, email = new.email,
      sort_name = sort_key(new.last || ' ' || new.first),
      search_text = concat_ws(char(10), nullif(sort_key(new.first || ' ' || new.last), ''),
        nullif(sort_key(new.email), ''))
    WHERE feed = 'submissions' AND account_id = new.account_id AND student_key = 'user:' || new.learner_id
      AND student IN ('user:' || new.learner_id, (SELECT into_key FROM student_merge
        WHERE account_id = new.account_id AND key = 'user:' || new.learner_id));
END;
CREATE TRIGGER learner_name_update AFTER UPDATE ON learner_name BEGIN
  UPDATE result SET first = new.first, last = new.last, email = new.email,
      sort_name = sort_key(new.last || ' ' || new.first),
      search_text = concat_ws(char(10), nullif(sort_key(new.first || ' ' || new.last), ''),
        nullif(sort_key(new.email), ''))
    WHERE feed = 'submissions' AND account_id = new.account_id AND student_key = 'user:' || new.learner_id
      AND student IN ('user:' || new.learner_id, (SELECT into_key FROM student_merge
        WHERE account_id = new.account_id AND key = 'user:' || new.learner_id));
END;
CREATE TRIGGER local_row_learner_name_delete AFTER DELETE ON learner_name
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'learner_name', json_object('account_id', old.account_id, 'learner_id', old.learner_id, 'first', old.first, 'last', old.last, 'email', old.email), NULL);
END;
CREATE TRIGGER local_row_learner_name_insert AFTER INSERT ON learner_name
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'learner_name', NULL, json_object('account_id', new.account_id, 'learner_id', new.learner_id, 'first', new.first, 'last', new.last, 'email', new.email));
END;
CREATE TRIGGER local_row_learner_name_update AFTER UPDATE ON learner_name
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'learner_name', json_object('account_id', old.account_id, 'learner_id', old.learner_id, 'first', old.first, 'last', old.last, 'email', old.email), json_object('account_id', new.account_id, 'learner_id', new.learner_id, 'first', new.first, 'last', new.last, 'email', new.email));
END;

CREATE TABLE local_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  undone_at INTEGER,
  is_open INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX open_local_change ON local_change (is_open) WHERE is_open = 1;

CREATE TABLE local_row (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES local_change (id) ON DELETE CASCADE,
  table_name TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX local_row_by_change ON local_row (change_id, id);
CREATE TRIGGER import_run_forgotten AFTER DELETE ON local_row WHEN old.table_name = 'import_run' BEGIN
  DELETE FROM import_row WHERE run_id = old.after ->> '$.id';
END;
CREATE TRIGGER import_run_gaps_forgotten AFTER DELETE ON local_row WHEN old.table_name = 'import_run' BEGIN
  DELETE FROM import_gap WHERE run_id = old.after ->> '$.id';
END;

CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  student_key TEXT,
  result_id INTEGER REFERENCES result (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  CHECK ((student_key IS NULL) <> (result_id IS NULL))
) STRICT;
CREATE INDEX note_by_result ON note (result_id) WHERE result_id IS NOT NULL;
CREATE INDEX note_by_student ON note (student_key, account_id) WHERE student_key IS NOT NULL;
CREATE TRIGGER local_row_note_delete AFTER DELETE ON note
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'note', json_object('id', old.id, 'account_id', old.account_id, 'student_key', old.student_key, 'result_id', old.result_id, 'text', old.text, 'made_at', old.made_at, 'changed_at', old.changed_at), NULL);
END;
CREATE TRIGGER local_row_note_insert AFTER INSERT ON note
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'note', NULL, json_object('id', new.id, 'account_id', new.account_id, 'student_key', new.student_key, 'result_id', new.result_id, 'text', new.text, 'made_at', new.made_at, 'changed_at', new.changed_at));
END;
CREATE TRIGGER local_row_note_update AFTER UPDATE ON note
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'note', json_object('id', old.id, 'account_id', old.account_id, 'student_key', old.student_key, 'result_id', old.result_id, 'text', old.text, 'made_at', old.made_at, 'changed_at', old.changed_at), json_object('id', new.id, 'account_id', new.account_id, 'student_key', new.student_key, 'result_id', new.result_id, 'text', new.text, 'made_at', new.made_at, 'changed_at', new.changed_at));
END;

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

CREATE TABLE question_version (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- ClassMarker's number, as text.
  question_id TEXT NOT NULL,
  digest BLOB NOT NULL,
  highest_mark REAL,
  -- Type, category, wording, options and key as JSON.
  content TEXT NOT NULL,
  UNIQUE (account_id, question_id, digest)
) STRICT;

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
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links', 'submissions')),
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
  updated_at INTEGER NOT NULL, certificate_key TEXT, reader INTEGER NOT NULL DEFAULT 1, merged_key TEXT, student TEXT GENERATED ALWAYS AS (coalesce(merged_key, student_key)) VIRTUAL,
  UNIQUE (account_id, natural_key)
) STRICT;
CREATE INDEX certificate_by_finished ON result (time_finished, id, account_id) WHERE certificate_key IS NOT NULL;
CREATE INDEX certificate_by_name ON result (sort_name, id, account_id) WHERE certificate_key IS NOT NULL;
CREATE INDEX certificate_by_student ON result (account_id, test_id, student, time_finished)
WHERE certificate_key IS NOT NULL;
CREATE INDEX result_by_access_code ON result (account_id, source_id, access_code, time_finished, first, last)
WHERE feed = 'links' AND access_code IS NOT NULL;
CREATE INDEX result_by_finished ON result (time_finished, id, account_id, feed);
CREATE INDEX result_by_name ON result (sort_name, id, account_id);
CREATE INDEX result_by_place ON result (feed, source_id, test_id, account_id);
CREATE INDEX result_by_reader ON result (reader);
CREATE INDEX result_by_student ON result (student, test_id);
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
CREATE TRIGGER merged_key_insert AFTER INSERT ON result WHEN (SELECT into_key FROM student_merge WHERE account_id = new.account_id AND key = new.student_key) IS NOT NULL BEGIN
  UPDATE result SET merged_key = (SELECT into_key FROM student_merge WHERE account_id = new.account_id AND key = new.student_key) WHERE id = new.id;
END;
CREATE TRIGGER merged_key_update AFTER UPDATE OF student_key ON result
  WHEN old.student_key <> new.student_key AND new.merged_key IS NOT (SELECT into_key FROM student_merge WHERE account_id = new.account_id AND key = new.student_key) BEGIN
  UPDATE result SET merged_key = (SELECT into_key FROM student_merge WHERE account_id = new.account_id AND key = new.student_key) WHERE id = new.id;
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

CREATE TABLE result_label (
  label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
  result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
  PRIMARY KEY (label_id, result_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_label_by_result ON result_label (result_id);
CREATE TRIGGER local_row_result_label_delete AFTER DELETE ON result_label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'result_label', json_object('label_id', old.label_id, 'result_id', old.result_id), NULL);
END;
CREATE TRIGGER local_row_result_label_insert AFTER INSERT ON result_label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'result_label', NULL, json_object('label_id', new.label_id, 'result_id', new.result_id));
END;
CREATE TRIGGER local_row_result_label_update AFTER UPDATE ON result_label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'result_label', json_object('label_id', old.label_id, 'result_id', old.result_id), json_object('label_id', new.label_id, 'result_id', new.result_id));
END;

CREATE TABLE result_touch (number INTEGER PRIMARY KEY, result_id INTEGER) STRICT;
CREATE TRIGGER result_touch_keep AFTER INSERT ON result_touch BEGIN
  DELETE FROM result_touch WHERE number = new.number - 10000;
END;

CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  place INTEGER NOT NULL,
  definition TEXT NOT NULL
) STRICT;
CREATE TRIGGER local_row_saved_view_delete AFTER DELETE ON saved_view
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'saved_view', json_object('id', old.id, 'name', old.name, 'place', old.place, 'definition', old.definition), NULL);
END;
CREATE TRIGGER local_row_saved_view_insert AFTER INSERT ON saved_view
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'saved_view', NULL, json_object('id', new.id, 'name', new.name, 'place', new.place, 'definition', new.definition));
END;
CREATE TRIGGER local_row_saved_view_update AFTER UPDATE ON saved_view
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'saved_view', json_object('id', old.id, 'name', old.name, 'place', old.place, 'definition', old.definition), json_object('id', new.id, 'name', new.name, 'place', new.place, 'definition', new.definition));
END;

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  feed TEXT NOT NULL CHECK (feed IN ('groups', 'links', 'submissions')),
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

CREATE TABLE student_label (
  label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
  student_key TEXT NOT NULL,
  PRIMARY KEY (label_id, student_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX student_label_by_student ON student_label (student_key);
CREATE TRIGGER local_row_student_label_delete AFTER DELETE ON student_label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'student_label', json_object('label_id', old.label_id, 'student_key', old.student_key), NULL);
END;
CREATE TRIGGER local_row_student_label_insert AFTER INSERT ON student_label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'student_label', NULL, json_object('label_id', new.label_id, 'student_key', new.student_key));
END;
CREATE TRIGGER local_row_student_label_update AFTER UPDATE ON student_label
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'student_label', json_object('label_id', old.label_id, 'student_key', old.student_key), json_object('label_id', new.label_id, 'student_key', new.student_key));
END;

CREATE VIEW student_member AS
SELECT class_id, class.account_id, coalesce(into_key, student_key) AS student, first, last, email, external_id,
  extra_time, max(into_key IS NULL) AS is_own
FROM class_member JOIN class ON class.id = class_id
LEFT JOIN student_merge ON student_merge.account_id = class.account_id AND key = student_key
GROUP BY class_id, coalesce(into_key, student_key);

CREATE TABLE student_merge (
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  into_key TEXT NOT NULL CHECK (into_key <> key),
  made_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX student_merge_into ON student_merge (account_id, into_key);
CREATE TRIGGER local_row_student_merge_delete AFTER DELETE ON student_merge
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'student_merge', json_object('account_id', old.account_id, 'key', old.key, 'into_key', old.into_key, 'made_at', old.made_at), NULL);
END;
CREATE TRIGGER local_row_student_merge_insert AFTER INSERT ON student_merge
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'student_merge', NULL, json_object('account_id', new.account_id, 'key', new.key, 'into_key', new.into_key, 'made_at', new.made_at));
END;
CREATE TRIGGER local_row_student_merge_update AFTER UPDATE ON student_merge
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'student_merge', json_object('account_id', old.account_id, 'key', old.key, 'into_key', old.into_key, 'made_at', old.made_at), json_object('account_id', new.account_id, 'key', new.key, 'into_key', new.into_key, 'made_at', new.made_at));
END;
CREATE TRIGGER student_merge_delete AFTER DELETE ON student_merge BEGIN
  UPDATE result SET merged_key = NULL
    WHERE account_id = old.account_id AND student = old.into_key AND student_key = old.key;
END;
CREATE TRIGGER student_merge_insert AFTER INSERT ON student_merge BEGIN
  UPDATE result SET merged_key = new.into_key
    WHERE account_id = new.account_id AND student = new.key AND student_key = new.key;
END;
CREATE TRIGGER student_merge_update AFTER UPDATE ON student_merge BEGIN
  UPDATE result SET merged_key = NULL
    WHERE account_id = old.account_id AND student = old.into_key AND student_key = old.key;
  UPDATE result SET merged_key = new.into_key
    WHERE account_id = new.account_id AND student = new.key AND student_key = new.key;
END;

CREATE VIEW student_override AS
SELECT grade_override.account_id, coalesce(into_key, student_key) AS student, test_id, kind, result_id, reason,
  max(grade_override.made_at) AS made_at
FROM grade_override
LEFT JOIN student_merge ON student_merge.account_id = grade_override.account_id AND key = student_key
GROUP BY grade_override.account_id, coalesce(into_key, student_key), test_id;

CREATE TABLE submission_wanted (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  submission_id TEXT NOT NULL,
  assessment_id TEXT,
  noted_at INTEGER NOT NULL,
  refusal TEXT,
  UNIQUE (account_id, submission_id)
) STRICT;

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

CREATE TABLE webhook_source (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  UNIQUE (account_id, name)
) STRICT;
CREATE TRIGGER local_row_webhook_source_delete AFTER DELETE ON webhook_source
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'webhook_source', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'made_at', old.made_at), NULL);
END;
CREATE TRIGGER local_row_webhook_source_insert AFTER INSERT ON webhook_source
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'webhook_source', NULL, json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'made_at', new.made_at));
END;
CREATE TRIGGER local_row_webhook_source_update AFTER UPDATE ON webhook_source
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'webhook_source', json_object('id', old.id, 'account_id', old.account_id, 'name', old.name, 'made_at', old.made_at), json_object('id', new.id, 'account_id', new.account_id, 'name', new.name, 'made_at', new.made_at));
END;

CREATE TABLE webhook_tally (
  source_id INTEGER PRIMARY KEY REFERENCES webhook_source (id) ON DELETE CASCADE,
  payloads INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER local_row_webhook_tally_delete AFTER DELETE ON webhook_tally
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'webhook_tally', json_object('source_id', old.source_id, 'payloads', old.payloads, 'samples', old.samples, 'last_at', old.last_at), NULL);
END;
CREATE TRIGGER local_row_webhook_tally_insert AFTER INSERT ON webhook_tally
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'webhook_tally', NULL, json_object('source_id', new.source_id, 'payloads', new.payloads, 'samples', new.samples, 'last_at', new.last_at));
END;
CREATE TRIGGER local_row_webhook_tally_update AFTER UPDATE ON webhook_tally
  WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
  INSERT INTO local_row (change_id, table_name, before, after)
    VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'webhook_tally', json_object('source_id', old.source_id, 'payloads', old.payloads, 'samples', old.samples, 'last_at', old.last_at), json_object('source_id', new.source_id, 'payloads', new.payloads, 'samples', new.samples, 'last_at', new.last_at));
END;
