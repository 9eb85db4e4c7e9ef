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
  /**
   * Whether a text holds a key, an address or a whole name of several words, or a code that is no everyday word. A name
   * of one word ("Best") and a short code stand in any text, so they are not looked for.
   */
  mentions(text: string): boolean
  /** The text without those. */
  without(text: string): string
  /** Whether words typed into a search find the student. */
  isAskedBy(typed: string): boolean
  /** Whether this is their name, alone. */
  isName(text: string): boolean
  /** Whether this is a key, a name, an address or a code of theirs, alone. */
  isTheirs(value: string): boolean
}

/** What stands for a name or address in a text about others. */
const blank = '…'
const special = /[\\^$.*+?()[\]{}|/]/g
// "first" and "complete" are words, "1024" may be a year: only their longer kin tell somebody.
const isTellingCode = (code: string): boolean =>
  /^\d+$/.test(code) ? code.length > 4 : code.length >= 4 && /\p{Nd}/u.test(code)
const isTellingName = (name: string): boolean => /\S\s+\S/.test(name)
const isTellingAddress = (email: string): boolean => /\S@\S/.test(email)

export function traceFinder({ keys, names, emails, codes }: Traces): TraceFinder {
  const wholeNames = names.flatMap(({ first, last }) =>
    [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`].map((each) => each.replace(/^[\s,]+|[\s,]+$/g, '')),
  )
  const wanted = [
    ...keys,
    ...wholeNames.filter(isTellingName),
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
  return {
    mentions: (text) => !isEmpty && text.search(found) !== -1,
    without: (text) => (isEmpty ? text : text.replace(found, blank)),
    isAskedBy: (typed) => fold(typed).length > 0 && searched.some((each) => occursIn(typed, each)),
    isName: (text) => text.trim() !== '' && (identities.has(identityName(text, '')) || folded.has(fold(text))),
    isTheirs: (value) => value.trim() !== '' && whole.has(fold(value)),
  }
}

/** Names under which structures keep what somebody wrote; everything else in them is a word of this program. */
const written: ReadonlySet<string> = new Set([
  ...['name', 'kind', 'grade', 'header', 'sisPreset', 'title', 'reason', 'subject', 'text', 'detail'],
])

/** Fields of conditions that ask by a name the teacher gave. */
export const namedFields = ['class', 'label'] as const
export type NamedField = (typeof namedFields)[number]
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
 * @param namesNow what classes and labels of a name are called now
 * @returns undefined where it asks for nobody else
 */
export function structureWithout(
  structure: unknown,
  { mentions, without, isTheirs }: TraceFinder,
  asksForThem: (typed: string) => boolean,
  namesNow: (field: NamedField, name: string) => readonly string[],
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
    ...new Set(names.flatMap((name) => (typeof name === 'string' ? namesNow(field, name) : [name]))),
  ]
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return someLeft(value, visit)
    if (typeof value !== 'object' || value === null) return value
    if ('field' in value && 'op' in value && 'value' in value) {
      if (isNamedField(value.field) && Array.isArray(value.value))
        return { ...value, value: named(value.field, value.value) }
      if (!isPersonal(value.field)) return value
      const left = personal(value.value, value.op === 'contains')
      return left === undefined ? undefined : { ...value, value: left }
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
