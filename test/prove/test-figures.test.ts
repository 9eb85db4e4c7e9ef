import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TestPageQuery, type TestPolicy, testPolicies } from '../../shared/model/test-figures.ts'
import { asNumber, type ToldAttempt } from '../electron/gradebook/oracle.ts'
import { drawnClass, keptClass, zones } from '../electron/gradebook/random-class.ts'
import { quartile, saidOf, toldTest } from '../electron/tests/oracle.ts'
import { drawn } from './draw.ts'

type Kept = ReturnType<typeof keptClass>

/** Compares figures and counts them. */
class Comparison {
  readonly differences: string[] = []
  figures = 0

  same(what: string, own: unknown, theirs: unknown): void {
    this.figures++
    // What neither of both has would be the same whatever it should be.
    if (own === undefined) throw new Error(`There is no ${what}`)
    const isSame =
      typeof own === 'number' && typeof theirs === 'number'
        ? Math.abs(own - theirs) <= 1e-7 * Math.max(1, Math.abs(own))
        : JSON.stringify(own) === JSON.stringify(theirs)
    if (!isSame) this.differences.push(`${what}: ${JSON.stringify(own)}, not ${JSON.stringify(theirs)}`)
  }

  record(what: string, own: object, theirs: object, names: readonly string[]): void {
    for (const name of names) this.same(`${what} ${name}`, Reflect.get(own, name), Reflect.get(theirs, name))
  }
}

const plain = [
  'students',
  'attempts',
  'mean',
  'median',
  'sd',
  'min',
  'max',
  'passMark',
  'mixedPassMarks',
  'marked',
  'passed',
  'needsGrading',
  'provisional',
  'lastFinished',
]

