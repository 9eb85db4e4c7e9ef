import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import {
  dueWithin,
  type RenewalEmails,
  type RenewalState,
  type RenewalsFilter,
  renewalStates,
  type TestValidity,
} from '../../../shared/model/certificate.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import type { RenewalFact } from '../../../shared/model/results-view.ts'
import { type CalendarDay, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, daysAfter } from '../../../shared/model/zone.ts'
import { keptWhileUnchanged, type QueryRunner, sqlite } from '../builder.ts'
import type { ListQuestion, StoredRenewal } from '../lists.ts'
import { type AccountZones, conditionsOf, lastDaysIn } from '../results/filter.ts'
import { certificatesAmong, certificatesIn, onlyCertificates } from './certificates.ts'

interface Renewal {
  readonly id: number
  readonly account: string
  readonly test: number
  readonly expiresOn: CalendarDay
  readonly state: RenewalState
  readonly renewedAt: UnixSeconds | null
}

/** A tuple rather than an object, because there are 100,000 of them. */
type Held = [id: number, account: string, test: number, student: string, finished: number, months: number]

/**
 * Validity of certificates per test, and which certificates end when. States depend on the calendar day in the
 * account's own time zone. All renewals of a filter are computed at once and kept until the next write, so that pages
 * and counts agree and paging costs nothing.
 */
