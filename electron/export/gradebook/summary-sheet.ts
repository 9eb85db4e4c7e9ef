import type { ConditionalFormattingRule } from 'exceljs'
import { summaryLines } from '../settings.ts'
import type { Book, BookSheet } from './book.ts'
import {
  type Cell,
  empty,
  formula,
  fraction,
  heightOf,
  letters,
  number,
  percent,
  percentStyles,
  styles,
  text,
} from './cells.ts'
import { gradeHeader } from './columns.ts'
import { columnAt } from './layout.ts'
import { matrixSheetName, passRate } from './matrix-sheet.ts'
import type { GradebookPlan } from './plan.ts'
import { policyWord } from './policy-words.ts'
import { widthOf } from './widths.ts'
import { aboutLines } from './words.ts'

const bounds = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
const distributionHeaders = bounds.map((from, at) => (at === 9 ? '90–100' : `${from * 100}–${at * 10 + 9}`))

/** Writes what is in the file, how each test went, and how the grades and groups stand. */
export async function writeSummary(book: Book, plan: GradebookPlan): Promise<void> {
  const sheet = book.sheet('Summary', {
    widths: [
      Math.max(
        24,
        widthOf('Test', plan.tests, ({ title }) => title, 48),
      ),
      9,
      9,
      9,
      10,
      10,
      10,
      10,
      10,
      10,
      ...bounds.map(() => 7),
    ],
    frozen: null,
    tab: 'FF1F2937',
  })
  await sheet.add([text(plan.request.title ?? 'Gradebook', styles.title)])
  await writeAbout(sheet, plan)
  await sheet.add([])
  const formats = await writeTests(sheet, plan)
  if (plan.layout.grade !== null && plan.rows.length > 0) await writeGrades(sheet, plan)
  if (plan.rows.length > 0) await writeGroups(sheet, plan)
  sheet.finish({ formats })
}

const nameWidth = ({ tests }: GradebookPlan): number =>
  Math.max(
    24,
    widthOf('Test', tests, ({ title }) => title, 48),
  )

async function writeAbout(sheet: BookSheet, plan: GradebookPlan): Promise<void> {
  const { rules, figures, accounts } = plan
  for (const { label, value } of [...summaryLines(accounts), ...aboutLines(plan)])
    await sheet.add([text(label, styles.label), text(String(value), styles.text)])
  await sheet.add([
    text('Attempt policy', styles.label),
    figures === 'live'
      ? formula('Attempt_Policy', policyWord(rules.policy), styles.text)
      : text(policyWord(rules.policy)),
    ...(figures === 'live' ? [empty, text('Change it on the Settings sheet: the whole book follows.')] : []),
  ])
}

/** The scores of a test on the Gradebook sheet, as an address from another sheet. */
const scoresOf = ({ layout }: GradebookPlan, place: number): string =>
  `${matrixSheetName}!${columnAt(layout, layout.firstTest + place)}`

const addHeader = (sheet: BookSheet, [first = '', ...figures]: readonly string[]): Promise<void> =>
  sheet.add([text(first, styles.header), ...figures.map((header) => text(header, styles.figureHeader))], 32)

async function writeTests(sheet: BookSheet, plan: GradebookPlan) {
  const { tests, figures, layout } = plan
  const headers = ['Test', 'Taken', 'Not taken', 'Excused', 'Average', 'Median', 'Std dev', 'Lowest', 'Highest']
  await addHeader(sheet, [...headers, 'Pass rate', ...distributionHeaders])
  const firstRow = sheet.rows + 1
  for (const [place, test] of tests.entries()) {
    const scores = scoresOf(plan, place)
    const figure = (words: string, result: number | null, style: Cell['style']): Cell =>
      figures === 'live' ? formula(words, result, style) : number(result, style)
    const share = (words: string, tenths: number | null): Cell =>
      figure(`IFERROR(${words},"")`, tenths === null ? null : fraction(tenths), styles.percent)
    const some = (words: string): string => `IF(COUNT(${scores})=0,"",${words})`
    const mark = `${matrixSheetName}!$${letters(layout.firstTest + place)}$${layout.passMark}`
    const cells = [
      text(test.title, styles.wrapped),
      figure(`COUNT(${scores})`, test.n, styles.number),
      number(test.notTaken),
      figure(`COUNTIF(${scores},"EX")`, test.excused, styles.number),
      share(`AVERAGE(${scores})`, test.mean),
      share(`MEDIAN(${scores})`, test.median),
      share(`STDEV(${scores})`, test.sd),
      share(some(`MIN(${scores})`), test.min),
      share(some(`MAX(${scores})`), test.max),
      figure(passRate(scores, mark), test.marked === 0 ? null : test.passed / test.marked, styles.percent),
      ...bounds.map((_, at) => figure(countWithin(scores, at), test.distribution[at] ?? 0, styles.number)),
    ]
    await sheet.add(cells, heightOf(test.title, nameWidth(plan)))
  }
  const lastRow = sheet.rows
  return tests.map((_, at) => ({
    ref: `K${firstRow + at}:T${Math.min(lastRow, firstRow + at)}`,
    rules: [bars(at)],
  }))
}

