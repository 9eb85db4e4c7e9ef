import { type Bits, bitsWhere, grown, hasBit, type Numbers, noBits } from '../arrays/bits.ts'
import { compareTexts, sorted } from '../arrays/sorting.ts'
import { Texts } from '../arrays/texts.ts'

/** What is read of rows: an array for each. */
type Read = readonly (readonly unknown[])[]

/** What each row has in one SQL expression. */
export interface Column {
  /** @param place where in what is read of each row its value stands */
  putAll(rows: readonly number[], read: Read, place: number): void
  /** To be called when all results are there: frees what only reading them takes. */
  close?(): void
}

/** Compares as SQLite does: no value first. */
export interface SortedColumn {
  /** Equal where the values of rows are. */
  readonly values: Numbers
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
  #none = none

  constructor(rows: number) {
    this.values = new Int32Array(rows)
  }

  putAll(rows: readonly number[], read: Read, place: number): void {
    for (let at = 0; at < rows.length; at++) this.put(rows[at] as number, read[at]?.[place] as number | null)
  }

  put(row: number, value: number | null): void {
    if (row >= this.values.length) this.values = grown(this.values, row)
    if (this.#none === none && value !== null && ((value | 0) !== value || value === none)) {
      this.values = new Float64Array(this.values)
      this.#none = Number.NaN
      // Not with `map` or `from`, which pause for a tenth of a second among a million.
      for (let at = 0; at < this.values.length; at++) if (this.values[at] === none) this.values[at] = Number.NaN
    }
    this.values[row] = value ?? this.#none
  }

