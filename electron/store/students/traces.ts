import { identityName } from '../../../shared/model/result.ts'
import { type FilterField, factsOf, fieldNamed, filterFields } from '../../../shared/model/result-fields.ts'
import { fold, occursIn } from '../../../shared/model/text.ts'

interface Name {
  readonly first: string
  readonly last: string
}

/** What tells one student from all others. */
export interface Traces {
  /** Their key and those merged into it. */
  readonly keys: readonly string[]
  readonly names: readonly Name[]
  readonly emails: readonly string[]
  readonly codes: readonly string[]
}

/** Finds a student in texts that somebody wrote. */
export interface TraceFinder {
  /** Whether a text holds a key, a name, an address or a code that tells somebody; everyday words do not. */
  mentions(text: string): boolean
  /** The text without those. */
  without(text: string): string
  /** A name that the teacher gave to something: without those, and without anything that is wholly theirs. */
  nameWithout(name: string): string
  /** Whether words typed into a search find the student. */
  isAskedBy(typed: string): boolean
  /** Whether this is their name, alone. */
  isName(text: string): boolean
  /** Whether this is a key, a name, an address or a code of theirs, alone. */
  isTheirs(value: string): boolean
  /** Names and codes that stand in any text, so that texts about others are not searched for them. */
  readonly notSearched: readonly string[]
}

/** What stands for a name or address in a text about others. */
const blank = '…'
const special = /[\\^$.*+?()[\]{}|/]/g

/** Words of lists, files and logs of this program: a student or code that is called so must not empty those. */
const everyday: ReadonlySet<string> = new Set(
  [
    'absent account accounts answer answers attempt attempts average backup best certificate certificates changed class',
    'classes code codes column columns complete connected counted course current default deleted detail download email',
    'ended error errors excused exempt export failed false final finished first grade grades grading group groups highest',
    'import incomplete internal label labels last latest learner level link links lowest main manual mean member midterm',
    'missing name names newest none note notes null oldest other passed pending percent percentage period points practice',
    'problem pupil quiz quizzes reason request result results retake review sample score scores search section server',
    'settings source started status student students subject submitted success summary survey surveys sync teacher term',
    'test tests text title total true type undefined undo unknown update updated user users value values view warning',
    'weight window',
  ]
    .join(' ')
    .split(' '),
)
// "first" and "complete" are words, "1024" may be a year: only their longer kin tell somebody.
const isEveryday = (text: string): boolean => everyday.has(fold(text)) || /^\d{1,4}$/.test(text)
const isTellingCode = (code: string): boolean => !isEveryday(code) && code.length >= (/\p{Nd}/u.test(code) ? 4 : 6)
/** Several words, or a last name alone; a first name alone ("Mark") may be a word of any sentence. */
const isTellingName = ({ first, last }: Name): boolean =>
  /\S\s+\S/.test(`${first} ${last}`.trim()) ||
  (first.trim() === '' && last.trim().length >= 4 && !isEveryday(last.trim()))
const isTellingAddress = (email: string): boolean => /\S@\S/.test(email)

