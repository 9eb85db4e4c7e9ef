import { noting } from './0013-students.ts'
import type { Migration } from './schema.ts'

/** What the teacher calls the questions that a link asks before its test. */
export const extraFields: Migration = {
  version: 14,
  up: `
    -- The same number means another question at another link.
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
    ${noting('extra_field', ['id', 'account_id', 'link_id', 'number', 'name'])}
  `,
}
