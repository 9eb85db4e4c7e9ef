import type { Database } from 'better-sqlite3'
import type { ErasureContents } from '../../../shared/model/erasure.ts'
import type { Taker } from '../../../shared/model/result.ts'
import type { Feed } from '../../../shared/model/result-values.ts'

export interface Person {
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly code: string | null
}

export interface Unreadable {
  readonly id: number
  readonly account: string
  readonly feed: Feed
  readonly raw: string
}

/** Who took an attempt, and what one of the facts that tell them was before ClassMarker corrected it. */
export interface Corrected extends Taker {
  readonly id: number
  readonly field: 'first' | 'last' | 'email' | 'accessCode'
  readonly before: string | null
}

export type About = { readonly account: string; readonly keys: string }

/** The statements of an erasure. `@keys` are a student's, as a JSON array. */
export function eraseLookups(db: Database) {
  const isTheirs = 'account_id = @account AND student IN (SELECT value FROM json_each(@keys))'
  const ofKeys = 'IN (SELECT value FROM json_each(@keys))'
  const isOthers = `NOT (account_id = @account AND student ${ofKeys})`
  const others = (condition: string) =>
    db.prepare<About & { value: string }, 1>(`SELECT 1 FROM result WHERE ${condition} AND ${isOthers} LIMIT 1`)
  const theirResults = `SELECT id FROM result WHERE ${isTheirs}`
  const theirSubmissions = `SELECT link_result_id FROM result WHERE feed = 'submissions' AND ${isTheirs}`
  // A submission may name no learner, and one that waits to be fetched again names its result all the same.
  const theirAttempts = `account_id = @account AND submission_id IS NOT NULL
    AND ('user:' || (submission ->> '$.learnerId') ${ofKeys} OR submission_id IN (${theirSubmissions}))`
  const former = (field: string) =>
    `(SELECT DISTINCT old_value ->> '$' AS ${field} FROM result_change WHERE field = '${field}' AND result_id IN (${theirResults}))`
  return {
    intoOf: db
      .prepare<[string, string], string>('SELECT into_key FROM student_merge WHERE account_id = ? AND key = ?')
      .pluck(),
    mergedInto: db
      .prepare<[string, string], string>('SELECT key FROM student_merge WHERE account_id = ? AND into_key = ?')
      .pluck(),
    // The newest result first; also what a name, an address or a code was before ClassMarker corrected it.
    people: db.prepare<About, Person>(
      `SELECT * FROM (SELECT first, last, email, access_code AS code FROM result WHERE ${isTheirs}
         ORDER BY time_finished DESC)
       UNION ALL SELECT first, last, email, NULL FROM class_member JOIN class ON class.id = class_id
         WHERE account_id = @account AND student_key ${ofKeys}
       UNION ALL SELECT first, last, email, NULL FROM added_student WHERE account_id = @account AND key ${ofKeys}
       UNION ALL SELECT first, last, email, NULL FROM learner_name
         WHERE account_id = @account AND 'user:' || learner_id ${ofKeys}
       UNION ALL SELECT '', learner_id, NULL, NULL FROM learner_name
         WHERE account_id = @account AND 'user:' || learner_id ${ofKeys}
       UNION ALL SELECT coalesce(old_value ->> '$', ''), last, NULL, NULL FROM result_change
         JOIN result ON result.id = result_id WHERE field = 'first' AND ${isTheirs}
       UNION ALL SELECT first, coalesce(old_value ->> '$', ''), NULL, NULL FROM result_change
         JOIN result ON result.id = result_id WHERE field = 'last' AND ${isTheirs}
       UNION ALL SELECT '', '', email, NULL FROM ${former('email')}
       UNION ALL SELECT '', '', NULL, access_code FROM ${former('access_code')}`,
    ),
    corrected: db.prepare<About, Corrected>(
      `SELECT result.id, feed, user_id AS userId, cm_user_id AS cmUserId, link_result_id AS linkResultId, first, last,
         email, access_code AS accessCode, iif(field = 'access_code', 'accessCode', field) AS field,
         old_value ->> '$' AS before
       FROM result JOIN result_change ON result_id = result.id
       WHERE field IN ('first', 'last', 'email', 'access_code') AND ${isTheirs}`,
    ),
    // In this account, by whatever tells that somebody is here.
    keyHere: db.prepare<About & { value: string }, 1>(
      `SELECT 1 FROM result WHERE account_id = @account AND student_key = @value AND student NOT ${ofKeys}
       UNION ALL SELECT 1 FROM class_member JOIN class ON class.id = class_id
         WHERE account_id = @account AND student_key = @value
       UNION ALL SELECT 1 FROM added_student WHERE account_id = @account AND key = @value LIMIT 1`,
    ),
    keyOfOthers: others('student = @value'),
    nameOfOthers: others('sort_name = @value'),
    emailOfOthers: others('email = @value COLLATE NOCASE'),
    atAddress: db.prepare<About & { value: string }, Person>(
      `SELECT DISTINCT first, last, email, NULL AS code FROM result WHERE email = @value COLLATE NOCASE AND ${isOthers}
         AND account_id = @account
       UNION SELECT class_member.first, class_member.last, class_member.email, NULL FROM class_member
         JOIN class ON class.id = class_id
         WHERE class_member.email = @value COLLATE NOCASE AND account_id = @account AND student_key NOT ${ofKeys}
       UNION SELECT first, last, email, NULL FROM added_student
         WHERE email = @value COLLATE NOCASE AND account_id = @account AND key NOT ${ofKeys}`,
    ),
    codeOfOthers: others('access_code = @value'),
    foundByOthers: db.prepare<[string], 1>(
      `SELECT 1 FROM result WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(search_text, value) = 0) LIMIT 1`,
    ),
    namedCodes: db.prepare<[string], { code: string; name: string }>(
      `SELECT code, name FROM (SELECT account_id, code, name FROM access_code
         UNION SELECT account_id, code, name FROM outbox
         UNION SELECT account_id, code, name FROM code_action_change JOIN code_action ON code_action.id = action_id)
       WHERE account_id = ? AND name IS NOT NULL`,
    ),
    unreadable: db.prepare<[string], Unreadable>(
      'SELECT id, account_id AS account, feed, raw FROM unreadable WHERE account_id = ?',
    ),
    counts: db.prepare<
      About,
      Omit<
        ErasureContents,
        'first' | 'last' | 'email' | 'codes' | 'attempts' | 'answered' | 'unreadable' | 'notSearched'
      >
    >(
      `SELECT
         (SELECT count(*) FROM result WHERE ${isTheirs}) AS results,
         (SELECT count(*) FROM result WHERE ${isTheirs} AND certificate_key IS NOT NULL) AS certificates,
         (SELECT count(*) FROM certificate_file WHERE result_id IN (${theirResults})) AS files,
         (SELECT count(*) FROM note WHERE account_id = @account
            AND (student_key ${ofKeys} OR result_id IN (${theirResults}))) AS notes,
         (SELECT count(DISTINCT class_id) FROM class_member JOIN class ON class.id = class_id
            WHERE account_id = @account AND student_key ${ofKeys}) AS classes,
         (SELECT count(*) FROM local_change) AS steps`,
    ),
    attemptIds: db.prepare<About, number>(`SELECT id FROM assessment_attempt WHERE ${theirAttempts}`).pluck(),
    resultIds: db.prepare<About, number>(theirResults).pluck(),
    files: db
      .prepare<About, string>(`SELECT DISTINCT file FROM certificate_file WHERE result_id IN (${theirResults})`)
      .pluck(),
    fileOfOthers: db.prepare<[string], 1>('SELECT 1 FROM certificate_file WHERE file = ?'),
    // Results take with them what hangs on them: changes, certificates, downloads, notes, labels, chosen attempts.
    theirs: [
      `DELETE FROM assessment_attempt WHERE ${theirAttempts}`,
      `DELETE FROM submission_wanted WHERE account_id = @account AND submission_id IN (${theirSubmissions})`,
      `DELETE FROM note WHERE account_id = @account AND student_key ${ofKeys}`,
      `DELETE FROM student_label WHERE student_key ${ofKeys}
         AND label_id IN (SELECT id FROM label WHERE account_id = @account)`,
      `DELETE FROM grade_override WHERE account_id = @account AND student_key ${ofKeys}`,
      `DELETE FROM class_member WHERE student_key ${ofKeys}
         AND class_id IN (SELECT id FROM class WHERE account_id = @account)`,
      `DELETE FROM added_student WHERE account_id = @account AND key ${ofKeys}`,
      `DELETE FROM identity_verdict WHERE account_id = @account AND (key ${ofKeys} OR other_key ${ofKeys})`,
      `DELETE FROM result WHERE ${isTheirs}`,
      `DELETE FROM learner_name WHERE account_id = @account AND 'user:' || learner_id ${ofKeys}`,
      `DELETE FROM student_merge WHERE account_id = @account AND (key ${ofKeys} OR into_key ${ofKeys})`,
    ].map((sql) => db.prepare<About>(sql)),
    unreadableGone: db.prepare<[number]>('DELETE FROM unreadable WHERE id = ?'),
    codesGone: [
      'DELETE FROM access_code WHERE account_id = @account AND code IN (SELECT value FROM json_each(@codes))',
      'DELETE FROM outbox WHERE account_id = @account AND code IN (SELECT value FROM json_each(@codes))',
      `DELETE FROM code_action_change WHERE code IN (SELECT value FROM json_each(@codes))
         AND action_id IN (SELECT id FROM code_action WHERE account_id = @account)`,
    ].map((sql) => db.prepare<{ account: string; codes: string }>(sql)),
    takenGone: db.prepare<[string]>('DELETE FROM taken_code WHERE key = ?'),
    codeNamesGone: [
      `UPDATE access_code SET name = NULL, sort_name = NULL, search_text = replace(search_text, sort_name, '')
         WHERE account_id = @account AND code = @code AND name = @name`,
      `UPDATE outbox SET name = NULL, sort_name = NULL, search_text = replace(search_text, sort_name, '')
         WHERE account_id = @account AND code = @code AND name = @name`,
      `UPDATE code_action_change SET name = NULL WHERE code = @code AND name = @name
         AND action_id IN (SELECT id FROM code_action WHERE account_id = @account)`,
    ].map((sql) => db.prepare<{ account: string; code: string; name: string }>(sql)),
    reasons: db.prepare<[], { account_id: string; student_key: string; test_id: number; reason: string }>(
      'SELECT account_id, student_key, test_id, reason FROM grade_override',
    ),
    setReason: db.prepare(
      `UPDATE grade_override SET reason = @reason
       WHERE account_id = @account_id AND student_key = @student_key AND test_id = @test_id`,
    ),
    setUnclean: db.prepare<[string]>("INSERT INTO setting (name, value) VALUES (?, 'true') ON CONFLICT DO NOTHING"),
    forgetSetting: db.prepare<[string]>('DELETE FROM setting WHERE name = ?'),
  }
}

