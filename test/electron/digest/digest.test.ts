import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readAtOneMoment } from '../../../electron/store/api.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { testSentence } from '../../../shared/digest-page.ts'
import type { Digest, DigestPart } from '../../../shared/model/digest.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { usualTestPolicy } from '../../../shared/model/test-figures.ts'
import { day, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const later = (seconds: number): UnixSeconds => unixSeconds(noon + seconds)

/** A database whose pages arrive when they are said to. */
function laptop(zones: Readonly<Record<string, string>> = { a: 'UTC' }) {
  const made = database(Object.entries(zones).map(([id, zone]) => accountNamed(id, zone)))
  let number = 0
  return {
    ...made,
    receive: (at: number, results: readonly Partial<Result>[], account = 'a') =>
      made.calls.applyPage(
        pageWith(
          results.map((said) => resultOf({ userId: 'user' in said ? 0 : ++number, ...said })),
          { accountId: account, receivedAt: later(at), tests: [{ id: 1, name: 'Algebra' }] },
        ),
      ),
    ask: (at = 0, accounts?: readonly string[]): Digest => {
      for (;;) {
        const digest = made.calls.digest({ accounts, now: later(at) })
        if (!digest.isReading) return digest
      }
    },
    part: (part: DigestPart, accounts?: readonly string[]) => made.calls.digestPart({ accounts, now: noon }, part),
    see: (at: number, accounts?: readonly string[]) =>
      made.calls.markDigestSeen(accounts, made.calls.digest({ accounts, now: later(at) }).upTo, later(at)),
  }
}

const graded = (percentage: number, said: Partial<Result> = {}): Partial<Result> => ({
  userId: 1,
  percentage: toTenths(percentage),
  passed: percentage >= 50,
  ...said,
})

describe('what is new', () => {
  it('is what arrived since it was marked as seen, whenever it was finished', () => {
    const { receive, see, ask } = laptop()
    receive(0, [{}, {}])
    see(10)
    expect(ask(20)).toMatchObject({ since: later(10), results: 0, tests: [] })
    receive(30, [{ timeFinished: later(-300 * day), percentage: toTenths(40) }, { percentage: toTenths(70.5) }])
    expect(ask(40)).toMatchObject({
      results: 2,
      students: 2,
      tests: [{ testId: 1, name: 'Algebra', results: 2, mean: 552.5 }],
    })
  })

  it('is what arrived in the last seven days where nothing was ever marked', () => {
    const { receive, ask } = laptop({ a: 'Europe/Berlin' })
    receive(-8 * day, [{}])
    receive(-6 * day, [{}, {}])
    const { results, accounts } = ask()
    expect(results).toBe(2)
    expect(accounts).toEqual([
      { account: 'a', since: unixSeconds(Date.parse('2026-11-12T23:00:00Z') / 1000), isFirst: true },
    ])
  })

  it('needs grading in the order in which it was finished, whatever came after it was first read', () => {
    const { receive, ask, part, db } = laptop({ a: 'UTC', b: 'UTC' })
    const toGrade = (finished: number): Partial<Result> => ({ requiresGrading: true, timeFinished: later(finished) })
    receive(0, [toGrade(50), { timeFinished: later(60) }])
    expect(ask().needsGrading).toBe(1)
    receive(1, [toGrade(20), { timeFinished: later(30) }, toGrade(90)])
    receive(2, [toGrade(10)], 'b')
    expect(ask().needsGrading).toBe(4)
    expect(ask(0, ['a']).needsGrading).toBe(3)
    const inOrder = db
      .prepare('SELECT id FROM result WHERE requires_grading = 1 ORDER BY time_finished, id')
      .pluck()
      .all()
    expect(part({ part: 'needs-grading' })).toEqual(inOrder)
    expect(ask().oldestToGrade).toBe(later(10))
  })

  it('needs grading once each, whenever results arrive while it is read', () => {
    const toGrade = { requiresGrading: true }
    for (let slices = 0; slices < 10; slices++) {
      const { receive, ask, calls } = laptop()
      receive(
        0,
        Array.from({ length: 600 }, () => toGrade),
      )
      let moment = 0
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => (moment += 8))
      for (let asked = 0; asked < slices; asked++) calls.digest({ accounts: undefined, now: noon })
      clock.mockRestore()
      receive(1, [toGrade])
      expect([slices, ask().needsGrading]).toEqual([slices, 601])
    }
  })

  it('says of a line that it is still being read, not that nothing is behind it', () => {
    const { receive, part } = laptop()
    receive(0, [{ percentage: toTenths(40), requiresGrading: true }])
    let moment = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (moment += 1_000))
    try {
      expect([part({ part: 'new' }), part({ part: 'needs-grading' })]).toEqual(['reading', 'reading'])
      // However slow the machine is, the time to read it all is there.
      clock.mockImplementation(() => moment)
      expect([part({ part: 'new' }), part({ part: 'needs-grading' })]).toEqual([[1], [1]])
    } finally {
      clock.mockRestore()
    }
  })

  it('is not missed while the clock is set back, nor in the second of the marking', () => {
    const { receive, see, ask } = laptop()
    receive(3_600, [{}])
    see(3_600)
    receive(3_600, [{}])
    receive(-7_200, [{}])
    expect(ask(-7_200).results).toBe(2)
  })

  it('is not missed where SQLite gives new results the numbers of removed ones', () => {
    const { receive, see, ask, calls, db } = laptop({ a: 'UTC', b: 'UTC' })
    receive(0, [{}])
    receive(1, [{}, {}, {}], 'b')
    see(10)
    calls.removeAccount('b')
    receive(20, [{}, {}])
    expect(ask(30).results).toBe(2)
    see(30)
    const last = db.prepare<[], string>('SELECT student FROM result ORDER BY id DESC').pluck().get() ?? ''
    calls.eraseStudent({ account: 'a', key: last }, later(31))
    receive(40, [{ first: 'Bo', last: 'New' }])
    expect(ask(50).results).toBe(1)
  })

  it('is each account’s own: marking one says nothing of another', () => {
    const { receive, see, ask } = laptop({ a: 'UTC', b: 'UTC' })
    receive(0, [{}])
    receive(0, [{}, {}], 'b')
    see(10, ['a'])
    expect(ask(20, ['a']).results).toBe(0)
    expect(ask(20, ['b']).results).toBe(2)
    expect(ask(20)).toMatchObject({ results: 2, accounts: [{ isFirst: false }, { isFirst: true }] })
  })

  it('stays new for whoever did not show it, however two mark at once', () => {
    const { receive, ask, calls } = laptop()
    receive(0, [{}])
    const early = ask(1).upTo
    receive(2, [{}])
    const late = ask(3).upTo
    calls.markDigestSeen(undefined, late, later(4))
    calls.markDigestSeen(undefined, early, later(5))
    expect(ask(6).results).toBe(0)
    receive(7, [{}])
    expect(ask(8).results).toBe(1)
    calls.markDigestSeen(undefined, { result: 9_999, change: 9_999 }, later(9))
    receive(10, [{}, {}])
    expect(ask(11).results).toBe(2)
  })

  it('comes back when the marking is taken back', () => {
    const { receive, see, ask, calls } = laptop()
    receive(0, [{}])
    see(1)
    receive(2, [{}, {}])
    see(3)
    calls.unmarkDigestSeen(undefined)
    expect(ask(4)).toMatchObject({ results: 2, since: later(1) })
  })

  it('comes back also where it was marked twice with nothing new between', () => {
    const { receive, see, ask, calls } = laptop()
    receive(0, [{}])
    see(1)
    receive(2, [{}])
    see(3)
    see(4)
    calls.unmarkDigestSeen(undefined)
    expect(ask(5)).toMatchObject({ results: 1, since: later(1) })
  })

  it('is of hidden tests, groups and links as of all others', () => {
    const { receive, ask, calls, part } = laptop()
    receive(0, [{ testId: 1 }, { testId: 2, requiresGrading: true }, { testId: 1, sourceId: 77 }])
    calls.applyPage(pageWith([], { sources: [{ id: 77, name: 'Old' }], tests: [{ id: 2, name: 'Two' }] }))
    calls.hide({ account: 'a', kind: 'test', id: 2 })
    calls.hide({ account: 'a', kind: 'groups', id: 77 })
    expect(ask()).toMatchObject({ results: 3, students: 3, needsGrading: 1, newToGrade: 1 })
    expect(ask().tests.map(({ name, results }) => [name, results])).toEqual([
      ['Algebra', 2],
      ['Two', 1],
    ])
    expect(part({ part: 'needs-grading' })).toHaveLength(1)
  })

  it('is read on while results arrive, and anew where one of them changes', () => {
    const { receive, ask, see } = laptop()
    see(0)
    for (let at = 1; at <= 6; at++) {
      receive(
        at,
        Array.from({ length: 300 }, () => ({})),
      )
      expect(ask(at).results).toBe(at * 300)
    }
    receive(10, [graded(20)])
    receive(11, [graded(90)])
    expect(ask(12)).toMatchObject({ results: 1_800, changed: 0 })
  })
})

