const shards = 64

/** A map in parts: one of a million entries would stand still for 60 ms when it grows. */
export class ShardedMap<Value> {
  readonly #maps = Array.from({ length: shards }, () => new Map<string, Value>())

  get(key: string): Value | undefined {
    return this.#mapOf(key)?.get(key)
  }

  set(key: string, value: Value): void {
    this.#mapOf(key)?.set(key, value)
  }

  *entries(): Generator<[string, Value], void> {
    for (const map of this.#maps) yield* map
  }

  #mapOf(key: string): Map<string, Value> | undefined {
    const { length } = key
    return this.#maps[(key.charCodeAt(length - 1) * 31 + key.charCodeAt(length - 2) * 7 + length) % shards]
  }
}
