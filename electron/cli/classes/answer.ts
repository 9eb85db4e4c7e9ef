import { longestClassText, mostClassMembers, mostExtraTime } from '../../../shared/model/class.ts'
import type { ClassDiff, RowRefusal } from '../../../shared/model/class-file.ts'
import type { NameLikeness, PerhapsHere } from '../../../shared/model/identity.ts'
import { translator } from '../../../shared/translate.ts'
import { plainText } from '../terminal.ts'

const reasons: Readonly<Record<RowRefusal, string>> = {
  'no-name': 'there is no name',
  'no-learner-id': 'there is no learner ID, and nobody is looked for by name at a learning platform',
  duplicate: 'another row is of this person, or may be',
  'several-students': 'more than one student may be meant',
  'no-email-address': 'the e-mail address is none',
  'no-extra-time': `extra time is a whole percentage up to ${mostExtraTime}`,
  'control-sign': 'a cell has a sign that nobody can type, as where letters were lost',
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
  perhaps_one: '{{count}} new student is perhaps already here. Nothing is put together; “people merge” would.\n',
  perhaps_other: '{{count}} new students are perhaps already here. Nothing is put together; “people merge” would.\n',
})

const likenesses: Readonly<Record<NameLikeness, string>> = {
  same: 'the same name',
  accent: 'names that differ by an accent or a sign',
  order: 'the names in another order',
  typo: 'names that differ by one letter',
}

const mostLines = 50
const longestShown = 60

/** Who may be here already of those whom a file newly adds, each with the keys that it may be. */
export function perhapsHereLines(strangers: ClassDiff['new'], found: readonly PerhapsHere[]): string {
  if (found.length === 0) return ''
  const lines = found.slice(0, mostLines).map(({ place, alike, count }) => {
    const { line = 0, member } = strangers[place] ?? {}
    const name = shortened(`${member?.first ?? ''} ${member?.last ?? ''}`.trim())
    const who = alike.map(({ key, first, last, likeness, sharesEmail }) => {
      const reasons = [sharesEmail && 'the same e-mail address', likeness !== null && likenesses[likeness]]
      return `${shortened(`${first} ${last}`.trim())}, ${plainText(key)} (${reasons.filter(Boolean).join(', ')})`
    })
    const more = count > alike.length ? `; and ${count - alike.length} more` : ''
    return `Line ${line}, “${name}”: perhaps ${who.join('; ')}${more}.\n`
  })
  const more = found.length - lines.length
  return words('perhaps', { count: found.length }) + lines.join('') + (more > 0 ? words('more', { count: more }) : '')
}

const shortened = (name: string): string =>
  plainText(name.length > longestShown ? `${name.slice(0, longestShown)}…` : name)

/** The rows of a file that name nobody, each with its line. */
export function refusedRows(refused: ClassDiff['refused']): string {
  const lines = refused.slice(0, mostLines).map(({ line, name, reason }) => {
    const shown = shortened(name)
    return `Line ${line}${shown === '' ? '' : `, “${shown}”,`} is passed over: ${reasons[reason]}.\n`
  })
  const more = refused.length - lines.length
  return lines.join('') + (more > 0 ? words('more', { count: more }) : '')
}
