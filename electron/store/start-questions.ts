import type { Database } from 'better-sqlite3'
import { readerVersion } from '../../shared/model/result-fields.ts'
import type { Feed } from '../../shared/model/result-values.ts'
import { settingNames } from '../../shared/model/settings.ts'
import { activityQueries } from './sync-state/activity.ts'

/** A stored result read by an older reader. */
export interface OlderResult {
  readonly id: number
  readonly feed: Feed
  readonly raw: string
  /** The service's id of a submission's assessment, which its JSON need not name; null for any other result. */
  readonly assessmentId: string | null
}

/** The setting that tells of an erasure without the cleaning that follows it. */
export const uncleanName = 'unfinishedErasure'

/**
 * What every start looks after before it shows anything. They stand by themselves, because a start would otherwise wait
 * until all of the store is loaded, which takes longer than the rest of its way to the first page.
 */
export function startQuestions(db: Database) {
  const older = db.prepare<[number, number], OlderResult>(
    `SELECT id, feed, answer AS raw, (SELECT assessment_id FROM assessment WHERE assessment.id = test_id) AS assessmentId
     FROM result JOIN result_answer USING (id) WHERE reader < ? ORDER BY reader, id LIMIT ?`,
  )
  const unclean = db.prepare<[string], 1>('SELECT 1 FROM setting WHERE name = ?')
  const chosen = db
    .prepare<[string], 0 | 1>('SELECT EXISTS (SELECT 1 FROM setting WHERE name IN (SELECT value FROM json_each(?)))')
    .pluck()
  const { unreadableBefore } = activityQueries(db)
  const calls = {
    unreadableBefore,
    /** Up to `most` results that older readers read. */
    resultsReadBefore: (most: number): OlderResult[] => older.all(readerVersion, most),
    /** Whether an erasure was cut off before `clean`. */
    isUnclean: (): boolean => unclean.get(uncleanName) !== undefined,
  }
  /** Whether a setting was ever chosen: until then, what reads settings is not needed. */
  const isAnythingSet = (): boolean => chosen.get(JSON.stringify(settingNames)) === 1
  return { calls, isAnythingSet }
}
