import { decodeHTMLStrict } from 'entities'
import { z } from 'zod'
import type { ClassMarkerId } from '../../../shared/model/result-values.ts'

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

/** A finite number, also sent as text; with a decimal comma or grouped digits only if there is one possible reading. */
export const number = z
  .union([z.number(), z.string().transform((value, context) => numberIn(value) ?? refused(context))])
  .pipe(z.number())

export const integer = number.pipe(z.int())

/** As `number`, also with a percent sign. */
export const percentage = z
  .union([
    number,
    z.string().transform((value, context) => numberIn(value.replace(/\s*%\s*$/, '')) ?? refused(context)),
  ])
  .pipe(z.number())

function refused(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: 'not a number' })
  return z.NEVER
}

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
export const orNull = <T>(schema: z.ZodType<T>) =>
  anything.transform((value): T | null => (isEmpty(value) ? null : (schema.safeParse(value).data ?? null)))

export const numberOrNull = orNull(number)
export const integerOrNull = orNull(integer)

/**
 * An id. One beyond 2^53 does not fit a number, so it stays text, and so does one that is not a number; ids that differ
 * only in the last digit stay different.
 */
export const idOrNull = anything.transform((value): ClassMarkerId | null => {
  if (isEmpty(value)) return null
  const asInteger = integer.safeParse(value).data
  if (asInteger !== undefined) return asInteger
  return typeof value === 'string' ? decodeHTMLStrict(value).trim() : null
})

/** Text with its entities decoded; a number is read as its digits. */
const decoded = z.union([z.string(), z.number().transform(String)]).transform((value) => decodeHTMLStrict(value).trim())

export const text = anything.transform((value) => (isEmpty(value) ? '' : (decoded.safeParse(value).data ?? '')))
export const textOrNull = text.transform((value) => value || null)

const yes = /^(true|yes|y|t|on|1)$/i
const no = /^(false|no|n|f|off|0|)$/i

/**
 * True, false or null, from booleans, 1/0, words for yes and no, and "" (false). Any other word is null, never false.
 */
export const flag = anything.transform((value): boolean | null => {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const word = String(value).trim()
  return yes.test(word) ? true : no.test(word) ? false : null
})

/** A JSON object by its keys. */
export type Fields = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

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
