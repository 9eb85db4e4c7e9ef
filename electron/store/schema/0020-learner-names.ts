import { noting } from './0013-students.ts'
import type { Migration } from './schema.ts'

/** Calls a learner's results so: `to` are what first name, last name and address are from now on. */
const calling = (row: 'old' | 'new', to: Readonly<Record<'first' | 'last' | 'email', string>>): string => `
      UPDATE result SET first = ${to.first}, last = ${to.last}, email = ${to.email},
          sort_name = sort_key(${to.last} || ' ' || ${to.first}),
          search_text = concat_ws(char(10), nullif(sort_key(${to.first} || ' ' || ${to.last}), ''),
            nullif(sort_key(${to.email}), ''))
        WHERE feed = 'submissions' AND account_id = ${row}.account_id AND student_key = 'user:' || ${row}.learner_id
          AND student IN ('user:' || ${row}.learner_id, (SELECT into_key FROM student_merge
            WHERE account_id = ${row}.account_id AND key = 'user:' || ${row}.learner_id));`

const named = calling('new', { first: 'new.first', last: 'new.last', email: 'new.email' })
const unnamed = calling('old', { first: "''", last: 'old.learner_id', email: 'NULL' })

/**
 * Forgets the name of a learner whom nothing shows any more once they leave a table: neither a result, nor a class, nor
 * those who were added; of a merged one the student shows it. A class that is deleted is gone before its members are, so
 * none is asked whose it was.
 */
const forgetting = (table: 'class_member' | 'added_student', key: string): string => `
    CREATE TRIGGER learner_name_left_${table} AFTER DELETE ON ${table}
      WHEN old.${key} LIKE 'user:%' BEGIN
      DELETE FROM learner_name WHERE learner_id = substr(old.${key}, length('user:') + 1)
        AND NOT EXISTS (SELECT 1 FROM result WHERE student = old.${key} AND account_id = learner_name.account_id)
        AND NOT EXISTS (SELECT 1 FROM student_merge WHERE account_id = learner_name.account_id AND key = old.${key})
        AND NOT EXISTS (SELECT 1 FROM added_student WHERE account_id = learner_name.account_id AND key = old.${key})
        AND NOT EXISTS (SELECT 1 FROM class_member JOIN class ON class.id = class_id
          WHERE account_id = learner_name.account_id AND student_key = old.${key});
    END;`

/** Names of a learning platform's learners, which its submissions do not tell. */
export const learnerNames: Migration = {
  version: 20,
  up: `
    -- learner_id: the platform's own id. Results of that learner bear the name, whatever writes or takes it back.
    CREATE TABLE learner_name (
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      learner_id TEXT NOT NULL,
      first TEXT NOT NULL,
      last TEXT NOT NULL,
      email TEXT,
      PRIMARY KEY (account_id, learner_id),
      CHECK (first <> '' OR last <> '')
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER learner_name_insert AFTER INSERT ON learner_name BEGIN${named}
    END;
    CREATE TRIGGER learner_name_update AFTER UPDATE ON learner_name BEGIN${named}
    END;
    CREATE TRIGGER learner_name_delete AFTER DELETE ON learner_name BEGIN${unnamed}
    END;
    ${forgetting('class_member', 'student_key')}
    ${forgetting('added_student', 'key')}
    ${noting('learner_name', ['account_id', 'learner_id', 'first', 'last', 'email'])}
  `,
}
