import { noting } from './0013-students.ts'
import type { Migration } from './schema.ts'

/** Where webhooks come from, under the teacher's names. Signing phrases are in the keychain alone. */
export const webhookSources: Migration = {
  version: 16,
  up: `
    CREATE TABLE webhook_source (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      made_at INTEGER NOT NULL,
      UNIQUE (account_id, name)
    ) STRICT;
    -- Apart from the source, so that what comes does not stand in the way of undoing a change of its name.
    CREATE TABLE webhook_tally (
      source_id INTEGER PRIMARY KEY REFERENCES webhook_source (id) ON DELETE CASCADE,
      payloads INTEGER NOT NULL,
      samples INTEGER NOT NULL,
      last_at INTEGER NOT NULL
    ) STRICT;
    ${noting('webhook_source', ['id', 'account_id', 'name', 'made_at'])}
    ${noting('webhook_tally', ['source_id', 'payloads', 'samples', 'last_at'])}
  `,
}
