import { decodeHTMLStrict } from 'entities'
import { z } from 'zod'
import type { ClassMarkerId } from '../../../shared/model/result-values.ts'
import { anything, integer, isEmpty } from '../values.ts'

/**
 * ClassMarker's values have changed type over the years: numbers as strings, "" for false or missing, names with HTML
 * entities. These readers accept every form seen and return one. A value with no single reading becomes null where a
 * result can do without it: an odd field costs a field, not a result.
 */

/** As `JSON.parse`, but keeps a number with too many digits as the text of its digits. */
export const parseJson = (body: string): unknown =>
  JSON.parse(body, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && !keepsDigits(value) ? (context?.source ?? value) : value,
  )

const keepsDigits = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

// A missing key is read like an empty one.
const anything = z.unknown().optional()

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

function readInteger(value: unknown): number | undefined {
  const read = readNumber(value)
  return Number.isSafeInteger(read) ? read : undefined
}

const readPercentage = (value: unknown): number | undefined =>
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
const orNull = <T>(read: Read<T>) => anything.transform((value): T | null => read(value) ?? null)

export const numberOrNull = orNull(readNumber)
export const integerOrNull = orNull(readInteger)

// No true percentage comes near this; a value beyond it is broken and becomes null.
export const percentageOrNull = orNull((value) => {
  const read = readPercentage(value)
  return read !== undefined && Math.abs(read) <= 1_000_000 ? read : undefined
})

/**
 * An id. One beyond 2^53 does not fit a number, so it stays text, and so does one that is not a number; ids that differ
 * only in the last digit stay different.
 */
export const idOrNull = orNull((value): ClassMarkerId | undefined => {
  const asInteger = readInteger(value)
  if (asInteger !== undefined) return asInteger
  return typeof value === 'string' ? decoded(value) || undefined : undefined
})

/** Text with its entities decoded; a number is read as its digits. */
function readText(value: unknown): string {
  if (typeof value === 'string') return decoded(value)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

const decoded = (value: string): string => (value.includes('&') ? decodeHTMLStrict(value) : value).trim()

export const text = anything.transform(readText)
export const textOrNull = anything.transform((value) => readText(value) || null)

/** Whether a value can stand for a list: an array, an object, or the "" of an empty list. */
export const isList = (value: unknown): boolean => value === '' || (typeof value === 'object' && value !== null)

/**
 * A list in every form seen: an array of things, each bare or in an object under its name (`{"result": {…}}`); one
 * thing alone; all of them under their name, as in XML (`{"result": […]}`); or an object with indexes for keys.
 */
export const wrapped = (name: string) => anything.transform((value): unknown[] => listIn(value, name))

function listIn(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => unwrap(item, name))
  if (typeof value !== 'object' || value === null) return []
  if (Object.hasOwn(value, name)) return isEmpty(Reflect.get(value, name)) ? [] : unwrap(value, name)
  const fields = Object.entries(value)
  const isIndexed = fields.every(([key, item]) => /^\d+$/.test(key) || (typeof item === 'object' && item !== null))
  return isIndexed ? fields.flatMap(([, item]) => unwrap(item, name)) : [value]
}

function unwrap(item: unknown, name: string): unknown[] {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, name)) return [item]
  const inner: unknown = Reflect.get(item, name)
  return Array.isArray(inner) ? inner : [inner]
}
