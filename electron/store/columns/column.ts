import { grown, hasBit } from './bits.ts'
import { TextPool } from './text-pool.ts'

/** What each row has in one SQL column. Compares as SQLite does: no value first. */
export interface Column {
  put(row: number, value: unknown): void
  compare(a: number, b: number): number
  isSame(a: number, b: number): boolean
  isEmpty(row: number): boolean
}

// Stands for no value among whole numbers. Among others it is NaN, which SQLite cannot store.
const none = -(2 ** 31)

/** Numbers: 32 bits each as long as all of them are whole and fit. */
export class NumberColumn implements Column {
  values: Int32Array | Float64Array
  #end = 0

  constructor(rows: number) {
    this.values = new Int32Array(rows)
  }

  put(row: number, value: number | null): void {
    if (row >= this.values.length) this.values = grown(this.values, row + 1)
    const isWhole = this.values instanceof Int32Array
    if (isWhole && value !== null && ((value | 0) !== value || value === none)) {
      const wider = new Float64Array(this.values.length)
      for (let at = 0; at < this.#end; at++) wider[at] = this.isEmpty(at) ? Number.NaN : (this.values[at] as number)
      this.values = wider
    }
    this.values[row] = value ?? (isWhole ? none : Number.NaN)
    this.#end = Math.max(this.#end, row + 1)
  }

  /** The least value there can be; what stands for none is not within any bounds from here. */
  get least(): number {
    return this.values instanceof Int32Array ? none + 1 : -Infinity
  }

  isSame(a: number, b: number): boolean {
    return this.compare(a, b) === 0
  }

  isEmpty(row: number): boolean {
    const value = this.values[row] as number
    return value === none ? this.values instanceof Int32Array : Number.isNaN(value)
  }

  compare(a: number, b: number): number {
    const [one, other] = [this.values[a] as number, this.values[b] as number]
    // A comparison with NaN is false both ways.
    return one < other ? -1 : one > other ? 1 : one === other ? 0 : Number(this.isEmpty(b)) - Number(this.isEmpty(a))
  }
}

// Set in the number of a row's last line, which makes it negative.
const last = -(2 ** 31)

/** Texts, once for each distinct one: one a row, or several as lines. */
export class TextColumn implements Column {
  readonly pool: TextPool
  /** The number of each text in the pool plus one; 0 for no text. */
  numbers: Uint8Array | Int32Array
  // Where the lines of each row begin; null when a row has one text.
  #starts: Uint32Array | null
  #end = 0
  readonly #nameOf: ((text: string) => string) | undefined
  readonly #names: number[] = []
  readonly #namePool = new TextPool(0)

  /** @param nameOf the name that a text is sorted by, when it is not sorted by itself */
  constructor(rows: number, isLines = false, nameOf?: (text: string) => string) {
    this.pool = new TextPool(isLines ? rows * 1.5 : 0)
    this.numbers = isLines ? new Int32Array(rows * 3) : new Uint8Array(rows)
    this.#starts = isLines ? new Uint32Array(rows) : null
    this.#nameOf = nameOf
  }

  put(row: number, value: unknown): void {
    const text = value === null ? '' : `${value}`
    if (this.#starts === null) return void this.#keep(row, value === null ? 0 : this.pool.numberOf(text) + 1)
    if (row >= this.#starts.length) this.#starts = grown(this.#starts, row + 1)
    this.#starts[row] = this.#end
    for (let from = 0; from <= text.length; this.#end++) {
      const feed = text.indexOf('\n', from)
      const until = feed === -1 ? text.length : feed
      this.#keep(this.#end, (this.pool.numberOf(text, from, until) + 1) | (feed === -1 ? last : 0))
      from = until + 1
    }
  }

  #keep(place: number, number: number): void {
    if (number > 255 && this.numbers instanceof Uint8Array) this.numbers = new Int32Array(this.numbers)
    if (place >= this.numbers.length) this.numbers = grown(this.numbers, place + 1)
    this.numbers[place] = number
  }

  isSame(a: number, b: number): boolean {
    return this.numbers[a] === this.numbers[b]
  }

  isEmpty(row: number): boolean {
    return this.numbers[row] === 0
  }

  compare(a: number, b: number): number {
    const [one, other] = [this.numbers[a] as number, this.numbers[b] as number]
    if (one === other || one === 0 || other === 0) return one - other
    if (this.#nameOf === undefined) return this.pool.compare(one - 1, other - 1)
    return this.#namePool.compare(this.#nameNumber(one - 1), this.#nameNumber(other - 1))
  }

  #nameNumber(number: number): number {
    this.#names[number] ??= this.#namePool.numberOf(this.#nameOf?.(this.pool.text(number)) ?? '')
    return this.#names[number]
  }

  forgetNames(): void {
    this.#names.length = 0
  }

  /** Whether a row has a text that passes a test, which is put to each distinct text once. For the column as it is now. */
  having(test: (number: number) => boolean): (row: number) => boolean {
    let passes: Int8Array | null = null
    return this.#havingOne((number) => {
      passes ??= new Int8Array(this.pool.count + 1)
      if (passes[number] === 0 && number > 0) passes[number] = test(number - 1) ? 1 : -1
      return passes[number] === 1
    })
  }

  /** Whether a row has a text that contains a word; all texts are searched at once. */
  havingWord(word: string): (row: number) => boolean {
    const found = this.pool.containing(word)
    if (found.every((bits) => bits === 0)) return () => false
    return this.#havingOne((number) => hasBit(found, number - 1))
  }

  #havingOne(passes: (number: number) => boolean): (row: number) => boolean {
    const [starts, numbers] = [this.#starts, this.numbers]
    if (starts === null) return (row) => passes(numbers[row] as number)
    return (row) => {
      for (let at = starts[row] as number; ; at++) {
        const number = numbers[at] as number
        if (passes(number & ~last)) return true
        if (number < 0) return false
      }
    }
  }
}
