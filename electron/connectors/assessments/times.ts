import { hour, minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { retryAfter } from '../answer-body.ts'
import type { Budget } from './model.ts'

const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$/i

/**
 * A moment in ISO 8601, cut to whole seconds. One without a zone is taken as UTC: servers of this kind keep their time
 * in UTC and leave the zone away.
 * @returns null for anything else, and for a day or an hour that does not exist
 */
export function momentIn(text: unknown): UnixSeconds | null {
  const match = typeof text === 'string' ? iso.exec(text.trim()) : null
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const at = new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds))
  const isReal =
    at.getUTCFullYear() === year &&
    at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hours
  if (!isReal || year < 1970 || minutes > 59 || seconds > 59) return null
  const [sign, zoneHours, zoneMinutes] = [match[8] === '-' ? -1 : 1, Number(match[9] ?? 0), Number(match[10] ?? 0)]
  if (zoneHours > 14 || zoneMinutes > 59) return null
  return unixSeconds(at.getTime() / 1000 - sign * (zoneHours * hour + zoneMinutes * minute))
}

/** A date above this is one, and a number below it a length of time: 2001 in seconds. */
const firstDate = 1_000_000_000

/**
 * When a service that refused a request wants the next one: by Retry-After, else X-RateLimit-Reset (seconds to go, or a
 * Unix time), else in a minute; in an hour at most, since asking then costs one request.
 */
export function nextRequestAfter(headers: Headers, now: UnixSeconds): UnixSeconds {
  const { retryAfterSeconds, nextRequestAfter: date } = retryAfter(headers)
  const stated =
    retryAfterSeconds === undefined
      ? date === undefined
        ? secondsToReset(headers, now)
        : date - serverTime(headers, now)
      : Math.max(1, retryAfterSeconds)
  // A past moment cannot be right: asking again at once would be refused again.
  const wait = stated === null || stated <= 0 ? minute : Math.min(stated, hour)
  return plusSeconds(now, wait)
}

/** What the headers say of the requests that are left; null where they say nothing. */
export function budgetIn(headers: Headers, now: UnixSeconds): Budget | null {
  const [limit, remaining] = [wholeIn(headers, 'x-ratelimit-limit'), wholeIn(headers, 'x-ratelimit-remaining')]
  const wait = secondsToReset(headers, now)
  if (limit === null && remaining === null && wait === null) return null
  return { limit, remaining, resetAt: wait === null ? null : plusSeconds(now, Math.max(0, wait)) }
}

function secondsToReset(headers: Headers, now: UnixSeconds): number | null {
  const reset = wholeIn(headers, 'x-ratelimit-reset')
  if (reset === null || reset < firstDate) return reset
  const inSeconds = reset > firstDate * 1000 ? Math.ceil(reset / 1000) : reset
  return inSeconds - serverTime(headers, now)
}

/** The service's own clock, by which it means its dates; this computer's where the answer does not tell. */
function serverTime(headers: Headers, now: UnixSeconds): number {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? now : date / 1000
}

function wholeIn(headers: Headers, name: string): number | null {
  const sent = headers.get(name)?.trim() ?? ''
  return /^\d{1,15}$/.test(sent) ? Number(sent) : null
}
