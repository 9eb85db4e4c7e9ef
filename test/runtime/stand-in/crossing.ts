/**
 * Copies values between the preload's world and the page's, as Electron's context bridge does: primitives pass, functions
 * are called from afar, promises are waited for, an error keeps its message alone, plain objects and instances become
 * plain objects of their own enumerable properties, and the rest is cloned, or refused.
 * It reaches the page as text, so it uses nothing from this module.
 */
export function createCrossing(): (value: unknown) => unknown {
  type Function = (...args: unknown[]) => unknown
  type Seen = Map<unknown, unknown>
  const deepest = 1000
  const originals = new WeakMap<object, Function>()
  const cloned = [Date, RegExp, Map, Set, ArrayBuffer, Boolean, Number, String, WeakMap, WeakSet, Blob]

  const isFunction = (value: unknown): value is Function => typeof value === 'function'
  const isCloned = (value: object): boolean => ArrayBuffer.isView(value) || cloned.some((kind) => value instanceof kind)

  function messageOf(thrown: unknown): string {
    const message = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'message') : null
    return typeof message === 'string' ? message : 'An unknown exception occurred in the isolated context'
  }

  function distant(original: Function, receiver: unknown): Function {
    const proxy = (...args: unknown[]): unknown => {
      const seen: Seen = new Map()
      const given = args.map((arg) => cross(arg, seen, undefined, 0))
      let result: unknown
      try {
        result = original.apply(receiver, given)
      } catch (thrown) {
        throw new Error(messageOf(thrown))
      }
      return cross(result, new Map(), undefined, 0)
    }
    originals.set(proxy, original)
    return proxy
  }

  const awaited = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      (value) => cross(value, new Map(), undefined, 0),
      (reason: unknown) => Promise.reject(cross(reason, new Map(), undefined, 0)),
    )

  function copied(value: object, seen: Seen, depth: number): unknown {
    const copy: unknown[] | object = Array.isArray(value) ? [] : {}
    seen.set(value, copy)
    const names = Array.isArray(value) ? Array.from(value, (_, index) => String(index)) : Reflect.ownKeys(value)
    for (const name of names) {
      if (!Array.isArray(value) && !Object.prototype.propertyIsEnumerable.call(value, name)) continue
      const part = cross(Reflect.get(value, name), seen, value, depth + 1)
      Object.defineProperty(copy, name, { value: part, enumerable: true, writable: true, configurable: true })
    }
    return copy
  }

  function cross(value: unknown, seen: Seen, receiver: unknown, depth: number): unknown {
    if (depth >= deepest) throw new TypeError('Electron contextBridge recursion depth exceeded.')
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
    if (seen.has(value)) return seen.get(value)
    if (isFunction(value)) {
      const passed = originals.get(value) ?? distant(value, receiver)
      seen.set(value, passed)
      return passed
    }
    if (value instanceof Promise) return awaited(value)
    if (value instanceof Error) return new Error(messageOf(value))
    return isCloned(value) ? structuredClone(value) : copied(value, seen, depth)
  }

  return (value) => cross(value, new Map(), undefined, 0)
}
