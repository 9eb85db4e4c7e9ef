import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import {
  type AssessmentAttempt,
  type AssessmentRow,
  goesOn,
  type SentAssessment,
} from '../../../shared/model/assessment.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

/** An assessment as it is stored, with what is counted for it. */
interface StoredAssessment
  extends Omit<AssessmentRow, 'gone' | 'hasQuestions' | 'questionsAreOld' | 'changedAt' | 'own' | 'published'> {
  readonly course: number
  readonly raw: string | null
  readonly gone: 0 | 1
  readonly questionsAt: number | null
  readonly changedAt: number | null
  readonly published: 0 | 1
}

const columns = `assessment.id, assessment.account_id AS account, assessment.assessment_id AS assessmentId,
  course.course_id AS courseId, course, title, passing_score AS passingScore,
  time_limit_minutes AS timeLimitMinutes, question_count AS questionCount, raw, gone, questions_at AS questionsAt,
  published,
  (SELECT count(*) FROM result WHERE feed = 'submissions' AND source_id IN (SELECT course.id FROM course
     WHERE course.account_id = assessment.account_id)
     AND test_id = assessment.id AND result.account_id = assessment.account_id) AS submissions,
  (SELECT max(seen_at) FROM assessment_change WHERE assessment_change.assessment = assessment.id) AS changedAt`

/** An attempt that brought no result yet. */
interface OwnAttempt extends Pick<AssessmentAttempt, 'state' | 'assessment'> {
  readonly fromFile: 0 | 1
}

function ownAmong(attempts: readonly OwnAttempt[]): AssessmentRow['own'] {
  const going = attempts.filter(({ state, fromFile }) => goesOn({ state, fromFile: fromFile === 1 }))
  if (going.length === 0) return null
  return going.some(({ state }) => state === 'unclear') ? 'unclear' : 'open'
}

const toRow = (
  { course: _, raw: __, questionsAt, ...row }: StoredAssessment,
  attempts: readonly OwnAttempt[],
): AssessmentRow => ({
  ...row,
  own: ownAmong(attempts),
  gone: row.gone === 1,
  published: row.published === 1,
  hasQuestions: questionsAt !== null,
  questionsAreOld: questionsAt !== null && row.changedAt !== null && questionsAt < row.changedAt,
  changedAt: row.changedAt === null ? null : unixSeconds(row.changedAt),
})

/** Assessments and courses as they are stored, and the numbers they get. */
export function assessmentTables(db: Database) {
  const newNumber = db.prepare('INSERT INTO assessment_number DEFAULT VALUES')
  const forgetNumber = db.prepare<[number]>('DELETE FROM assessment_number WHERE id = ?')
  const from = `FROM assessment JOIN course ON course.id = assessment.course`
  const one = db.prepare<[number], StoredAssessment>(`SELECT ${columns} ${from} WHERE assessment.id = ?`)
  const named = db.prepare<[string, string], StoredAssessment>(
    `SELECT ${columns} ${from} WHERE assessment.account_id = ? AND assessment.assessment_id = ?`,
  )
  const some = db.prepare<{ accounts: string | null; course: string | null }, StoredAssessment>(
    `SELECT ${columns} ${from}
     WHERE (@accounts IS NULL OR assessment.account_id IN (SELECT value FROM json_each(@accounts)))
       AND (@course IS NULL OR course.course_id = @course)
     ORDER BY sort_key(course.course_id), course.course_id, sort_key(title), assessment.id DESC`,
  )
  const attempts = db.prepare<{ assessment: number | null }, OwnAttempt>(
    `SELECT assessment, state, from_file AS fromFile FROM assessment_attempt
     WHERE state <> 'submitted' AND (@assessment IS NULL OR assessment = @assessment)`,
  )
  const courseNamed = db
    .prepare<[string, string], number>('SELECT id FROM course WHERE account_id = ? AND course_id = ?')
    .pluck()
  const addCourse = db.prepare<[number, string, string]>(
    'INSERT INTO course (id, account_id, course_id) VALUES (?, ?, ?)',
  )
  const add = db.prepare<[number, string, string, number, string]>(
    'INSERT INTO assessment (id, account_id, assessment_id, course, title) VALUES (?, ?, ?, ?, ?)',
  )
  const newest = db.prepare<[], number>('SELECT coalesce(min(id), 0) FROM assessment').pluck()

  /** A number that nothing else in this database has or ever had. */
  const numbered = (): number => {
    const id = Number(newNumber.run().lastInsertRowid)
    // SQLite remembers the highest.
    forgetNumber.run(id)
    return -id
  }

  const courseOf = (account: string, courseId: string): number => {
    const known = courseNamed.get(account, courseId)
    if (known !== undefined) return known
    const id = numbered()
    addCourse.run(id, account, courseId)
    return id
  }

  return {
    courseOf,
    /** @throws AppError `assessment/not-found` */
    required: (id: number): StoredAssessment => {
      const row = one.get(id)
      if (row === undefined) throw new AppError('assessment/not-found')
      return row
    },
    named: (account: string, assessmentId: string): StoredAssessment | undefined => named.get(account, assessmentId),
    /** By course, then title; all where no accounts or no course are named. */
    rows: (accounts?: readonly string[], course?: string): AssessmentRow[] => {
      const own = Map.groupBy(attempts.all({ assessment: null }), ({ assessment }) => assessment)
      return some
        .all({ accounts: accounts === undefined ? null : JSON.stringify(accounts), course: course ?? null })
        .map((row) => toRow(row, own.get(row.id) ?? []))
    },
    rowOf: (row: StoredAssessment): AssessmentRow => toRow(row, attempts.all({ assessment: row.id })),
    /** @returns its number */
    add: (
      account: string,
      { assessmentId, courseId, title }: Pick<SentAssessment, 'assessmentId' | 'courseId' | 'title'>,
    ) => {
      const id = numbered()
      add.run(id, account, assessmentId, courseOf(account, courseId), title)
      return id
    },
    /** The number given last: later ones are lower. 0 before the first. */
    newestNumber: (): number => newest.get() ?? 0,
  }
}

export type AssessmentTables = ReturnType<typeof assessmentTables>
