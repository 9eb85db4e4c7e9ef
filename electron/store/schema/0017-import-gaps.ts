import type { Migration } from './schema.ts'

/**
 * What an import changed about gaps, so that undoing it opens them again: gaps that it closed, parts that it cut off
 * others, and, without a reason, ranges that became complete.
 */
export const importGaps: Migration = {
  version: 17,
  up: `
    CREATE TABLE import_gap (
      id INTEGER PRIMARY KEY,
      run_id INTEGER NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
      feed TEXT NOT NULL CHECK (feed IN ('groups', 'links')),
      from_time INTEGER NOT NULL,
      to_time INTEGER NOT NULL,
      reason TEXT,
      found_at INTEGER CHECK ((found_at IS NULL) = (reason IS NULL))
    ) STRICT;
    CREATE INDEX import_gap_by_run ON import_gap (run_id);
    CREATE TRIGGER import_run_gaps_forgotten AFTER DELETE ON local_row WHEN old.table_name = 'import_run' BEGIN
      DELETE FROM import_gap WHERE run_id = old.after ->> '$.id';
    END;
  `,
}
