import type { TestPolicy } from '../../../shared/model/test-figures.ts'
import { asNumber, type Part, type ToldAttempt } from '../gradebook/oracle.ts'

/*
 * How a test went, reckoned once more from what is said about it and without the program's own rules: slow, plain, and
 * with fractions of its own.
 */

const by = (a: ToldAttempt, b: ToldAttempt): number => a.finished - b.finished || a.started - b.started || a.id - b.id

const isOfTest = ({ status, type }: ToldAttempt): boolean =>
  (status === null || /^f$/i.test(status)) && (type === null || !/^survey$/i.test(type))

/** A percentage in tenths, rounded half away from zero from its digits. */
function tenths(percent: number): bigint {
  const [, sign, before = '0', after = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(percent)) ?? []
  const digits = BigInt(before + `${after}00`.slice(0, 1))
  const isUp = Number(after[1] ?? '0') >= 5 || /^\d49{6,}/.test(after)
  const size = digits + (isUp ? 1n : 0n)
  return sign === '-' ? -size : size
}

interface Counting {
  readonly score: Part
  readonly mark: bigint
  readonly attempts: readonly ToldAttempt[]
}

function countingOf(own: readonly ToldAttempt[], policy: TestPolicy): readonly (readonly ToldAttempt[])[] {
  const inTime = own.toSorted(by)
  if (policy === 'all') return inTime.map((each) => [each])
  if (policy === 'average') return [inTime]
  if (policy === 'first') return [inTime.slice(0, 1)]
  if (policy === 'last') return [inTime.slice(-1)]
  const known = inTime.filter(({ percent }) => percent !== null)
  const top = known.reduce(
    (best, { percent }) => {
      const own = tenths(percent ?? 0)
      return best === null || own > best ? own : best
    },
    null as bigint | null,
  )
  return [known.filter(({ percent }) => tenths(percent ?? 0) === top).slice(0, 1)]
}

const markOf = ({ passMark }: ToldAttempt): bigint => {
  const mark = passMark === null ? 0n : tenths(passMark)
  return mark > 0n ? mark : 0n
}

const valueIn = ([sum, of]: Part): number => asNumber([sum, of])

/** What is said of scores: n, mean, median, deviation, least and most. */
export function saidOf(scores: readonly Part[]) {
  const n = scores.length
  const values = scores.map(valueIn).toSorted((a, b) => a - b)
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const middle = ((values[Math.floor((n - 1) / 2)] ?? 0) + (values[Math.floor(n / 2)] ?? 0)) / 2
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const some = <T>(value: T, least = 1): T | null => (n < least ? null : value)
  return {
    n,
    mean: some(mean),
    median: some(middle),
    sd: some(Math.sqrt(variance), 2),
    min: some(values[0] ?? 0),
    max: some(values.at(-1) ?? 0),
    distribution: Array.from(
      { length: 10 },
      (_, at) => values.filter((each) => (at === 0 || each >= at * 100) && (at === 9 || each < at * 100 + 100)).length,
    ),
  }
}

export function toldTest(attempts: readonly ToldAttempt[], policy: TestPolicy) {
  const graded = attempts.filter(isOfTest)
  const byStudent = Map.groupBy(graded, ({ key }) => key)
  const counting = [...byStudent.values()]
    .flatMap((own) => countingOf(own, policy))
    .flatMap((own): Counting[] => {
      const known = own.flatMap(({ percent }) => (percent === null ? [] : [tenths(percent)]))
      const last = own.at(-1)
      if (known.length === 0 || last === undefined) return []
      return [
        {
          score: [known.reduce((sum, each) => sum + each, 0n), BigInt(known.length)],
          mark: markOf(last),
          attempts: own,
        },
      ]
    })
  const marks = Map.groupBy(graded, markOf)
  const common = [...marks]
    .filter(([mark]) => mark > 0n)
    .toSorted(([a, one], [b, other]) => other.length - one.length || (a > b ? -1 : 1))[0]?.[0]
  return {
    students: byStudent.size,
    attempts: graded.length,
    ...saidOf(counting.map(({ score }) => score)),
    passMark: common === undefined ? null : Number(common),
    mixedPassMarks: marks.size > 1,
    marked: counting.filter(({ mark }) => mark > 0n).length,
    passed: counting.filter(({ mark, score: [sum, of] }) => mark > 0n && sum >= mark * of).length,
    needsGrading: graded.filter(({ needsGrading }) => needsGrading).length,
    provisional: counting.filter(({ attempts: own }) => own.some(({ needsGrading }) => needsGrading)).length,
    lastFinished: graded.length === 0 ? null : Math.max(...graded.map(({ finished }) => finished)),
    counting,
    byStudent,
  }
}

/** The value at a part of the way: Excel's QUARTILE.INC. */
export function quartile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = part * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0]
  return low * (1 - (rank - Math.floor(rank))) + high * (rank - Math.floor(rank))
}
