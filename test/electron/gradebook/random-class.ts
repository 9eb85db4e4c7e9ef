import fc from 'fast-check'
import { storeOn } from '../../../electron/store/store-api.ts'
import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import type { GradebookDefinition, StudentRef } from '../../../shared/model/gradebook.ts'
import { averageKinds, type GradingRules, type TestRules } from '../../../shared/model/grading.ts'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import type { Result } from '../../../shared/model/result.ts'
import { type Tenths, toTenths } from '../../../shared/model/result-values.ts'
import { day, unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, callsWithPages, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'
import type { Told, ToldAttempt } from './oracle.ts'

/*
 * Classes made up at random: two accounts in two zones with the same numbers of tests, around the days on which the
 * clocks change.
 */

export const zones = { a: 'Europe/Berlin', b: 'America/New_York' } as const
const accounts = ['a', 'b'] as const
const tests = 8
const people = 14
const percents = [null, -12.5, 0, 9.9, 10, 49.9, 49.95, 50, 50.1, 66.6, 74.9, 74.99900000000001, 75, 89.5, 90, 100, 130]

/** Two tests of one title, and one that is called as a column. */
export const titleOf = (testId: number): string => ['Final', 'Quiz', 'Quiz', 'Élan', '=1+1'][testId] ?? `Test ${testId}`

const turnOfTheClock = [noon - 26 * day, noon - 19 * day, noon]

const attempt = fc.record({
  account: fc.constantFrom(...accounts),
  person: fc.nat(people - 1),
  testId: fc.nat(tests - 1),
  percent: fc.constantFrom(...percents),
  day: fc.integer({ min: -2, max: 2 }),
  around: fc.constantFrom(...turnOfTheClock),
  // Midnight in either zone, a second before and after, and moments that are alike.
  second: fc.constantFrom(0, 0, 1, 14_399, 14_400, 17_999, 18_000, 79_199, 79_200, 82_799, 82_800, 3_600),
  took: fc.constantFrom(60, 60, 61, 600),
  needsGrading: fc.boolean(),
  passMark: fc.constantFrom(null, 0, 50, 50, 50, 75),
  points: fc.constantFrom(null, 10, 20, 20, 12.345, 0),
  status: fc.constantFrom('f', 'f', 'f', 'f', null, 'F', 'ip'),
  type: fc.constantFrom('Test', 'Test', 'Test', 'Test', null, 'Survey', 'survey'),
  sourceId: fc.integer({ min: 10, max: 13 }),
})
type Drawn = typeof attempt extends fc.Arbitrary<infer Value> ? Value : never

const testRules: fc.Arbitrary<TestRules> = fc.record(
  {
    policy: fc.constantFrom(...attemptPolicies),
    passMark: fc.constantFrom(null, 0, 495, 500, 750).map((tenths) => tenths as Tenths | null),
    weight: fc.constantFrom(0, 33, 50, 100, 250),
    kind: fc.constantFrom('Quiz', 'Final', 'gone'),
    extraCredit: fc.boolean(),
  },
  { requiredKeys: [] },
)

const rules: fc.Arbitrary<GradingRules> = fc.record({
  policy: fc.constantFrom(...attemptPolicies),
  tests: fc.dictionary(
    fc.tuple(fc.constantFrom(...accounts), fc.nat(tests)).map(([account, testId]) => `${account}:${testId}`),
    testRules,
    { maxKeys: 10 },
  ),
  kinds: fc.constantFrom(
    ...[
      [],
      [],
      [
        ['Quiz', 100],
        ['Final', 300],
      ],
      [['Final', 0]],
      [['Quiz', 1]],
    ].map((kinds) => kinds.map(([name, weight]) => ({ name: String(name), weight: Number(weight) }))),
  ),
  dropLowest: fc.constantFrom(0, 0, 1, 2, 50),
  average: fc.constantFrom(...averageKinds),
  places: fc.integer({ min: 0, max: 3 }),
  scale: fc.constantFrom(null, scaleOf('letters'), scaleOf('swiss'), scaleOf('german'), {
    name: 'Own',
    bands: [
      { from: 7_500, grade: 'high' },
      { from: 4_995, grade: 'middle' },
      { from: -500, grade: 'low' },
    ],
  }),
})

const calendarDay = fc.constantFrom(null, null, '2026-10-24', '2026-10-25', '2026-10-26', '2026-11-01', '2026-11-20')

export const definitionOf = (classId: number): fc.Arbitrary<GradebookDefinition> =>
  fc.record({
    accounts: fc.constantFrom(null, null, ['a'], ['b'], ['b', 'a']),
    students: fc.constantFrom<GradebookDefinition['students'][]>(
      { by: 'results' },
      { by: 'results' },
      { by: 'class', classId },
      {
        by: 'sources',
        sources: [
          { feed: 'links', id: 10 },
          { feed: 'groups', id: 11 },
        ],
      },
      { by: 'filter', filter: someResults },
    ),
    tests: fc.constantFrom(null, null, [
      { account: 'a', testId: 0 },
      { account: 'b', testId: 1 },
      { account: 'a', testId: 2 },
      { account: 'a', testId: 99 },
    ]),
    period: fc.record({ from: calendarDay, to: calendarDay }),
    rules,
  })

export const someResults = [
  { field: 'percentage', op: 'from', value: 50 },
  { field: 'test', op: 'in', value: [0, 1, 2, 3] },
] as const

export interface DrawnClass {
  readonly attempts: readonly Drawn[]
  readonly decisions: readonly { readonly at: number; readonly excused: boolean; readonly alone: boolean }[]
}

export const drawnClass = (most: number): fc.Arbitrary<DrawnClass> =>
  fc.record({
    attempts: fc.array(attempt, { minLength: most >> 1, maxLength: most, size: 'max' }),
    decisions: fc.array(fc.record({ at: fc.nat(most), excused: fc.boolean(), alone: fc.boolean() }), {
      minLength: 10,
      maxLength: 40,
      size: 'max',
    }),
  })

/** A person of each kind of key; those of links have their attempts numbered. */
function personOf(account: string, person: number): Partial<Result> & { readonly key: string } {
  const last = `Person ${person}`
  if (person % 3 === 0) return { key: `user:${person}`, feed: 'groups', userId: person, last }
  const link = { feed: 'links', userId: null, last } as const
  if (person % 3 === 1) return { ...link, key: `cm:${account}${person}`, cmUserId: `${account}${person}` }
  return { ...link, key: `name:ada person ${person}|` }
}

/** Keeps a drawn class in a database. @returns what was told, and the calls on it */
export function keptClass({ attempts, decisions }: DrawnClass) {
  const { db, calls } = database(accounts.map((id) => accountNamed(id, zones[id])))
  const results = attempts.map((drawn, at) => resultFrom(drawn, at))
  for (const account of accounts) {
    for (const feed of ['groups', 'links'] as const) {
      const own = results.filter((each) => each.account === account && each.result.feed === feed)
      calls.applyPage(
        pageWith(
          own.map(({ result }) => result),
          { accountId: account, feed, tests: Array.from({ length: tests }, (_, id) => ({ id, name: titleOf(id) })) },
        ),
      )
    }
  }
  const ids = new Map(
    db
      .prepare<[], { id: number; mark: string }>(
        `SELECT id, account_id || ' ' || coalesce(link_result_id, time_started) AS mark FROM result`,
      )
      .all()
      .map(({ id, mark }) => [mark, id]),
  )
  const kept = results.map(
    ({ told, result, account }): ToldAttempt => ({
      ...told,
      id: ids.get(`${account} ${result.linkResultId ?? result.timeStarted}`) ?? 0,
    }),
  )
  if (ids.size !== kept.length || kept.some(({ id }) => id === 0)) throw new Error('Not every attempt was kept as one')
  const members = new Map<string, StudentRef>(
    [...kept.filter(({ account }) => account === 'a'), { account: 'a', key: 'name:new|' }]
      .filter((_, at) => at % 2 === 0)
      .map(({ account, key }) => [key, { account, key }]),
  )
  const classId = calls.addClass(
    'a',
    '10B',
    [...members.values()].map(({ key }) => ({
      key,
      first: 'In',
      last: key,
      email: null,
      externalId: null,
      extraTime: null,
    })),
    noon,
  )
  for (const { at, excused, alone } of decisions) {
    const each = kept[at % kept.length]
    if (each === undefined) continue
    const cell = { account: each.account, key: alone ? 'name:new|' : each.key, testId: each.testId }
    try {
      if (excused) calls.setOverride(cell, { kind: 'excused', reason: 'ill' }, noon)
      else calls.setOverride(cell, { kind: 'attempt', resultId: each.id, reason: 'agreed' }, noon)
    } catch {
      // Not an attempt of this cell that could be graded.
    }
  }
  const { lists, calls: reading } = storeOn(db)
  const found = new Set(lists.results({ filter: someResults, sort: { field: 'finished', direction: 'desc' } }).ids())
  const told: Told = {
    zones,
    attempts: kept,
    testNames: new Map(),
    overrides: calls.overridesOf().map(({ cell, override }) => ({
      student: { account: cell.account, key: cell.key },
      testId: cell.testId,
      override,
    })),
    classes: new Map([[classId, [...members.values()]]]),
    found,
  }
  return { db, calls: callsWithPages(db), told, classId, lists, reading }
}

function resultFrom(drawn: Drawn, at: number) {
  const { account, person, testId, percent, passMark, points, status, type, needsGrading, took, sourceId } = drawn
  const { key, ...identity } = personOf(account, person)
  const finished = drawn.around + drawn.day * day + drawn.second - (drawn.around % day)
  // Group results are told apart by their start; of links any may be alike.
  const started = identity.feed === 'groups' ? noon - 100 * day - at : finished - took
  const result = resultOf({
    ...identity,
    ...(identity.feed === 'links' ? { linkResultId: at + 1 } : {}),
    testId,
    sourceId,
    percentage: percent === null ? null : toTenths(percent),
    pointsAvailable: points,
    passMark: passMark === null ? null : toTenths(passMark),
    requiresGrading: needsGrading,
    status,
    testType: type,
    timeStarted: unixSeconds(started),
    timeFinished: unixSeconds(finished),
  })
  const told = {
    ...{ account, key, testId, percent, started, finished, needsGrading, passMark, points, status, type },
    source: `${identity.feed} ${sourceId}`,
  }
  return { account, result, told, at }
}
