import type { Migration } from './schema.ts'

/**
 * A result may lack a percentage or a grading flag, and ids may have any length: unreadable values are null, and an id
 * beyond 2^53 is the text of its digits.
 */
export const oddFields: Migration = {
  version: 5,
  up: `
    -- The version of the reader that read the result from its raw JSON. What an older one read is read again.
    ALTER TABLE result ADD COLUMN reader INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX result_by_reader ON result (reader);
  `,
  rewrites: [
    ['result', 'percentage INTEGER NOT NULL', 'percentage INTEGER'],
    ['result', 'requires_grading INTEGER NOT NULL CHECK', 'requires_grading INTEGER CHECK'],
    ['result', 'link_result_id INTEGER', 'link_result_id ANY'],
    ['result', 'user_id INTEGER,', 'user_id ANY,'],
  ],
}
