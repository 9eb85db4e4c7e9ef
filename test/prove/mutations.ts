/** Returns a number from 0 up to, but below, 1. */
export type Random = () => number

/** Numbers below 1, the same in every run (mulberry32), so that a failing run can be had again. */
export function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** An answer as it came over the line. */
export interface Sent {
  readonly body: Uint8Array
  readonly status: number
  readonly contentType: string
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const below = (random: Random, end: number): number => Math.floor(random() * end)

const nested = (depth: number): Json => {
  let value: Json = 'deep'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { result: value }
  return value
}

const odd: readonly ((random: Random) => Json)[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -1,
  () => 1.5,
  () => 1e308,
  () => -1e308,
  () => Number.MAX_SAFE_INTEGER + 3,
  () => 1_795_176_000_000,
  () => '',
  () => ' ',
  () => '0',
  () => 'NaN',
  () => 'Infinity',
  () => '1e400',
  () => '-0',
  () => '0x1F',
  () => '12,5',
  () => '٣٤',
  () => '\u0000',
  () => '\ud800',
  () => '&#x0;&lt;&notanentity;',
  () => 'x'.repeat(70_000),
  () => "Robert'); DROP TABLE result;--",
  () => '=HYPERLINK("http://example.com")',
  () => [],
  () => [[]],
  () => ({}),
  () => ({ result: null }),
  () => ({ result: { result: {} } }),
  () => [null, 1, 'a', [], {}],
  () => nested(60),
  (random) => below(random, 2_000_000_000),
]

const names = ['__proto__', 'constructor', 'toString', 'status', 'error', 'results', 'result', 'group', '']

/** Every array and object in a document, with a way to write to their members. */
function places(root: Json): { readonly holder: Json[] | { [name: string]: Json }; readonly key: string | number }[] {
  const found: ReturnType<typeof places> = []
  const pending: Json[] = [root]
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value === null || typeof value !== 'object') continue
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      found.push({ holder: value, key })
      const child = Reflect.get(value, key)
      if (child !== null && typeof child === 'object') pending.push(child)
    }
  }
  return found
}

const inDocument: readonly ((random: Random, place: ReturnType<typeof places>[number]) => void)[] = [
  (random, { holder, key }) => void Reflect.set(holder, key, pick(random, odd)(random)),
  (_, { holder, key }) =>
    void (Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key)),
  (_, { holder, key }) => {
    const value: unknown = Reflect.get(holder, key)
    Reflect.set(holder, key, typeof value === 'object' ? '[object Object]' : String(value))
  },
  (_, { holder, key }) => void Reflect.set(holder, key, [Reflect.get(holder, key)]),
  (_, { holder, key }) => void Reflect.set(holder, key, { value: Reflect.get(holder, key) }),
  (_, { holder, key }) => {
    const value: unknown = Reflect.get(holder, key)
    // The object may have got a `toString` that is not a function.
    Reflect.set(holder, key, typeof value === 'object' ? null : -Number(value))
  },
  (_, { holder, key }) => {
    if (Array.isArray(holder)) holder.push(...structuredClone(holder.slice(Number(key), Number(key) + 3)))
  },
  (random, { holder, key }) => {
    if (Array.isArray(holder)) return
    const value = Reflect.get(holder, key)
    Reflect.deleteProperty(holder, key)
    Object.defineProperty(holder, pick(random, names), { value, enumerable: true, configurable: true, writable: true })
  },
]

function mutatedDocument(random: Random, text: string): string {
  const root: Json = JSON.parse(text)
  for (let times = 1 + below(random, 4); times > 0; times--) {
    const all = places(root)
    if (all.length > 0) pick(random, inDocument)(random, pick(random, all))
  }
  return JSON.stringify(root)
}

const inBytes: readonly ((random: Random, body: Buffer) => Buffer)[] = [
  (random, body) => body.subarray(0, below(random, body.length)),
  (random, body) => {
    const flipped = Buffer.from(body)
    for (let times = 1 + below(random, 8); times > 0; times--) flipped[below(random, body.length)] = below(random, 256)
    return flipped
  },
  (random, body) => {
    const at = below(random, body.length)
    return Buffer.concat([
      body.subarray(0, at),
      Buffer.from([below(random, 256), below(random, 256)]),
      body.subarray(at),
    ])
  },
  (random, body) => {
    const at = below(random, body.length)
    return Buffer.concat([body.subarray(0, at), body.subarray(at + below(random, 200))])
  },
  (random, body) => {
    const at = below(random, body.length)
    return Buffer.concat([body.subarray(0, at), body.subarray(below(random, at + 1))])
  },
  (_, body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
  (_, body) => Buffer.from(body.toString('utf8'), 'utf16le'),
  (_, body) => Buffer.concat([body, body]),
  () => Buffer.alloc(0),
  () => Buffer.from('<!DOCTYPE html><html><title>Sign in</title></html>'),
  () => Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  () => Buffer.from(`{"status":"ok","results":[${'{"result":'.repeat(9_000)}1${'}'.repeat(9_000)}]}`),
  () => Buffer.from('null'),
  () => Buffer.from('"ok"'),
  () => Buffer.from('[{"status":"ok"}]'),
  () => Buffer.from('{"status":"ok"}'),
  () => Buffer.from('{"status":"error"}'),
  () => Buffer.from('{"status":"request_limit_reached"}'),
  () => Buffer.from('{"status":"error","error":"finishedAfterTimestampTooEarly"}'),
  () => Buffer.from('{"status":"error","error":{"error_code":["rateLimitExceeded"],"next_request_after":"soon"}}'),
]

/** A file as it could be after something on its way damaged it. */
export const mutatedBytes = (random: Random, bytes: Buffer): Buffer => pick(random, inBytes)(random, bytes)

/** An answer as it could arrive when something on the way, or ClassMarker itself, goes wrong. */
export function mutated(random: Random, text: string): Sent {
  const chance = random()
  const body =
    chance < 0.65 ? Buffer.from(mutatedDocument(random, text)) : pick(random, inBytes)(random, Buffer.from(text))
  return {
    body,
    status: random() < 0.9 ? 200 : pick(random, [201, 206, 400, 401, 403, 404, 429, 500, 502, 503]),
    contentType: random() < 0.9 ? 'application/json; charset=utf-8' : pick(random, ['text/html', 'text/plain', '']),
  }
}
