import { z } from 'zod'

/** Readers of JSON values for any service: they accept each form in which a value is sent, and return one. */

/** As `JSON.parse`, but keeps a number with too many digits as the text of its digits. */
export const parseJson = (body: string): unknown =>
  JSON.parse(body, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !keepsDigits(value) ? (context?.source ?? value) : value,
  )

const keepsDigits = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER

const mostDigits = 15

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

// Before the first digit of a number; within a text, mostly others stand there.
const beforeNumber = /[\s:,[-]/

/**
 * Whether a text may have a number with more digits than JavaScript keeps; an id must not lose its last ones. Such a
 * number has a digit at one of the places that are looked at. Ids that are sent as text, as those of other services
 * are, do not count: keeping numbers takes five times as long as parsing.
 */
function hasLongNumber(text: string): boolean {
  for (let at = mostDigits; at < text.length; at += mostDigits + 1) {
    if (!isDigit(text.charCodeAt(at))) continue
    let [from, end] = [at, at + 1]
    while (isDigit(text.charCodeAt(from - 1))) from--
    while (isDigit(text.charCodeAt(end))) end++
    if (end - from > mostDigits && (from === 0 || beforeNumber.test(text.charAt(from - 1)))) return true
    // The next digits to look at are others.
    at = Math.max(at, end - 1)
  }
  return false
}

/**
 * As `parseJson` where a number may be too long for JavaScript, and else as `JSON.parse`.
 * @throws SyntaxError, RangeError for what is nested too deeply
 */
export const parseWithLongIds = (text: string): unknown => (hasLongNumber(text) ? parseJson(text) : JSON.parse(text))

/** Nothing, or text without anything in it. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** A missing key is read like an empty one. */
export const anything = z.unknown().optional()

/**
 * An archive has 10,000 payloads with 30 fields each, so a value is read by a function of its own, and by a schema only
 * where its place has to be told.
 */
type Read<T> = (value: unknown) => T | undefined

const schemaOf = <T>(read: Read<T>, otherwise: string) =>
  anything.transform((value, context): T => {
    const found = read(value)
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: otherwise })
    return z.NEVER
  })

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' ? (numberIn(value) ?? undefined) : undefined
}

export function readInteger(value: unknown): number | undefined {
  const read = readNumber(value)
  return Number.isSafeInteger(read) ? read : undefined
}

export const readPercentage = (value: unknown): number | undefined =>
  readNumber(value) ?? (typeof value === 'string' ? (numberIn(value.replace(/\s*%\s*$/, '')) ?? undefined) : undefined)

/** A finite number, also sent as text; with a decimal comma or grouped digits only if there is one possible reading. */
export const number = schemaOf(readNumber, 'not a number')

export const integer = schemaOf(readInteger, 'not a whole number')

/** As `number`, also with a percent sign. */
export const percentage = schemaOf(readPercentage, 'not a number')

/** "87,5" is 87.5 and "1.234,5" is 1234.5; "1,234" may be either, and is null. */
function numberIn(value: string): number | null {
  const sent = value.trim()
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(sent)) return Number(sent)
  const isDecimalComma = /^[+-]?(\d*,\d+)$/.test(sent) && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(sent)
  if (isDecimalComma) return Number(sent.replace(',', '.'))
  if (/^[+-]?\d{1,3}([.\s]\d{3})+,\d+$/.test(sent)) return Number(sent.replace(/[.\s]/g, '').replace(',', '.'))
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(sent)) return Number(sent.replaceAll(',', ''))
  return /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(sent) ? Number(sent.replaceAll(',', '')) : null
}

/** Null if nothing was sent or it cannot be read. */
export const readNumberOrNull = (value: unknown): number | null => readNumber(value) ?? null
export const numberOrNull = anything.transform(readNumberOrNull)

export const readIntegerOrNull = (value: unknown): number | null => readInteger(value) ?? null
export const integerOrNull = anything.transform(readIntegerOrNull)

const yes = /^(true|yes|y|t|on|1)$/i
const no = /^(false|no|n|f|off|0|)$/i

/**
 * True, false or null, from booleans, 1/0, words for yes and no, and "" (false). Any other word is null, never false.
 */
export function readFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const word = String(value).trim()
  return yes.test(word) ? true : no.test(word) ? false : null
}
export const flag = anything.transform(readFlag)

/** A JSON object by its keys. */
export type Fields = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
