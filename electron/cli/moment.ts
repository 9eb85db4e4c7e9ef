import { allowedSkew } from '../../shared/model/sync.ts'
import { isTimeZone } from '../../shared/model/zone.ts'
import { plainText } from './terminal.ts'

const furthest = 8_640_000_000_000 // Seconds from 1970 that a date can be away (ECMAScript, "Time Values").

/**
 * Writes moments as "2026-11-20 13:05" in a time zone; in UTC if the zone is unknown. A number out of a date's range is
 * written as a number.
 */
export function momentsIn(zone: string): (unixSeconds: number) => string {
  const timeZone = isTimeZone(zone) ? zone : 'UTC'
  // The Swedish locale writes dates this way.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })
  return (unixSeconds) =>
    Math.abs(unixSeconds) <= furthest ? format.format(new Date(unixSeconds * 1000)) : String(unixSeconds)
}

/** Writes moments in each account's own time zone. */
export function momentsOf(zones: ReadonlyMap<string, string>): (accountId: string, unixSeconds: number) => string {
  const moments = new Map([...zones].map(([account, zone]) => [account, momentsIn(zone)]))
  const utc = momentsIn('UTC')
  return (accountId, unixSeconds) => (moments.get(accountId) ?? utc)(unixSeconds)
}

/** A line that names the time zones used in an answer. */
export function zonesSaid(accounts: readonly string[], zones: ReadonlyMap<string, string>): string {
  const used = new Set(accounts.map((id) => plainText(zones.get(id) ?? 'UTC')))
  return used.size === 0 ? '' : `; times in ${[...used].join(', ')}${used.size > 1 ? ', each account’s own' : ''}`
}

/**
 * A line on how wrong this computer's clock is; null within ClassMarker's tolerance. @param clockOffset ClassMarker's
 * clock minus this computer's, in seconds
 */
export function clockLine(clockOffset: number): string | null {
  if (Math.abs(clockOffset) <= allowedSkew) return null
  const minutes = Math.round(Math.abs(clockOffset) / 60)
  const way = clockOffset > 0 ? 'behind' : 'ahead'
  return `This computer’s clock is ${minutes} min ${way}. Gradekeep corrects for it; set date and time to automatic in the system settings.`
}
