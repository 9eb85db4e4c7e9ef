import type { Migration } from './schema.ts'

/**
 * Looks at the assessments of a learning platform that were cut short, which the settings held before, and each id under
 * which it took the answers of an attempt.
 */
export const openLooks: Migration = {
  version: 21,
  up: `
    -- reading: how far the list was read, in the connector's own words.
    CREATE TABLE assessment_open_look (
      account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
      begun_at INTEGER NOT NULL,
      reading TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO assessment_open_look (account_id, begun_at, reading)
      SELECT account.id, value ->> '$.begunAt', value -> '$.reading'
      FROM setting JOIN account ON setting.name = 'openLook:' || account.id
      WHERE json_valid(value) AND json_type(value, '$.begunAt') = 'integer' AND json_type(value, '$.reading') = 'object';
    DELETE FROM setting WHERE name LIKE 'openLook:%';
    -- The platform said that it took the answers as these submissions, whose results are not here: each settles it.
    CREATE TABLE attempt_taken (
      attempt INTEGER NOT NULL REFERENCES assessment_attempt (id) ON DELETE CASCADE,
      submission_id TEXT NOT NULL,
      PRIMARY KEY (attempt, submission_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO attempt_taken (attempt, submission_id) SELECT id, refusal_detail FROM assessment_attempt
      WHERE state <> 'submitted' AND refusal = 'assessments/taken' AND refusal_detail IS NOT NULL;
    CREATE TRIGGER attempt_taken_settled AFTER UPDATE OF state ON assessment_attempt WHEN new.state = 'submitted' BEGIN
      DELETE FROM attempt_taken WHERE attempt = new.id;
    END;
  `,
}
