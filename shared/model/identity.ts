import type { Feed } from './feed.ts'
import type { ClassMarkerId } from './result-fields.ts'

/** The parts of a result that say who took the test. Absent values are null. */
export interface Taker {
  readonly feed: Feed
  readonly userId: ClassMarkerId | null
  readonly cmUserId: string | null
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly accessCode: string | null
  readonly linkResultId?: ClassMarkerId | null
}

/** A name as identity compares it: NFKC, trimmed, inner spaces folded, lower case. Accents stay: they tell people apart. */
export const identityName = (first: string, last: string): string =>
  `${first} ${last}`.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/**
 * Who one student is, everywhere the same. One key alone never merges two people: ClassMarker's own sample has two
 * names behind one e-mail address and one access code, so both rules below a registered id include the name. Takers who
 * gave neither a name nor a code are one taker each, by the number of their result.
 * @param attempt what names the attempt where ClassMarker gave it no number
 */
export function studentKey(taker: Taker, attempt = ''): string {
  const { feed, userId, cmUserId, linkResultId } = taker
  if (feed === 'groups' && userId !== null) return `user:${userId}`
  if (feed === 'links' && cmUserId?.trim()) return `cm:${cmUserId}`
  const name = identityName(taker.first, taker.last)
  const email = taker.email?.trim().toLowerCase()
  if (email) return `mail:${email}|${name}`
  const code = taker.accessCode?.trim() ? taker.accessCode : ''
  if (name || code) return `name:${name}|${code}`
  return `result:${linkResultId ?? attempt}`
}
