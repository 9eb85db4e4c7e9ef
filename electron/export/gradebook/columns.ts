import { AppError } from '../../../shared/errors.ts'
import {
  type GradebookCell,
  type GradebookRow,
  type GradebookTest,
  mayChange,
} from '../../../shared/model/gradebook.ts'
import type { AverageKind, GradingRules, Scale } from '../../../shared/model/grading.ts'
import type { Reading } from '../../store/api.ts'
import type { IdentityLevel } from '../results/request.ts'
import { mostSheetColumns, mostSheetRows, type SheetColumn } from '../writer/columns.ts'
import { testTitles } from './titles.ts'

/** Stands in a cell that does not count for a student. */
export const excusedWord = 'EX'

/** A student's row with the key, or the pseudonym that replaces it. */
export interface ExportedRow extends GradebookRow {
  readonly shownKey: string
}

/** The score of a cell in tenths of a percent; null where there is none. */
export const scoreOf = (cell: GradebookCell | undefined): number | null =>
  cell && !cell.excused && cell.score !== null ? cell.score.sum / cell.score.of : null

export const isExcused = (cell: GradebookCell | undefined): boolean => cell?.excused === true

/** Whether a star stands beside a score. */
export const isStarred = ({ cells, dropped }: Pick<GradebookRow, 'cells' | 'dropped'>, test: number): boolean =>
  mayChange(cells[test], dropped.includes(test))

/** What grades are called: letters where all of them are, else grades. */
export const gradeHeader = (scale: Scale | null): 'Letter' | 'Grade' =>
  scale?.bands.every(({ grade }) => /^\p{L}[+\-−]?$/u.test(grade)) ? 'Letter' : 'Grade'

/** What an average is called: its kind is named wherever it is not the usual one. */
export const averageHeader = (kind: AverageKind): string =>
  kind === 'mean-of-percents' ? 'Average' : 'Average (points-weighted)'

/** What the average of the other kind is called, which stands beside the one that grades are looked up with. */
export const otherAverageHeader = ({ average }: GradingRules): string =>
  average === 'mean-of-percents' ? averageHeader('points-weighted') : 'Average (mean of percents)'

/** What sheets of a gradebook hold. */
interface SheetsSize {
  readonly students: number
  readonly tests: number
  readonly attempts: number
  /** Of the sheet of students by tests. */
  readonly columns: number
  /** Its rows below the students. */
  readonly below: number
}

/** @throws AppError `export/too-large-gradebook` where a sheet cannot hold all of it */
export function refuseTooLarge({ below, columns, ...size }: SheetsSize): void {
  const rows = Math.max(size.attempts, size.students + below)
  if (columns > mostSheetColumns || rows > mostSheetRows) throw new AppError('export/too-large-gradebook', size)
}

export interface GradebookColumnsOf {
  readonly tests: readonly GradebookTest[]
  readonly rules: GradingRules
  readonly identity: IdentityLevel
  readonly accountName: (account: string) => string
  readonly outwardId: Reading['outwardId']
  /** Whether a column of e-mail addresses follows the student's key; never with pseudonyms. */
  readonly emails?: boolean
}

/** Who a row is about. */
const studentColumns: readonly SheetColumn<ExportedRow>[] = [
  { header: 'Last name', kind: 'text', identifying: true, value: ({ last }) => last },
  { header: 'First name', kind: 'text', identifying: true, value: ({ first }) => first },
  { header: 'Group', kind: 'text', value: ({ source }) => source },
  { header: 'Student key', kind: 'text', value: ({ shownKey }) => shownKey },
]

const emailColumn: SheetColumn<ExportedRow> = {
  header: 'E-mail',
  kind: 'text',
  identifying: true,
  value: ({ email }) => email,
}

function studentColumnsFor(identity: IdentityLevel, emails: boolean): readonly SheetColumn<ExportedRow>[] {
  const columns = emails ? [...studentColumns, emailColumn] : studentColumns
  return identity === 'names' ? columns : columns.filter(({ identifying }) => !identifying)
}

/** The columns of a gradebook: who, a column for each test, and what comes of them. */
export function gradebookColumns({
  tests,
  rules,
  identity,
  accountName,
  outwardId,
  emails = false,
}: GradebookColumnsOf) {
  const titles = testTitles(tests, accountName, outwardId)
  const columns: SheetColumn<ExportedRow>[] = [
    ...studentColumnsFor(identity, emails),
    ...titles.map(
      (header, place): SheetColumn<ExportedRow> => ({
        header,
        kind: 'percent',
        wraps: true,
        value: ({ cells }) => scoreOf(cells[place]),
        word: ({ cells }) => (isExcused(cells[place]) ? excusedWord : null),
        provisional: (row) => isStarred(row, place),
      }),
    ),
    { header: 'Tests taken', kind: 'number', value: ({ taken }) => taken },
    { header: averageHeader(rules.average), kind: 'percent', wraps: true, value: ({ average }) => average.mean },
    { header: otherAverageHeader(rules), kind: 'percent', wraps: true, value: ({ otherAverage }) => otherAverage.mean },
    { header: gradeHeader(rules.scale), kind: 'text', value: ({ grade }) => grade },
    { header: 'Passed', kind: 'number', value: ({ passed }) => passed },
  ]
  return columns
}
