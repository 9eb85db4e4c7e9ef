import type { Database } from 'better-sqlite3'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { type Override, type StudentRef, usualRules } from '../../../shared/model/gradebook.ts'
import { GradedAttempts, partsOf } from '../gradebook/attempts.ts'
import { cellsOf } from '../gradebook/cells.ts'
import type { Overrides } from '../gradebook/counted-cells.ts'
import { GradebookModel } from '../gradebook/model.ts'

/** In Unix seconds; the end does not belong to it. */
export type Bounds = readonly [from: number, until: number]

export const allTimes: Bounds = [-1e15, 1e15]

type Decisions = ReadonlyMap<number, Override>

/** What was decided about students, by test; of several the newest, as after a merge. */
export function decisionsFor(db: Database): (students: readonly StudentRef[]) => Decisions {
  const ofStudent = db.prepare<StudentRef, Override & { testId: number; madeAt: number }>(
    `SELECT test_id AS testId, kind, result_id AS resultId, reason, made_at AS madeAt FROM student_override
     WHERE account_id = @account AND student = @key`,
  )
  return (students) =>
    new Map(
      students
        .flatMap((student) => ofStudent.all({ account: student.account, key: student.key }))
        .toSorted((a, b) => a.madeAt - b.madeAt)
        .map(({ testId, madeAt: _, ...override }) => [testId, override]),
    )
}

interface Choice {
  readonly policy: AttemptPolicy
  readonly bounds: Bounds
  readonly decided: Decisions
  /** Tests that have a cell whether they were taken or not. */
  readonly expected: ReadonlySet<number>
  readonly nameOf: (account: string, testId: number) => string
}

/**
 * A gradebook of one student, and how many attempts it is over.
 * @param students one, or those of one account who would be one
 */
export function studentModel(
  db: Database,
  students: readonly [StudentRef, ...StudentRef[]],
  { policy, bounds, decided, expected, nameOf }: Choice,
): { readonly model: GradebookModel; readonly gradable: number } {
  const [{ account }] = students
  const { values, count, tests: texts } = GradedAttempts.ofStudents(db, students)
  const rows = Uint32Array.from({ length: count }, (_, row) => row).filter(
    (row) =>
      values.counts[row] === 1 &&
      (values.finished[row] as number) >= bounds[0] &&
      (values.finished[row] as number) < bounds[1],
  )
  const testOf = (row: number): number => Number(partsOf(texts.text(values.test[row] as number)).rest)
  const excused = [...decided].filter(([, { kind }]) => kind === 'excused').map(([testId]) => testId)
  const testIds = [...new Set([...Array.from(rows, testOf), ...expected, ...excused])]
  const placeOf = new Map(testIds.map((testId, place) => [testId, place]))
  const cells = cellsOf(values, {
    accounts: [account],
    tests: testIds.map((testId) => ({ account, testId, name: nameOf(account, testId) })),
    rows,
    // Of a single student, a cell is the place of its test.
    cellOf: Uint32Array.from(rows, (row) => placeOf.get(testOf(row)) as number),
  })
  const overrides: Overrides = new Map(
    [...decided].flatMap(([testId, override]) => {
      const place = placeOf.get(testId)
      return place === undefined ? [] : [[place, override] as const]
    }),
  )
  const rules = { ...usualRules, policy, scale: null }
  return { model: new GradebookModel(values, cells, rules, overrides), gradable: rows.length }
}
