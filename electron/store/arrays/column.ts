import { type Bits, bitsWhere, countBits, grown, noBits, wider } from './bits.ts'
import { compareTexts, sorted } from './sorting.ts'
import type { Texts } from './texts.ts'

/** What is read of rows: an array for each. */
export type Read = readonly (readonly unknown[])[]

/** What each row has of one kind. */
export interface Column {
  /** Fills rows with what stands at a place in what was read of each. */
  putAll(rows: readonly number[], read: Read, place: number): void
  /** To be called when all rows are there: frees what only reading them takes. */
  close?(): void
}

/** Compares as SQLite does: no value first. */
export interface SortedColumn {
  /** Equal where the values of rows are. */
  readonly values: ArrayLike<number>
  compare(a: number, b: number): number
  isEmpty(row: number): boolean
  /** Makes comparing quick, in slices. */
  prepare(): Generator<void, void>
}

// Stands for no value among whole numbers. Among others it is NaN, which SQLite cannot store.
const none = -(2 ** 31)

/** Numbers: 32 bits each as long as all of them are whole and fit. */
export class NumberColumn implements Column, SortedColumn {
  values: Int32Array | Float64Array
  /** The rows from here on have no value yet. */
  #until = 0
  #none = none

  /** @param rows how many to expect */
  constructor(rows: number) {
    this.values = new Int32Array(rows)
  }

  putAll(rows: readonly number[], read: Read, place: number): void {
    for (let at = 0; at < rows.length; at++) this.put(rows[at] as number, read[at]?.[place] as number | null)
  }

  put(row: number, value: number | null): void {
    if (row >= this.values.length) this.values = grown(this.values, row)
    if (this.#none === none && value !== null && ((value | 0) !== value || value === none)) {
      this.values = wider(this.values, Float64Array, this.#until)
      this.#none = Number.NaN
      // Not with `map` or `from`, which pause for a tenth of a second among a million.
      for (let at = 0; at < this.#until; at++) if (this.values[at] === none) this.values[at] = Number.NaN
    }
    if (row >= this.#until) this.#until = row + 1
    this.values[row] = value ?? this.#none
  }

  /** Whether the value of a row lies within bounds, which belong to the range. */
  within(from: number, to: number): (row: number) => boolean {
    const { values } = this
    // What stands for none is not within any bounds.
    const least = this.#none === none ? Math.max(from, none + 1) : from
    return (row) => (values[row] as number) >= least && (values[row] as number) <= to
  }

  isEmpty(row: number): boolean {
    return Object.is(this.values[row], this.#none)
  }

  compare(a: number, b: number): number {
    const one = this.values[a] as number
    const other = this.values[b] as number
    // A comparison with NaN is false both ways.
    return one < other ? -1 : one > other ? 1 : one === other ? 0 : Number(this.isEmpty(b)) - Number(this.isEmpty(a))
  }

  *prepare(): Generator<void, void> {}
}

const same = (text: string): string => text

interface TextForms {
  /** What is kept of a text in its place. */
  readonly changed?: (text: string) => string
  /** What it is sorted by. */
  readonly nameOf?: (text: string) => string
}

/** Texts ranked in one slice. */
const perSlice = 1_024

/** Texts, each kept once: a row has the number of its text. Number 0 stands for no text. */
export class TextColumn implements Column, SortedColumn {
  values: Uint8Array | Uint16Array | Int32Array
  /** The rows from here on have no text yet. */
  #until = 0
  readonly texts: Texts
  readonly #changed: (text: string) => string
  readonly #nameOf: (text: string) => string
  /** Places in the order of names, as far as they were sorted. */
  #ranks = new Uint32Array(0)

  /** @param rows how many to expect */
  constructor(rows: number, texts: Texts, { changed = same, nameOf = same }: TextForms = {}) {
    this.values = new Uint8Array(rows)
    this.texts = texts
    this.texts.add('')
    this.#changed = changed
    this.#nameOf = nameOf
  }

  putAll(rows: readonly number[], read: Read, place: number): void {
    for (let at = 0; at < rows.length; at++) {
      const text = read[at]?.[place] as string | null
      if (text === null) this.putNumber(rows[at] as number, 0)
      else this.put(rows[at] as number, this.#changed(text))
    }
  }

  /** As `putAll`, with numbers of texts. */
  putNumbers(rows: readonly number[], numbers: readonly (readonly number[])[], place: number): void {
    for (let at = 0; at < rows.length; at++) this.putNumber(rows[at] as number, numbers[at]?.[place] as number)
  }

  put(row: number, text: string, from = 0, until = text.length): void {
    this.putNumber(row, this.texts.numberOf(text, from, until))
  }

  putNumber(row: number, number: number): void {
    if (number > 255 && this.values instanceof Uint8Array) this.values = wider(this.values, Uint16Array, this.#until)
    if (number > 65_535 && this.values instanceof Uint16Array) this.values = wider(this.values, Int32Array, this.#until)
    if (row >= this.values.length) this.values = grown(this.values, row)
    if (row >= this.#until) this.#until = row + 1
    this.values[row] = number
  }

  close(): void {
    this.texts.close()
  }

  /** The text of a row; '' for one without. */
  text(row: number): string {
    return this.texts.text(this.values[row] as number)
  }

  /** The numbers of the texts that pass a test, which is put to each text once. */
  passing(test: (text: string) => boolean): Bits {
    return bitsWhere(this.texts.count, (number) => number > 0 && test(this.texts.text(number)))
  }

  /** The rows below `rows`, or those of them in another set, that have one of these texts. Calls nothing for each. */
  rowsWith(numbers: Bits, rows: number, within?: Bits): Bits {
    const { values } = this
    const bits = noBits(rows)
    if (countBits(numbers) === 0) return bits
    for (let at = 0; at < bits.length; at++) {
      const among = within === undefined ? -1 : (within[at] as number)
      if (among === 0) continue
      const until = Math.min(rows, at * 32 + 32)
      let found = 0
      for (let row = at * 32; row < until; row++) {
        const number = values[row] as number
        found |= (((numbers[number >>> 5] as number) >>> (number & 31)) & 1) << (row & 31)
      }
      bits[at] = found & among
    }
    return bits
  }

  isEmpty(row: number): boolean {
    return this.values[row] === 0
  }

  compare(a: number, b: number): number {
    const one = this.values[a] as number
    const other = this.values[b] as number
    if (one === other || one === 0 || other === 0) return one - other
    if (Math.max(one, other) < this.#ranks.length) return (this.#ranks[one] as number) - (this.#ranks[other] as number)
    return compareTexts(this.#nameOf(this.texts.text(one)), this.#nameOf(this.texts.text(other)))
  }

  *prepare(): Generator<void, void> {
    const names: string[] = []
    const nameAt = (number: number): string => (names[number] ??= this.#nameOf(this.texts.text(number)))
    const compare = (a: number, b: number) => (a === 0 || b === 0 ? a - b : compareTexts(nameAt(a), nameAt(b)))
    const order = yield* sorted(this.texts.count, compare)
    const ranks = new Uint32Array(order.length)
    // After number 0, which has no text and comes first.
    for (let at = 1; at < order.length; at++) {
      const [before, number] = [order[at - 1] as number, order[at] as number]
      ranks[number] = at > 1 && nameAt(before) === nameAt(number) ? (ranks[before] as number) : at
      if (at % perSlice === 0) yield
    }
    this.#ranks = ranks
  }

  /** To be called when names have changed. */
  forgetNames(): void {
    this.#ranks = new Uint32Array(0)
  }
}