interface DraftTexts {
  readonly id: number
  readonly state: string
  readonly title: string
  readonly detail: string | null
  readonly tried: string
  readonly course_id: string
  readonly passing_score: number | null
  readonly time_limit_minutes: number | null
}

export interface AttemptTexts {
  readonly id: number
  readonly answers: string
  readonly detail: string | null
}

/** With the questions of its assessment as JSON; null where they were not fetched. */
interface AnsweredAttempt extends AttemptTexts {
  readonly questions: string | null
}

const stopped = "@stops AND state IN ('waiting', 'sending')"

/** What was answered in tries of assessments, and what the service said of it. */
export const attemptStatements = (db: Database) => ({
  look: db.prepare<[], AnsweredAttempt>(
    `SELECT assessment_attempt.id, answers, refusal_detail AS detail, questions
     FROM assessment_attempt JOIN assessment ON assessment.id = assessment`,
  ),
  change: db.prepare<AttemptTexts>(
    'UPDATE assessment_attempt SET answers = @answers, refusal_detail = @detail WHERE id = @id',
  ),
})

/** Drafts of assessments with what was written in them. `@stops` is whether one that is on its way is a draft again. */
export const draftStatements = (db: Database) => ({
  look: db.prepare<[], DraftTexts>(
    `SELECT id, state, title, refusal_detail AS detail, tried, course_id, passing_score, time_limit_minutes
     FROM assessment_draft`,
  ),
  change: db.prepare<Pick<DraftTexts, 'id' | 'title' | 'detail' | 'tried'> & { stops: 0 | 1 }>(
    `UPDATE assessment_draft SET title = @title, refusal_detail = @detail, tried = @tried,
       state = iif(${stopped}, 'draft', state), queued = iif(${stopped}, NULL, queued),
       in_doubt = iif(${stopped}, 0, in_doubt) WHERE id = @id`,
  ),
})
