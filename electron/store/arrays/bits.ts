/** A set of rows or texts: one bit for each. */
export type Bits = Uint32Array<ArrayBuffer>

export const noBits = (count: number): Bits => new Uint32Array((count + 31) >>> 5)

/** All of those below a number. */
export function allBits(count: number): Bits {
  const bits = noBits(count).fill(-1)
  if (count % 32 !== 0) bits[bits.length - 1] = 2 ** (count % 32) - 1
  return bits
}

export const hasBit = (bits: Bits, at: number): boolean => (((bits[at >>> 5] as number) >>> (at & 31)) & 1) === 1

/** Sets or clears a bit, which must lie within `bits`. */
export function putBit(bits: Bits, at: number, isSet: boolean): void {
  const word = bits[at >>> 5] as number
  bits[at >>> 5] = isSet ? word | (1 << (at & 31)) : word & ~(1 << (at & 31))
}

/** A set of these rows, all of them below `count`, or of those of them in another set. */
export function bitsOf(rows: Iterable<number>, count: number, within?: Bits): Bits {
  const bits = noBits(count)
  for (const row of rows) putBit(bits, row, within === undefined || hasBit(within, row))
  return bits
}

/** Puts what is in another set, which is not longer, into a set. @returns the set */
export function addAll(bits: Bits, other: Bits): Bits {
  for (let at = 0; at < other.length; at++) bits[at] = (bits[at] as number) | (other[at] as number)
  return bits
}

/** Takes from a set what is in another, which is not longer. */
export function removeAll(bits: Bits, other: Bits): void {
  for (let at = 0; at < other.length; at++) bits[at] = (bits[at] as number) & ~(other[at] as number)
}

/** The rows below `rows`, or those of them in another set, that pass a test. */
export function bitsWhere(rows: number, test: (row: number) => boolean, within?: Bits): Bits {
  const bits = noBits(rows)
  for (let at = 0; at < bits.length; at++) {
    const among = within === undefined ? -1 : (within[at] as number)
    if (among === 0) continue
    const most = Math.min(32, rows - at * 32)
    let word = 0
    for (let bit = 0; bit < most; bit++) if ((among >>> bit) & 1 && test(at * 32 + bit)) word |= 1 << bit
    bits[at] = word
  }
  return bits
}

export const withRoom = (bits: Bits, count: number): Bits =>
  bits.length * 32 < count ? grown(bits, count >>> 5) : bits

/** Takes from a set what is not in another. @returns whether anything is left */
export function keepOnly(bits: Bits, other: Bits): boolean {
  let left = 0
  for (let at = 0; at < bits.length; at++) {
    const word = (bits[at] as number) & (other[at] ?? 0)
    bits[at] = word
    left |= word
  }
  return left !== 0
}

/** Whether a set holds nothing that is not in another. */
export function isWithin(bits: Bits, other: Bits): boolean {
  for (let at = 0; at < bits.length; at++) if (((bits[at] as number) & ~(other[at] ?? 0)) !== 0) return false
  return true
}

/** Calls `use` with each member of a set, until it returns false. @returns whether it never did */
export function eachBit(bits: Bits, use: (at: number) => boolean): boolean {
  for (let word = 0; word < bits.length; word++)
    // From the lowest bit that is set to the next.
    for (let left = bits[word] as number; left !== 0; left &= left - 1)
      if (!use(word * 32 + 31 - Math.clz32(left & -left))) return false
  return true
}

/** The first members of a set, at most so many, one at least. */
export function firstOf(bits: Bits, most: number): number[] {
  const found: number[] = []
  eachBit(bits, (at) => found.push(at) < most)
  return found
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word of bits) {
    // Counts the bits of a word side by side: in pairs, fours and bytes, which the product adds up.
    word -= (word >>> 1) & 0x5555_5555
    word = (word & 0x3333_3333) + ((word >>> 2) & 0x3333_3333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
  }
  return count
}

export type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/** A copy of more than `length`, with room so that not every new value makes another. */
export function grown<A extends Numbers>(array: A, length: number): A {
  const longer = new (array.constructor as new (length: number) => A)(length + (length >>> 4) + 256)
  longer.set(array)
  return longer
}

/** A copy with more room for each number, of the first ones alone: to touch the memory of all takes a pause. */
export function wider<A extends Numbers>(array: Numbers, Kind: new (length: number) => A, count: number): A {
  const copy = new Kind(array.length)
  copy.set(array.subarray(0, count))
  return copy
}
