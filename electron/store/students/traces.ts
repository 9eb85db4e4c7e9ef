import { identityName } from '../../../shared/model/result.ts'
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
  /** Whether a text holds a whole name, an address, a code or a key of theirs. */
  mentions(text: string): boolean
  /** The text without those. */
  without(text: string): string
  /** Whether words typed into a search find the student. */
  isAskedBy(typed: string): boolean
  /** Whether this is their name, alone. */
  isName(text: string): boolean
}

/** What stands for a name or address in a text about others. */
const blank = '…'
// A code of two digits occurs in any text.
const shortestCode = 4
const special = /[\\^$.*+?()[\]{}|/]/g

export function traceFinder({ keys, names, emails, codes }: Traces): TraceFinder {
  const wholeNames = names.flatMap(({ first, last }) =>
    [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`].map((each) => each.replace(/^[\s,]+|[\s,]+$/g, '')),
  )
  const wanted = [...keys, ...wholeNames, ...emails, ...codes.filter(({ length }) => length >= shortestCode)]
  const forms = new Set(wanted.flatMap((each) => [each, each.normalize('NFC'), each.normalize('NFD'), fold(each)]))
  const patterns = [...forms]
    .filter((each) => each.trim() !== '')
    .toSorted((a, b) => b.length - a.length)
    .map((each) => each.trim().replace(special, '\\$&').replace(/\s+/g, '\\s+'))
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  const identities = new Set(names.map(({ first, last }) => identityName(first, last)))
  const folded = new Set(wholeNames.map(fold))
  const searched = [...wholeNames, ...emails, ...codes]
  const isEmpty = patterns.length === 0
  return {
    mentions: (text) => !isEmpty && text.search(found) !== -1,
    without: (text) => (isEmpty ? text : text.replace(found, blank)),
    isAskedBy: (typed) => fold(typed).length > 0 && searched.some((each) => occursIn(typed, each)),
    isName: (text) => text.trim() !== '' && (identities.has(identityName(text, '')) || folded.has(fold(text))),
  }
}

/**
 * A definition of what is shown (filters, choices) without the conditions that ask for a student.
 * @param isTheirs whether a text, or the words of a search, mean the student alone
 * @returns undefined where it asks for nobody else
 */
export function withoutConditionsOn(
  definition: unknown,
  isTheirs: (text: string, isSearch: boolean) => boolean,
): unknown {
  const visit = (value: unknown, isSearch: boolean): unknown => {
    if (typeof value === 'string') return isTheirs(value, isSearch) ? undefined : value
    if (Array.isArray(value)) {
      const left = value.map((each) => visit(each, false)).filter((each) => each !== undefined)
      return left.length === 0 && value.length > 0 ? undefined : left
    }
    if (typeof value !== 'object' || value === null) return value
    const searches = 'op' in value && value.op === 'contains'
    const entries = Object.entries(value).map(([name, each]) => [
      name,
      visit(each, name === 'search' || (searches && name === 'value')),
    ])
    return entries.some(([, each]) => each === undefined) ? undefined : Object.fromEntries(entries)
  }
  return visit(definition, false)
}
