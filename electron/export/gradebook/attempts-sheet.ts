import { type DetailedAttempt, startOf } from '../../store/api.ts'
import { sourceWords } from '../results/columns.ts'
import { yesNoOrEmpty, yesOrNo } from '../writer/columns.ts'
import type { Book } from './book.ts'
import { type Cell, formula, letters, link, moment, number, percent, styles, text } from './cells.ts'
import type { ExportedRow } from './columns.ts'
import { answersColumns } from './extra-fields.ts'
import type { GradebookPlan, PlannedAttempt } from './plan.ts'
import { countsBy } from './policy-words.ts'
import type { GradebookRequest } from './request.ts'
import { widthOf } from './widths.ts'

/** An attempt with all that a sheet says of it. */
export interface ListedAttempt {
  readonly attempt: PlannedAttempt
  readonly detail: DetailedAttempt
  readonly student: ExportedRow
  readonly plan: GradebookPlan
}

export interface AttemptColumn {
  readonly header: string
  readonly cell: (listed: ListedAttempt, row: number) => Cell
  /** Whether it identifies a person or leads to one; left out of a file with pseudonyms. */
  readonly identifying?: true
  /** Fixed for figures; else as wide as its texts. */
  readonly width?: number
  /** Whether it holds short texts among figures. */
  readonly isWord?: true
  /** Whether this file has it; all do where nothing is said. */
  readonly isAsked?: (request: GradebookRequest) => boolean
}

const bit = (value: boolean): Cell => number(value ? 1 : 0)
const outcome = ({ detail }: ListedAttempt): Cell =>
  text(detail.outcome === 'none' ? null : yesOrNo(detail.outcome === 'passed'), styles.word)
const at = ({ plan, detail }: ListedAttempt, seconds: number | null): Cell =>
  seconds === null ? text(null) : moment(plan.wallClock(detail.account_id, seconds))

/** Columns that say how an attempt went, for every sheet of attempts. */
export const attemptFigures = {
  number: { header: 'Attempt no', width: 9, cell: ({ attempt }) => number(attempt.number) },
  percent: {
    header: 'Percent',
    width: 9,
    cell: ({ detail }) =>
      percent(detail.percentage, detail.requires_grading === 1 ? styles.provisional : styles.percent),
  },
  points: { header: 'Points', width: 8, cell: ({ detail }) => number(detail.points_scored, styles.points) },
  outOf: { header: 'Out of', width: 8, cell: ({ detail }) => number(detail.points_available, styles.points) },
  passMark: { header: 'Pass mark', width: 9, cell: ({ detail }) => percent(detail.pass_mark) },
  passed: { header: 'Passed', width: 9, isWord: true, cell: outcome },
  started: { header: 'Started', width: 17, cell: (listed) => at(listed, startOf(listed.detail)) },
  finished: { header: 'Finished', width: 17, cell: (listed) => at(listed, listed.detail.time_finished) },
  duration: {
    header: 'Duration',
    width: 10,
    cell: ({ detail: { duration_seconds: seconds } }) =>
      number(seconds === null ? null : seconds / 86_400, styles.duration),
  },
  grading: {
    ...{ header: 'Needs grading', width: 10, isWord: true },
    cell: ({ detail }) => text(yesNoOrEmpty(detail.requires_grading), styles.word),
  },
  first: { header: 'First', width: 7, cell: ({ attempt }) => bit(attempt.first) },
  last: { header: 'Last', width: 7, cell: ({ attempt }) => bit(attempt.last) },
  best: { header: 'Best', width: 7, cell: ({ attempt }) => bit(attempt.best) },
} as const satisfies Readonly<Record<string, AttemptColumn>>

export const attemptWho = {
  key: { header: 'Student key', cell: ({ student }) => text(student.shownKey) },
  last: { header: 'Last name', identifying: true, cell: ({ detail }) => text(detail.last) },
  first: { header: 'First name', identifying: true, cell: ({ detail }) => text(detail.first) },
  email: { header: 'E-mail', identifying: true, cell: ({ detail }) => text(detail.email) },
  source: { header: 'Group or link', cell: ({ detail }) => text(detail.source_name) },
} as const satisfies Readonly<Record<string, AttemptColumn>>

const counts: AttemptColumn = { header: 'Counts', width: 8, cell: () => number(null) }

const first: readonly AttemptColumn[] = [
  ...Object.values(attemptWho),
  {
    header: 'Source',
    width: 8,
    isWord: true,
    cell: ({ detail }) => text(sourceWords[detail.feed], styles.word),
  },
  {
    ...{ header: 'Test ID', width: 9 },
    cell: ({ detail }) => (detail.assessment_id === null ? number(detail.test_id) : text(detail.assessment_id)),
  },
  { header: 'Test', isWord: true, cell: ({ detail }) => text(detail.test_name, styles.word) },
  ...Object.values(attemptFigures),
  counts,
  {
    header: 'Access code',
    identifying: true,
    isWord: true,
    cell: ({ detail }) => text(detail.access_code, styles.word),
  },
  {
    header: 'Certificate serial',
    identifying: true,
    cell: ({ detail }) => text(detail.certificate_key === null ? null : detail.certificate_serial),
  },
]

