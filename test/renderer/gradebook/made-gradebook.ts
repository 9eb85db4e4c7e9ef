import type {
  GradebookCell,
  GradebookColumn,
  GradebookRow,
  GradebookScore,
  GradebookSummary,
} from '../../../shared/model/gradebook.ts'
import { toTenths } from '../../../shared/model/result-values.ts'

/** A score of one attempt, in percent. */
export const madeScore = (percent: number, given: Partial<GradebookScore> = {}): GradebookScore => ({
  score: { sum: toTenths(percent), of: 1 },
  attempts: 1,
  countedId: 1,
  reason: null,
  provisional: false,
  passed: percent >= 60,
  ...given,
})

export const madeTest = (testId: number, given: Partial<GradebookColumn> = {}): GradebookColumn => ({
  account: 'school',
  testId,
  name: `Test ${testId}`,
  passMark: toTenths(60),
  mixedPassMarks: false,
  mixedPoints: false,
  n: 14,
  mean: 692,
  median: 688,
  sd: 100,
  min: 300,
  max: 1000,
  passed: 12,
  marked: 14,
  excused: 0,
  notTaken: 0,
  provisional: 0,
  distribution: [],
  ...given,
})

export const madeRow = (
  id: number,
  cells: readonly GradebookCell[] = [],
  given: Partial<GradebookRow> = {},
): GradebookRow => ({
  id,
  student: { account: 'school', key: `user:${id}` },
  first: 'Priya',
  last: `Lindqvist ${id}`,
  email: null,
  source: 'Year 11 Chemistry',
  externalId: null,
  cells,
  taken: cells.length,
  outOf: cells.length,
  passed: 0,
  average: { mean: 876, rounded: 876 },
  otherAverage: { mean: 870, rounded: 870 },
  dropped: [],
  grade: 'B',
  ...given,
})

const kinds: readonly GradebookCell[] = [
  madeScore(86),
  null,
  madeScore(57.3, { attempts: 3 }),
  madeScore(87.4, { provisional: true }),
  { excused: true, reason: 'Ill for weeks', attempts: 0 },
  madeScore(100),
]

/** A gradebook of this size: cells of every kind, in turn. */
export function gradebookOf({ students, tests }: { readonly students: number; readonly tests: number }): {
  readonly summary: GradebookSummary
  readonly rows: readonly GradebookRow[]
} {
  const cellAt = (student: number, test: number) => kinds[(student * 7 + test) % kinds.length] ?? null
  const places = Array.from({ length: tests }, (_, place) => place)
  return {
    summary: {
      students,
      attempts: students * tests,
      tests: places.map((place) => madeTest(place + 1)),
      grades: [],
    },
    rows: Array.from({ length: students }, (_, student) =>
      madeRow(
        student,
        places.map((place) => cellAt(student, place)),
      ),
    ),
  }
}
