import type { Database } from 'better-sqlite3'
import { type StudentRef, usualRules } from '../../../shared/model/gradebook.ts'
import type { IdentityVerdict, MergeFigures, MergePreview } from '../../../shared/model/identity.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard } from '../gradebook/owned.ts'
import { allTimes, decisionsFor, studentModel } from './student-model.ts'

interface Facts {
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
  const facts = db.prepare<StudentRef, Facts>(
    `SELECT certificate_key IS NOT NULL AS hasCertificate, access_code AS code
     FROM result WHERE student = @key AND account_id = @account`,
  )
  const decidedFor = decisionsFor(db)

  /** What students have, or would have as one: reckoned as on a student's page. */
  function figuresOf(students: readonly [StudentRef, ...StudentRef[]]): MergeFigures {
    const results = students.flatMap(({ account, key }) => facts.all({ account, key }))
    const { model } = studentModel(db, students, {
      ...{ policy: usualRules.policy, bounds: allTimes, decided: decidedFor(students), expected: new Set<number>() },
      nameOf: () => '',
    })
    return {
      results: results.length,
      tests: model.tests.filter((_, test) => model.hasAttempts(0, test)).length,
      certificates: results.filter(({ hasCertificate }) => hasCertificate === 1).length,
      codes: [...new Set(results.flatMap(({ code }) => (code === null || code === '' ? [] : code)))].toSorted(),
      average: model.row(0).average.rounded as Tenths | null,
    }
  }

  return {
    /** @throws AppError `account/not-found` */
    decideIdentity: (account: string, key: string, other: string, verdict: IdentityVerdict, at: UnixSeconds): void => {
      requireAccount(account)
      if (key !== other) put.run({ account, key, other, verdict, at })
    },
    /** What two students have, and what they would have as one. */
    mergePreview: (account: string, key: string, other: string): MergePreview => {
      const [one, twin] = [
        { account, key },
        { account, key: other },
      ] as const
      return { one: figuresOf([one]), other: figuresOf([twin]), together: figuresOf([one, twin]) }
    },
  }
}
