import { type Bits, grown, putBit } from './bits.ts'

/** Distinct texts as UTF-8 in one piece of memory, each with a number. Bytes compare as SQLite compares text. */
export class TextPool {
  count = 0
  #bytes = new Uint8Array(0)
  // Where each text begins, and where the next one will.
  #starts = new Uint32Array(1)
  // The number of each text plus one, by its hash, with open addressing; 0 is free.
  #table: Uint32Array | null

  /** @param expected how many texts to make room for, because making it later takes a pause */
  constructor(expected: number) {
    this.#table = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(1_024, expected))))
  }

  /** The number of `text` from one place until another; a new text is kept. */
  numberOf(text: string, from = 0, until = text.length): number {
    const start = this.#starts[this.count] as number
    const end = this.#write(text, from, until, start)
    if (this.#table !== null) {
      const slot = this.#slotIn(this.#table, start, end)
      const known = this.#table[slot] as number
      if (known !== 0) return known - 1
      this.#table[slot] = this.count + 1
    }
    this.count++
    if (this.count >= this.#starts.length) this.#starts = grown(this.#starts, this.count + 1)
    this.#starts[this.count] = end
    if (this.#table !== null && this.count * 4 > this.#table.length * 3) this.#widen(this.#table.length * 2)
    return this.count - 1
  }

  #write(text: string, from: number, until: number, start: number): number {
    const most = start + (until - from) * 3
    if (most > this.#bytes.length) this.#bytes = grown(this.#bytes, most)
    for (let at = from; at < until; at++) {
      const unit = text.charCodeAt(at)
      if (unit > 127) return start + encoder.encodeInto(text.slice(from, until), this.#bytes.subarray(start)).written
      this.#bytes[start + at - from] = unit
    }
    return start + until - from
  }

  /** The slot of the text with these bytes, or the free one it can have. */
  #slotIn(table: Uint32Array, start: number, end: number): number {
    let hash = 0
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (this.#bytes[at] as number), 0x9e37_79b1)
    for (let slot = hash ^ (hash >>> 15); ; slot++) {
      slot &= table.length - 1
      const number = (table[slot] as number) - 1
      if (number === -1 || this.#difference(number, start, end) === 0) return slot
    }
  }

  #widen(length: number): void {
    const table = new Uint32Array(length)
    for (let number = 0; number < this.count; number++) {
      table[this.#slotIn(table, this.#starts[number] as number, this.#starts[number + 1] as number)] = number + 1
    }
    this.#table = table
  }

  /** Frees the memory by which known texts are recognised: texts that come from here on are kept each time. */
  stopRecognising(): void {
    this.#table = null
  }

  text(number: number): string {
    return decoder.decode(this.#bytes.subarray(this.#starts[number], this.#starts[number + 1]))
  }

  /** As SQLite's BINARY collation. */
  compare(a: number, b: number): number {
    return this.#difference(a, this.#starts[b] as number, this.#starts[b + 1] as number)
  }

  #difference(number: number, start: number, end: number): number {
    const bytes = this.#bytes
    const from = this.#starts[number] as number
    const longer = (this.#starts[number + 1] as number) - from - (end - start)
    const shared = longer < 0 ? end - start + longer : end - start
    for (let at = 0; at < shared; at++) {
      const difference = (bytes[from + at] as number) - (bytes[start + at] as number)
      if (difference !== 0) return difference
    }
    return longer
  }

  /** Which of the texts from one number until another contain a word, as bits from the first. */
  containing(word: string, first = 0, until = this.count): Bits {
    const [starts, sought] = [this.#starts, encoder.encode(word)]
    const base = starts[first] as number
    const bytes = Buffer.from(this.#bytes.buffer, base, (starts[until] as number) - base)
    const found = new Uint32Array((until - first + 31) >>> 5)
    let number = first
    for (let at = 0; at < bytes.length; ) {
      // A native search skips quickly, but calling it takes as long as looking at some bytes here.
      const near = Math.min(at + 32, bytes.length)
      while (at < near && (bytes[at] !== sought[0] || !isAt(bytes, at, sought))) at++
      if (at === near) at = bytes.indexOf(sought, near)
      if (at === -1) break
      while ((starts[number + 1] as number) - base <= at) number++
      const next = (starts[number + 1] as number) - base
      // Not across two texts; and once in a text is enough.
      if (at + sought.length <= next) {
        putBit(found, number - first, true)
        at = next
      } else at++
    }
    return found
  }
}

function isAt(bytes: Uint8Array, at: number, sought: Uint8Array): boolean {
  let same = 0
  while (same < sought.length && bytes[at + same] === sought[same]) same++
  return same === sought.length
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