/** How many scores lie in a tenth. The bound is joined as a number, so that it has the reader's own decimal mark. */
function countWithin(scores: string, at: number): string {
  const from = at === 0 ? `COUNT(${scores})` : `COUNTIF(${scores},">="&${bounds[at]})`
  return at === 9 ? from : `${from}-COUNTIF(${scores},">="&${bounds[at + 1]})`
}

/** Bars in the cells of one test, as long as its own greatest count allows. */
const bars = (at: number): ConditionalFormattingRule =>
  ({
    ...{ type: 'dataBar', priority: at + 1, gradient: true, border: false, minLength: 0, maxLength: 100 },
    cfvo: [{ type: 'num', value: 0 }, { type: 'max' }],
    color: { argb: 'FF8FB4E3' },
  }) as unknown as ConditionalFormattingRule

/** How long the longest bar of text is, in characters. */
const longestBar = 40

async function writeGrades(sheet: BookSheet, plan: GradebookPlan): Promise<void> {
  const { summary, rules, layout, figures } = plan
  await sheet.add([])
  await addHeader(sheet, [gradeHeader(rules.scale), 'Students', 'Share'])
  const grades = `${matrixSheetName}!${columnAt(layout, layout.grade ?? 1)}`
  const bands = (rules.scale?.bands ?? []).toReversed()
  const total = summary.grades.reduce((sum, { students }) => sum + students, 0)
  for (const { grade, students } of summary.grades) {
    const row = sheet.rows + 1
    const place = bands.findLastIndex((band) => band.grade === grade) + 1
    const isLive = figures === 'live'
    const share = total === 0 ? null : students / total
    const length = Math.round((share ?? 0) * longestBar)
    await sheet.add([
      isLive ? formula(`INDEX(Grade_Letter,${place})`, grade, styles.text) : text(grade),
      isLive ? formula(`SUMPRODUCT(--EXACT(${grades},A${row}))`, students, styles.number) : number(students),
      isLive
        ? formula(`IFERROR(B${row}/SUMPRODUCT(--(${grades}<>"")),"")`, share, percentStyles[0] ?? styles.percent)
        : number(share, percentStyles[0]),
      isLive
        ? formula(`REPT("█",ROUND(N(C${row})*${longestBar},0))`, '█'.repeat(length), styles.bar)
        : text('█'.repeat(length), styles.bar),
    ])
  }
}

async function writeGroups(sheet: BookSheet, plan: GradebookPlan): Promise<void> {
  const { rows, layout, figures } = plan
  const groups = Map.groupBy(
    rows.filter(({ source }) => source !== ''),
    ({ source }) => text(source).value,
  )
  if (groups.size === 0) return
  await sheet.add([])
  await addHeader(sheet, ['Group or link', 'Students', 'Average'])
  const place = layout.who.indexOf('Group') + 1
  const names = `${matrixSheetName}!${columnAt(layout, place)}`
  const averages = `${matrixSheetName}!${columnAt(layout, layout.average)}`
  const inOrder = [...groups].toSorted(([a], [b]) => String(a).localeCompare(String(b)))
  for (const [name, members] of inOrder) {
    const row = sheet.rows + 1
    const isOfGroup = `--EXACT(${names},A${row})`
    const means = members.flatMap(({ average }) => (average.mean === null ? [] : [fraction(average.mean)]))
    const mean = means.length === 0 ? null : means.reduce((sum, each) => sum + each, 0) / means.length
    await sheet.add([
      { value: name, style: styles.text },
      figures === 'live' ? formula(`SUMPRODUCT(${isOfGroup})`, members.length, styles.number) : number(members.length),
      figures === 'live'
        ? formula(
            `IFERROR(SUMPRODUCT(${isOfGroup},${averages})/SUMPRODUCT(${isOfGroup},--ISNUMBER(${averages})),"")`,
            mean,
            styles.percent,
          )
        : percent(mean === null ? null : mean * 1000),
    ])
  }
}