  /** The least value there can be; what stands for none is not within any bounds from here. */
  get least(): number {
    return this.#none === none ? none + 1 : -Infinity
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

/** Texts ranked in one slice. */
const perSlice = 1_024

/** The number of a text for each row. Number 0 stands for no text. */
abstract class NumberedTexts implements SortedColumn {
  values: Uint8Array | Uint16Array | Int32Array
  /** How many numbers there are. */
  abstract readonly count: number
  /** Places in the order of texts, as far as they were sorted. */
  #ranks = new Uint32Array(0)

  constructor(rows: number) {
    this.values = new Uint8Array(rows)
  }

  abstract text(number: number): string

  /** What a text is sorted by. */
  protected nameOf(number: number): string {
    return this.text(number)
  }

  putNumber(row: number, number: number): void {
    if (number > 255 && this.values instanceof Uint8Array) this.values = new Uint16Array(this.values)
    if (number > 65_535 && this.values instanceof Uint16Array) this.values = new Int32Array(this.values)
    if (row >= this.values.length) this.values = grown(this.values, row)
    this.values[row] = number
  }

  isEmpty(row: number): boolean {
    return this.values[row] === 0
  }

  compare(a: number, b: number): number {
    const one = this.values[a] as number
    const other = this.values[b] as number
    if (one === other || one === 0 || other === 0) return one - other
    if (Math.max(one, other) < this.#ranks.length) return (this.#ranks[one] as number) - (this.#ranks[other] as number)
    return compareTexts(this.nameOf(one), this.nameOf(other))
  }

  *prepare(): Generator<void, void> {
    const names: string[] = []
    const nameAt = (number: number): string => (names[number] ??= this.nameOf(number))
    const order = yield* sorted(this.count, (a, b) => (a === 0 || b === 0 ? a - b : compareTexts(nameAt(a), nameAt(b))))
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

/** One of few texts for each row, each with one number. */
export class ChoiceColumn extends NumberedTexts {
  readonly #texts = ['']
  readonly #numbers = new Map<string, number>()
  readonly #names: (text: string) => string

  /** @param names the name that a text is sorted by */
  constructor(rows: number, names: (text: string) => string) {
    super(rows)
    this.#names = names
  }

  get count(): number {
    return this.#texts.length
  }

  putAll(rows: readonly number[], read: readonly (readonly number[])[], place: number): void {
    for (let at = 0; at < rows.length; at++) this.putNumber(rows[at] as number, read[at]?.[place] as number)
  }

  numberOf(value: string | number | null): number {
    const number = value === null ? 0 : (this.#numbers.get(`${value}`) ?? this.count)
    if (number < this.count) return number
    this.#numbers.set(`${value}`, number)
    return this.#texts.push(`${value}`) - 1
  }

  /** -1 for a text that no row has. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1
  }

  text(number: number): string {
    return this.#texts[number] as string
  }

  protected override nameOf(number: number): string {
    return this.#names(this.text(number))
  }

  /** Whether a row has a text that passes a test, which is put to each text once. */
  having(test: (text: string) => boolean): (row: number) => boolean {
    const { values } = this
    const passes = bitsWhere(this.count, (number) => number > 0 && test(this.text(number)))
    return (row) => hasBit(passes, values[row] as number)
  }
}

/** Texts; while all results are read, those that come again are given their number again. */
export class TextColumn extends NumberedTexts implements Column {
  readonly #texts: Texts
  readonly #changed: (text: string) => string

  /**
   * @param changed what is kept of a text in its place
   * @param comeAgain false where nearly all differ: to look for each was a tenth of the reading
   */
  constructor(rows: number, changed = (text: string): string => text, comeAgain = true) {
    super(rows)
    this.#changed = changed
    this.#texts = new Texts(comeAgain ? rows : 0)
    this.#texts.add('')
    if (!comeAgain) this.#texts.close()
  }

  get count(): number {
    return this.#texts.count
  }

  putAll(rows: readonly number[], read: Read, place: number): void {
    for (let at = 0; at < rows.length; at++) this.put(rows[at] as number, read[at]?.[place] as string | null)
  }

  put(row: number, text: string | null): void {
    this.putNumber(row, text === null ? 0 : this.#texts.numberOf(this.#changed(text)))
  }

  putPart(row: number, text: string, from: number, until: number): void {
    this.putNumber(row, this.#texts.numberOf(text, from, until))
  }

  close(): void {
    this.#texts.close()
  }

  text(number: number): string {
    return this.#texts.text(number)
  }

  /** Whether the text of a row contains a word without line feeds. */
  having(word: string): (row: number) => boolean {
    const [found, { values }] = [this.containing(word), this]
    return (row) => hasBit(found, values[row] as number)
  }

  /** The numbers of the texts that contain a word without line feeds. */
  containing(word: string): Bits {
    return this.#texts.containing(word)
  }
}

/**
 * Texts of lines to search: the first two, which are often the same when a person comes again, and the others, among
 * them the serial.
 */
export class LinesColumn implements Column {
  readonly #parts: readonly [TextColumn, TextColumn, TextColumn]

  constructor(rows: number) {
    this.#parts = [new TextColumn(rows), new TextColumn(rows), new TextColumn(rows, undefined, false)]
  }

  putAll(rows: readonly number[], read: Read, place: number): void {
    for (let at = 0; at < rows.length; at++) this.put(rows[at] as number, read[at]?.[place] as string)
  }

  put(row: number, value: string): void {
    const feed = value.indexOf('\n')
    const next = feed === -1 ? -1 : value.indexOf('\n', feed + 1)
    const [firsts, seconds, others] = this.#parts
    firsts.putPart(row, value, 0, feed === -1 ? value.length : feed)
    if (feed === -1) seconds.put(row, null)
    else seconds.putPart(row, value, feed + 1, next === -1 ? value.length : next)
    if (next === -1) others.put(row, null)
    else others.putPart(row, value, next + 1, value.length)
  }

  close(): void {
    for (const part of this.#parts) part.close()
  }

  /** Whether a row has a line with a word, which is looked for in the texts of these rows if they are few. */
  having(word: string, isForFew: boolean): (row: number) => boolean {
    const parts = this.#parts
    if (isForFew) return (row) => parts.some((part) => part.text(part.values[row] as number).includes(word))
    const { firsts, seconds, others, inFirsts, inSeconds, inOthers } = this.#found(word)
    return (row) =>
      hasBit(inFirsts, firsts[row] as number) ||
      hasBit(inSeconds, seconds[row] as number) ||
      hasBit(inOthers, others[row] as number)
  }

  #found(word: string) {
    const [firsts, seconds, others] = this.#parts
    return {
      ...{ firsts: firsts.values, seconds: seconds.values, others: others.values },
      ...{ inFirsts: firsts.containing(word), inSeconds: seconds.containing(word), inOthers: others.containing(word) },
    }
  }

  /** The rows below `rows`, or those of them in another set, with a line that has a word: calls nothing for each. */
  rowsHaving(word: string, rows: number, within?: Bits): Bits {
    const { firsts, seconds, others, inFirsts, inSeconds, inOthers } = this.#found(word)
    const bits = noBits(rows)
    for (let at = 0; at < bits.length; at++) {
      const among = within === undefined ? -1 : (within[at] as number)
      if (among === 0) continue
      const until = Math.min(rows, at * 32 + 32)
      let found = 0
      for (let row = at * 32; row < until; row++) {
        const [first, second, other] = [firsts[row] as number, seconds[row] as number, others[row] as number]
        const isFound =
          ((inFirsts[first >>> 5] as number) >>> (first & 31)) |
          ((inSeconds[second >>> 5] as number) >>> (second & 31)) |
          ((inOthers[other >>> 5] as number) >>> (other & 31))
        found |= (isFound & 1) << (row & 31)
      }
      bits[at] = found & among
    }
    return bits
  }

  /** The rows, of those whose last two lines are a serial, that have a line with a word before these. */
  havingBeforeSerial(word: string): (row: number) => boolean {
    const [firsts, seconds, others] = this.#parts
    const [inFirsts, inSeconds, inOthers] = this.#parts.map((part) => part.containing(word)) as [Bits, Bits, Bits]
    return (row) => {
      const rest = others.values[row] as number
      const isFirst = hasBit(inFirsts, firsts.values[row] as number)
      const isSecond = hasBit(inSeconds, seconds.values[row] as number)
      // Most rows end here. Without other lines, the first two are the serial.
      if (rest === 0 || !(isFirst || isSecond || hasBit(inOthers, rest))) return false
      if (isFirst) return true
      const text = others.text(rest)
      const last = text.lastIndexOf('\n')
      if (isSecond && last !== -1) return true
      const before = text.lastIndexOf('\n', last - 1)
      return last > 0 && before !== -1 && text.lastIndexOf(word, before - word.length) !== -1
    }
  }
}
