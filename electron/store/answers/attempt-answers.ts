import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { AttemptAnswers } from '../../../shared/model/answers.ts'
import { unpackAttempt, wordsOf } from './packed-marks.ts'
import { versionQueries } from './versions.ts'

/** Reads what attempts answered. */
export function attemptAnswerQueries(db: Database) {
  const one = db.prepare<[number], { marks: Buffer; texts: string | null }>(
    'SELECT marks, texts FROM attempt_answers LEFT JOIN attempt_text USING (result_id) WHERE result_id = ?',
  )
  const { versionsOf } = versionQueries(db)
  return {
    /** What an attempt answered, in the order of the taker; null where that is not known. */
    answersOf: (resultId: number): AttemptAnswers | null => {
      const row = one.get(resultId)
      if (row === undefined) return null
      const { words } = wordsOf(row.marks)
      const versions = versionsOf([...new Set(words.filter((_, at) => at % 4 === 0))])
      return unpackAttempt(row, (id) => {
        const version = versions.get(id)
        if (version === undefined) throw new AppError('store/damaged')
        return version
      })
    },
  }
}
