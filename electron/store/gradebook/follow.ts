import type { Database } from 'better-sqlite3'
import type { ResultColumns } from '../builder.ts'
import { rekeying } from '../students/rekey.ts'

/** The values of a result that say whose it is and of which test. */
export type Belonging = Pick<ResultColumns, 'student_key' | 'test_id' | 'first' | 'last' | 'email'>

interface Decision {
  readonly key: string
  readonly testId: number
  readonly madeAt: number
}

interface Membership {
  readonly classId: number
  readonly externalId: string | null
  readonly extraTime: number | null
}

/**
 * Lets what the teacher decided follow a result whose student got another key, because ClassMarker corrected a name or
 * an address.
 * - An attempt that the teacher chose goes on counting, for the student and the test that it is of now.
 * - Classes, notes, labels, merges, views and other decisions follow once no result has the former key any more: until then
 *   both are somebody's.
 * - Of two decisions about one cell the one made last stays; a student stands in a class once.
 */
export function followingStudents(db: Database) {
  // Results are found by whose they are.
  const hasOthers = db.prepare(
    `SELECT 1 FROM result WHERE account_id = @account AND student_key = @former AND student IN (@former,
       (SELECT into_key FROM student_merge WHERE account_id = @account AND key = @former)) LIMIT 1`,
  )
  const rekey = rekeying(db)
  const decisions = 'SELECT student_key AS key, test_id AS testId, made_at AS madeAt FROM grade_override'
  const chosen = db.prepare<[number], Decision>(`${decisions} WHERE result_id = ?`)
  const ofStudent = db.prepare<[string, string], Decision>(`${decisions} WHERE account_id = ? AND student_key = ?`)
  const present = db.prepare<[string, string, number], Decision>(
    `${decisions} WHERE account_id = ? AND student_key = ? AND test_id = ?`,
  )
  const drop = db.prepare('DELETE FROM grade_override WHERE account_id = ? AND student_key = ? AND test_id = ?')
  const moveDecision = db.prepare(
    `UPDATE grade_override SET student_key = ?, test_id = ? WHERE account_id = ? AND student_key = ? AND test_id = ?`,
  )
  const memberships = db.prepare<[string, string], Membership>(
    `SELECT class_id AS classId, external_id AS externalId, extra_time AS extraTime
     FROM class_member JOIN class ON class.id = class_id WHERE student_key = ? AND account_id = ?`,
  )
  const fill = db.prepare(
    `UPDATE class_member SET external_id = coalesce(external_id, @externalId),
       extra_time = coalesce(extra_time, @extraTime) WHERE class_id = @classId AND student_key = @key`,
  )
  const leave = db.prepare('DELETE FROM class_member WHERE class_id = ? AND student_key = ?')
  const moveMember = db.prepare(
    `UPDATE class_member SET student_key = @key, first = @first, last = @last, email = coalesce(@email, email)
     WHERE class_id = @classId AND student_key = @former`,
  )

  function decide(account: string, decision: Decision, key: string, testId: number): void {
    if (decision.key === key && decision.testId === testId) return
    const other = present.get(account, key, testId)
    if (other !== undefined && other.madeAt > decision.madeAt) {
      drop.run(account, decision.key, decision.testId)
      return
    }
    drop.run(account, key, testId)
    moveDecision.run(key, testId, account, decision.key, decision.testId)
  }
  function enrol(membership: Membership, former: string, after: Belonging): void {
    const { classId } = membership
    const { student_key: key, first, last, email } = after
    if (fill.run({ ...membership, key }).changes > 0) leave.run(classId, former)
    else moveMember.run({ classId, former, key, first, last, email })
  }

  /** Call it once the result is stored as it is now. */
  function follow(account: string, resultId: number, before: Belonging, after: Belonging): void {
    if (before.student_key === after.student_key && before.test_id === after.test_id) return
    for (const decision of chosen.all(resultId)) decide(account, decision, after.student_key, after.test_id)
    const former = before.student_key
    if (former === after.student_key || hasOthers.get({ account, former }) !== undefined) return
    for (const decision of ofStudent.all(account, former)) {
      decide(account, decision, after.student_key, decision.testId)
    }
    for (const membership of memberships.all(former, account)) enrol(membership, former, after)
    rekey(account, former, after.student_key)
  }
  const repointing = db.prepare('UPDATE grade_override SET result_id = @after WHERE result_id = @before')
  return {
    follow,
    /** Lets a choice of one attempt be a choice of another, which is the same result. */
    repoint: (before: number, after: number): void => {
      repointing.run({ before, after })
    },
  }
}
