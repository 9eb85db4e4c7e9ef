import type { Migration } from './schema.ts'

const wider = "CHECK (feed IN ('groups', 'links', 'submissions'))"
const feedOf = (table: string) => [table, "CHECK (feed IN ('groups', 'links'))", wider] as const

/**
 * The second service: assessments of a learning platform with their courses, what is written and answered of them here,
 * and submissions among the results.
 */
export const assessments: Migration = {
  version: 19,
  up: `
    ALTER TABLE account ADD COLUMN service TEXT NOT NULL DEFAULT 'classmarker'
      CHECK (service IN ('classmarker', 'assessments'));
    ALTER TABLE account ADD COLUMN url TEXT;
    ALTER TABLE account ADD COLUMN email TEXT;

    -- Numbers of courses and assessments. Each is used once, as minus itself: no test, group or link of ClassMarker has
    -- it, and what was removed leaves nothing that another could be taken for.
    CREATE TABLE assessment_number (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
    -- course_id: the service's own id.
    CREATE TABLE course (
      id INTEGER PRIMARY KEY CHECK (id < 0),
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      course_id TEXT NOT NULL,
      UNIQUE (account_id, course_id)
    ) STRICT;
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
    CREATE TABLE assessment_change (
      id INTEGER PRIMARY KEY,
      assessment INTEGER NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
      seen_at INTEGER NOT NULL,
      field TEXT NOT NULL,
      before TEXT,
      after TEXT
    ) STRICT;
    CREATE INDEX assessment_change_by_assessment ON assessment_change (assessment, id);
    -- The last whole look at an account's assessments, and what the last one that found something new found.
    CREATE TABLE assessment_look (
      account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
      looked_at INTEGER NOT NULL,
      news_at INTEGER,
      added INTEGER NOT NULL DEFAULT 0,
      changed INTEGER NOT NULL DEFAULT 0,
      gone INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;

    -- Assessments written here. queued: the order in which they are published. in_doubt: a request may have arrived.
    -- newest_before: the last number that an assessment had before the first request; later ones may be this one.
    -- tried: as what earlier requests may have brought it there, as JSON, also those that a restored copy cannot know of.
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

    -- Tries of an assessment on this computer. submission: the service's answer as it was read, as JSON. in_doubt: an
    -- earlier submission of it may have counted. from_file: its answers were handed in at once, and nobody knows when
    -- they were begun.
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

    -- Submissions that wait to be fetched, by the service's own ids. Without an assessment it is looked for. refusal: why
    -- it could not be had; it is asked for again once it is noted again.
    CREATE TABLE submission_wanted (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      submission_id TEXT NOT NULL,
      assessment_id TEXT,
      noted_at INTEGER NOT NULL,
      refusal TEXT,
      UNIQUE (account_id, submission_id)
    ) STRICT;
  `,
  rewrites: [feedOf('result'), feedOf('source'), feedOf('hidden_source')],
}
