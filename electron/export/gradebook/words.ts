import { couldTake } from '../../../shared/model/gradebook.ts'
import { isTooLargeToBeLive } from '../../../shared/model/gradebook-file.ts'
import { otherAverageKind } from '../../../shared/model/grading.ts'
import { translator } from '../../../shared/translate.ts'
import type { SettingsLine } from '../writer/workbook.ts'
import { averageHeader, excusedWord, otherAverageHeader } from './columns.ts'
import { isFormulable } from './layout.ts'
import { type GradebookPlan, notTakenIn } from './plan.ts'
import { hasTestSheets } from './test-sheets.ts'

const words = translator({
  students_one: '{{count, number}} student',
  students_other: '{{count, number}} students',
  tests_one: '{{count, number}} test',
  tests_other: '{{count, number}} tests',
  attempts_one: '{{count, number}} attempt',
  attempts_other: '{{count, number}} attempts',
})

/** Who is in a gradebook, in words. */
function whoIsHere({ request: { definition } }: GradebookPlan): string {
  switch (definition.students.by) {
    case 'results':
      return 'Everybody with a result at these tests; somebody without any is not known here'
    case 'class':
      return 'The students of the class, also those without a result; the class is kept on this computer only'
    case 'sources':
      return 'Everybody with a result in the chosen groups and links'
    case 'filter':
      return 'Everybody whom the filter finds; scores are reckoned over all of their attempts'
  }
}

function notTakenWords({ rows, tests }: GradebookPlan): string {
  if (rows.length === 0) return 'Nobody is in this gradebook'
  if (tests.length === 0) return 'No test is in this gradebook'
  const missing = notTakenIn({ rows, tests })
  if (missing === 0) return 'Everyone has taken every test'
  const cells = rows.reduce((sum, { student }) => sum + tests.filter((test) => couldTake(student, test)).length, 0)
  const counted = [words('students', { count: rows.length }), words('tests', { count: tests.length })]
  // An attempt without a percentage leaves its cell empty too, and is not among these.
  return `${missing} of ${cells} cells (${counted.join(', ')})`
}

function periodWords({ request: { definition } }: GradebookPlan): string {
  const { from, to } = definition.period
  if (from === null && to === null) return 'All attempts on this laptop'
  if (from === null) return `Finished up to and including ${to}`
  return to === null ? `Finished from ${from} on` : `Finished from ${from} to ${to}, both included`
}

const averageWords = ({ rules: { average, places } }: GradebookPlan): string =>
  `${average === 'mean-of-percents' ? 'Mean of the percentages' : 'Percentages weighted by the points of the tests'}, rounded to ${places === 0 ? 'whole percents' : `${places} decimal${places === 1 ? '' : 's'}`} before the grade is looked up`

const otherAverageWords = ({ rules: { average } }: GradebookPlan): string =>
  average === 'mean-of-percents'
    ? 'The same percentages weighted by the points of the tests'
    : 'The mean of the same percentages'

/** What is in the file, for the head of the Summary and for Settings. */
export const aboutLines = (plan: GradebookPlan): SettingsLine[] => [
  {
    label: 'In this book',
    value: `${words('students', { count: plan.rows.length })}, ${words('tests', { count: plan.tests.length })}, ${words('attempts', { count: plan.attempts.length })}`,
  },
  { label: 'Students', value: whoIsHere(plan) },
  { label: 'Period', value: periodWords(plan) },
  ...(plan.accounts.length === 1
    ? [{ label: 'Account, time zone', value: `${plan.accounts[0]?.name}, ${plan.accounts[0]?.timeZone}` }]
    : []),
  { label: 'Identity', value: plan.request.identity === 'names' ? 'Names' : 'Pseudonyms' },
  { label: 'Average', value: averageWords(plan) },
  { label: 'Not taken', value: notTakenWords(plan) },
]

