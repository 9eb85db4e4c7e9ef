import { meanOf } from '../../../shared/model/grading.ts'
import type { HandedInAverage, HandedInCell, HandInChange } from '../../../shared/model/hand-in.ts'
import { rounded } from '../../../shared/model/ratio.ts'
import { percentText } from '../../../shared/model/result-values.ts'
import { type Reading, unlessUnreadable } from '../../store/api.ts'
import { excusedWord } from './columns.ts'
import { keyShown } from './content.ts'
import type { ChangeLine } from './list-sheets.ts'
import type { GradebookRequest } from './request.ts'

/** What changed since a gradebook was last handed in; null where it is not kept, or was never handed in. */
export function changesOf(reading: Reading, request: GradebookRequest): readonly ChangeLine[] | null {
  const { savedId } = request
  if (savedId === undefined) return null
  const asked = unlessUnreadable(() => ({ since: reading.changesSinceHandIn(savedId) }))
  if (asked === null) return [unreadable]
  const { since } = asked
  if (since === null) return null
  const shown = keyShown(request)
  const lines = since.changes.map((change) => {
    const { student, first, last } = change
    const key = shown(student.account, student.key)
    return { student: request.identity === 'names' ? `${last} ${first} (${key})` : key, ...lineOf(change, reading) }
  })
  // The order of names would tell who is behind a pseudonym.
  return request.identity === 'names'
    ? lines
    : lines.toSorted((a, b) => (a.student < b.student ? -1 : Number(a.student > b.student)))
}

const unreadable: ChangeLine = {
  student: '',
  what: 'What was handed in last cannot be read: another version of Gradekeep kept it. Changes since are not known.',
  before: '',
  after: '',
}

function lineOf(change: HandInChange, { outwardId }: Pick<Reading, 'outwardId'>): Omit<ChangeLine, 'student'> {
  switch (change.at) {
    case 'test':
      return {
        what: `${change.test.name} (${outwardId(change.test.testId)})`,
        before: cellWords(change.from),
        after: cellWords(change.to),
      }
    case 'average':
      return { what: 'Average', before: averageWords(change.from), after: averageWords(change.to) }
    case 'student':
      return change.change === 'new'
        ? { what: 'Student', before: 'Was not in it', after: 'Is in it' }
        : { what: 'Student', before: 'Was in it', after: 'Is not in it any more' }
  }
}

function cellWords(cell: HandedInCell): string {
  if (cell === null) return 'Not taken'
  if (cell === 'excused') return excusedWord
  if (cell === 'no percentage') return 'No percentage'
  // Rounded as a fraction: 72.35 is a little less as a double, and would stand here as 72.3.
  return `${percentText(rounded(meanOf(cell)))}%`
}

const averageWords = ({ rounded, places, grade }: HandedInAverage): string =>
  rounded === null ? '' : `${(rounded / 10 ** places).toFixed(places)}% ${grade}`.trim()
