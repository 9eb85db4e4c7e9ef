import type { Database } from 'better-sqlite3'
import type { Ingest } from '../results/ingest.ts'
import type { LearnerNaming } from '../students/learners.ts'
import { assessmentAttempts } from './attempts.ts'
import { assessmentDrafts } from './drafts.ts'
import { assessmentLooking } from './looking.ts'
import { fetchedQuestions } from './questions.ts'
import { submissionResults } from './submissions.ts'
import { assessmentTables } from './tables.ts'

/** Assessments of a learning platform: what it has, what is written and answered here, and submissions as results. */
export function assessmentQueries(db: Database, ingest: Pick<Ingest, 'apply'>, learnerNameOf: LearnerNaming['nameOf']) {
  const tables = assessmentTables(db)
  const results = submissionResults(db, ingest, tables, learnerNameOf)
  const attempts = assessmentAttempts(db, tables, results.keep)
  const fetched = fetchedQuestions(db, tables)
  const { attemptsOf } = attempts
  const { keepHere, ...looking } = assessmentLooking(db, { tables, results, fetched, attemptsOf })
  return {
    readSubmissionAgain: results.readAgain,
    calls: {
      ...looking,
      ...fetched.calls,
      ...assessmentDrafts(db, tables, keepHere),
      ...attempts.calls,
      ...results.calls,
    },
  }
}
