import { noting } from './0013-students.ts'
import type { Migration } from './schema.ts'

const touching = (table: string, events: readonly string[], question: (row: 'old' | 'new') => string): string =>
  events
    .map(
      (event) => `CREATE TRIGGER bank_touch_${table}_${event.toLowerCase()} AFTER ${event} ON ${table} BEGIN
      INSERT INTO bank_touch (question) VALUES (${question(event === 'DELETE' ? 'old' : 'new')});
    END;`,
    )
    .join('\n    ')

const every = ['INSERT', 'UPDATE', 'DELETE']

/** ClassMarker's question bank, what is edited of it here, and the edits that wait to be sent. */
export const questionBank: Migration = {
  version: 18,
  up: `
    -- Parents and categories. name and parent_id are as they will be once everything is sent; service_id, sent_name and
    -- sent_parent as ClassMarker has them, null until it was created there. sent_parent is ClassMarker's number.
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
    -- A question as ClassMarker has it; sent is its content as JSON. All of that is null until it was created there.
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
    -- What a question says here where that is not what ClassMarker has: content as JSON. wanted: whether it is to be sent.
    -- upon: names what ClassMarker had when it was written, so that a later change there is not overwritten unseen.
    CREATE TABLE bank_draft (
      question INTEGER PRIMARY KEY REFERENCES bank_question (id) ON DELETE CASCADE,
      content TEXT NOT NULL,
      category INTEGER REFERENCES bank_category (id),
      changed_at INTEGER NOT NULL,
      wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
      upon TEXT
    ) STRICT;
    CREATE INDEX bank_draft_by_category ON bank_draft (category) WHERE category IS NOT NULL;
    CREATE TABLE bank_archived (
      question INTEGER PRIMARY KEY REFERENCES bank_question (id) ON DELETE CASCADE,
      at INTEGER NOT NULL
    ) STRICT;
    -- What a question said at ClassMarker before it was found changed.
    CREATE TABLE bank_version (
      id INTEGER PRIMARY KEY,
      question INTEGER NOT NULL REFERENCES bank_question (id) ON DELETE CASCADE,
      content TEXT NOT NULL,
      until INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX bank_version_by_question ON bank_version (question, id);
    -- What waits to be sent, in order; at most one edit of each question and category. Its body is what these say when it
    -- is sent, and sent what was in the last request. in_doubt: that request may have arrived.
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
    -- One line for each time that all questions were read. ended_at: null where it was cut short.
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
    -- Questions that the running pull brought.
    CREATE TABLE bank_seen (
      pull_id INTEGER NOT NULL REFERENCES bank_pull (id) ON DELETE CASCADE,
      question INTEGER NOT NULL,
      PRIMARY KEY (pull_id, question)
    ) STRICT, WITHOUT ROWID;

    -- One line for each write of a question, newest last, so that what is kept of them in memory can follow. Null: a
    -- category was changed. Where older lines are missing, all questions are read again.
    CREATE TABLE bank_touch (number INTEGER PRIMARY KEY, question INTEGER) STRICT;
    CREATE TRIGGER bank_touch_keep AFTER INSERT ON bank_touch BEGIN
      DELETE FROM bank_touch WHERE number = new.number - 10000;
    END;
    ${touching('bank_question', every, (row) => `${row}.id`)}
    ${touching('bank_draft', every, (row) => `${row}.question`)}
    ${touching('bank_archived', every, (row) => `${row}.question`)}
    ${touching('bank_edit', every, (row) => `${row}.question`)}
    ${touching('bank_category', every, () => 'NULL')}
    -- How often the answers to a test were written, so that figures of its questions can follow. Where a result goes, its
    -- own touch says so.
    CREATE TABLE answers_touch (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      test_id INTEGER NOT NULL,
      touches INTEGER NOT NULL,
      PRIMARY KEY (account_id, test_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO answers_touch (account_id, test_id, touches)
      SELECT account_id, test_id, count(*) FROM attempt_answers JOIN result ON result.id = result_id
      GROUP BY account_id, test_id;
    ${every
      .map(
        (event) => `CREATE TRIGGER answers_touch_${event.toLowerCase()} AFTER ${event} ON attempt_answers BEGIN
      INSERT INTO answers_touch (account_id, test_id, touches)
        SELECT account_id, test_id, 1 FROM result WHERE id = ${event === 'DELETE' ? 'old' : 'new'}.result_id
        ON CONFLICT DO UPDATE SET touches = touches + 1;
    END;`,
      )
      .join('\n    ')}
    ${noting('bank_category', ['id', 'account_id', 'is_parent', 'parent_id', 'name', 'service_id', 'sent_name', 'sent_parent', 'gone'])}
    ${noting('bank_question', ['id', 'account_id', 'question_id', 'sent', 'sent_category', 'last_updated', 'status', 'raw', 'reader', 'gone'])}
    ${noting('bank_draft', ['question', 'content', 'category', 'changed_at', 'wanted', 'upon'])}
    ${noting('bank_archived', ['question', 'at'])}
    ${noting('bank_edit', ['id', 'account_id', 'kind', 'question', 'category', 'queued_at', 'state', 'refusal', 'in_doubt', 'base', 'sent'])}
  `,
}
