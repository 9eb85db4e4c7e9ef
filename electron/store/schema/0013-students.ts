import type { Migration } from './schema.ts'

/** What the teacher keeps on this computer, with the columns of each table; the first ones are its primary key. */
const local = {
  class: ['id', 'account_id', 'name', 'made_at'],
  class_member: ['class_id', 'student_key', 'first', 'last', 'email', 'external_id', 'extra_time'],
  gradebook: ['id', 'account_id', 'name', 'definition'],
  hand_in: ['id', 'gradebook_id', 'handed_in_at', 'cells'],
  grade_override: ['account_id', 'student_key', 'test_id', 'kind', 'result_id', 'reason', 'made_at'],
  student_merge: ['account_id', 'key', 'into_key', 'made_at'],
  identity_verdict: ['account_id', 'key', 'other_key', 'verdict', 'made_at'],
  added_student: ['account_id', 'key', 'first', 'last', 'email', 'made_at'],
  note: ['id', 'account_id', 'student_key', 'result_id', 'text', 'made_at', 'changed_at'],
  label: ['id', 'account_id', 'name', 'colour'],
  student_label: ['label_id', 'student_key'],
  result_label: ['label_id', 'result_id'],
  saved_view: ['id', 'name', 'place', 'definition'],
  hidden_source: ['account_id', 'feed', 'source_id'],
  hidden_test: ['account_id', 'test_id'],
} as const

const rowOf = (version: 'old' | 'new', columns: readonly string[]): string =>
  `json_object(${columns.map((column) => `'${column}', ${version}.${column}`).join(', ')})`

/** Notes each row that a local change touches, as it was before and as it is after. */
export const noting = (table: string, columns: readonly string[]): string =>
  (
    [
      ['INSERT', 'NULL', rowOf('new', columns)],
      ['UPDATE', rowOf('old', columns), rowOf('new', columns)],
      ['DELETE', rowOf('old', columns), 'NULL'],
    ] as const
  )
    .map(
      ([event, before, after]) => `
    CREATE TRIGGER local_row_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
      WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
      INSERT INTO local_row (change_id, table_name, before, after)
        VALUES ((SELECT id FROM local_change WHERE is_open = 1), '${table}', ${before}, ${after});
    END;`,
    )
    .join('')

/** Sets whose results those of a key are. `current` is whose they are so far. */
const pointing = (row: 'old' | 'new', current: string, into: string): string => `
      UPDATE result SET merged_key = ${into}
        WHERE account_id = ${row}.account_id AND student = ${current} AND student_key = ${row}.key;`

const mergeOf = (row: string): string =>
  `(SELECT into_key FROM student_merge WHERE account_id = ${row}.account_id AND key = ${row}.student_key)`