describe('a changed score', () => {
  it('counts once, as changed and not as new, with whether it passes now', () => {
    const { receive, ask, see, part } = laptop()
    receive(0, [graded(40), graded(60, { userId: 2 }), graded(70, { userId: 3 })])
    see(1)
    receive(2, [graded(55), graded(45, { userId: 2 })])
    receive(3, [graded(58), graded(45, { userId: 2, email: 'new@x.example' })])
    expect(ask(4)).toMatchObject({ results: 0, changed: 2, nowPassed: 1, nowNotPassed: 1 })
    expect(part({ part: 'changed' })).toEqual([1, 2])
    see(5)
    expect(ask(6).changed).toBe(0)
  })

  it('does not count where it changed to and fro, nor where only a name did, nor of a new result', () => {
    const { receive, ask, see } = laptop()
    receive(0, [graded(40), graded(60, { userId: 2 })])
    see(1)
    receive(2, [graded(50), graded(60, { userId: 2, first: 'Ida' }), graded(10, { userId: 3 })])
    receive(3, [graded(40), graded(20, { userId: 3 })])
    expect(ask(4)).toMatchObject({ results: 1, changed: 0 })
  })
})

describe('what waits', () => {
  it('is all that needs grading, the new ones and the oldest apart', () => {
    const { receive, ask, see, part } = laptop()
    receive(0, [{ requiresGrading: true, timeFinished: later(-6 * day) }, {}])
    see(1)
    receive(2, [{ requiresGrading: true }, { requiresGrading: true }])
    expect(ask(3)).toMatchObject({ needsGrading: 3, newToGrade: 2, oldestToGrade: later(-6 * day) })
    expect(part({ part: 'needs-grading' })).toEqual([1, 3, 4])
  })

  it('is as much to grade as the list of tests says, without surveys and attempts not finished', () => {
    const { db, receive, ask, part } = laptop()
    const open = { requiresGrading: true }
    const others = [
      { ...open, testId: 2, testType: 'Survey' },
      { ...open, status: 'ip' },
    ]
    receive(0, [open, ...others])
    const listed = () =>
      storeOn(db).calls.tests({
        ...{ filter: [], policy: usualTestPolicy, withHidden: false, sort: { field: 'name', direction: 'asc' } },
      })
    const inTests = () => listed().reduce((sum, { needsGrading }) => sum + needsGrading, 0)
    const inDigest = (at: number) => {
      const { needsGrading, newToGrade, leftOutToGrade, tests } = ask(at)
      return { needsGrading, newToGrade, leftOutToGrade, byTest: tests.map((test) => test.needsGrading) }
    }
    expect(inDigest(1)).toEqual({ needsGrading: 1, newToGrade: 1, leftOutToGrade: 2, byTest: [1, 0] })
    expect(inTests()).toBe(1)
    // Read on from where it ended, too.
    receive(2, [open, ...others])
    expect(inDigest(3)).toEqual({ needsGrading: 2, newToGrade: 2, leftOutToGrade: 4, byTest: [2, 0] })
    expect(inTests()).toBe(2)
    expect(part({ part: 'needs-grading' })).toHaveLength(2)
  })

  it('is all of a test where only an unfinished attempt is none of it', () => {
    const { receive, ask } = laptop()
    receive(0, [{ requiresGrading: true }, { status: 'ip' }])
    const [test] = ask(1).tests
    expect(test).toMatchObject({ results: 2, gradable: 1, needsGrading: 1 })
    expect(test && testSentence(test)).toBe('Waits to be graded; its score may change.')
  })

  it('is gaps and codes of the accounts looked at', () => {
    const { ask, calls } = laptop({ a: 'UTC', b: 'UTC' })
    calls.recordGap('a', { feed: 'links', from: later(-90), to: later(-80), reason: 'too-old' }, noon)
    expect(ask()).toMatchObject({ gaps: 1, codesWaiting: 0 })
    expect(ask(0, ['b']).gaps).toBe(0)
  })
})

