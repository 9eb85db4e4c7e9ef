/** A set of rows: one bit for each. */
export type Bits = Uint32Array<ArrayBuffer>

const wordsFor = (rows: number): number => (rows + 31) >>> 5

export const hasBit = (bits: Bits, row: number): boolean => (((bits[row >>> 5] as number) >>> (row & 31)) & 1) === 1

/** Sets or clears the bit of a row, which must lie within `bits`. */
export function putBit(bits: Bits, row: number, isSet: boolean): void {
  const word = bits[row >>> 5] as number
  bits[row >>> 5] = isSet ? word | (1 << (row & 31)) : word & ~(1 << (row & 31))
}

/** The rows below `rows` that pass a test. */
export function bitsWhere(rows: number, test: (row: number) => boolean): Bits {
  const bits = new Uint32Array(wordsFor(rows))
  for (let row = 0; row < rows; ) {
    let word = 0
    for (let bit = 0; bit < 32 && row < rows; bit++, row++) if (test(row)) word |= 1 << bit
    bits[(row - 1) >>> 5] = word
  }
  return bits
}

export const withRoom = (bits: Bits, rows: number): Bits =>
  bits.length < wordsFor(rows) ? grown(bits, wordsFor(rows)) : bits

/** A new set: the rows in all of these sets. */
export function inAll(first: Bits, others: readonly Bits[]): Bits {
  const all = first.slice()
  for (const bits of others) for (let at = 0; at < all.length; at++) all[at] = (all[at] as number) & (bits[at] ?? 0)
  return all
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

type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array

/** A copy of at least `length`, with room so that not every new value makes another. */
export function grown<A extends Numbers>(array: A, length: number): A {
  const wider = new (array.constructor as new (length: number) => A)(length + (length >>> 4) + 256)
  wider.set(array)
  return wider
}
