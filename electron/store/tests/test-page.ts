import type { SourceRef } from '../../../shared/model/filter.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import type {
  ComparedScores,
  ScoresOfTry,
  TestPage,
  TestPageQuery,
  TestPolicy,
} from '../../../shared/model/test-figures.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import { type GradedAttempts, partsOf } from '../gradebook/attempts.ts'
import {
  meanOfAll,
  placesInOrder,
  type ScoreArrays,
  scoresAt,
  sortedNumbers,
  statisticsOf,
  valuesOf,
} from '../gradebook/statistics.ts'
import { attemptsWhere, type GatheredAttempts, type PageValues, type TestAttempts } from './attempts-by-test.ts'
import { type CountedScores, countedScores, scoresBy } from './counted-scores.ts'
import type { ListedClasses } from './not-taken.ts'
import { scoresInTime } from './scores-in-time.ts'
import { durationsOf, spreadOf } from './spread.ts'
import { figuresOf } from './test-figures.ts'
import { timedScores } from './timed-scores.ts'

/** What the page asks of all attempts, besides those at its test. */
type Graded = Pick<GradedAttempts, 'students' | 'tests' | 'sources' | 'codes'>

/** The attempts that a test's page is about, and the scores that count among them; their rows are places in `values`. */
export interface PageScores extends GatheredAttempts {
  readonly scores: CountedScores
}

/** @param members the students of the class asked for; null for everybody */
export function pageScores(
  { values, attempts: all }: GatheredAttempts,
  { policy, period }: Pick<TestPageQuery, 'policy' | 'period'>,
  zone: string,
  members: ReadonlySet<number> | null,
): PageScores {
  if (period.from === null && period.to === null && members === null) {
    return { values, attempts: all, scores: countedScores(values, all, policy) }
  }
  const start = period.from === null ? -Infinity : startOfDay(period.from, zone)
  const end = period.to === null ? Infinity : endOfDay(period.to, zone)
  const { finished, student } = values
  const attempts = attemptsWhere(all, (row) => {
    const at = finished[row] as number
    return at >= start && at < end && (members === null || members.has(student[row] as number))
  })
  return { values, attempts, scores: countedScores(values, attempts, policy) }
}

/** Rows of attempts whose score is in the figures: of an average all those of the student. */
export const timedRows = ({ attempts, scores }: PageScores, policy: TestPolicy): Uint32Array =>
  policy === 'average' ? attempts.rows : scores.rows

export const sourceOf = ({ sources }: Pick<GradedAttempts, 'sources'>, number: number): SourceRef => {
  const [feed, id] = partsOf(sources.text(number)).rest.split(' ')
  return { feed: feed as Feed, id: Number(id) }
}

export interface PageNames {
  readonly zone: string
  readonly classes: ListedClasses
  readonly nameOf: (source: SourceRef) => string
  /** Whose a result is; '' for somebody without a name. */
  readonly takerOf: (id: number) => string
}

/** What a test's page shows besides names and who has not taken it. */
export function pageFigures(
  graded: Graded,
  page: PageScores,
  { policy }: Pick<TestPageQuery, 'policy'>,
  names: PageNames,
) {
  const { values } = page
  const timed = timedRows(page, policy)
  const duration = durationsOf(knownInOrder(values.duration, timed))
  return {
    ...figuresOf(values, page.attempts, page.scores),
    duration,
    timed: duration && timedScores(values, timed, duration, names.takerOf),
    inTime: scoresInTime(values, page.scores, names.zone),
    compared: [...bySource(graded, page, names), ...byClass(page, names)],
    tries: scoresByTry(values, page.attempts),
  } satisfies Partial<TestPage>
}

/** The values of rows that have one, the least first. */
export function knownInOrder(values: ArrayLike<number>, rows: ArrayLike<number>): Float64Array {
  const known = new Float64Array(rows.length)
  let n = 0
  for (let at = 0; at < rows.length; at++) {
    const value = values[rows[at] as number] as number
    if (value !== none) known[n++] = value
  }
  return sortedNumbers(known.subarray(0, n))
}

/** @param scores the least first */
const compared = (name: string, scores: ScoreArrays) => ({
  name,
  mean: meanOfAll(scores),
  spread: spreadOf(valuesOf(scores)),
})

function bySource(graded: Graded, { values, scores }: PageScores, { nameOf }: PageNames): ComparedScores[] {
  const { source: numbers } = values
  return scoresBy(scores, graded.sources.count, (row) => numbers[row] as number)
    .flatMap((own, number): ComparedScores[] => {
      if (own.sums.length === 0) return []
      const source = sourceOf(graded, number)
      return [{ by: 'source', source, ...compared(nameOf(source), own) }]
    })
    .toSorted((a, b) => b.spread.n - a.spread.n)
}

/** The scores are told apart once, by the set of classes that their student is in: most are in none. */
function byClass({ values, scores }: PageScores, { classes: { classes, setOf, sets } }: PageNames): ComparedScores[] {
  if (classes.length === 0) return []
  const { student: students } = values
  const bySet = scoresBy(scores, sets.length, (row) => setOf[students[row] as number] as number)
  return classes.flatMap(({ id, name }, place): ComparedScores[] => {
    const own = together(bySet.filter((_, set) => sets[set]?.includes(place)))
    return own.sums.length === 0 ? [] : [{ by: 'class', classId: id, ...compared(name, own) }]
  })
}

function together(parts: readonly ScoreArrays[]): ScoreArrays {
  if (parts.length === 1) return parts[0] as ScoreArrays
  const count = parts.reduce((sum, { sums }) => sum + sums.length, 0)
  const all = { sums: new Float64Array(count), ofs: new Float64Array(count) }
  let from = 0
  for (const { sums, ofs } of parts) {
    all.sums.set(sums, from)
    all.ofs.set(ofs, from)
    from += sums.length
  }
  return scoresAt(all, placesInOrder(all))
}

/** Tries shown by themselves; those after them together. */
export const mostTries = 5

/** The rows of each try, and of all those after the last shown by itself. */
export function rowsByTry({ rows, starts }: TestAttempts): Uint32Array[] {
  const sizes = new Uint32Array(mostTries + 2)
  for (let student = 0; student + 1 < starts.length; student++) {
    const attempts = (starts[student + 1] as number) - (starts[student] as number)
    for (let number = 0; number < attempts; number++) {
      const own = Math.min(mostTries, number)
      sizes[own] = (sizes[own] as number) + 1
    }
  }
  const tries = Array.from(sizes.subarray(0, sizes.indexOf(0)), (size) => new Uint32Array(size))
  const next = new Uint32Array(tries.length)
  for (let student = 0; student + 1 < starts.length; student++) {
    const from = starts[student] as number
    const until = starts[student + 1] as number
    for (let at = from; at < until; at++) {
      const number = Math.min(mostTries, at - from)
      const own = tries[number] as Uint32Array
      own[next[number] as number] = rows[at] as number
      next[number] = (next[number] as number) + 1
    }
  }
  return tries
}

function scoresByTry(values: PageValues, attempts: TestAttempts): ScoresOfTry[] {
  return rowsByTry(attempts).map((rows, place) => {
    const sums = knownInOrder(values.percentage, rows)
    const { n, mean, median } = statisticsOf({ sums, ofs: new Float64Array(sums.length).fill(1) })
    return { number: place + 1, andMore: place === mostTries, attempts: rows.length, n, mean, median }
  })
}