const dayIn = (zone: string, moment: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(moment * 1_000)

function compareList(kept: Kept, policy: TestPolicy, to: Comparison, filter: 'none' | 'some'): void {
  const list = kept.reading.tests({
    filter: filter === 'none' ? [] : [{ field: 'percentage', op: 'from', value: 50 }],
    policy,
    withHidden: false,
    sort: { field: 'name', direction: 'asc' },
  })
  const told = kept.told.attempts.filter(
    ({ percent }) => filter === 'none' || (percent !== null && Math.round(percent * 10) >= 500),
  )
  for (const row of list) {
    const own = told.filter(({ account, testId }) => account === row.account && testId === row.testId)
    const theirs = toldTest(own, policy)
    const what = `${policy} ${filter} ${row.account} ${row.testId}`
    to.record(what, row, theirs, plain)
    to.same(`${what} counted`, row.counted, theirs.n)
    for (const [at, n] of theirs.distribution.entries()) to.same(`${what} tenth ${at}`, row.distribution[at], n)
  }
}

function comparePage(kept: Kept, query: TestPageQuery, to: Comparison): void {
  const page = kept.reading.testPage(query)
  const { account, policy, period } = query
  const zone = zones[account as 'a' | 'b']
  const members = new Set(kept.told.classes.get(kept.classId)?.map(({ key }) => key))
  const isWithin = ({ finished, key }: ToldAttempt): boolean => {
    const day = dayIn(zone, finished)
    const isInTime = (period.from === null || day >= period.from) && (period.to === null || day <= period.to)
    return isInTime && (query.classId === null || (account === 'a' && members.has(key)))
  }
  const own = kept.told.attempts.filter(
    (each) => each.account === account && each.testId === query.testId && isWithin(each),
  )
  const theirs = toldTest(own, policy)
  const what = JSON.stringify(query)
  to.record(what, page, theirs, plain)
  const lastOf = ({ attempts }: (typeof theirs.counting)[number]): ToldAttempt => attempts.at(-1) as ToldAttempt
  const bySource = Map.groupBy(theirs.counting, (each) => lastOf(each).source)
  const compared = page.compared.filter((each) => each.by === 'source')
  to.same(`${what} sources`, compared.length, bySource.size)
  for (const each of compared) {
    const scores = bySource.get(`${each.source.feed} ${each.source.id}`)?.map(({ score }) => score) ?? []
    const { n, mean, median, min, max } = saidOf(scores)
    const values = scores.map(asNumber)
    to.record(what, each.spread, { n, median, min, max }, ['n', 'median', 'min', 'max'])
    to.same(`${what} mean of a source`, each.mean, mean)
    to.same(`${what} q1`, each.spread.q1, quartile(values, 0.25))
    to.same(`${what} q3`, each.spread.q3, quartile(values, 0.75))
  }
  for (const each of page.compared.filter(({ by }) => by === 'class')) {
    const scores = theirs.counting.filter((one) => members.has(lastOf(one).key)).map(({ score }) => score)
    to.same(`${what} class`, [each.spread.n, account], [scores.length, 'a'])
    to.same(`${what} mean of a class`, each.mean, saidOf(scores).mean)
  }
  const tries = [...theirs.byStudent.values()].map((each) =>
    each.toSorted((a, b) => a.finished - b.finished || a.started - b.started || a.id - b.id),
  )
  for (const each of page.tries) {
    const { number, andMore } = each
    const among = tries.flatMap((one) => (andMore ? one.slice(number - 1) : one.slice(number - 1, number)))
    to.same(`${what} try ${number}`, each.attempts, among.length)
    const known = among.flatMap(({ percent }) =>
      percent === null ? [] : [Math.round(percent * 10 + 1e-9 * Math.sign(percent))],
    )
    to.same(`${what} n of try ${number}`, each.n, known.length)
  }
  to.same(
    `${what} all tries`,
    page.tries.reduce((sum, each) => sum + each.attempts, 0),
    theirs.attempts,
  )
  for (const { from, to: until, n, mean } of page.inTime.points) {
    const among = theirs.counting.filter((each) => {
      const day = dayIn(zone, lastOf(each).finished)
      return day >= from && day <= until
    })
    to.same(`${what} from ${from}`, n, among.length)
    to.same(`${what} mean from ${from}`, mean, saidOf(among.map(({ score }) => score)).mean)
  }
  to.same(
    `${what} in time`,
    page.inTime.points.reduce((sum, { n }) => sum + n, 0),
    theirs.n,
  )
  const isExcused = (key: string): boolean =>
    kept.told.overrides.some(
      ({ student, testId, override }) =>
        student.account === account && student.key === key && testId === query.testId && override.kind === 'excused',
    )
  for (const each of page.notTaken) {
    const took = new Set(own.filter((one) => theirs.byStudent.has(one.key)).map(({ key }) => key))
    const others = [...members].filter((key) => !took.has(key))
    const missing = others.filter((key) => !isExcused(key)).length
    to.same(
      `${what} not taken`,
      [each.of, each.missing, each.excused],
      [members.size, missing, others.length - missing],
    )
  }
  for (const part of [
    ...Array.from({ length: 10 }, (_, tenth) => ({ part: 'tenth', tenth }) as const),
    ...compared.map(({ source }) => ({ part: 'source', source }) as const),
    { part: 'attempts' } as const,
  ]) {
    const ids = kept.reading.testPart(query, part) ?? []
    const expected =
      part.part === 'tenth'
        ? page.distribution[part.tenth]
        : part.part === 'attempts'
          ? page.attempts
          : compared.find(({ source }) => source === part.source)?.spread.n
    // An average has several results behind it.
    if (policy !== 'average' || part.part === 'attempts')
      to.same(`${what} results of ${part.part}`, ids.length, expected)
  }
}

const calendarDay = fc.constantFrom(null, null, '2026-10-24', '2026-10-25', '2026-11-01', '2026-11-20')

/** @param spoil changes what the database holds, which the oracle does not learn */
function comparison(seed: number, most: number, spoil: (kept: Kept) => void = () => undefined): Comparison {
  const [drawnOne] = fc.sample(drawnClass(most), { seed, numRuns: 1 })
  if (drawnOne === undefined) throw new Error('No class was drawn')
  const kept = keptClass(drawnOne)
  spoil(kept)
  const to = new Comparison()
  for (const policy of testPolicies) {
    compareList(kept, policy, to, 'none')
    compareList(kept, policy, to, 'some')
  }
  const pages = fc.record({
    account: fc.constantFrom('a', 'b'),
    testId: fc.nat(7),
    policy: fc.constantFrom(...testPolicies),
    period: fc.record({ from: calendarDay, to: calendarDay }),
    classId: fc.constantFrom(null, null, kept.classId),
  })
  for (const query of fc.sample(pages, { seed, numRuns: 20 })) comparePage(kept, query, to)
  return to
}

describe('the figures of tests', () => {
  const wanted = drawn({ whole: 100_000, part: 20_000 })
  it(`are, ${wanted} of them, as the oracle reckons them`, { timeout: 600_000 }, () => {
    let figures = 0
    for (let seed = 1; figures < wanted; seed++) {
      const found = comparison(seed, [40, 300, 900][seed % 3] ?? 0)
      expect(found.differences.slice(0, 5)).toEqual([])
      figures += found.figures
    }
  })

  it('would be seen to differ by the oracle in a tenth of a percent', () => {
    const spoilt = comparison(2, 300, ({ db }) => db.exec('UPDATE result SET percentage = percentage + 1'))
    const names = new Set(spoilt.differences.map((each) => each.split(':')[0]?.split(' ').at(-1)))
    for (const figure of ['mean', 'median', 'min', 'max']) expect(names).toContain(figure)
  })
})
