import type { Database } from 'better-sqlite3'
import type { Result } from '../../../shared/model/result.ts'
import type { Interval } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import type { ResultColumns } from '../builder.ts'
import { dataColumns, resultColumns } from '../results/result-columns.ts'
import { placed, rowsUnderKey } from '../results/same-result.ts'
import type { erasedStudents } from '../students/erased.ts'
import type { AnswersOrigin, FinishedThen, ImportedRaw, ImportMatch } from './imported.ts'

export type MatchedRow = ResultColumns & { readonly id: number }

interface TouchedRow {
  readonly isNew: 0 | 1
  readonly finished: number | null
  readonly requiresGrading: 0 | 1 | null
}

interface OriginRow {
  readonly finished: number
  readonly toGrade: 0 | 1
  readonly listed: 0 | 1
  readonly run: number | null
}

export const originOf = ({ finished, toGrade, listed }: OriginRow): AnswersOrigin => ({
  finished: unixSeconds(finished),
  toGrade: toGrade === 1,
  listed: listed === 1,
})

/** Finds the stored results that imported attempts are. */
export function importMatching(db: Database, { erasedOf }: Pick<ReturnType<typeof erasedStudents>, 'erasedOf'>) {
  const under = rowsUnderKey<MatchedRow>(db, ['id', ...dataColumns])
  const touched = db.prepare<[number, number], TouchedRow>(
    `SELECT is_new AS isNew, before ->> '$.time_finished' AS finished, before ->> '$.requires_grading' AS requiresGrading
     FROM import_row WHERE run_id = ? AND result_id = ? AND (is_new = 1 OR before IS NOT NULL)`,
  )
  const origin = db.prepare<[number], OriginRow>(
    'SELECT finished, to_grade AS toGrade, listed, run_id AS run FROM attempt_answers WHERE result_id = ?',
  )
  const raws = db.prepare<[number | null, string], ImportedRaw>(
    `SELECT result_answer.id, answer AS raw, iif(is_new = 1, NULL, coalesce(before ->> '$.answer', answer)) AS before
     FROM result_answer LEFT JOIN import_row ON run_id = ? AND result_id = result_answer.id
     WHERE result_answer.id IN (SELECT value FROM json_each(?))`,
  )

  const finishedIn = db.prepare<[number, number, string, number | null], Omit<FinishedThen, 'answers'>>(
    `SELECT result.id, first, last, email, coalesce(test.name, '') AS testName, coalesce(source.name, '') AS sourceName,
       time_started AS timeStarted, time_finished AS timeFinished, percentage
     FROM result LEFT JOIN test ON test.account_id = result.account_id AND test.test_id = result.test_id
     LEFT JOIN source ON source.account_id = result.account_id AND source.feed = result.feed
       AND source.source_id = result.source_id
     WHERE time_finished >= ? AND time_finished < ? AND +result.account_id = ? AND NOT EXISTS (
       SELECT 1 FROM import_row WHERE run_id = ? AND result_id = result.id AND is_new = 1)
     ORDER BY result.id`,
  )

  const answersOf = (id: number): (AnswersOrigin & { run: number | null }) | null => {
    const row = origin.get(id)
    return row === undefined ? null : { ...originOf(row), run: row.run }
  }

  /** The stored result that this one is; null where it is new, `erased` where its student was erased here. */
  function find(account: string, columns: ResultColumns): MatchedRow | 'erased' | null {
    const erased = erasedOf(account)
    if (erased?.hasKey(columns.student_key)) return 'erased'
    const [found] = placed([columns], under(account, columns.natural_key))
    if (found?.row) return found.row
    // What is known here is somebody's who stayed, whatever ClassMarker calls them now.
    return erased?.hasPerson(columns) ? 'erased' : null
  }

  return {
    find,
    under,
    answersOf,
    calls: {
      /**
       * The stored result that each of these is.
       * @param run the running import, once it has changed something
       */
      importMatches: (account: string, run: number | null, results: readonly Result[]) =>
        results.map((result): ImportMatch | 'erased' | null => {
          const found = find(account, resultColumns(result))
          if (found === null || found === 'erased') return found
          const before = run === null ? undefined : touched.get(run, found.id)
          const answers = answersOf(found.id)
          const requiresGrading = before?.isNew === 0 ? before.requiresGrading : found.requires_grading
          return {
            id: found.id,
            isNew: before?.isNew === 1,
            timeFinished: unixSeconds(before?.finished ?? found.time_finished),
            requiresGrading: requiresGrading === null ? null : requiresGrading === 1,
            answers: answers && { ...answers, ofRun: run !== null && answers.run === run },
          }
        }),
      /** The results of an account that finished in one of these ranges, for each list of them. */
      resultsFinishedIn: (account: string, run: number | null, ranges: readonly (readonly Interval[])[]) =>
        ranges.map((some): FinishedThen[] => {
          const rows = some.flatMap(({ from, until }) => finishedIn.all(from, until, account, run))
          return rows.map((row) => ({ ...row, answers: answersOf(row.id) }))
        }),
      /** What these results were read from. */
      importedRaws: (run: number | null, ids: readonly number[]): ImportedRaw[] => raws.all(run, JSON.stringify(ids)),
    },
  }
}
