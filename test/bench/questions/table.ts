import { figure, milliseconds, percentile } from '../measure.ts'

/** What a row's numbers are. */
type Unit = 'ms' | 'bytes' | 'ratio' | 'elements'

/** The most that 95 % of the measurements, and that any of them, may be; null where nothing is asked. */
type Goal = readonly [p95: number | null, worst: number | null]

interface Measured {
  readonly what: string
  readonly unit: Unit
  /** At 100,000 results and at 1,000,000. */
  readonly goals: readonly [Goal, Goal]
  /** Whether more is better: `p95` is then what 95 % of the measurements reach, and `worst` the least of them. */
  readonly moreIsBetter?: true
}

const alike = (...goal: Goal): readonly [Goal, Goal] => [goal, goal]

/** The table of floors, in its order. */
const table = {
  seen: {
    what: 'first page of 100, 20 filters × 11 orders × both ways, condition seen before',
    unit: 'ms',
    goals: [
      [2, 16],
      [16, 50],
    ],
  },
  fresh: {
    what: 'first page of 100, 20 filters × 11 orders × both ways, condition new',
    unit: 'ms',
    goals: [
      [16, 50],
      [50, 120],
    ],
  },
  middle: {
    what: 'page of 100 in the middle',
    unit: 'ms',
    goals: [
      [2, null],
      [16, null],
    ],
  },
  place: {
    what: 'placeOf',
    unit: 'ms',
    goals: [
      [2, null],
      [16, null],
    ],
  },
  count: {
    what: 'count of a filter',
    unit: 'ms',
    goals: [
      [16, null],
      [50, null],
    ],
  },
  choices: {
    what: 'counts per choice of one field',
    unit: 'ms',
    goals: [
      [16, null],
      [50, null],
    ],
  },
  letter: {
    what: 'each letter typed',
    unit: 'ms',
    goals: [
      [16, null],
      [50, null],
    ],
  },
  opening: {
    what: 'first page after opening and what a start asks',
    unit: 'ms',
    goals: [
      [150, null],
      [300, null],
    ],
  },
  standing: {
    what: 'all in memory, after opening',
    unit: 'ms',
    goals: [
      [600, null],
      [6_000, null],
    ],
  },
  waiting: { what: 'longest wait of another question meanwhile', unit: 'ms', goals: alike(null, 50) },
  memory: { what: 'memory a result, orders not counted', unit: 'bytes', goals: alike(120, null) },
  attempts: {
    what: 'and read at rest for gradebooks, students and tests',
    unit: 'bytes',
    goals: alike(null, null),
  },
  arrival: { what: 'a page of 200 new results seen, after its commit', unit: 'ms', goals: alike(20, null) },
  ingest: {
    what: 'ingest over bare better-sqlite3, speed, more is better',
    unit: 'ratio',
    goals: alike(0.8, null),
    moreIsBetter: true,
  },
  key: {
    what: 'in Chromium: key press to new rows',
    unit: 'ms',
    goals: [
      [60, null],
      [100, null],
    ],
  },
  earlyKey: {
    what: '… typed at once, while results are still read',
    unit: 'ms',
    goals: alike(null, null),
  },
  filter: {
    what: 'in Chromium: filter click to rows',
    unit: 'ms',
    goals: [
      [50, null],
      [80, null],
    ],
  },
  sort: {
    what: 'in Chromium: sort click to rows',
    unit: 'ms',
    goals: [
      [50, null],
      [80, null],
    ],
  },
  frame: { what: 'in Chromium: a scrolled frame', unit: 'ms', goals: alike(20, null) },
  rowElements: { what: 'in Chromium: row elements', unit: 'elements', goals: alike(null, 80) },
  start: {
    what: 'start over an empty start',
    unit: 'ratio',
    goals: [
      [1.15, null],
      [1.3, null],
    ],
  },
} as const satisfies Readonly<Record<string, Measured>>

export type RowName = keyof typeof table

interface Spread {
  readonly p50: number
  readonly p95: number
  readonly worst: number
}

export interface Row extends Spread {
  readonly what: string
  readonly goal_p95: number | null
  readonly goal_worst: number | null
}

export interface QuestionsTable {
  readonly size: number
  readonly rows: readonly Row[]
  /** The same questions in DuckDB, in milliseconds; null where it cannot be loaded. */
  readonly duckdb: Spread | null
}

const rounded = (value: number): number => Number(value.toPrecision(4))

/** Median, 95th percentile and worst of some measurements. */
export function spreadOf(values: readonly number[], moreIsBetter = false): Spread {
  if (values.length === 0) throw new Error('Nothing was measured')
  const worst = moreIsBetter ? Math.min(...values) : Math.max(...values)
  const p95 = moreIsBetter
    ? -percentile(
        values.map((value) => -value),
        0.95,
      )
    : percentile(values, 0.95)
  return { p50: rounded(percentile(values, 0.5)), p95: rounded(p95), worst: rounded(worst) }
}

const goalsOf = (name: RowName, size: number): Goal => {
  const { goals }: Measured = table[name]
  // Nearer to 100,000 or to 1,000,000, as the scale of sizes goes.
  return goals[size ** 2 <= 100_000 * 1_000_000 ? 0 : 1]
}

/** What 95 % of a row's measurements may be, in its unit. */
export function goalOf(name: RowName, size: number): number {
  const [p95, worst] = goalsOf(name, size)
  const goal = p95 ?? worst
  if (goal === null) throw new Error(`Nothing is asked of ${name}`)
  return goal
}

/** A row of the table, beside its goals for the size nearest to this one. */
export function rowOf(name: RowName, size: number, values: readonly number[]): Row {
  const { what, unit, moreIsBetter }: Measured = table[name]
  const [p95, worst] = goalsOf(name, size)
  const inUnit = unit === 'ms' ? what : `${what} (${unit})`
  return { what: inUnit, ...spreadOf(values, moreIsBetter), goal_p95: p95, goal_worst: worst }
}

/** The rows in the order of the table, whatever order they were measured in. */
export const inOrder = (measured: ReadonlyMap<RowName, readonly number[]>, size: number): readonly Row[] =>
  (Object.keys(table) as RowName[]).flatMap((name) => {
    const values = measured.get(name)
    return values === undefined ? [] : [rowOf(name, size, values)]
  })

/** Prints the table for people. */
export function printTable({ size, rows, duckdb }: QuestionsTable): void {
  console.log(`\nQuestions among ${size.toLocaleString('en')} results: p50, p95, worst, beside the goals of p95, worst`)
  for (const { what, goal_p95, goal_worst, ...spread } of rows) {
    const isTime = !/\((bytes|ratio|elements)\)$/.test(what)
    const say = (value: number) => (isTime ? milliseconds(value) : String(value))
    const goals = [goal_p95, goal_worst].map((goal) => (goal === null ? '–' : goal))
    figure(`  ${what}`, `${say(spread.p50)}, ${say(spread.p95)}, ${say(spread.worst)}`, `goals ${goals.join(', ')}`)
  }
  const [seen] = rows
  if (duckdb === null || seen === undefined) {
    console.log('  DuckDB cannot be loaded here, so nothing stands beside these figures')
    return
  }
  const { p50, p95, worst } = duckdb
  figure('  DuckDB in memory, the same 440 pairs', [p50, p95, worst].map(milliseconds).join(', '))
  const times = [p50 / seen.p50, p95 / seen.p95, worst / seen.worst].map((ratio) => ratio.toPrecision(2))
  figure('  … over a condition seen before (ratio)', times.join(', '))
}
