import { checkPlaceSentences, checkSentences } from './locales/gradebook-checks.en.ts'
import { missingWords } from './locales/notices.en.ts'
import type { StudentRef, TestRef } from './model/gradebook.ts'
import type { CheckedStudent, GradebookCheck } from './model/gradebook-check.ts'
import { incompleteReasons } from './sentences.ts'
import { translator } from './translate.ts'

const sentences = translator(checkSentences)
const words = translator(checkPlaceSentences)

/** What a check found, in one sentence. It names nobody, so that a file with pseudonyms may have it. */
export function checkSentence(check: GradebookCheck): string {
  if (check.kind === 'incomplete')
    return incompleteReasons(check.places.map(({ name, missing }) => ({ name, words: missing.map(missingWords) })))
  const { count } = check
  if (check.kind === 'same-name') return sentences(`same-name.${check.severity}`, { count })
  return sentences(check.kind, { count })
}

export const severityWords = ({ severity }: Pick<GradebookCheck, 'severity'>): string => words(`severity_${severity}`)

/** How places of checks are written. */
export interface PlaceWriting {
  student(student: StudentRef & { readonly first: string; readonly last: string }): string
  test(test: TestRef & { readonly name: string }): string
  /** Whether names that attempts have, addresses and access codes may be written; a file with pseudonyms has none. */
  readonly isPersonal: boolean
  readonly locale?: string | undefined
}

/**
 * The places that a check lists, in their order, each in a few words; '' for one that nothing may be said of.
 */
export function checkPlaces(check: GradebookCheck, writing: PlaceWriting): string[] {
  const { student, test, isPersonal } = writing
  const number = (value: number, digits = 0, most = digits): string =>
    new Intl.NumberFormat(writing.locale ?? 'en', {
      minimumFractionDigits: digits,
      maximumFractionDigits: most,
    }).format(value)
  const cell = (place: { student: Parameters<typeof student>[0]; test: Parameters<typeof test>[0] }): string =>
    words('cell', { student: student(place.student), test: test(place.test) })
  const people = (students: readonly Parameters<typeof student>[0][], of: string): string =>
    // Without names nothing may hang on their order either.
    isPersonal ? `${of}: ${students.map(student).join('; ')}` : students.map(student).sort().join('; ')
  switch (check.kind) {
    case 'to-grade':
    case 'nameless':
    case 'outside-period':
      return check.places.map((place) => words('attempts', { where: cell(place), count: place.attempts.length }))
    case 'lost-choice':
      return check.places.map((place) => words(place.why === 'gone' ? 'gone' : 'outside', { where: cell(place) }))
    case 'same-name':
      return check.places.map(({ students }) =>
        students.map((each) => student(each) + (isPersonal ? inBrackets(apartWords(each, students)) : '')).join('; '),
      )
    case 'shared-email':
      return check.places.map(({ email, students }) => people(students, email))
    case 'shared-code':
      return check.places.map(({ code, students }) => people(students, code))
    case 'two-names':
      return check.places.map(({ student: one, names }) => student(one) + (isPersonal ? `: ${names.join('; ')}` : ''))
    case 'mixed-points':
      return check.places.map(({ test: one, points }) =>
        words('values', { test: test(one), values: points.map((each) => number(each / 1000, 0, 3)).join(', ') }),
      )
    case 'mixed-pass-marks':
      return check.places.map(({ test: one, passMarks, used }) =>
        words('passMarks', {
          test: test(one),
          values: passMarks
            .map((mark) => (mark === null ? words('noPassMark') : `${number(mark / 10, 0, 1)}%`))
            .join(', '),
          used: used === null ? words('noPassMarkUsed') : `${number(used / 10, 0, 1)}%`,
        }),
      )
    case 'fewer-tests':
      return check.places.map(({ student: one, taken, usual }) =>
        words('fewer', { student: student(one), taken, usual }),
      )
    case 'borderline':
      return check.places.map(({ student: one, how, rounded, places, grade, other }) =>
        words(how, { student: student(one), average: `${number(rounded / 10 ** places, places)}%`, grade, other }),
      )
    case 'incomplete':
      return check.places.map(({ name }) => name)
    case 'changed-since-hand-in':
      return check.places.map((place) =>
        place.test === null ? student(place.student) : cell({ ...place, test: place.test }),
      )
    case 'unreadable-hand-in':
      return check.places.map(() => '')
    case 'no-points':
      return check.places.map(({ test: one, scores }) => words('scores', { test: test(one), count: scores }))
  }
}

/** What tells a student apart from others of the name: the address where it differs, else the group or link, else the key. */
export function apartWords(student: CheckedStudent, among: readonly CheckedStudent[]): string {
  const isApart = (of: 'email' | 'source'): boolean =>
    Boolean(student[of]) && among.every((other) => other === student || other[of] !== student[of])
  if (isApart('email')) return student.email ?? ''
  return isApart('source') ? student.source : student.key
}

const inBrackets = (words: string): string => ` (${words})`

/** How many of what a check counts are not among its places: of some kinds it counts attempts, of the others places. */
export const unlistedOf = (check: GradebookCheck): number =>
  check.count -
  (check.kind === 'nameless' || check.kind === 'outside-period'
    ? check.places.reduce((sum, { attempts }) => sum + attempts.length, 0)
    : check.places.length)

/** Says that a check has more places than are listed. */
export const furtherPlaces = (count: number): string => words('further', { count })