const last: readonly AttemptColumn[] = [
  {
    header: 'IP address',
    identifying: true,
    isWord: true,
    width: 16,
    isAsked: ({ ipAddresses }) => ipAddresses === true,
    cell: ({ detail }) => text(detail.ip_address, styles.word),
  },
  {
    header: 'Result link',
    identifying: true,
    isAsked: ({ links }) => links === true,
    cell: ({ detail }) => link(detail.view_results_url),
  },
]

const forFormulas: readonly AttemptColumn[] = [
  { header: 'Student no', width: 9, cell: ({ attempt }) => number(attempt.row + 1) },
  { header: 'Test no', width: 8, cell: ({ attempt }) => number(attempt.test + 1) },
]

/** Answers to questions before a test, by the names that the teacher gave those. */
function extraColumns(plan: GradebookPlan): readonly AttemptColumn[] {
  const taken = [...first, ...last, ...forFormulas].map(({ header }) => header)
  return answersColumns(plan, taken).map(({ header, wordsOf }) => ({
    ...{ header, identifying: true },
    isAsked: ({ extraFields }) => extraFields === true,
    cell: ({ detail }) => text(wordsOf(detail)),
  }))
}

/** Drops the columns that this file does not have. */
export const columnsAsked = (all: readonly AttemptColumn[], request: GradebookRequest): readonly AttemptColumn[] =>
  all.filter(
    ({ identifying, isAsked }) => !(identifying && request.identity === 'pseudonyms') && (isAsked?.(request) ?? true),
  )

/** The attempts of a plan with their details. */
export function* listedAttempts(plan: GradebookPlan): Generator<ListedAttempt, void> {
  let place = 0
  for (const detail of plan.details()) {
    let attempt = plan.attempts[place++]
    // An attempt without details was removed meanwhile; the others follow in the same order.
    while (attempt !== undefined && attempt.id !== detail.id) attempt = plan.attempts[place++]
    if (attempt === undefined) return
    yield { attempt, detail, student: plan.rows[attempt.row] as ExportedRow, plan }
  }
}

/** The headers of columns, aligned as what stands below them. */
export const headersOf = (shown: readonly AttemptColumn[]): Cell[] =>
  shown.map(({ header, width, isWord }) =>
    text(header, isWord ? styles.wordHeader : width === undefined ? styles.header : styles.figureHeader),
  )

/** What counts: a formula of the policy, or the figure where the teacher or a workbook of values decides. */
export function countsCell(
  { attempt, plan }: ListedAttempt,
  row: number,
  columnOf: (header: string) => string,
  policy: string,
): Cell {
  const count = attempt.counts ? 1 : 0
  if (plan.figures === 'values' || plan.decided.has(attempt.id)) return number(count)
  const [first, last, best] = ['First', 'Last', 'Best'].map((header) => `${columnOf(header)}${row}`) as [
    string,
    string,
    string,
  ]
  return formula(countsBy(policy, first, last, best), count, styles.number)
}

/** Writes every attempt behind the gradebook, one row each. */
export async function writeAttempts(book: Book, plan: GradebookPlan): Promise<void> {
  const isLive = plan.figures === 'live'
  const behind = [...last, ...(isLive ? forFormulas : [])]
  const shown = columnsAsked([...first, ...extraColumns(plan), ...behind], plan.request)
  const columnOf = (header: string): string => letters(shown.findIndex((column) => column.header === header) + 1)
  const sheetName = 'Attempts'
  const sheet = book.sheet(sheetName, { widths: widthsOf(plan, shown), frozen: 1, headerHeight: 32 })
  await sheet.add(headersOf(shown))
  for (const listed of listedAttempts(plan)) {
    const row = sheet.rows + 1
    const policy = `INDEX(Test_Policies,1,${columnOf('Test no')}${row})`
    await sheet.add(
      shown.map((column) => (column === counts ? countsCell(listed, row, columnOf, policy) : column.cell(listed, row))),
    )
  }
  sheet.finish({ filter: { row: sheet.rows, column: shown.length } })
  if (!isLive) return
  const named: Readonly<Record<string, string>> = {
    A_Student: 'Student no',
    A_Test: 'Test no',
    A_Percent: 'Percent',
    A_Counts: 'Counts',
    A_Grading: 'Needs grading',
  }
  for (const [name, header] of Object.entries(named)) {
    const column = columnOf(header)
    book.name(name, `${sheetName}!$${column}$2:$${column}$${Math.max(2, sheet.rows)}`)
  }
}

/** Widths of columns, by the texts of the first attempts. */
export function widthsOf(plan: GradebookPlan, shown: readonly AttemptColumn[]): number[] {
  const sample: ListedAttempt[] = []
  for (const listed of listedAttempts(plan)) {
    if (sample.push(listed) === 500) break
  }
  return shown.map(
    ({ header, cell, width }) =>
      width ??
      widthOf(header, sample, (listed) => {
        const { value } = cell(listed, 0)
        return typeof value === 'string' ? value : ''
      }),
  )
}
