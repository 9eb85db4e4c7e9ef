import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import type { CellRef, Override, StoredOverride } from '../../../shared/model/gradebook.ts'
import { isSurvey } from '../../../shared/model/result.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard } from './owned.ts'

interface Row extends CellRef {
  readonly kind: Override['kind']
  readonly resultId: number | null
  readonly reason: string
  readonly madeAt: UnixSeconds
}

/** Reads and writes what the teacher decided about single cells. */
export function overrideQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const all = db.prepare<[], Row>(
    `SELECT account_id AS account, student AS key, test_id AS testId, kind, result_id AS resultId, reason,
       made_at AS madeAt
     FROM student_override ORDER BY made_at, account_id, student, test_id`,
  )
  const one = db.prepare<[string, string, number], Row>(
    `SELECT kind, result_id AS resultId, reason FROM student_override
     WHERE account_id = ? AND student = ? AND test_id = ?`,
  )
  const put = db.prepare(
    // Not INSERT OR REPLACE: what that replaces goes without a trigger, and so could not be brought back. Newer than what
    // was decided under a merged key, also where the clock was put back, because the newest decision counts.
    `INSERT INTO grade_override (account_id, student_key, test_id, kind, result_id, reason, made_at)
     VALUES (@account, @key, @testId, @kind, @resultId, @reason, max(@at, coalesce(
       (SELECT max(grade_override.made_at) + 1 FROM grade_override JOIN student_merge
          ON student_merge.account_id = grade_override.account_id AND student_merge.key = student_key
        WHERE grade_override.account_id = @account AND into_key = @key AND test_id = @testId), @at)))
     ON CONFLICT DO UPDATE SET kind = excluded.kind, result_id = excluded.result_id, reason = excluded.reason,
       made_at = excluded.made_at`,
  )
  const remove = db.prepare(
    `DELETE FROM grade_override WHERE account_id = @account AND test_id = @testId AND (student_key = @key
       OR student_key IN (SELECT key FROM student_merge WHERE account_id = @account AND into_key = @key))`,
  )
  const attempt = db.prepare<[number], CellRef & { readonly status: string | null; readonly testType: string | null }>(
    `SELECT account_id AS account, student AS key, test_id AS testId, status, test_type AS testType
     FROM result WHERE id = ?`,
  )

  const overrideOf = ({ kind, resultId, reason }: Pick<Row, 'kind' | 'resultId' | 'reason'>): Override =>
    kind === 'excused' ? { kind, reason } : { kind, resultId: resultId as number, reason }
  const present = ({ account, key, testId }: CellRef): Override | null => {
    const row = one.get(account, key, testId)
    return row === undefined ? null : overrideOf(row)
  }

  /** @throws AppError `result/not-found` unless the attempt is one of this student at this test that can be graded */
  function refuseForeign(cell: CellRef, id: number): void {
    const chosen = attempt.get(id)
    const isTheirs =
      chosen !== undefined &&
      chosen.account === cell.account &&
      chosen.key === cell.key &&
      chosen.testId === cell.testId &&
      isGradable(chosen)
    if (!isTheirs) throw new AppError('result/not-found')
  }

  return {
    /** Of these accounts, of all where none are named; in the order they were made. */
    overridesOf: (accounts?: readonly string[]): StoredOverride[] =>
      all
        .all()
        .filter(({ account }) => accounts?.includes(account) ?? true)
        .map(({ account, key, testId, madeAt, ...row }) => ({
          cell: { account, key, testId },
          override: overrideOf(row),
          madeAt,
        })),
    /**
     * @returns the former one
     * @throws AppError `account/not-found`, and `result/not-found` for an attempt that is not the cell's
     */
    setOverride: (cell: CellRef, override: Override, at: UnixSeconds): Override | null =>
      db
        .transaction(() => {
          requireAccount(cell.account)
          const resultId = override.kind === 'attempt' ? override.resultId : null
          if (resultId !== null) refuseForeign(cell, resultId)
          const former = present(cell)
          put.run({ ...cell, kind: override.kind, resultId, reason: override.reason, at })
          return former
        })
        .immediate(),
    /**
     * Excuses the students of these results at the tests that those are of, each once; surveys are left out.
     * @returns how many that are
     * @throws AppError `result/not-found`
     */
    excuse: (ids: readonly number[], reason: string, at: UnixSeconds): number =>
      db
        .transaction(() => {
          const cells = new Map<string, CellRef>()
          for (const id of ids) {
            const chosen = attempt.get(id)
            if (chosen === undefined) throw new AppError('result/not-found')
            if (isSurvey(chosen)) continue
            const { account, key, testId } = chosen
            cells.set(JSON.stringify([account, key, testId]), { account, key, testId })
          }
          for (const cell of cells.values()) put.run({ ...cell, kind: 'excused', resultId: null, reason, at })
          return cells.size
        })
        .immediate(),
    /** @returns the former one */
    clearOverride: (cell: CellRef): Override | null =>
      db
        .transaction(() => {
          const former = present(cell)
          remove.run(cell)
          return former
        })
        .immediate(),
  }
}
