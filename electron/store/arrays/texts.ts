import { addAll, type Bits, grown, keepOnly, noBits } from './bits.ts'

/** Texts in one piece of memory, which a native search goes through at once. */
const perPiece = 512

/** Letters of a word among which its rarest is looked for. */
const mostBefore = 12

/** Texts by number. They take little more than their letters: a map of as many strings takes five times the memory. */
export class Texts {
  count = 0
  readonly #pieces: string[] = []
  /** The texts behind the last piece. */
  #open: string[] = []
  /** Where each text ends in its piece: 16 bits each as long as no piece is longer. */
  #ends: Uint16Array | Uint32Array = new Uint16Array(0)
  /** Numbers and one, each at the first free place from where its hash leads to; null where none is looked for again. */
  #slots: Uint32Array | null = new Uint32Array(64)

  /** @param count how many texts to expect */
  constructor(count = 0) {
    this.reserve(count)
  }

  /** Makes room so that so many are looked up quickly, and no pause is needed until then. */
  reserve(count: number): void {
    if (this.#slots === null || this.#slots.length * 0.6 > count) return
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(count / 0.6 + 1)))
    for (let number = 0; number < this.count; number++) this.#slots[this.#slotOf(this.text(number))] = number + 1
  }

  /** The number of a text, or of a part of it; a new one where it has none. */
  numberOf(text: string, from = 0, until = text.length): number {
    if (this.#slots === null) return this.add(text.slice(from, until))
    if (this.count >= this.#slots.length * 0.6) this.reserve(this.count * 2)
    const slot = this.#slotOf(text, from, until)
    const known = this.#slots[slot] as number
    if (known > 0) return known - 1
    this.#slots[slot] = this.count + 1
    return this.add(text.slice(from, until))
  }

  /** -1 for a text without a number. */
  find(text: string): number {
    return (this.#slots?.[this.#slotOf(text)] ?? 0) - 1
  }

  /** Where a text stands among the slots, or would. */
  #slotOf(text: string, from = 0, until = text.length): number {
    const slots = this.#slots as Uint32Array
    let hash = until - from
    for (let at = from; at < until; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193)
    let slot = (hash ^ (hash >>> 15)) & (slots.length - 1)
    for (let known = slots[slot] as number; known > 0; known = slots[slot] as number) {
      if (this.#is(known - 1, text, from, until)) break
      slot = (slot + 1) & (slots.length - 1)
    }
    return slot
  }

  #is(number: number, text: string, from: number, until: number): boolean {
    const piece = this.#pieces[Math.floor(number / perPiece)]
    const start = this.#startOf(number)
    if ((this.#ends[number] as number) - start !== until - from) return false
    const other = piece ?? (this.#open[number % perPiece] as string)
    for (let at = from, place = piece === undefined ? 0 : start; at < until; at++, place++)
      if (other.charCodeAt(place) !== text.charCodeAt(at)) return false
    return true
  }

  /** Keeps a text under a new number, under which it is not found. @returns the number */
  add(text: string): number {
    // While many come, in few steps.
    if (this.count >= this.#ends.length)
      this.#ends = grown(this.#ends, this.#slots === null ? this.count : this.count * 2)
    const end = this.#startOf(this.count) + text.length
    if (end > 65_535 && this.#ends instanceof Uint16Array) this.#ends = new Uint32Array(this.#ends)
    this.#ends[this.count] = end
    this.#open.push(text)
    if (this.#open.length === perPiece) {
      this.#pieces.push(this.#open.join('\n'))
      this.#open = []
    }
    return this.count++
  }

  #startOf(number: number): number {
    return number % perPiece === 0 ? 0 : (this.#ends[number - 1] as number) + 1
  }

  /** Frees what only looking up takes: from here on each text has a number of its own. */
  close(): void {
    this.#slots = null
    this.#ends = this.#ends.slice(0, this.count + perPiece)
  }

  text(number: number): string {
    const piece = this.#pieces[Math.floor(number / perPiece)]
    return piece?.slice(this.#startOf(number), this.#ends[number]) ?? (this.#open[number % perPiece] as string)
  }

  /** All of them, by number. */
  all(): string[] {
    return Array.from({ length: this.count }, (_, number) => this.text(number))
  }

  /** The numbers of the texts that contain a word without line feeds. */
  containing(word: string): Bits {
    const found = noBits(this.count)
    const ends = this.#ends
    const before = this.#beforeRarest(word)
    const rest = word.slice(before)
    for (let piece = 0; piece <= this.#pieces.length; piece++) {
      const text = this.#pieces[piece] ?? this.#open.join('\n')
      let number = piece * perPiece
      for (let at = text.indexOf(rest, before); at !== -1; ) {
        let from = at + 1
        if (text.startsWith(word, at - before)) {
          while ((ends[number] as number) < at) number++
          found[number >>> 5] = (found[number >>> 5] as number) | (1 << (number & 31))
          // Once in a text is enough: the search goes on behind its end.
          from = (ends[number++] as number) + before
        }
        at = text.indexOf(rest, from)
      }
    }
    return found
  }

  /** The numbers of the texts that contain all words of one of these entries. */
  holding(entries: readonly (readonly string[])[]): Bits {
    const found = noBits(this.count)
    for (const [first = '', ...others] of entries) {
      const having = this.containing(first)
      for (const word of others) keepOnly(having, this.containing(word))
      addAll(found, having)
    }
    return found
  }

  /**
   * How many letters of a word stand before its rarest, by a sample: a native search stops at each letter that begins
   * what it looks for, so that to look for the rest takes half of the time.
   */
  #beforeRarest(word: string): number {
    const sample = this.#pieces[this.#pieces.length >>> 1] ?? ''
    const letters = word.slice(0, Math.min(word.length - 1, mostBefore)).split('')
    const begun = letters.map((letter) => sample.split(letter).length)
    return Math.max(0, begun.indexOf(Math.min(...begun)))
  }
}
