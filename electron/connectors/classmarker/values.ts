import { decodeHTMLStrict } from 'entities'
import type { ClassMarkerId } from '../../../shared/model/result-values.ts'
import { anything, isEmpty, readInteger, readPercentage } from '../values.ts'

/**
 * ClassMarker's values have changed type over the years: numbers as strings, "" for false or missing, names with HTML
 * entities. These readers accept every form seen and return one. A value with no single reading becomes null where a
 * result can do without it: an odd field costs a field, not a result.
 */

// No true percentage comes near this; a value beyond it is broken and becomes null.
export function readPercentageOrNull(value: unknown): number | null {
  const read = readPercentage(value)
  return read !== undefined && Math.abs(read) <= 1_000_000 ? read : null
}

/**
 * An id. One beyond 2^53 does not fit a number, so it stays text, and so does one that is not a number; ids that differ
 * only in the last digit stay different.
 */
export function readIdOrNull(value: unknown): ClassMarkerId | null {
  const asInteger = readInteger(value)
  if (asInteger !== undefined) return asInteger
  return typeof value === 'string' ? decoded(value) || null : null
}

/** Text with its entities decoded; a number is read as its digits. */
export function readText(value: unknown): string {
  if (typeof value === 'string') return decoded(value)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

const decoded = (value: string): string => (value.includes('&') ? decodeHTMLStrict(value) : value).trim()

export const text = anything.transform(readText)

/** Text with its entities decoded; null where there is none. */
export const readTextOrNull = (value: unknown): string | null => readText(value) || null
export const textOrNull = anything.transform(readTextOrNull)

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
