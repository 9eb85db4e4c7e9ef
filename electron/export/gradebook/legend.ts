import { usualRules } from '../../../shared/model/gradebook.ts'
import type { SettingsLine } from '../writer/workbook.ts'
import { excusedWord, otherAverageHeader } from './columns.ts'

/** How to read a gradebook of values under the usual rules. */
export const gradebookLegend: readonly SettingsLine[] = [
  {
    label: 'Students and tests',
    value:
      'Those that the filter finds. Each score is reckoned over all attempts on this laptop, also those that the filter leaves out.',
  },
  {
    label: 'Score',
    value: `The percentage that counts under the attempt policy above. Empty: not taken. ${excusedWord}: excused. A star (12.5%*): needs grading, so it may change.`,
  },
  {
    label: 'Average',
    value:
      'The mean of the percentages; a test not taken, or excused, is not among them. For the grade it is rounded to one decimal.',
  },
  {
    label: otherAverageHeader(usualRules),
    value: 'The same percentages weighted by the points that the attempts were out of, for comparison.',
  },
  {
    label: 'Letter',
    value: 'A from 90 %, B from 80 %, C from 70 %, D from 60 %, else F.',
  },
  { label: 'Passed', value: 'Tests whose score reaches the pass mark of the newest attempt.' },
]
