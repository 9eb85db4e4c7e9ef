import { type Bits, bitsOf } from './bits.ts'
import type { ChangingRows } from './orders.ts'

/** A condition on rows. Equal keys mean the same condition. */
export interface RowCondition {
  readonly key: string
  /** The rows as they are now that meet it, or those of them in another set. */
  readonly find: (within?: Bits) => Bits
  /** The key of a condition that all of its rows meet too. */
  readonly wider?: string | undefined
}

/** Bytes of bit sets kept, each with one bit for a row, and how many: their keys take room too. */
const mostBytes = 8 * 2 ** 20
const mostKnown = 500

/** The bit sets of conditions; the least recently used ones go when they take too much memory. */
export class KnownBits {
  readonly #rows: ChangingRows
  // With how many changes each shows; the least recently used comes first.
  readonly #known = new Map<string, { readonly bits: Bits; readonly seen: number }>()

  constructor(rows: ChangingRows) {
    this.#rows = rows
  }

  /** The rows that meet a condition. Not to be changed. */
  of({ key, find, wider = '' }: RowCondition): Bits {
    const { rows, changes } = this.#rows
    const [known, around] = [this.#known.get(key), this.#known.get(wider)]
    let bits = known?.bits
    if (bits === undefined) bits = find(around?.seen === changes.length ? around.bits : undefined)
    else if (known?.seen !== changes.length) bits = changedIn(bits, bitsOf(changes.slice(known?.seen), rows), find)
    this.#known.delete(key)
    this.#known.set(key, { bits, seen: changes.length })
    const [unused] = this.#known.keys()
    const isFull = this.#known.size > mostKnown || this.#known.size * bits.byteLength > mostBytes
    if (isFull && unused !== undefined) this.#known.delete(unused)
    return bits
  }
}

/** A set in which the rows of another are looked for again. */
const changedIn = (bits: Bits, changed: Bits, find: RowCondition['find']): Bits =>
  find(changed).map((word, at) => word | ((bits[at] ?? 0) & ~(changed[at] as number)))
