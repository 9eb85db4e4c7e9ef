import type { ConditionalFormattingRule, DataValidation } from 'exceljs'
import { testKeyOf } from '../../../shared/model/grading.ts'
import type { Book, BookSheet } from './book.ts'
import { type Cell, empty, formula, fraction, letters, number, percent, styles, text } from './cells.ts'
import { type ExportedRow, excusedWord, isExcused, isStarred, scoreOf } from './columns.ts'
import { columnAt, isFormulable } from './layout.ts'
import type { GradebookPlan, PlannedAttempt } from './plan.ts'
import { policyChoices, policyWord } from './policy-words.ts'
import { rowFigureHeaders, rowFigures } from './row-figures.ts'
import { widthOf } from './widths.ts'

export const matrixSheetName = 'Gradebook'

/** Writes the students by tests: one header row, then students, then what is said of all of them. */
export async function writeMatrix(book: Book, plan: GradebookPlan): Promise<void> {
  const { layout, tests, rows } = plan
  const sheet = book.sheet(matrixSheetName, {
    widths: widthsOf(plan),
    frozen: layout.who.length,
    headerHeight: 62,
    tab: 'FF3B6FB6',
  })
  const figureHeaders = [
    ...tests.map(({ title }) => title),
    ...rowFigureHeaders(plan),
    ...(layout.studentNo === null ? [] : ['Student no']),
  ]
  await sheet.add([
    ...layout.who.map((header) => text(header, styles.header)),
    ...figureHeaders.map((header) => text(header, styles.figureHeader)),
  ])
  const undecided = undecidedStars(plan)
  for (const [place, row] of rows.entries()) await sheet.add(studentCells(plan, row, place, undecided))
  await sheet.add([])
  if (tests.length > 0) await writeBelow(book, sheet, plan)
  sheet.finish({
    filter: { row: layout.lastRow, column: layout.lastColumn },
    formats: tests.length > 0 && rows.length > 0 ? [marks(plan), ...stars(plan, undecided)] : [],
    ...(plan.figures === 'live'
      ? {
          validations: [
            { cells: testColumns(plan).map((column) => `${column}${layout.policy}`), validation: policyChoices },
            { cells: testColumns(plan).map((column) => `${column}${layout.extra}`), validation: yesOrNothing },
          ],
        }
      : {}),
  })
}

const testColumns = ({ layout, tests }: GradebookPlan): readonly string[] =>
  tests.map((_, place) => letters(layout.firstTest + place))

function studentCells(plan: GradebookPlan, row: ExportedRow, place: number, undecided: ReadonlySet<string>): Cell[] {
  const { layout, request } = plan
  const at = place + 2
  return [
    ...(request.identity === 'names' ? [text(row.last), text(row.first)] : []),
    ...[text(row.source), text(row.shownKey)],
    ...(layout.who.includes('E-mail') ? [text(row.email)] : []),
    ...(layout.who.includes('Student number') ? [text(row.externalId)] : []),
    ...row.cells.map((_, test) => scoreCell(plan, row, { place, test }, undecided)),
    ...rowFigures(plan, row, at),
    ...(layout.studentNo === null ? [] : [number(place + 1)]),
  ]
}

function scoreCell(
  { figures, layout }: GradebookPlan,
  row: ExportedRow,
  { place, test }: { readonly place: number; readonly test: number },
  undecided: ReadonlySet<string>,
): Cell {
  const cell = row.cells[test] ?? null
  if (isExcused(cell)) return text(excusedWord, styles.aside)
  if (cell === null || cell.excused) return empty
  const column = letters(layout.firstTest + test)
  const hasStar = isStarred(row, test) && !undecided.has(`${column}${place + 2}`)
  const style = hasStar ? styles.provisional : styles.percent
  const score = scoreOf(cell)
  if (figures === 'values' || layout.studentNo === null) return percent(score, style)
  const conditions = `A_Student,$${letters(layout.studentNo)}${place + 2},A_Test,${column}$${layout.testNo},A_Counts,1`
  return formula(
    `IFERROR(ROUND(AVERAGEIFS(A_Percent,${conditions}),12),"")`,
    score === null ? null : fraction(score),
    style,
  )
}

/** Writes the rows below the students: the inputs of each test, then statistics that follow the filter. */
async function writeBelow(book: Book, sheet: BookSheet, plan: GradebookPlan): Promise<void> {
  const { layout, tests, rules, figures } = plan
  const isLive = figures === 'live'
  const rulesOf = tests.map((test) => rules.tests[testKeyOf(test)] ?? {})
  const line = (label: string, cells: readonly Cell[]) =>
    sheet.add([text(label, styles.label), ...layout.who.slice(1).map(() => empty), ...cells])
  await line(
    'Pass mark',
    tests.map(({ passMark }) => percent(passMark, isLive ? styles.inputPercent : styles.percent)),
  )
  if (isLive) {
    const columns = `$${letters(layout.firstTest)}$ROW:$${letters(layout.lastTest)}$ROW`
    const named = (row: number): string => `${matrixSheetName}!${columns.replaceAll('ROW', String(row))}`
    const isOwn = isFormulable(rules)
    await line(
      'Weight',
      rulesOf.map(({ weight = 100 }) => number(weight / 100, isOwn ? styles.inputNumber : styles.points)),
    )
    await line(
      'Extra credit',
      rulesOf.map(({ extraCredit }) => text(extraCredit ? 'Yes' : null, isOwn ? styles.input : styles.aside)),
    )
    await line(
      'Attempt policy',
      rulesOf.map(({ policy }) =>
        policy === undefined
          ? formula('Attempt_Policy', policyWord(rules.policy), styles.input)
          : text(policyWord(policy), styles.input),
      ),
    )
    await line(
      'Test no',
      tests.map((_, place) => number(place + 1)),
    )
    book.name('Pass_Marks', named(layout.passMark))
    book.name('Test_Weights', named(layout.weight))
    book.name('Extra_Credit', named(layout.extra))
    book.name('Test_Policies', named(layout.policy))
  }
  await sheet.add([])
  for (const [label, cells] of statistics(plan)) await line(label, cells)
}