/** Students as the teacher knows them, what is noted about them, and every local change so that it can be undone. */
export const students: Migration = {
  version: 13,
  up: `
    -- Keys that the teacher says are one student: into_key is none that is merged itself.
    CREATE TABLE student_merge (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      into_key TEXT NOT NULL CHECK (into_key <> key),
      made_at INTEGER NOT NULL,
      PRIMARY KEY (account_id, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX student_merge_into ON student_merge (account_id, into_key);
    -- Whose a result is: a merge that is split again leaves student_key as it was.
    ALTER TABLE result ADD COLUMN merged_key TEXT;
    ALTER TABLE result ADD COLUMN student TEXT GENERATED ALWAYS AS (coalesce(merged_key, student_key)) VIRTUAL;
    DROP INDEX result_by_student;
    CREATE INDEX result_by_student ON result (student, test_id);
    DROP INDEX certificate_by_student;
    CREATE INDEX certificate_by_student ON result (account_id, test_id, student, time_finished)
      WHERE certificate_key IS NOT NULL;
    CREATE TRIGGER merged_key_insert AFTER INSERT ON result WHEN ${mergeOf('new')} IS NOT NULL BEGIN
      UPDATE result SET merged_key = ${mergeOf('new')} WHERE id = new.id;
    END;
    CREATE TRIGGER merged_key_update AFTER UPDATE OF student_key ON result
      WHEN old.student_key <> new.student_key AND new.merged_key IS NOT ${mergeOf('new')} BEGIN
      UPDATE result SET merged_key = ${mergeOf('new')} WHERE id = new.id;
    END;
    CREATE TRIGGER student_merge_insert AFTER INSERT ON student_merge BEGIN${pointing('new', 'new.key', 'new.into_key')}
    END;
    CREATE TRIGGER student_merge_update AFTER UPDATE ON student_merge BEGIN${pointing('old', 'old.into_key', 'NULL')}${pointing('new', 'new.key', 'new.into_key')}
    END;
    CREATE TRIGGER student_merge_delete AFTER DELETE ON student_merge BEGIN${pointing('old', 'old.into_key', 'NULL')}
    END;

    -- Of two keys, the lesser first.
    CREATE TABLE identity_verdict (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      other_key TEXT NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('different', 'later')),
      made_at INTEGER NOT NULL,
      PRIMARY KEY (account_id, key, other_key),
      CHECK (key < other_key)
    ) STRICT, WITHOUT ROWID;
    -- Students before their first result, who are in no class.
    CREATE TABLE added_student (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      first TEXT NOT NULL,
      last TEXT NOT NULL,
      email TEXT,
      made_at INTEGER NOT NULL,
      PRIMARY KEY (account_id, key)
    ) STRICT, WITHOUT ROWID;
    -- About a student, or about one of their results.
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
    CREATE INDEX note_by_student ON note (student_key, account_id) WHERE student_key IS NOT NULL;
    CREATE INDEX note_by_result ON note (result_id) WHERE result_id IS NOT NULL;
    CREATE TABLE label (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      colour INTEGER NOT NULL,
      UNIQUE (account_id, name)
    ) STRICT;
    CREATE TABLE student_label (
      label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
      student_key TEXT NOT NULL,
      PRIMARY KEY (label_id, student_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX student_label_by_student ON student_label (student_key);
    CREATE TABLE result_label (
      label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
      result_id INTEGER NOT NULL REFERENCES result (id) ON DELETE CASCADE,
      PRIMARY KEY (label_id, result_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX result_label_by_result ON result_label (result_id);
    -- A screen's filters, order and columns as JSON; place orders them in the sidebar.
    CREATE TABLE saved_view (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      place INTEGER NOT NULL,
      definition TEXT NOT NULL
    ) STRICT;
    -- Groups, links and tests that the teacher no longer wants to see in choices.
    CREATE TABLE hidden_source (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      source_id INTEGER NOT NULL,
      PRIMARY KEY (account_id, feed, source_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE hidden_test (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      test_id INTEGER NOT NULL,
      PRIMARY KEY (account_id, test_id)
    ) STRICT, WITHOUT ROWID;
    -- Students who were erased, by a keyed digest that names nobody: a sync does not bring them back.
    CREATE TABLE erased_student (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      digest TEXT NOT NULL,
      erased_at INTEGER NOT NULL,
      PRIMARY KEY (account_id, digest)
    ) STRICT, WITHOUT ROWID;

    -- Classes and decisions by whose they are now: of two merged keys, what is said of the one they were merged into
    -- comes first in a class, and the newest decision counts.
    CREATE VIEW student_member AS
      SELECT class_id, class.account_id, coalesce(into_key, student_key) AS student, first, last, email, external_id,
        extra_time, max(into_key IS NULL) AS is_own
      FROM class_member JOIN class ON class.id = class_id
      LEFT JOIN student_merge ON student_merge.account_id = class.account_id AND key = student_key
      GROUP BY class_id, coalesce(into_key, student_key);
    CREATE VIEW student_override AS
      SELECT grade_override.account_id, coalesce(into_key, student_key) AS student, test_id, kind, result_id, reason,
        max(grade_override.made_at) AS made_at
      FROM grade_override
      LEFT JOIN student_merge ON student_merge.account_id = grade_override.account_id AND key = student_key
      GROUP BY grade_override.account_id, coalesce(into_key, student_key), test_id;

    -- What was changed on this computer, one line for each step of undo. is_open: it is being made.
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
    ${Object.entries(local)
      .map(([table, columns]) => noting(table, columns))
      .join('')}
  `,
}
