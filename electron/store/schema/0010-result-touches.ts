import type { Migration } from './schema.ts'

const touchesOfNames = (
  table: string,
): string => `CREATE TRIGGER result_touch_${table}_insert AFTER INSERT ON ${table} BEGIN
      INSERT INTO result_touch (result_id) VALUES (NULL);
    END;
    CREATE TRIGGER result_touch_${table}_rename AFTER UPDATE OF name ON ${table} WHEN old.name <> new.name BEGIN
      INSERT INTO result_touch (result_id) VALUES (NULL);
    END;
    CREATE TRIGGER result_touch_${table}_delete AFTER DELETE ON ${table} BEGIN
      INSERT INTO result_touch (result_id) VALUES (NULL);
    END;`

/**
 * Which results were touched lately, so that what is kept of them in memory can follow, whoever wrote. Written by
 * triggers, because they forget no way to write: a removed account, a merge, another process. Its 10,000 newest entries
 * are kept; where more are missing, all results are read again.
 */
export const resultTouches: Migration = {
  version: 10,
  up: `
    -- One line for each write of a result, newest last. Null: a test, group or link has another name.
    CREATE TABLE result_touch (number INTEGER PRIMARY KEY, result_id INTEGER) STRICT;
    CREATE TRIGGER result_touch_keep AFTER INSERT ON result_touch BEGIN
      DELETE FROM result_touch WHERE number = new.number - 10000;
    END;
    CREATE TRIGGER result_touch_insert AFTER INSERT ON result BEGIN
      INSERT INTO result_touch (result_id) VALUES (new.id);
    END;
    CREATE TRIGGER result_touch_update AFTER UPDATE ON result BEGIN
      INSERT INTO result_touch (result_id) VALUES (new.id);
    END;
    CREATE TRIGGER result_touch_delete AFTER DELETE ON result BEGIN
      INSERT INTO result_touch (result_id) VALUES (old.id);
    END;
    ${['test', 'source'].map(touchesOfNames).join('\n    ')}
  `,
}
