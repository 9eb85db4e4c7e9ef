/** A reproducible source of chance: the same seed always tells the same story. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** Roughly normal around 0 with a standard deviation of 1: the sum of three draws, so never beyond ±3. */
  spread(): number
}

/** Mulberry32: 32 bits of state, quick, and even enough for people and marks. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = scramble(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('Nothing to pick from')
      return item
    },
    spread: () => (next() + next() + next() - 1.5) * 2,
  }
}

/** Spreads neighbouring numbers over all 32 bits; several parts make one number. */
export function scramble(...parts: readonly number[]): number {
  let mixed = 0x9e3779b9
  for (const part of parts) {
    mixed = Math.imul(mixed ^ (part | 0), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    mixed ^= mixed >>> 16
  }
  return mixed >>> 0
}

/** Text of `length` characters out of `alphabet`. */
export function randomText(random: Random, alphabet: string, length: number): string {
  let text = ''
  for (let at = 0; at < length; at++) text += alphabet.charAt(random.whole(0, alphabet.length - 1))
  return text
}
