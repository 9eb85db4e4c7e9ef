import type { Database } from 'better-sqlite3'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { IdentityVerdict, MergeFigures, MergePreview } from '../../../shared/model/identity.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard } from '../gradebook/owned.ts'

interface Attempt {
  readonly testId: number
  readonly percentage: number | null
  readonly status: string | null
  readonly testType: string | null
  readonly hasCertificate: 0 | 1
  readonly code: string | null
}

/** Keeps what the teacher says of two who may be one person, and shows what a merge would do. */
export function verdictQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const put = db.prepare(
    `INSERT INTO identity_verdict (account_id, key, other_key, verdict, made_at)
     VALUES (@account, min(@key, @other), max(@key, @other), @verdict, @at)
     ON CONFLICT DO UPDATE SET verdict = excluded.verdict, made_at = excluded.made_at`,
  )
  const attempts = db.prepare<StudentRef, Attempt>(
    `SELECT test_id AS testId, percentage, status, test_type AS testType,
       certificate_key IS NOT NULL AS hasCertificate, access_code AS code
     FROM result WHERE student = @key AND account_id = @account`,
  )
  return {
    /** @throws AppError `account/not-found` */
    decideIdentity: (account: string, key: string, other: string, verdict: IdentityVerdict, at: UnixSeconds): void => {
      requireAccount(account)
      if (key !== other) put.run({ account, key, other, verdict, at })
    },
    /** What two students have, and what they would have as one. */
    mergePreview: (account: string, key: string, other: string): MergePreview => {
      const [own, theirs] = [key, other].map((each) => attempts.all({ account, key: each })) as [Attempt[], Attempt[]]
      return { one: figuresOf(own), other: figuresOf(theirs), together: figuresOf([...own, ...theirs]) }
    },
  }
}

function figuresOf(attempts: readonly Attempt[]): MergeFigures {
  const best = new Map<number, number>()
  for (const { testId, percentage, ...attempt } of attempts) {
    if (percentage !== null && isGradable(attempt))
      best.set(testId, Math.max(best.get(testId) ?? -Infinity, percentage))
  }
  const sum = [...best.values()].reduce((total, each) => total + each, 0)
  return {
    attempts: attempts.length,
    tests: new Set(attempts.map(({ testId }) => testId)).size,
    certificates: attempts.filter(({ hasCertificate }) => hasCertificate === 1).length,
    codes: [...new Set(attempts.map(({ code }) => code).filter((code) => code !== null))].toSorted(),
    average: best.size === 0 ? null : sum / best.size,
  }
}
