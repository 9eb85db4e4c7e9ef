import type { Migration } from './schema.ts'

/** Looks at the assessments of a learning platform that were cut short, which the settings held before. */
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
  `,
}
