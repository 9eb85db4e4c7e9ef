import type { Migration } from './schema.ts'

/** What the teacher adds to results, on this computer only: classes, gradebooks and decisions about single cells. */
export const gradebooks: Migration = {
  version: 11,
  up: `
    CREATE TABLE class (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      made_at INTEGER NOT NULL,
      UNIQUE (account_id, name)
    ) STRICT;
    -- Students by the key of their results; they may have none yet.
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
    -- The definition as JSON (shared/model/gradebook).
    CREATE TABLE gradebook (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      definition TEXT NOT NULL,
      UNIQUE (account_id, name)
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
    -- What each cell held when a gradebook was last handed in, as JSON.
    CREATE TABLE hand_in (
      id INTEGER PRIMARY KEY,
      gradebook_id INTEGER NOT NULL REFERENCES gradebook (id) ON DELETE CASCADE,
      handed_in_at INTEGER NOT NULL,
      cells TEXT NOT NULL
    ) STRICT;
    CREATE INDEX hand_in_by_gradebook ON hand_in (gradebook_id, handed_in_at);
  `,
}
