import type { GradingRules } from '../../../shared/model/grading.ts'
import type { IdentityLevel } from '../results/request.ts'
import { letters } from './cells.ts'

/** Where what stands on the Gradebook sheet; columns and rows count from 1. */
export interface Layout {
  /** Headers of the columns about the student. */
  readonly who: readonly string[]
  readonly firstTest: number
  readonly lastTest: number
  readonly taken: number
  readonly average: number
  /** The average of the other kind. */
  readonly otherAverage: number
  /** Null without a scale. */
  readonly grade: number | null
  readonly passed: number
  /** Students by number, for the formulas; null in a workbook of values. */
  readonly studentNo: number | null
  readonly lastColumn: number
  /** The last student's row, or the header's in an empty gradebook. */
  readonly lastRow: number
  /** Rows below the students, one empty row after them. */
  readonly passMark: number
  readonly weight: number
  readonly extra: number
  readonly policy: number
  readonly testNo: number
}

export interface LayoutFacts {
  readonly students: number
  readonly tests: number
  readonly identity: IdentityLevel
  readonly hasEmails: boolean
  readonly hasExternalIds: boolean
  readonly hasGrades: boolean
  readonly isLive: boolean
}

export function layoutOf(facts: LayoutFacts): Layout {
  const { students, tests, identity, hasGrades, isLive } = facts
  const who = [
    ...(identity === 'names' ? ['Last name', 'First name'] : []),
    ...['Group', 'Student key'],
    ...(facts.hasEmails ? ['E-mail'] : []),
    ...(facts.hasExternalIds ? ['Student number'] : []),
  ]
  const lastTest = who.length + tests
  const grade = hasGrades ? lastTest + 4 : null
  const passed = lastTest + 4 + Number(hasGrades)
  const studentNo = isLive ? passed + 1 : null
  const lastRow = students + 1
  const below = lastRow + 2
  return {
    who,
    firstTest: who.length + 1,
    lastTest,
    taken: lastTest + 1,
    average: lastTest + 2,
    otherAverage: lastTest + 3,
    grade,
    passed,
    studentNo,
    lastColumn: studentNo ?? passed,
    lastRow,
    ...{ passMark: below, weight: below + 1, extra: below + 2, policy: below + 3, testNo: below + 4 },
  }
}

/** Whether a simple formula can say a student's average: without kinds, dropped scores and points. */
export const isFormulable = ({ average, kinds, dropLowest }: GradingRules): boolean =>
  average === 'mean-of-percents' && kinds.length === 0 && dropLowest === 0

/** The scores of one row of the Gradebook sheet, as an address. */
export const scoresAt = ({ firstTest, lastTest }: Layout, row: number): string =>
  `${letters(firstTest)}${row}:${letters(lastTest)}${row}`

/** A column of all students, as an absolute address on its own sheet. */
export const columnAt = ({ lastRow }: Layout, column: number): string =>
  `$${letters(column)}$2:$${letters(column)}$${Math.max(2, lastRow)}`
