import type { GradebookDefinition } from '../../../../shared/model/gradebook.ts'
import type { CheckedCell, CheckedStudent, CheckedTest } from '../../../../shared/model/gradebook-check.ts'
import type { GradedAttempts } from '../attempts.ts'
import type { Cells } from '../cells.ts'
import type { Overrides } from '../counted-cells.ts'
import type { GradebookModel } from '../model.ts'

/** A student as the checks and the hand-ins see them. */
export interface StudentFacts {
  readonly student: CheckedStudent
  /** The id of the newest attempt; null before the first. */
  readonly newestId: number | null
  /** Folded, last name first; '' without one. */
  readonly name: string
  readonly email: string | null
  readonly externalId: string | null
  /** The number of the group or link of the newest attempt; null before the first. */
  readonly source: number | null
}

/** A gradebook reckoned, with who its students are. */
export interface Known {
  readonly definition: GradebookDefinition
  readonly model: GradebookModel
  readonly cells: Cells
  readonly overrides: Overrides
  /** By place. */
  readonly students: readonly StudentFacts[]
  /** Places of students by name, in which the checks list them. */
  readonly order: readonly number[]
}

/** A gradebook that is checked. */
export interface Checked extends Known {
  readonly attempts: GradedAttempts
  /** First and last name as attempts have them, by the ids of those. */
  namesOf(ids: readonly number[]): ReadonlyMap<number, { readonly first: string; readonly last: string }>
}

export const studentAt = ({ students }: Checked, place: number): CheckedStudent =>
  (students[place] as StudentFacts).student

export function testAt({ model }: Checked, place: number): CheckedTest {
  const { account, testId, name } = model.tests[place] as CheckedTest
  return { account, testId, name }
}

/** @param rows of attempts */
export function cellAt(checked: Checked, student: number, test: number, rows: Iterable<number>): CheckedCell {
  const { id } = checked.attempts.values
  return {
    student: studentAt(checked, student),
    test: testAt(checked, test),
    attempts: Array.from(rows, (row) => id[row] as number),
  }
}
