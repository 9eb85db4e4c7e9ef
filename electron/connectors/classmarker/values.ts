import { decodeHTMLStrict } from 'entities'
import { z } from 'zod'
import type { ClassMarkerId } from '../../../shared/model/result-values.ts'

/**
 * ClassMarker's values vary in type from year to year: numbers as strings, "" for false or absent, names with HTML
 * entities. These readers take every form seen and give one. What has no one reading is null where a result can be
 * without it: an odd field costs a field, not a result.
 */

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

// A key that is missing is read like an empty one.
const anything = z.unknown().optional()

/** A finite number, also when sent as text; with a decimal comma or grouped digits where only one reading is possible. */
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

/** Null where nothing was sent, or nothing that can be read. */
export const orNull = <T>(schema: z.ZodType<T>) =>
  anything.transform((value): T | null => (isEmpty(value) ? null : (schema.safeParse(value).data ?? null)))

export const numberOrNull = orNull(number)
export const integerOrNull = orNull(integer)

/**
 * An id. One beyond 2^53 has more digits than a number keeps, so it stays the text it came as, and so does one that is
 * no number at all; two that differ in their last digit stay two.
 */
export const idOrNull = anything.transform((value): ClassMarkerId | null => {
  if (isEmpty(value)) return null
  const asInteger = integer.safeParse(value).data
  if (asInteger !== undefined) return asInteger
  return typeof value === 'string' ? decodeHTMLStrict(value).trim() : null
})

/** Decoded text; what was sent as a number is read as its digits. */
const decoded = z.union([z.string(), z.number().transform(String)]).transform((value) => decodeHTMLStrict(value).trim())

export const text = anything.transform((value) => (isEmpty(value) ? '' : (decoded.safeParse(value).data ?? '')))
export const textOrNull = text.transform((value) => value || null)

const yes = /^(true|yes|y|t|on|1)$/i
const no = /^(false|no|n|f|off|0|)$/i

/** True, false or unknown, from booleans, 1/0, words for yes and no, and "" (false). Any other word is unknown, never no. */
export const flag = anything.transform((value): boolean | null => {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const word = String(value).trim()
  return yes.test(word) ? true : no.test(word) ? false : null
})

/** Whether a value can be meant as a list: an array, an object that stands for one, or the "" of an empty one. */
export const isList = (value: unknown): boolean => value === '' || (typeof value === 'object' && value !== null)

/**
 * A list of things, in every form seen: an array of them, each bare or in an object under its name (`{"result": {…}}`);
 * one thing alone; all of them under their name, as XML has it (`{"result": […]}`); or an object with an index for keys.
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
