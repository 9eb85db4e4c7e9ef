import type { Migration } from './schema.ts'

/** What attempts answered, which only webhooks and ClassMarker's CSV tell, and the imports that brought it. */
export const answers: Migration = {
  version: 15,
  up: `
    -- A question as attempts saw it: another wording, key or highest mark is another version.
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
    -- finished, to_grade and listed say what the answers were read from: when the attempt had finished then, whether
    -- one of them waited to be graded, and whether it was ClassMarker's CSV.
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
    -- What is no number: texts, feedback, categories. Apart, so that few pages hold the numbers.
    CREATE TABLE attempt_text (
      result_id INTEGER PRIMARY KEY REFERENCES attempt_answers (result_id) ON DELETE CASCADE ON UPDATE CASCADE,
      texts TEXT NOT NULL
    ) STRICT;

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
    -- Results that came by an import alone: ClassMarker's API has not handed them out yet.
    CREATE TABLE imported_result (
      result_id INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
      run_id INTEGER NOT NULL
    ) STRICT;
    -- What undoing an import needs of each result that it touched.
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
    -- An import is a step of undo by its run alone: local_row would hold every result of it.
    CREATE TRIGGER import_run_step AFTER INSERT ON import_run
      WHEN EXISTS (SELECT 1 FROM local_change WHERE is_open = 1) BEGIN
      INSERT INTO local_row (change_id, table_name, before, after)
        VALUES ((SELECT id FROM local_change WHERE is_open = 1), 'import_run', NULL, json_object('id', new.id));
    END;
    CREATE TRIGGER import_run_forgotten AFTER DELETE ON local_row WHEN old.table_name = 'import_run' BEGIN
      DELETE FROM import_row WHERE run_id = old.after ->> '$.id';
    END;
  `,
}
