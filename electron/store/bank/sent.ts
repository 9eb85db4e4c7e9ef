import type { Database } from 'better-sqlite3'
import { bankRequests } from './requests.ts'
import { sentCategories } from './sent-categories.ts'
import { sentQuestions } from './sent-questions.ts'

/** What ClassMarker has of the bank, what the edits here ask it for, and what each answer leaves of these. */
export function sentBank(db: Database) {
  const requests = bankRequests(db)
  return { ...requests, ...sentQuestions(db, requests), ...sentCategories(db, requests) }
}
