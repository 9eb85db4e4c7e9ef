import type { Discovery } from '../store/api.ts'

/** What an account here is known to hold at ClassMarker: its groups, links and tests, also those that are gone. */
export interface KnownAccount {
  readonly id: string
  /** As `idsIn` names them. */
  readonly ids: readonly string[]
}

const isPlace = (id: string): boolean => !id.startsWith('tests:')

/** The numbers of everything a key can see; ClassMarker gives each out once, over all its accounts. */
export const idsIn = ({ sources, tests }: Discovery): string[] => [
  ...sources.map(({ feed, id }) => `${feed}:${id}`),
  ...tests.map(({ id }) => `tests:${id}`),
]

// One number alone could be a slip; two together with a group or link between them are not.
const fewestShared = 2

/**
 * The account here whose groups, links and tests a key sees: most of what the one sees, the other knows. Which is the
 * smaller one does not matter: an account grows, and a key may be allowed a part of it only. What is empty on either
 * side says nothing.
 * @param known in order of preference where several hold as much
 * @returns its id, or null where there is none
 */
export function sameAccount(seen: readonly string[], known: readonly KnownAccount[]): string | null {
  const seenIds = new Set(seen)
  const [best] = known
    .map(({ id, ids }) => {
      const own = new Set(ids)
      const shared = [...seenIds].filter((each) => own.has(each))
      return { id, shared, smaller: Math.min(seenIds.size, own.size) }
    })
    .filter(
      ({ shared, smaller }) => shared.length >= fewestShared && shared.some(isPlace) && shared.length * 2 >= smaller,
    )
    .toSorted((a, b) => b.shared.length - a.shared.length)
  return best?.id ?? null
}