type StatisticsLine = readonly [label: string, cells: readonly Cell[]]

/** SUBTOTAL leaves out the rows that a filter hides, so filtering by a group shows that group's figures. */
function statistics(plan: GradebookPlan): StatisticsLine[] {
  const { layout, tests, figures } = plan
  const range = (place: number): string => columnAt(layout, layout.firstTest + place)
  const each = (
    label: string,
    words: (range: string, place: number) => string,
    result: (test: GradebookPlan['tests'][number]) => number | null,
    style: Cell['style'] = styles.percent,
  ): StatisticsLine => [
    label,
    tests.map((test, place) =>
      figures === 'live' ? formula(words(range(place), place), result(test), style) : number(result(test), style),
    ),
  ]
  const share = (value: number | null): number | null => (value === null ? null : fraction(value))
  return [
    each(
      'Average',
      (scores) => `IFERROR(SUBTOTAL(101,${scores}),"")`,
      ({ mean }) => share(mean),
    ),
    each(
      'Median',
      (scores) => `IFERROR(MEDIAN(${scores}),"")`,
      ({ median }) => share(median),
    ),
    each(
      'Highest',
      (scores) => `IF(COUNT(${scores})=0,"",SUBTOTAL(104,${scores}))`,
      ({ max }) => share(max),
    ),
    each(
      'Lowest',
      (scores) => `IF(COUNT(${scores})=0,"",SUBTOTAL(105,${scores}))`,
      ({ min }) => share(min),
    ),
    each(
      'Students',
      (scores) => `SUBTOTAL(102,${scores})`,
      ({ n }) => n,
      styles.number,
    ),
    each(
      'Pass rate',
      (scores, place) => passRate(scores, `${letters(layout.firstTest + place)}$${layout.passMark}`),
      ({ passed, marked }) => (marked === 0 ? null : passed / marked),
    ),
  ]
}

/** The share of scores that reach a pass mark, as a formula; '' without one. */
export const passRate = (scores: string, mark: string): string =>
  `IF(OR(COUNT(${scores})=0,N(${mark})<=0),"",SUMPRODUCT(--ISNUMBER(${scores}),--(${scores}>=${mark}))/COUNT(${scores}))`

const yesOrNothing: DataValidation = { type: 'list', allowBlank: true, formulae: ['"Yes"'] }

const failed = {
  font: { bold: true, color: { argb: 'FFB42318' } },
  fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: 'FFFDECEA' } },
} as const
const notTaken = { fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: 'FFEFF1F4' } } } as const

/** Marks scores below the pass mark and tests not taken. */
function marks({ layout }: GradebookPlan): { ref: string; rules: ConditionalFormattingRule[] } {
  const first = letters(layout.firstTest)
  const mark = `${first}$${layout.passMark}`
  return {
    ref: `${first}2:${letters(layout.lastTest)}${layout.lastRow}`,
    rules: [
      {
        ...{ type: 'expression', priority: 2, style: failed },
        formulae: [`AND(ISNUMBER(${first}2),N(${mark})>0,N(${first}2)<N(${mark}))`],
      },
      { type: 'expression', priority: 3, style: notTaken, formulae: [`${first}2=""`] },
    ],
  }
}

/** Addresses of live cells of which some attempts need grading and others do not: the policy decides on the star. */
function undecidedStars({ attempts, figures, layout, provisional, rows }: GradebookPlan): ReadonlySet<string> {
  if (figures === 'values') return new Set()
  // The formula cannot drop scores anew, so those that were dropped stay without a star.
  const cells = Map.groupBy(
    attempts.filter(({ row, test }) => !rows[row]?.dropped.includes(test)),
    ({ row, test }: PlannedAttempt) => `${letters(layout.firstTest + test)}${row + 2}`,
  )
  return new Set(
    [...cells]
      .filter(([, all]) => {
        const open = all.filter(({ id }) => provisional.has(id)).length
        return open > 0 && open < all.length
      })
      .map(([address]) => address),
  )
}

function stars({ layout }: GradebookPlan, undecided: ReadonlySet<string>) {
  return [...undecided].map((address, at) => {
    const [, column = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? []
    const student = `$${letters(layout.studentNo ?? 1)}$${row}`
    const rule: ConditionalFormattingRule = {
      ...{ type: 'expression', priority: 4 + at, style: styles.provisional },
      formulae: [`COUNTIFS(A_Student,${student},A_Test,$${column}$${layout.testNo},A_Counts,1,A_Grading,"Yes")>0`],
    }
    return { ref: address, rules: [rule] }
  })
}

function widthsOf({ layout, rows, tests }: GradebookPlan): number[] {
  const of: Readonly<Record<string, (row: ExportedRow) => string>> = {
    'Last name': ({ last }) => last,
    'First name': ({ first }) => first,
    Group: ({ source }) => source,
    'Student key': ({ shownKey }) => shownKey,
    'E-mail': ({ email }) => email ?? '',
    'Student number': ({ externalId }) => externalId ?? '',
  }
  return [
    ...layout.who.map((header) => widthOf(header, rows, of[header] ?? (() => ''), 28)),
    ...tests.map(({ title }) => Math.min(16, Math.max(11, Math.ceil(title.length / 3)))),
    ...[8, 10, 12, ...(layout.grade === null ? [] : [8]), 8, ...(layout.studentNo === null ? [] : [9])],
  ]
}
