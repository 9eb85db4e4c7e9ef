import type { GradebookDefinition, Override, StudentRef, TestRef } from '../../../shared/model/gradebook.ts'
import type { GradingRules, TestRules } from '../../../shared/model/grading.ts'

/*
 * A gradebook reckoned once more, from what is said about it and without the program's own rules: slow, plain, and with
 * fractions of its own.
 */

/** An attempt as ClassMarker told it. */
export interface ToldAttempt {
  readonly id: number
  readonly account: string
  readonly key: string
  readonly testId: number
  readonly source: string
  /** ClassMarker's own figure, in percent. */
  readonly percent: number | null
  readonly started: number
  readonly finished: number
  readonly needsGrading: boolean
  readonly passMark: number | null
  readonly points: number | null
  readonly status: string | null
  readonly type: string | null
}

export interface Told {
  readonly zones: Readonly<Record<string, string>>
  readonly attempts: readonly ToldAttempt[]
  readonly testNames: ReadonlyMap<string, string>
  readonly overrides: readonly { readonly student: StudentRef; readonly testId: number; readonly override: Override }[]
  readonly classes: ReadonlyMap<number, readonly StudentRef[]>
  /** The ids that the filter of a choice finds. */
  readonly found: ReadonlySet<number>
}

/** A fraction. */
export type Part = readonly [top: bigint, bottom: bigint]
export const part = (top: number | bigint, bottom: number | bigint = 1): Part => [BigInt(top), BigInt(bottom)]
const plus = (a: Part, b: Part): Part => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]]
const timesOf = (a: Part, b: Part): Part => [a[0] * b[0], a[1] * b[1]]
const over = (a: Part, b: Part): Part => [a[0] * b[1], a[1] * b[0]]
export const isLess = (a: Part, b: Part): boolean => a[0] * b[1] < b[0] * a[1]
export const plusAll = (parts: readonly Part[]): Part => parts.reduce(plus, part(0))
export const asNumber = ([top, bottom]: Part): number => Number((top * 10n ** 15n) / bottom) / 1e15

/** Rounds to a whole number, a half away from 0. */
export function whole([top, bottom]: Part): bigint {
  const size = top < 0n ? -top : top
  const rounded = size / bottom + ((size % bottom) * 2n >= bottom ? 1n : 0n)
  return top < 0n ? -rounded : rounded
}

/** A percentage in tenths, read from its digits: "49.95" is 499.5 and so 500. */
export function tenthsOf(percent: number): bigint {
  const [, sign, before = '0', after = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(percent)) ?? []
  return whole([BigInt(`${sign}${before}${after}`) * 10n, 10n ** BigInt(after.length)])
}

export const keyOf = (test: TestRef): string => `${test.account}:${test.testId}`
const studentOf = (student: StudentRef): string => `${student.account} ${student.key}`

export interface ToldCell {
  readonly excused: boolean
  readonly attempts: number
  readonly score: Part | null
  readonly countedId: number | null
  readonly provisional: boolean
  readonly passed: boolean | null
}

export interface ToldRow {
  readonly student: StudentRef
  readonly cells: readonly ToldCell[]
  readonly taken: number
  readonly outOf: number
  readonly passed: number
  readonly average: Part | null
  readonly rounded: bigint | null
  readonly otherAverage: Part | null
  readonly grade: string
  readonly dropped: readonly number[]
}

const order = (a: ToldAttempt, b: ToldAttempt): number =>
  a.finished - b.finished || a.started - b.started || a.id - b.id

/** The day on the clock on the wall. */
function dayIn(zone: string): (moment: number) => string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  return (moment) => clock.format(moment * 1_000)
}

