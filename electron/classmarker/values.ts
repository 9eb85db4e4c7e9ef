import { decodeHTMLStrict } from 'entities'
import { z } from 'zod'

/**
 * ClassMarker's values vary in type from year to year: numbers as strings, "" for false or absent, names with HTML
 * entities. These readers take every form seen and give one.
 */

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

// A key that is missing is read like an empty one.
const anything = z.unknown().optional()

/** A finite number, also when sent as text. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^[+-]?(\d+\.?\d*|\.\d+)$/)
      .transform(Number),
  ])
  .pipe(z.number())

export const integer = number.pipe(z.int())

/** Null where nothing was sent. */
export const orNull = <T>(schema: z.ZodType<T>) =>
  anything.transform((value, context): T | null => {
    if (isEmpty(value)) return null
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'unreadable' })
    return z.NEVER
  })

export const numberOrNull = orNull(number)
export const integerOrNull = orNull(integer)

/** Decoded text; what was sent as a number is read as its digits. */
const decoded = z.union([z.string(), z.number().transform(String)]).transform((value) => decodeHTMLStrict(value).trim())

export const text = anything.transform((value) => (isEmpty(value) ? '' : (decoded.safeParse(value).data ?? '')))
export const textOrNull = text.transform((value) => value || null)

/** True, false or unsaid, from booleans, 1/0, "true"/"false", "Yes"/"No" and "" (false). */
export const flag = anything.transform((value): boolean | null => {
  if (value === undefined || value === null) return null
  return value === true || value === 1 || (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim()))
})

/** An array of things, each bare or wrapped in an object under its name, as ClassMarker wraps `{"result": {…}}`. */
export const wrapped = (name: string) =>
  anything.transform((value): unknown[] => {
    const items = Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : []
    return items.map((item) => unwrap(item, name))
  })

function unwrap(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null && name in item ? Reflect.get(item, name) : item
}
