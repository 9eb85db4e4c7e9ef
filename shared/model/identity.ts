import type { Feed } from './feed.ts'
import type { ClassMarkerId } from './result.ts'

/** The parts of a result that say who took the test. Absent values are null. */
export interface Taker {
  readonly feed: Feed
  readonly userId: ClassMarkerId | null
  readonly cmUserId: string | null
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly accessCode: string | null
}

/** A name as identity compares it: NFKC, trimmed, inner spaces folded, lower case. Accents stay: they tell people apart. */
export const identityName = (first: string, last: string): string =>
  `${first} ${last}`.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/**
 * Who one student is, everywhere the same. One key alone never merges two people: ClassMarker's own sample has two
 * names behind one e-mail address and one access code, so both rules below a registered id include the name.
 */
export function studentKey(taker: Taker): string {
  if (taker.feed === 'groups' && taker.userId !== null) return `user:${taker.userId}`
  if (taker.feed === 'links' && taker.cmUserId) return `cm:${taker.cmUserId}`
  const name = identityName(taker.first, taker.last)
  if (taker.email) return `mail:${taker.email.trim().toLowerCase()}|${name}`
  return `name:${name}|${taker.accessCode ?? ''}`
}
