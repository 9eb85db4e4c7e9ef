import { type GradingRules, otherAverageKind } from '../../../shared/model/grading.ts'
import { type Cell, formula, fraction, letters, number, percent, percentStyles, styles, text } from './cells.ts'
import { averageHeader, type ExportedRow, gradeHeader, otherAverageHeader } from './columns.ts'
import { isFormulable, scoresAt } from './layout.ts'
import type { GradebookPlan } from './plan.ts'

/** Headers of the columns that say what a student's scores come to. */
export const rowFigureHeaders = (plan: GradebookPlan): readonly string[] => [
  ...['Tests taken', averageHeader(plan.rules.average), otherHeader(plan)],
  ...(plan.layout.grade === null ? [] : [gradeHeader(plan.rules.scale)]),
  'Passed',
]

/** In a live book it also says that it does not follow the others, where no formula can reckon it. */
const otherHeader = ({ rules, figures }: GradebookPlan): string =>
  figures === 'live' && !isFormulable(otherRules(rules))
    ? `${otherAverageHeader(rules)} as of this export`
    : otherAverageHeader(rules)

const otherRules = (rules: GradingRules): GradingRules => ({ ...rules, average: otherAverageKind(rules.average) })

/**
 * The cells of those columns.
 * @param at the row of the sheet
 */
export function rowFigures({ figures, layout, rules }: GradebookPlan, row: ExportedRow, at: number): Cell[] {
  const scores = scoresAt(layout, at)
  const averageStyle = percentStyles[Math.max(rules.places, 0)] ?? styles.percent
  const grade = layout.grade === null ? [] : [row.grade]
  if (figures === 'values') {
    return [
      number(row.taken),
      percent(row.average.mean, averageStyle),
      percent(row.otherAverage.mean, averageStyle),
      ...grade.map((each) => text(each, styles.aside)),
      number(row.passed),
    ]
  }
  const average = `${letters(layout.average)}${at}`
  const averageCell = (under: GradingRules, mean: number | null): Cell =>
    isFormulable(under)
      ? formula(meanOf(scores), mean === null ? null : fraction(mean), averageStyle)
      : percent(mean, averageStyle)
  return [
    formula(`COUNT(${scores})`, row.taken, styles.number),
    averageCell(rules, row.average.mean),
    averageCell(otherRules(rules), row.otherAverage.mean),
    ...grade.map((each) =>
      formula(
        `IF(${average}="","",LOOKUP(MAX(ROUND(${average},Round_Places+2),MIN(Grade_Min)),Grade_Min,Grade_Letter))`,
        each,
        styles.aside,
      ),
    ),
    formula(`SUMPRODUCT(--ISNUMBER(${scores}),--(Pass_Marks>0),--(${scores}>=Pass_Marks))`, row.passed, styles.number),
  ]
}

/** The mean of percents, weighed, as a formula. */
const meanOf = (scores: string): string =>
  `IFERROR(ROUND(SUMPRODUCT(${scores},Test_Weights)/SUMPRODUCT(--ISNUMBER(${scores}),Test_Weights,--(Extra_Credit<>"Yes")),12),"")`