export function renewalQueries(db: Database, run: QueryRunner, zones: () => AccountZones) {
  const validities = db.prepare<{ accounts: string | null }, ValidityRow>(
    `SELECT counted.account_id, counted.test_id, coalesce(test.name, 'Test ' || counted.test_id) AS test_name,
       counted.certificates, months
     FROM (
       SELECT account_id, test_id, sum(n) AS certificates FROM (
         SELECT account_id, test_id, count(*) AS n FROM result WHERE certificate_key IS NOT NULL
           GROUP BY account_id, test_id
         UNION ALL SELECT account_id, test_id, 0 FROM certificate_validity
       ) GROUP BY account_id, test_id
     ) AS counted
     LEFT JOIN test USING (account_id, test_id) LEFT JOIN certificate_validity USING (account_id, test_id)
     WHERE @accounts IS NULL OR counted.account_id IN (SELECT value FROM json_each(@accounts))
     ORDER BY sort_key(test_name), counted.account_id, counted.test_id`,
  )
  const hasAccount = db.prepare<[string], 1>('SELECT 1 FROM account WHERE id = ?').pluck()
  const hasTest = db
    .prepare<{ accountId: string; testId: number }, 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM test WHERE account_id = @accountId AND test_id = @testId)
         OR EXISTS (SELECT 1 FROM result WHERE +account_id = @accountId AND test_id = @testId)
         OR EXISTS (SELECT 1 FROM certificate_validity WHERE account_id = @accountId AND test_id = @testId)`,
    )
    .pluck()
  const put = db.prepare<[string, number, number]>(
    `INSERT INTO certificate_validity (account_id, test_id, months) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET months = excluded.months`,
  )
  const remove = db.prepare<[string, number]>('DELETE FROM certificate_validity WHERE account_id = ? AND test_id = ?')
  // In the index's order the next certificate of the same student and test follows directly, without sorting.
  const held = db
    .prepare<[], Held>(
      `SELECT id, account_id, test_id, student, time_finished, months
       FROM certificate_validity CROSS JOIN result INDEXED BY certificate_by_student USING (account_id, test_id)
       WHERE certificate_key IS NOT NULL ORDER BY account_id, test_id, student, time_finished, id`,
    )
    .raw()

  const emailsOf = db
    .prepare<[string], [number, string | null]>(
      'SELECT id, email FROM result WHERE id IN (SELECT value FROM json_each(?))',
    )
    .raw()

  const all = (today: (account: string) => CalendarDay, known: AccountZones): Renewal[] => {
    const stateOf = statesOn(today)
    const lastDay = lastDaysIn(known)
    const rows = held.all()
    const renewals = rows.map((row, at): Renewal => {
      const [id, account, test, , finished, months] = row
      const expiresOn = lastDay(account, finished, months)
      const renewedAt = renewalOf(row, rows[at + 1])
      const state = renewedAt === null ? stateOf(row, expiresOn) : 'renewed'
      return { id, account, test, expiresOn, renewedAt, state }
    })
    return soonestFirst(renewals)
  }
  const matchingIds = (asked: ResultsFilter, known: AccountZones): Set<number> => {
    const ids = sqlite
      .selectFrom('result')
      .select('result.id')
      .where((result) => result.and(conditionsOf(onlyCertificates(asked), known)(result)))
    return new Set(run.all(ids.compile()).map(({ id }) => id))
  }
  const allOn = keptWhileUnchanged(db, (days: readonly (readonly [string, CalendarDay])[]) =>
    all((account) => new Map(days).get(account) ?? '', zones()),
  )
  const chosen = keptWhileUnchanged(
    db,
    ({ results, days }: { results: ResultsFilter; days: readonly (readonly [string, CalendarDay])[] }) => {
      if (results.length === 0) return allOn(days)
      const ids = matchingIds(results, zones())
      return allOn(days).filter(({ id }) => ids.has(id))
    },
  )
  const renewalsOf = ({ results }: RenewalsFilter, now: UnixSeconds): readonly Renewal[] =>
    chosen({ results, days: [...zones()].map(([account, zone]) => [account, calendarDayIn(zone)(now)] as const) })

  const withCertificates = (renewals: readonly Renewal[]): StoredRenewal[] => {
    const rows = run.all(certificatesAmong(renewals.map(({ id }) => id)).compile())
    const toCertificate = certificatesIn(zones())
    const byId = new Map(rows.map((row) => [row.id, toCertificate(row)]))
    return renewals.flatMap(({ id, expiresOn, renewedAt, state }) => {
      const certificate = byId.get(id)
      return certificate === undefined ? [] : [{ ...certificate, expiresOn, renewedAt, state }]
    })
  }

  return {
    /** Every test with certificates or a validity, by name. @param accounts undefined or an empty list means all */
    testValidities: (accounts: readonly string[] | undefined): TestValidity[] =>
      validities.all({ accounts: accounts?.length ? JSON.stringify(accounts) : null }).map((row) => ({
        accountId: row.account_id,
        testId: row.test_id,
        testName: row.test_name,
        certificates: row.certificates,
        months: row.months,
      })),
    /** @param months null means unlimited. @throws AppError `account/not-found`, `test/not-found` */
    setValidity: (accountId: string, testId: number, months: number | null): void => {
      db.transaction(() => {
        if (hasAccount.get(accountId) === undefined) throw new AppError('account/not-found')
        if (hasTest.get({ accountId, testId }) !== 1) throw new AppError('test/not-found')
        if (months === null) remove.run(accountId, testId)
        else put.run(accountId, testId, months)
      }).immediate()
    },
    /**
     * Certificates by the day they end, soonest first, those already renewed last. States are those of the moment
     * `now`.
     */
    renewalsList: (filter: RenewalsFilter, now: UnixSeconds): ListQuestion<StoredRenewal> => {
      const renewals = inStates(renewalsOf(filter, now), statesIn(filter))
      let byId: ReadonlyMap<number, Renewal> | null = null
      return {
        ids: (limit) => renewals.slice(0, limit).map(({ id }) => id),
        rows: (ids) => {
          byId ??= new Map(renewals.map((renewal) => [renewal.id, renewal]))
          return withCertificates(ids.flatMap((id) => byId?.get(id) ?? []))
        },
      }
    },
    /** The e-mail addresses for a filter, each once. */
    renewalEmails: (filter: RenewalsFilter, now: UnixSeconds): RenewalEmails => {
      const asked = inStates(renewalsOf(filter, now), statesIn(filter))
      const found = new Map(emailsOf.all(JSON.stringify(asked.map(({ id }) => id))))
      const emails = new Map<string, string>()
      let without = 0
      for (const { id } of asked) {
        const email = found.get(id)?.trim() ?? ''
        if (!/^[^\s@;,]+@[^\s@;,]+$/.test(email)) without++
        else if (!emails.has(email.toLowerCase())) emails.set(email.toLowerCase(), email)
      }
      return { emails: [...emails.values()], without }
    },
    /** Which of these facts are the same for all renewals of a filter. */
    renewalsAlike: (filter: RenewalsFilter, facts: readonly RenewalFact[], now: UnixSeconds): RenewalFact[] => {
      const [first, ...others] = inStates(renewalsOf(filter, now), statesIn(filter))
      const sameTest = first && others.every(({ account, test }) => account === first.account && test === first.test)
      return facts.filter(() => sameTest === true)
    },
    /** The number of renewals in each state, ignoring the filter's own condition on states. */
    countRenewals: (filter: RenewalsFilter, now: UnixSeconds): Record<RenewalState, number> => {
      const counts = { expired: 0, due: 0, valid: 0, renewed: 0 }
      for (const { state } of renewalsOf(filter, now)) counts[state]++
      return counts
    },
  }
}

interface ValidityRow {
  account_id: string
  test_id: number
  test_name: string
  certificates: number
  months: number | null
}

/** When the certificate was renewed: the finish of `next` if it is of the same student and test. */
function renewalOf([, account, test, student]: Held, next: Held | undefined): UnixSeconds | null {
  if (next === undefined) return null
  const [, nextAccount, nextTest, nextStudent, finished] = next
  return nextStudent === student && nextTest === test && nextAccount === account ? unixSeconds(finished) : null
}

const statesIn = ({ states }: RenewalsFilter): readonly RenewalState[] => (states.length > 0 ? states : renewalStates)

const inStates = (renewals: readonly Renewal[], states: readonly RenewalState[]): readonly Renewal[] =>
  states.length === renewalStates.length ? renewals : renewals.filter(({ state }) => states.includes(state))

/** Sorts by the last day, renewed ones last. Many certificates share a day, so it sorts days instead of rows. */
function soonestFirst(renewals: readonly Renewal[]): Renewal[] {
  const byDay = Map.groupBy(renewals, ({ state, expiresOn }) => `${state === 'renewed' ? 1 : 0} ${expiresOn}`)
  return [...byDay]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, sameDay]) => sameDay.toSorted((a, b) => a.id - b.id))
}

/** A certificate still counts on its last day. */
function statesOn(today: (account: string) => CalendarDay) {
  const bounds = new Map<string, { today: CalendarDay; dueUntil: CalendarDay }>()
  return ([, account]: Held, expiresOn: CalendarDay): RenewalState => {
    let days = bounds.get(account)
    if (days === undefined) {
      const day = today(account)
      days = { today: day, dueUntil: daysAfter(day, dueWithin) }
      bounds.set(account, days)
    }
    if (expiresOn < days.today) return 'expired'
    return expiresOn <= days.dueUntil ? 'due' : 'valid'
  }
}
