import type { Database } from 'better-sqlite3'
import { isGradable } from '../../../shared/model/attempt-policy.ts'
import {
  type Digest,
  type DigestPart,
  type DigestPartResults,
  type DigestQuery,
  type DigestSince,
  type DigestTest,
  firstDays,
} from '../../../shared/model/digest.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { mostOfPart } from '../../../shared/model/test-figures.ts'
import { fold } from '../../../shared/model/text.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, daysAfter, startOfDay } from '../../../shared/model/zone.ts'
import { compareTexts } from '../arrays/sorting.ts'
import type { AccountZones } from '../results/filter.ts'
import { Arrivals, type Start } from './arrivals.ts'
import type { digestMarks } from './marks.ts'
import { NewResults, type TestSums } from './new-results.ts'

/** How long a question itself may read, in milliseconds; the rest is read between questions. */
const pause = 10

interface Asked {
  readonly zones: () => AccountZones
  readonly marks: ReturnType<typeof digestMarks>
  gapsOf(account: string): number
  waitingCodes(accounts: readonly string[]): number
  waitingQuestions(accounts: readonly string[]): number
}

/**
 * The digest: what arrived on this computer since it was marked as seen, and what waits now. New is what arrived, not
 * what was finished: a result of last month that was fetched today is news today.
 */
export function digestQueries(db: Database, { zones, marks, gapsOf, waitingCodes, waitingQuestions }: Asked) {
  const names = db.prepare<[], { account: string; testId: number; name: string }>(
    'SELECT account_id AS account, test_id AS testId, name FROM test',
  )
  /** The moment that accounts without a mark are read from; moves on once a day. */
  let now: UnixSeconds = unixSeconds(0)
  const startsNow = (): readonly Start[] =>
    [...zones()].map(([account, zone]) => {
      const seen = marks.seenOf(account)
      return seen === null
        ? { account, from: firstFrom(now, zone) }
        : { account, result: seen.result, change: seen.change }
    })
  const arrivals = new Arrivals(db, startsNow)

  function sinceOf(account: string, { now, since }: DigestQuery): DigestSince {
    const zone = zones().get(account) ?? 'UTC'
    if (since !== undefined) return { account, since: startOfDay(since, zone), isFirst: false }
    const seen = marks.seenOf(account)
    return { account, since: seen?.at ?? firstFrom(now, zone), isFirst: seen === null }
  }

  function digestOf(query: DigestQuery, { known, isReading }: ReturnType<Arrivals['find']>): Digest {
    const accounts = marks.chosen(query.accounts)
    const isChosen = ({ account }: { readonly account: string }): boolean => accounts.includes(account)
    const found = known?.found ?? new NewResults()
    const sums = accounts.map((account) => found.ofAccount(account))
    const sumOf = (figure: keyof (typeof sums)[number]): number => sums.reduce((all, each) => all + each[figure], 0)
    const changed = known?.changed.filter(isChosen) ?? []
    const allToGrade = known?.toGrade.filter(isChosen) ?? []
    const toGrade = allToGrade.filter(isGradable)
    const since = accounts.map((account) => sinceOf(account, query))
    return {
      since: unixSeconds(Math.min(query.now, ...since.map((each) => each.since))),
      accounts: since,
      upTo: marks.arrived(),
      results: sumOf('results'),
      students: sumOf('students'),
      certificates: sumOf('certificates'),
      tests: namedTests([...found.tests.values()].filter(isChosen)),
      changed: changed.length,
      nowPassed: changed.filter((each) => each.now === 'passed').length,
      nowNotPassed: changed.filter((each) => each.now === 'not-passed').length,
      needsGrading: toGrade.length,
      newToGrade: sumOf('newToGrade'),
      leftOutToGrade: allToGrade.length - toGrade.length,
      oldestToGrade: toGrade[0]?.finished ?? null,
      gaps: accounts.reduce((all, account) => all + gapsOf(account), 0),
      codesWaiting: accounts.length === 0 ? 0 : waitingCodes(accounts),
      questionsWaiting: accounts.length === 0 ? 0 : waitingQuestions(accounts),
      isReading,
    }
  }

  function namedTests(tests: readonly TestSums[]): DigestTest[] {
    const known = new Map(names.all().map(({ account, testId, name }) => [`${account}\n${testId}`, name]))
    return tests
      .map((test): DigestTest => {
        const { account, testId, results, marked, passed, justMissed, gradable, needsGrading } = test
        return {
          ...{ account, testId, results, marked, passed, justMissed, gradable, needsGrading },
          name: known.get(`${account}\n${testId}`) || `Test ${testId}`,
          mean: test.counted === 0 ? null : test.sum / test.counted,
          passMark: test.passMark as Tenths | null,
          columns: [...test.columns]
            .map(([percent, [passed, notPassed, open]]) => ({ percent, passed, notPassed, open }))
            .sort((a, b) => a.percent - b.percent),
        }
      })
      .sort(
        (a, b) =>
          b.results - a.results ||
          compareTexts(fold(a.name), fold(b.name)) ||
          a.testId - b.testId ||
          compareTexts(a.account, b.account),
      )
  }

  const find = (query: DigestQuery, milliseconds: number) => {
    now = query.now
    return arrivals.find(milliseconds)
  }

  return {
    arrivals,
    /** The same, however long it takes; also since a day. */
    wholeDigest: (query: DigestQuery): Digest => {
      if (query.since === undefined) return digestOf(query, find(query, Number.POSITIVE_INFINITY))
      const day = query.since
      const since = new Arrivals(db, () =>
        [...zones()].map(([account, zone]) => ({ account, from: startOfDay(day, zone) })),
      )
      return digestOf(query, since.find(Number.POSITIVE_INFINITY))
    },
    calls: {
      ...marks.calls,
      /** What is new, as far as it is read. Ask again while `isReading`. */
      digest: ({ accounts, now }: Omit<DigestQuery, 'since'>): Digest => {
        const query = { accounts, now }
        return digestOf(query, find(query, pause))
      },
      /** The results behind a line of the digest; null where they are more than can be named one by one. */
      digestPart: ({ accounts, now }: Omit<DigestQuery, 'since'>, part: DigestPart): DigestPartResults => {
        const { known } = find({ accounts, now }, pause)
        if (known === null) return 'reading'
        const ids = idsOf(known, part, marks.chosen(accounts))
        return ids.length > mostOfPart ? null : ids
      },
    },
  }
}

function idsOf(
  { found, changed, toGrade }: NonNullable<ReturnType<Arrivals['find']>['known']>,
  part: DigestPart,
  accounts: readonly string[],
): readonly number[] {
  const isChosen = ({ account }: { readonly account: string }): boolean => accounts.includes(account)
  switch (part.part) {
    case 'test':
      return found.tests.get(`${part.account}\n${part.testId}`)?.ids ?? []
    case 'new':
      return [...found.tests.values()].filter(isChosen).flatMap(({ ids }) => ids)
    case 'changed':
      return changed.filter(isChosen).map(({ id }) => id)
    case 'needs-grading':
      return toGrade.filter((each) => isChosen(each) && isGradable(each)).map(({ id }) => id)
  }
}

/** The beginning of the day, so many days ago. */
const firstFrom = (now: UnixSeconds, zone: string): UnixSeconds =>
  startOfDay(daysAfter(calendarDayIn(zone)(now), -firstDays), zone)
