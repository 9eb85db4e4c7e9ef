import type { CsvForm } from '../../../shared/model/gradebook-file.ts'
import { isOfTest, isSisTest, type SisColumn } from '../../../shared/model/sis-columns.ts'
import type { Reading } from '../../store/api.ts'
import type { SheetColumn } from '../writer/columns.ts'
import { type ExportedRow, excusedWord, gradebookColumns, isExcused, scoreOf } from './columns.ts'
import type { TitledTest } from './plan.ts'
import type { GradebookRequest } from './request.ts'

/** A field of a line: numbers stay numbers, so that only texts are guarded. */
export type Field = string | number | null

/** A gradebook as lines of a CSV file. */
export interface CsvLines {
  readonly header: readonly string[]
  /** Stands between the header and the students. */
  readonly above: readonly (readonly Field[])[]
  readonly line: (row: ExportedRow) => readonly Field[]
}

/** Decimals that are exact for every attempt, and leave nothing of adding doubles. */
const percentOf = (tenths: number): number => Number((tenths / 10).toFixed(9))
const scoreField = (row: ExportedRow, place: number): number | null => {
  const score = scoreOf(row.cells[place])
  return score === null ? null : percentOf(score)
}

export interface CsvFacts {
  readonly request: GradebookRequest
  readonly tests: readonly TitledTest[]
  readonly accountName: (account: string) => string
  readonly outwardId: Reading['outwardId']
}

/** All of the gradebook, as its sheet shows it; percentages are numbers such as 89.5. */
function wholeLines({ request, tests, accountName, outwardId }: CsvFacts): CsvLines {
  const { identity, definition, emails = false } = request
  const columns = gradebookColumns({ tests, rules: definition.rules, identity, accountName, outwardId, emails })
  return {
    header: columns.map(({ header }) => header),
    above: [],
    line: (row) => columns.map((each) => fieldOf(each, row)),
  }
}

function fieldOf(column: SheetColumn<ExportedRow>, row: ExportedRow): Field {
  const word = 'word' in column ? (column.word?.(row) ?? null) : null
  const value = column.value(row)
  if (word !== null || value === null || typeof value === 'string') return word ?? value
  return column.kind === 'percent' ? percentOf(value) : value
}

/** What Canvas's gradebook imports: a score of 100 points for each test. */
function canvasLines({ tests }: CsvFacts): CsvLines {
  const student = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section']
  return {
    header: [...student, ...tests.map(({ title }) => title)],
    above: [['    Points Possible', null, null, null, null, ...tests.map(() => 100)]],
    line: (row) => [
      ...[[row.last, row.first].filter((name) => name !== '').join(', '), null, row.externalId, row.email, row.source],
      ...row.cells.map((cell, place) => (isExcused(cell) ? excusedWord : scoreField(row, place))),
    ],
  }
}

/** What Moodle's grade import reads: who by ID number and e-mail address, and a grade out of 100 for each test. */
function moodleLines({ tests }: CsvFacts): CsvLines {
  return {
    header: ['First name', 'Last name', 'ID number', 'Email address', ...tests.map(({ title }) => title)],
    above: [],
    line: (row) => [
      ...[row.first, row.last, row.externalId, row.email],
      ...row.cells.map((_, place) => scoreField(row, place)),
    ],
  }
}

/** The columns that were chosen, under the names that were chosen. */
function sisLines({ request, tests, outwardId }: CsvFacts): CsvLines {
  const columns = request.sisColumns ?? []
  return {
    header: columns.map(({ header }) => header),
    above: [],
    line: (row) => columns.map((column) => sisField(column, row, { request, tests, outwardId })),
  }
}

function sisField(
  { field }: SisColumn,
  row: ExportedRow,
  { request, tests, outwardId }: Omit<CsvFacts, 'accountName'>,
): Field {
  if (isSisTest(field)) {
    // Accounts may have tests of one number: the student's own has theirs.
    const place = tests.findIndex(
      ({ account, testId }) => account === row.student.account && isOfTest(field, testId, outwardId(testId)),
    )
    return isExcused(row.cells[place]) ? excusedWord : scoreField(row, place)
  }
  switch (field) {
    case 'last':
    case 'first':
    case 'email':
      return row[field]
    case 'group':
      return row.source
    case 'student_key':
      return row.shownKey
    case 'external_id':
      return row.externalId
    case 'average': {
      const { rounded } = row.average
      return rounded === null ? null : Number((rounded / 10 ** request.definition.rules.places).toFixed(3))
    }
    case 'grade':
      return row.grade
    case 'passed':
    case 'taken':
      return row[field]
  }
}

export const csvForms = {
  excel: wholeLines,
  machine: wholeLines,
  canvas: canvasLines,
  moodle: moodleLines,
  sis: sisLines,
} as const satisfies Readonly<Record<CsvForm, (facts: CsvFacts) => CsvLines>>
