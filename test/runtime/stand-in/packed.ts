/**
 * A value on its way to a page: as JSON where JSON loses nothing of it, else as it is. Playwright takes nine times as long
 * over a hundred rows as over their text, and Electron hardly any time.
 */
export type Packed = { json: string } | { value: unknown }

/** Packs a value as Electron's structured clone would carry it. @throws DataCloneError where it would not */
export const packed = (value: unknown): Packed =>
  isJson(value) ? { json: JSON.stringify(value) } : { value: structuredClone(value) }

/** Whether a value is the same after it was written as JSON and read again. */
export function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object') return false
  // Unlike `every`, this looks into a hole as well.
  if (Array.isArray(value))
    return Object.keys(value).length === value.length && value.findIndex((part) => !isJson(part)) < 0
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.getOwnPropertySymbols(value).length === 0 && Object.values(value).every(isJson)
}
