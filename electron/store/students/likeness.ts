import type { NameLikeness, SharedFact } from '../../../shared/model/identity.ts'
import { identityName } from '../../../shared/model/result.ts'
import { fold } from '../../../shared/model/text.ts'

/** What tells whether two of one name are one person. Folded e-mail address; null where a fact is not known. */
export interface TellingFacts {
  readonly email: string | null
  readonly externalId: string | null
  readonly source: string | number | null
}

/** The folded form of an address; null for none. */
export const foldedEmail = (email: string | null): string | null => (email && fold(email)) || null

/** Two of one name: one person unless address, number or group tell them apart. */
export function isLikelyOne(a: TellingFacts, b: TellingFacts): boolean {
  if (a.externalId !== null && b.externalId !== null && a.externalId !== b.externalId) return false
  if (a.email !== null && b.email !== null) return a.email === b.email
  return a.source === null || b.source === null || a.source === b.source
}

export interface NameFacts {
  readonly first: string
  readonly last: string
}

/** The words of a folded name, in the order of the alphabet: the same for "Ada Lovelace" and "Lovelace, Ada". */
export const wordsOfName = ({ first, last }: NameFacts): string[] =>
  fold(`${first} ${last}`)
    .split(/[\s,]+/)
    .filter(Boolean)
    .toSorted()

/** Letters of a word from which one that differs may be a slip; shorter ones are other names. */
export const shortestWithTypo = 4

/** How two names are alike; null where they are not. Two names without a letter are never alike. */
export function nameLikeness(a: NameFacts, b: NameFacts): NameLikeness | null {
  const [one, other] = [wordsOfName(a), wordsOfName(b)]
  if (one.length === 0 || other.length === 0) return null
  if (identityName(a.first, a.last) === identityName(b.first, b.last)) return 'same'
  if (fold(`${a.first} ${a.last}`) === fold(`${b.first} ${b.last}`)) return 'accent'
  if (one.join(' ') === other.join(' ')) return 'order'
  return isTypo(one, other) ? 'typo' : null
}

/** Whether exactly one word differs, by one letter. */
function isTypo(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  const left = [...other]
  const unmatched = one.filter((word) => {
    const at = left.indexOf(word)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
  const [a, another] = unmatched
  const [b] = left
  if (a === undefined || another !== undefined || b === undefined) return false
  return Math.min(a.length, b.length) >= shortestWithTypo && isOneLetterApart([...a], [...b])
}

/** Whether a letter is added, left out, replaced or swapped with its neighbour: Damerau–Levenshtein distance 1. */
export function isOneLetterApart(a: readonly string[], b: readonly string[]): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [restA, restB] = [a.length - start - end, b.length - start - end]
  if (restA <= 1 && restB <= 1) return restA + restB > 0
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}

/** The most alike first. */
export const likenesses = ['same', 'accent', 'order', 'typo'] as const satisfies readonly NameLikeness[]
const facts = ['email', 'code', 'group', 'nothing'] as const satisfies readonly SharedFact[]

/**
 * The place of a suggestion among others, the likeliest lowest; null for one that would rest on likeness alone. Those
 * whom nothing but the name joins come last: most of them are namesakes.
 */
export function rankOf(likeness: NameLikeness, shared: SharedFact): number | null {
  const isAlone = shared === 'group' || shared === 'nothing'
  if (isAlone && likeness !== 'same') return null
  return facts.indexOf(shared) * likenesses.length + likenesses.indexOf(likeness)
}
