import type { Database } from 'better-sqlite3'
import type { HandMade } from '../../../shared/model/account.ts'

/** Counts what goes with an account though no sync brings it back. */
export function handMadeQueries(db: Database) {
  const counted = db.prepare<{ id: string }, Omit<HandMade, 'sharedGradebooks'>>(
    `SELECT
       (SELECT count(*) FROM class WHERE account_id = @id) AS classes,
       (SELECT count(*) FROM class JOIN class_member ON class_id = class.id WHERE account_id = @id) AS members,
       (SELECT count(*) FROM gradebook WHERE account_id = @id) AS gradebooks,
       (SELECT count(*) FROM gradebook JOIN hand_in ON gradebook_id = gradebook.id WHERE account_id = @id) AS handIns,
       (SELECT count(*) FROM grade_override WHERE account_id = @id) AS decisions,
       (SELECT count(*) FROM note WHERE account_id = @id) AS notes,
       (SELECT count(*) FROM label WHERE account_id = @id) AS labels,
       (SELECT count(*) FROM student_merge WHERE account_id = @id) AS merges,
       (SELECT count(*) FROM added_student WHERE account_id = @id) AS added,
       (SELECT count(*) FROM learner_name WHERE account_id = @id) AS named,
       (SELECT count(*) FROM certificate_validity WHERE account_id = @id) AS validities,
       (SELECT count(*) FROM outbox WHERE account_id = @id) AS waiting`,
  )
  // A definition may be damaged, and then nobody knows whose students it shows.
  const shared = db.prepare<{ id: string }, { n: number }>(
    `SELECT count(*) AS n FROM gradebook
     WHERE account_id <> @id AND CASE WHEN json_valid(definition)
       THEN definition ->> '$.accounts' IS NULL
         OR EXISTS (SELECT 1 FROM json_each(definition, '$.accounts') WHERE value = @id)
       ELSE 0 END`,
  )
  return {
    /** What a teacher made that goes when an account is removed with its results. */
    handMade: (id: string): HandMade => {
      const own = counted.get({ id })
      if (own === undefined) throw new Error('A count always has a row')
      return { ...own, sharedGradebooks: shared.get({ id })?.n ?? 0 }
    },
  }
}