const formsOf = ({ first, last }: Name): string[] =>
  [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`].map((each) => each.replace(/^[\s,]+|[\s,]+$/g, ''))

export function traceFinder({ keys, names, emails, codes }: Traces): TraceFinder {
  const wholeNames = names.flatMap(formsOf)
  const wanted = [
    ...keys,
    ...names.filter(isTellingName).flatMap(formsOf),
    ...emails.filter(isTellingAddress),
    ...codes.filter(isTellingCode),
  ]
  const forms = new Set(wanted.flatMap((each) => [each, each.normalize('NFC'), each.normalize('NFD'), fold(each)]))
  const patterns = [...forms]
    .filter((each) => each.trim() !== '')
    .toSorted((a, b) => b.length - a.length)
    .map((each) => each.trim().replace(special, '\\$&').replace(/\s+/g, '\\s+'))
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  const identities = new Set(names.map(({ first, last }) => identityName(first, last)))
  const searched = [...wholeNames, ...emails, ...codes]
  const folded = new Set(wholeNames.map(fold))
  const whole = new Set([...keys, ...searched].map(fold))
  const isEmpty = patterns.length === 0
  const without = (text: string): string => (isEmpty ? text : text.replace(found, blank))
  const isTheirs = (value: string): boolean => value.trim() !== '' && whole.has(fold(value))
  return {
    mentions: (text) => !isEmpty && text.search(found) !== -1,
    without,
    nameWithout: (name) => (isTheirs(name) && !isEveryday(name.trim()) ? blank : without(name)),
    isAskedBy: (typed) => fold(typed).length > 0 && searched.some((each) => occursIn(typed, each)),
    isName: (text) => text.trim() !== '' && (identities.has(identityName(text, '')) || folded.has(fold(text))),
    isTheirs,
    notSearched: [
      ...names.filter((name) => !isTellingName(name)).map(({ first, last }) => `${first} ${last}`.trim()),
      ...codes.filter((code) => !isTellingCode(code)),
    ],
  }
}

/** Names under which structures keep what somebody wrote; everything else in them is a word of this program. */
const written: ReadonlySet<string> = new Set([
  ...['name', 'kind', 'grade', 'header', 'sisPreset', 'title', 'reason', 'subject', 'text', 'detail'],
])

/** Fields of conditions that ask by a name the teacher gave. */
export const namedFields = ['class', 'label'] as const
type NamedField = (typeof namedFields)[number]
/** Tables of what conditions ask for by the name that the teacher gave. */
export type NamedTable = NamedField | 'extra_field'
const isNamedField = (field: unknown): field is NamedField => namedFields.some((each) => each === field)

/** Whether values of a field tell people apart. A field that only a later version knows may. */
const isPersonal = (field: unknown): boolean => {
  const known = filterFields.find((each: FilterField) => each === field)
  return known === undefined || factsOf(fieldNamed(known)).personal === true
}

/**
 * A structure (a gradebook's or view's definition, a setting, a summary) without a student: the conditions that ask for
 * them are left out, and texts that somebody wrote are without them. Its own words and numbers stay, whatever the
 * student is called.
 * @param asksForThem whether the words of a search find the student alone
 * @param namesNow what classes, labels and extra fields of a name are called now
 * @returns undefined where it asks for nobody else
 */
export function structureWithout(
  structure: unknown,
  { mentions, without, isTheirs }: TraceFinder,
  asksForThem: (typed: string) => boolean,
  namesNow: (table: NamedTable, name: string) => readonly string[],
): unknown {
  const someLeft = (value: readonly unknown[], visit: (each: unknown) => unknown): unknown => {
    const left = value.map(visit).filter((each) => each !== undefined)
    return left.length === 0 && value.length > 0 ? undefined : left
  }
  /** A value of a condition on people. */
  const personal = (value: unknown, isSearch: boolean): unknown => {
    if (typeof value === 'string')
      return (isSearch ? asksForThem(value) : isTheirs(value) || mentions(value)) ? undefined : value
    if (Array.isArray(value)) return someLeft(value, (each) => personal(each, isSearch))
    if (typeof value !== 'object' || value === null) return value
    return entriesOf(value, (_, each) => personal(each, isSearch))
  }
  const texts = (value: unknown): unknown => {
    if (typeof value === 'string') return without(value)
    if (Array.isArray(value)) return value.map(texts)
    return typeof value === 'object' && value !== null ? entriesOf(value, (_, each) => texts(each)) : value
  }
  const named = (field: NamedField, names: readonly unknown[]): unknown[] => [
    ...new Set(
      names.flatMap((name): readonly unknown[] => (typeof name === 'string' ? namesNow(field, name) : [name])),
    ),
  ]
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return someLeft(value, visit)
    if (typeof value !== 'object' || value === null) return value
    if ('field' in value && 'op' in value && 'value' in value) {
      if (isNamedField(value.field) && Array.isArray(value.value))
        return { ...value, value: named(value.field, value.value) }
      if (!isPersonal(value.field)) return value
      const left = personal(value.value, value.op === 'contains')
      if (left === undefined) return undefined
      if (!('within' in value) || typeof value.within !== 'string') return { ...value, value: left }
      const [within = value.within] = namesNow('extra_field', value.within)
      return { ...value, value: left, within }
    }
    return entriesOf(value, (name, each) =>
      name === 'search' && typeof each === 'string'
        ? personal(each, true)
        : written.has(name)
          ? texts(each)
          : visit(each),
    )
  }
  return visit(structure)
}

/** Undefined where one of its values is. */
function entriesOf(value: object, change: (name: string, each: unknown) => unknown): unknown {
  const entries = Object.entries(value).map(([name, each]) => [name, change(name, each)])
  return entries.some(([, each]) => each === undefined) ? undefined : Object.fromEntries(entries)
}