export function told(world: Told, definition: GradebookDefinition) {
  const { rules, period, accounts } = definition
  const days = new Map(Object.entries(world.zones).map(([account, zone]) => [account, dayIn(zone)]))
  const isHere = (account: string): boolean => accounts === null || accounts.includes(account)
  const graded = world.attempts.filter(
    ({ status, type, account }) =>
      isHere(account) && (status === null || /^f$/i.test(status)) && !(type !== null && /^survey$/i.test(type)),
  )
  const named = definition.tests?.map(keyOf)
  const foundTests = new Set(graded.filter(({ id }) => world.found.has(id)).map(keyOf))
  const inTime = graded
    .filter(
      (each) =>
        (named === undefined || named.includes(keyOf(each))) &&
        (definition.students.by !== 'filter' || named !== undefined || foundTests.has(keyOf(each))),
    )
    .filter(({ account, finished }) => {
      const day = days.get(account)?.(finished) ?? ''
      return (period.from === null || day >= period.from) && (period.to === null || day <= period.to)
    })

  const students = new Map<string, StudentRef>()
  const add = ({ account, key }: StudentRef) => void students.set(`${account} ${key}`, { account, key })
  const { students: choice } = definition
  if (choice.by === 'results') inTime.forEach(add)
  if (choice.by === 'class') world.classes.get(choice.classId)?.forEach(add)
  if (choice.by === 'filter') graded.filter(({ id }) => world.found.has(id)).forEach(add)
  if (choice.by === 'sources') {
    graded.filter(({ source }) => choice.sources.some(({ feed, id }) => source === `${feed} ${id}`)).forEach(add)
  }

  const theirs = inTime.filter((each) => students.has(studentOf(each)))
  const titles = new Map(
    (definition.tests ?? theirs).map(({ account, testId }) => [`${account}:${testId}`, { account, testId }]),
  )
  const tests = [...titles.values()]
  const byCell = Map.groupBy(theirs.toSorted(order), (each) => `${studentOf(each)} at ${keyOf(each)}`)
  const decided = new Map(
    world.overrides.map(({ student, testId, override }) => [
      `${studentOf(student)} at ${student.account}:${testId}`,
      override,
    ]),
  )
  const passMarks = tests.map((test): bigint | null => {
    const own = rules.tests[keyOf(test)]?.passMark
    if (own !== undefined) return own === null || own <= 0 ? null : BigInt(own)
    const newest = theirs
      .filter((each) => keyOf(each) === keyOf(test))
      .toSorted(order)
      .at(-1)
    return newest === undefined || newest.passMark === null || newest.passMark <= 0 ? null : tenthsOf(newest.passMark)
  })

  function cellOf(student: StudentRef, test: TestRef, mark: bigint | null): ToldCell & { points: Part | null } {
    const cell = `${studentOf(student)} at ${keyOf(test)}`
    const all = student.account === test.account ? (byCell.get(cell) ?? []) : []
    const override = student.account === test.account ? decided.get(cell) : undefined
    const empty = { attempts: all.length, score: null, countedId: null, provisional: false, passed: null, points: null }
    if (override?.kind === 'excused') return { ...empty, excused: true }
    const chosen = override === undefined ? undefined : all.find(({ id }) => id === override.resultId)
    const counting = chosen === undefined ? countingOf(all, rules.tests[keyOf(test)]?.policy ?? rules.policy) : [chosen]
    const percents = counting.flatMap(({ percent }) => (percent === null ? [] : [part(tenthsOf(percent))]))
    const score = percents.length === 0 ? null : over(plusAll(percents), part(percents.length))
    const points = counting.flatMap((each) => each.points ?? [])
    return {
      excused: false,
      attempts: all.length,
      score,
      countedId: counting.length === 1 ? (counting[0]?.id ?? null) : null,
      provisional: counting.some(({ needsGrading }) => needsGrading),
      passed: score === null || mark === null ? null : !isLess(score, [mark, 1n]),
      points:
        points.length === 0
          ? null
          : [whole(over(plusAll(points.map((each) => part(Math.round(each * 1_000)))), part(points.length))), 1n],
    }
  }

  return {
    attempts: theirs.length,
    tests: tests.map((test, place) => {
      const own = theirs.filter((each) => keyOf(each) === keyOf(test))
      const marks = new Set(own.map(({ passMark }) => (passMark !== null && passMark > 0 ? passMark : null)))
      return {
        ...test,
        passMark: passMarks[place] ?? null,
        mixedPassMarks: marks.size > 1 && rules.tests[keyOf(test)]?.passMark === undefined,
        mixedPoints: new Set(own.flatMap(({ points }) => points ?? [])).size > 1,
      }
    }),
    students: [...students.values()],
    rowOf(student: StudentRef, columns: readonly TestRef[]): ToldRow {
      const marks = columns.map((test) => passMarks[tests.findIndex((each) => keyOf(each) === keyOf(test))] ?? null)
      const cells = columns.map((test, place) => cellOf(student, test, marks[place] ?? null))
      const scored = cells.flatMap(({ score, points }, place) => {
        const test = columns[place]
        return score === null || test === undefined
          ? []
          : [{ place, score, points, own: rules.tests[keyOf(test)] ?? {} }]
      })
      const { mean, dropped } = averageOf(scored, rules, rules.average === 'points-weighted')
      const rounded = mean === null ? null : whole(timesOf(mean, [10n ** BigInt(rules.places), 10n]))
      return {
        student,
        cells,
        taken: scored.length,
        outOf: cells.filter(({ excused }, place) => !excused && columns[place]?.account === student.account).length,
        passed: cells.filter(({ passed }) => passed === true).length,
        average: mean,
        rounded,
        otherAverage: averageOf(scored, rules, rules.average !== 'points-weighted').mean,
        grade: rounded === null ? '' : gradeOf(rounded, rules),
        dropped,
      }
    },
  }
}

