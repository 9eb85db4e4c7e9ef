import { hour, minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { Budget } from './model.ts'

const iso =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s?(?:(Z|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?)?$/i
/** A zone by its name behind the moment, as Java writes it. */
const namedZone = /\[([\w/+-]+)\]$/
const universal = /^(Z|UTC|GMT|Etc\/UTC)$/i
/** As HTTP writes dates (RFC 9110, 5.6.7). */
const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/** A moment as it was sent. */
export interface Moment {
  readonly at: UnixSeconds
  /** Whether its format or the moment itself says its zone. If not, `at` is what it would be in UTC. */
  readonly isZoned: boolean
}

/**
 * A moment cut to whole seconds: in ISO 8601, as an HTTP date, in seconds or milliseconds since 1970, or as a list from
 * its year to its seconds, as Java writes it.
 *
 * The document says "ISO 8601 timestamp" and nothing of a zone. Only seconds since 1970 and HTTP dates are in UTC by their
 * format, and ISO 8601 where it says so ("Z"); without an offset, ISO 8601 means local time, of a place that nobody names
 * here. UTC is then a choice and no rule: servers that leave the zone away mostly keep their time in it, and it is off by
 * fourteen hours at most. Where the answer tells more, that goes first: another moment with a zone, or for what was only
 * just received the Date header (`justNow`).
 * @returns null for anything else, and for a day or an hour that does not exist
 */
export function momentIn(value: unknown): Moment | null {
  if (typeof value === 'number') return momentOf(sinceEpoch(value), true)
  if (Array.isArray(value)) return momentInList(value)
  return typeof value === 'string' ? momentInText(value.trim()) : null
}

function momentInText(text: string): Moment | null {
  if (/^\d{10,16}$/.test(text)) return momentOf(sinceEpoch(Number(text)), true)
  if (httpDate.test(text)) return momentOf(Date.parse(text) / 1000, true)
  const zone = namedZone.exec(text)?.[1]
  const match = iso.exec(text.replace(namedZone, ''))
  if (match === null) return null
  const parts = match.slice(1, 7).map((part) => Number(part ?? 0))
  const [sign, zoneHours, zoneMinutes] = [match[8] === '-' ? -1 : 1, Number(match[9] ?? 0), Number(match[10] ?? 0)]
  const hasOffset = match[7] !== undefined || match[8] !== undefined
  // What a named zone means on that day is not known here.
  if (zoneHours > 14 || zoneMinutes > 59 || (zone !== undefined && !hasOffset && !universal.test(zone))) return null
  const local = secondsOf(parts)
  if (local === null) return null
  return momentOf(local - sign * (zoneHours * hour + zoneMinutes * minute), hasOffset || zone !== undefined)
}

/** `[2026, 11, 20, 10, 15, 0, 123000000]`; seconds and parts of them may be left out. */
function momentInList(list: readonly unknown[]): Moment | null {
  const isOne = list.length >= 5 && list.length <= 7 && list.every((part) => Number.isSafeInteger(part))
  return isOne ? momentOf(secondsOf(list.slice(0, 6).map(Number)), false) : null
}

/** Seconds since 1970 of a moment in UTC; null for one that does not exist. A leap second is the one before it. */
function secondsOf(parts: readonly number[]): number | null {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts
  const at = new Date(Date.UTC(year, month - 1, day, hours, minutes, Math.min(seconds, 59)))
  const isReal =
    at.getUTCFullYear() === year &&
    at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hours &&
    at.getUTCMinutes() === minutes
  return isReal && seconds >= 0 && seconds <= 60 ? at.getTime() / 1000 : null
}

const momentOf = (seconds: number | null, isZoned: boolean): Moment | null =>
  seconds === null || seconds < 0 ? null : { at: unixSeconds(Math.floor(seconds)), isZoned }

/** A date above this is one, and a number below it a length of time: 2001 in seconds. */
const firstDate = 1_000_000_000

/** A date as a number, in seconds; null for what cannot be one. Sent in seconds, thousandths or millionths of them. */
function sinceEpoch(date: number): number | null {
  const scale = [1, 1e3, 1e6].find((each) => date >= firstDate * each && date < 10 * firstDate * each)
  return scale === undefined ? null : date / scale
}

const quarter = 15 * minute
/** How far the clock of a server and the moment it notes lie apart at most, and its zone from UTC. */
const [mostApart, mostOffset] = [2 * minute, 14 * hour]

/**
 * A moment without a zone that has just been noted down, by the server's clock in UTC: whole quarters of an hour between
 * the two are the server's zone.
 */
export function justNow(at: UnixSeconds, serverNow: UnixSeconds): UnixSeconds {
  const apart = serverNow - at
  const offset = Math.round(apart / quarter) * quarter
  const isZone = Math.abs(offset) <= mostOffset && Math.abs(apart - offset) <= mostApart
  return isZone ? plusSeconds(at, offset) : at
}

/**
 * When a service that refused a request wants the next one: by Retry-After, else its reset (seconds to go, or a date),
 * else in a minute; in an hour at most, since asking then costs one request.
 */
export function nextRequestAfter(headers: Headers, now: UnixSeconds): UnixSeconds {
  const stated = secondsTo(headers, 'retry-after', now)
  // A past moment cannot be right: asking again at once would be refused again.
  const waits = [stated === 0 ? 1 : stated, secondsToReset(headers, now)]
  const wait = waits.find((each) => each !== null && each > 0) ?? minute
  return plusSeconds(now, Math.min(wait, hour))
}

/** What the headers say of the requests that are left; null where they say nothing. */
export function budgetIn(headers: Headers, now: UnixSeconds): Budget | null {
  const [limit, remaining] = [wholeIn(headers, 'x-ratelimit-limit'), wholeIn(headers, 'x-ratelimit-remaining')]
  const wait = secondsToReset(headers, now)
  if (limit === null && remaining === null && wait === null) return null
  return { limit, remaining, resetAt: wait === null ? null : plusSeconds(now, Math.max(0, wait)) }
}

const secondsToReset = (headers: Headers, now: UnixSeconds): number | null =>
  secondsTo(headers, 'x-ratelimit-reset', now) ?? secondsTo(headers, 'ratelimit-reset', now)

/** The seconds that a header names, by a number of them or by a date; null where it names none. */
function secondsTo(headers: Headers, name: string, now: UnixSeconds): number | null {
  const sent = headers.get(name)?.trim() ?? ''
  // A header that was sent twice arrives as a list.
  const [number] = /^\d{1,16}(\.\d+)?(?=$|\s*,\s*\d)/.exec(sent) ?? []
  if (number !== undefined && Number(number) < firstDate) return Math.ceil(Number(number))
  const date = number === undefined ? (momentIn(sent)?.at ?? null) : sinceEpoch(Number(number))
  return date === null ? null : Math.ceil(date) - serverTime(headers, now)
}

/** The service's own clock, by which it means its dates; this computer's where the answer does not tell. */
export function serverTime(headers: Headers, now: UnixSeconds): UnixSeconds {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? now : unixSeconds(Math.floor(date / 1000))
}

function wholeIn(headers: Headers, name: string): number | null {
  const sent = headers.get(name)?.trim() ?? ''
  return /^\d{1,15}$/.test(sent) ? Number(sent) : null
}