describe('Home', () => {
  const on = (day: string, at: number) => ({ now: later(at), day })

  it('counts what it showed on another day as seen, and keeps the day’s own news', () => {
    const { receive, ask, calls } = laptop()
    receive(0, [{}])
    expect(calls.lookAtDigest(undefined, ask(1).upTo, on('2026-11-20', 1))).toBe(false)
    receive(2, [{}])
    expect(calls.lookAtDigest(undefined, ask(3).upTo, on('2026-11-20', 3))).toBe(false)
    expect(ask(4).results).toBe(2)
    receive(5, [{}, {}, {}])
    expect(calls.lookAtDigest(undefined, null, on('2026-11-21', day))).toBe(true)
    expect(ask(day)).toMatchObject({ results: 3, since: later(3), accounts: [{ isFirst: false }] })
    expect(calls.lookAtDigest(undefined, null, on('2026-11-21', day + 1))).toBe(false)
  })
})

/** What is new, reckoned another way: every result that was told of, one by one. */
it('says the figures that an oracle reckons, on the screen and on the command line alike', async () => {
  const drawn = fc.record({
    account: fc.constantFrom('a', 'b'),
    person: fc.nat(5),
    testId: fc.integer({ min: 1, max: 3 }),
    percent: fc.constantFrom(null, 0, 9.9, 45, 49.9, 50, 100),
    passMark: fc.constantFrom(null, 50),
    needsGrading: fc.boolean(),
    type: fc.constantFrom('Test', 'Survey', null),
    status: fc.constantFrom('f', null, 'ip'),
    certificate: fc.boolean(),
    step: fc.nat(3),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { maxLength: 40 }), fc.nat(3), async (all, seenAfter) => {
      const own = laptop({ a: 'UTC', b: 'Europe/Berlin' })
      const told = all.map((each, at) => ({ ...each, at })).sort((x, y) => x.step - y.step || x.at - y.at)
      for (const step of [0, 1, 2, 3]) {
        for (const each of told.filter((one) => one.step === step)) {
          const { account, person, testId, percent, passMark, needsGrading, type, status, certificate, at } = each
          const result: Partial<Result> = {
            ...{ userId: person, testId, status, testType: type, requiresGrading: needsGrading },
            ...{ timeStarted: later(at), timeFinished: later(at + 60) },
            ...{ percentage: percent === null ? null : toTenths(percent) },
            ...{ passMark: passMark === null ? null : toTenths(passMark) },
            ...{ passed: percent === null || passMark === null ? null : percent >= passMark },
            certificateSerial: certificate ? `S${at}` : null,
          }
          own.receive(step * 10, [result], account)
        }
        if (step === seenAfter) own.see(step * 10 + 5)
      }
      const isNew = told.filter(({ step }) => step > seenAfter)
      const counted = (list: typeof told) =>
        list.filter(({ type, status, percent }) => type !== 'Survey' && status !== 'ip' && percent !== null)
      const digest = own.ask(100)
      expect(digest.results).toBe(isNew.length)
      expect(digest.students).toBe(new Set(isNew.map(({ account, person }) => `${account} ${person}`)).size)
      const toGrade = (list: typeof told) =>
        list.filter(({ needsGrading, type, status }) => needsGrading && type !== 'Survey' && status !== 'ip').length
      expect(digest.needsGrading).toBe(toGrade(told))
      expect(digest.newToGrade).toBe(toGrade(isNew))
      expect(own.part({ part: 'needs-grading' })).toHaveLength(digest.needsGrading)
      const byTest = Map.groupBy(isNew, ({ account, testId }) => `${account} ${testId}`)
      expect(digest.tests.map(({ account, testId }) => `${account} ${testId}`).sort()).toEqual(
        [...byTest.keys()].sort(),
      )
      for (const test of digest.tests) {
        const list = byTest.get(`${test.account} ${test.testId}`) ?? []
        const percents = counted(list).map(({ percent }) => percent as number)
        expect(test.results).toBe(list.length)
        expect(test.needsGrading).toBe(toGrade(list))
        if (percents.length === 0) expect(test.mean).toBeNull()
        else
          expect((test.mean ?? -1) / 10).toBeCloseTo(percents.reduce((sum, each) => sum + each, 0) / percents.length, 9)
        const dots = test.columns.reduce((sum, { passed, notPassed, open }) => sum + passed + notPassed + open, 0)
        expect(dots).toBe(percents.length)
        expect(own.part({ part: 'test', account: test.account, testId: test.testId })).toHaveLength(list.length)
      }
      const asCommand = await readAtOneMoment(own.file, async (reading) => reading.wholeDigest({ now: later(100) }))
      expect(asCommand).toEqual(digest)
      const ofDay = await readAtOneMoment(own.file, async (reading) =>
        reading.wholeDigest({ now: later(100), since: '2026-11-20' }),
      )
      expect(ofDay.results).toBe(told.length)
    }),
    { numRuns: 25 },
  )
})