function countingOf(all: readonly ToldAttempt[], policy: string): readonly ToldAttempt[] {
  if (policy === 'average') return all
  if (policy === 'first') return all.slice(0, 1)
  if (policy === 'last') return all.slice(-1)
  const height = ({ percent }: ToldAttempt) => (percent === null ? -Infinity : Number(tenthsOf(percent)))
  const highest = Math.max(...all.map(height))
  return all.filter((each) => height(each) === highest).slice(0, 1)
}

interface Scored {
  readonly place: number
  readonly score: Part
  readonly points: Part | null
  readonly own: TestRules
}

function averageOf(scored: readonly Scored[], rules: GradingRules, byPoints: boolean) {
  const kindOf = ({ own }: Scored): string | null =>
    rules.kinds.some(({ name }) => name === own.kind) ? (own.kind ?? null) : null
  const isBase = ({ own }: Scored): boolean => own.extraCredit !== true
  const groups =
    rules.kinds.length === 0
      ? [{ weight: 100, among: scored }]
      : [...rules.kinds, { name: null, weight: 100 }].map(({ name, weight }) => ({
          weight,
          among: scored.filter((each) => kindOf(each) === name),
        }))
  const dropped: number[] = []
  let [top, bottom] = [part(0), part(0)]
  for (const { weight, among } of groups) {
    const droppable = among.filter((each) => isBase(each) && (each.own.weight ?? 100) > 0)
    // The lowest first; of equal ones the later.
    const worst = droppable.toSorted((a, b) =>
      isLess(a.score, b.score) ? -1 : isLess(b.score, a.score) ? 1 : b.place - a.place,
    )
    const gone = worst.slice(0, Math.max(0, Math.min(rules.dropLowest, worst.length - 1)))
    dropped.push(...gone.map(({ place }) => place))
    const left = among.filter((each) => !gone.includes(each))
    const weighs = ({ own, points }: Scored): Part =>
      timesOf(part(own.weight ?? 100), byPoints ? (points ?? part(0)) : part(1))
    const base = plusAll(left.filter(isBase).map(weighs))
    if (base[0] === 0n) continue
    const mean = over(plusAll(left.map((each) => timesOf(each.score, weighs(each)))), base)
    top = plus(top, timesOf(mean, part(weight)))
    bottom = plus(bottom, part(weight))
  }
  return { mean: bottom[0] === 0n ? null : over(top, bottom), dropped }
}

function gradeOf(rounded: bigint, { scale, places }: GradingRules): string {
  if (scale === null) return ''
  const earned = scale.bands.filter(({ from }) => !isLess([rounded, 10n ** BigInt(places)], part(from, 100)))
  return (earned[0] ?? scale.bands.at(-1))?.grade ?? ''
}
