import { longestClassText, mostClassMembers, mostExtraTime } from '../../../shared/model/class.ts'
import type { ClassDiff, RowRefusal } from '../../../shared/model/class-file.ts'
import { translator } from '../../../shared/translate.ts'
import { plainText } from '../terminal.ts'

const reasons: Readonly<Record<RowRefusal, string>> = {
  'no-name': 'there is no name',
  'no-learner-id': 'there is no learner ID, and nobody is looked for by name at a learning platform',
  duplicate: 'another row is of this person, or may be',
  'several-students': 'more than one student may be meant',
  'no-email-address': 'the e-mail address is none',
  'no-extra-time': `extra time is a whole percentage up to ${mostExtraTime}`,
  'too-long': `a cell is longer than ${longestClassText} characters`,
  'class-full': `a class has at most ${mostClassMembers.toLocaleString('en')} students`,
  'error-value': 'a cell is an error of a spreadsheet',
  'truth-value': 'a cell is a yes or no of a spreadsheet',
  'no-value': 'a cell is a formula without its value',
  'too-long-number': 'a cell is a number of more digits than a spreadsheet keeps',
  'summary-row': 'it sums the list up',
}

const words = translator({
  more_one: 'And {{count}} more such line.\n',
  more_other: 'And {{count}} more such lines.\n',
})

const mostLines = 50
const longestShown = 60

/** The rows of a file that name nobody, each with its line. */
export function refusedRows(refused: ClassDiff['refused']): string {
  const lines = refused.slice(0, mostLines).map(({ line, name, reason }) => {
    const shown = plainText(name.length > longestShown ? `${name.slice(0, longestShown)}…` : name)
    return `Line ${line}${shown === '' ? '' : `, “${shown}”,`} is passed over: ${reasons[reason]}.\n`
  })
  const more = refused.length - lines.length
  return lines.join('') + (more > 0 ? words('more', { count: more }) : '')
}
