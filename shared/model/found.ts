import type { ListRef } from './access-code.ts'
import type { TestRef } from './gradebook.ts'
import type { UnixSeconds } from './time.ts'

/** Most entries of one kind, as many as are read while typing. */
export const mostFound = 5

/** Most access lists that are named with how many of their codes were found. */
export const mostFoundLists = 3

/** Somebody whom the list of students finds by the same text. */
export interface FoundStudent {
  readonly accountId: string
  readonly key: string
  readonly first: string
  readonly last: string
  readonly email: string | null
  /** By name. */
  readonly classes: readonly string[]
}

export interface FoundTest extends TestRef {
  readonly name: string
  /** The groups and links it is assigned to, by name. */
  readonly sources: readonly string[]
}

export interface FoundCertificate {
  readonly resultId: number
  readonly accountId: string
  readonly serial: string
  readonly student: string
  readonly testName: string
  /** When the result was finished; null for a serial that no longer counts. */
  readonly timeFinished: UnixSeconds | null
}

export interface FoundCode extends ListRef {
  readonly code: string
  readonly name: string | null
  /** The name of its list, else those of the links that use it; '' without any. */
  readonly listName: string
}

/** An access list, and how many of its codes were found: as many as the list shows for the same text. */
export interface FoundInList extends ListRef {
  readonly listName: string
  readonly count: number
}

/** Entries with how many there are in all. */
export interface FoundSome<Entry> {
  readonly entries: readonly Entry[]
  readonly total: number
}

export interface FoundCertificates {
  /** Serials that count; where there are none, those that used to. */
  readonly entries: readonly FoundCertificate[]
  /** Whether there are more than these. */
  readonly more: boolean
}

export interface FoundCodes extends FoundSome<FoundCode> {
  /** The lists with most of them. */
  readonly lists: readonly FoundInList[]
}

/** What a text finds, by kind; at most `mostFound` entries of each. */
export interface Found {
  /** Null while results are still being read: the question is to be asked again. */
  readonly students: FoundSome<FoundStudent> | null
  readonly tests: FoundSome<FoundTest>
  readonly certificates: FoundCertificates
  readonly codes: FoundCodes
}

/** How well words fit a text, both folded: 0 where each begins a word, 1 where each occurs, else 2. */
export function fitOf(words: readonly string[], folded: string): 0 | 1 | 2 {
  if (!words.every((word) => folded.includes(word))) return 2
  const spaced = ` ${folded}`
  return words.every((word) => spaced.includes(` ${word}`)) ? 0 : 1
}

/** The first so many of those that fit best, in the order they have. */
export function bestFitting<Each>(
  all: Iterable<Each>,
  most: number,
  rankOf: (each: Each) => 0 | 1 | 2,
): readonly Each[] {
  const [best, good, others]: [Each[], Each[], Each[]] = [[], [], []]
  const kinds = [best, good, others] as const
  for (const each of all) {
    const kind = kinds[rankOf(each)]
    if (kind.length < most) kind.push(each)
    if (best.length === most) break
  }
  return [...best, ...good, ...others].slice(0, most)
}