/** Whether the book recalculates, and what in it does not. */
export function figureLines(plan: GradebookPlan): SettingsLine[] {
  const { rules, rows, tests, attempts, request, figures } = plan
  if (figures === 'values') {
    const isTooLarge = isTooLargeToBeLive(rows.length, tests.length, attempts.length)
    const why =
      request.figures === 'values'
        ? 'Values, as asked for: nothing in this book recalculates.'
        : isTooLarge
          ? `Values instead of formulas: ${rows.length} students × ${tests.length} tests × ${attempts.length} attempts is more than about 10 million, and a spreadsheet would take too long.`
          : `Values: ${rows.length === 0 ? 'nobody' : 'no test'} is in this gradebook, so there is nothing to recalculate.`
    return [{ label: 'Figures', value: why }]
  }
  return [
    {
      label: 'Figures',
      value:
        'Live: change a yellow cell (policy, rounding and scale above; pass marks, weights and policies of single tests below the students on the Gradebook sheet) and the whole book follows.',
    },
    ...(isFormulable(rules)
      ? []
      : [
          {
            label: 'Not live',
            value: `The column Average holds values as of this export: ${notFormulable(plan)}. Scores, passes and statistics are live; grades follow the scale and the rounding.`,
          },
        ]),
    {
      label: 'As of this export',
      value: `${isFormulable({ ...rules, average: otherAverageKind(rules.average) }) ? '' : `The column ${otherAverageHeader(rules)}, `}Checks, Not taken and Changes do not follow the yellow cells.`,
    },
    {
      label: 'Chosen by the teacher',
      value: `${excusedWord} and the counts of attempts that the teacher chose are fixed: no policy changes them.`,
    },
  ]
}

function notFormulable({ rules }: GradebookPlan): string {
  const reasons = [
    ...(rules.average === 'points-weighted' ? ['it is weighted by points'] : []),
    ...(rules.kinds.length > 0 ? ['kinds of tests have weights'] : []),
    ...(rules.dropLowest > 0 ? [`the lowest ${rules.dropLowest} scores are dropped`] : []),
  ]
  return reasons.join(', ')
}

const withoutDropped = ({ rules }: GradebookPlan): string =>
  rules.dropLowest > 0 ? ' A score that is dropped has none, also where it needs grading.' : ''

export const legendLines = (plan: GradebookPlan): SettingsLine[] => [
  {
    label: 'Score',
    value: `ClassMarker’s own percentage of the attempt that counts. Empty: not taken. ${excusedWord}: excused. A star (12.5%*): needs grading, so it may change.${withoutDropped(plan)} Bold red: below the pass mark.`,
  },
  {
    label: otherAverageHeader(plan.rules),
    value: `${otherAverageWords(plan)}, for comparison. Grades are looked up with ${averageHeader(plan.rules.average)}.`,
  },
  { label: 'Tests taken', value: 'Tests with a score; excused ones are not among them.' },
  { label: 'Passed', value: 'Tests whose score reaches the pass mark below the students.' },
  ...(plan.figures === 'live' && plan.tests.length > 0
    ? [
        {
          label: 'Below the students',
          value:
            'Where a filter hides rows, Average, Highest, Lowest and Students are of the rows in sight; Median and Pass rate are of everybody.',
        },
      ]
    : []),
  { label: 'Weights, extra credit', value: weightWords(plan) },
  {
    label: 'Attempt no, First, Last, Best, Counts',
    value:
      'Among all attempts of the student at the test that were finished in the period above. Of equally good attempts the one finished first is best.',
  },
  { label: 'Started, Finished', value: 'Date and time of day in the account’s time zone.' },
  ...(hasTestSheets(plan)
    ? [{ label: 'T01, T02 …', value: 'One sheet for each test, in the order of the columns of the Gradebook sheet.' }]
    : [
        {
          label: 'Sheets of single tests',
          value: `Left out${plan.request.without?.includes('tests') ? '' : ' because the book is large'}: filter the Attempts sheet by test.`,
        },
      ]),
]

const weightWords = ({ rules }: GradebookPlan): string =>
  rules.kinds.length === 0
    ? 'A test weighs 1 unless another weight is given. Extra credit adds to the average and not to what it is taken over.'
    : `Weights of the kinds: ${rules.kinds.map(({ name, weight }) => `${name} ${weight / 100}`).join('; ')}.`
