import { addAll, allBits, type Bits, bitsWhere, countBits, hasBit, noBits, removeAll } from './bits.ts'
import { type Column, type Read, TextColumn } from './column.ts'
import { Texts } from './texts.ts'

/** To look into a text by itself takes as long as to search so many at once. */
const few = 16

/** Texts of lines to search: the first two, which are often the same, and the others, which nearly all differ. */
export class LinesColumn implements Column {
  readonly #parts: readonly [TextColumn, TextColumn, TextColumn]

  constructor(rows: number) {
    const others = new TextColumn(rows, new Texts())
    // To look for each was a tenth of the reading.
    others.close()
    this.#parts = [new TextColumn(rows, new Texts(rows)), new TextColumn(rows, new Texts(rows)), others]
  }

  putAll(rows: readonly number[], read: Read, place: number): void {
    for (let at = 0; at < rows.length; at++) this.put(rows[at] as number, read[at]?.[place] as string)
  }

  put(row: number, value: string): void {
    const feed = value.indexOf('\n')
    const next = feed === -1 ? -1 : value.indexOf('\n', feed + 1)
    const [firsts, seconds, others] = this.#parts
    firsts.put(row, value, 0, feed === -1 ? value.length : feed)
    if (feed === -1) seconds.putNumber(row, 0)
    else seconds.put(row, value, feed + 1, next === -1 ? value.length : next)
    if (next === -1) others.putNumber(row, 0)
    else others.put(row, value, next + 1)
  }

  close(): void {
    for (const part of this.#parts) part.close()
  }

  /** The rows below `rows`, or those of them in another set, with a line that has a word. */
  having(word: string, rows: number, within?: Bits): Bits {
    const bits = noBits(rows)
    const left = within?.slice() ?? allBits(rows)
    for (const part of this.#parts) {
      const count = countBits(left)
      // Of a letter that is in every address, the lines behind it say nothing more.
      if (count === 0) break
      // Most with a longer part of a name have it in the first line, of which there are few.
      const found =
        part.texts.count < count || count > rows / few
          ? part.rowsWith(part.texts.containing(word), rows, left)
          : bitsWhere(rows, (row) => part.text(row).includes(word), left)
      addAll(bits, found)
      removeAll(left, found)
    }
    return bits
  }

  /** Whether a row has a line with a word before its last two. */
  havingBeforeLastTwo(word: string): (row: number) => boolean {
    const [firsts, seconds, others] = this.#parts
    const [inFirsts, inSeconds, inOthers] = this.#parts.map(({ texts }) => texts.containing(word)) as [Bits, Bits, Bits]
    return (row) => {
      const isFirst = hasBit(inFirsts, firsts.values[row] as number)
      const isSecond = hasBit(inSeconds, seconds.values[row] as number)
      // Most rows end here.
      if (others.isEmpty(row) || !(isFirst || isSecond || hasBit(inOthers, others.values[row] as number))) return false
      if (isFirst) return true
      const lines = others.text(row).split('\n')
      return (isSecond && lines.length > 1) || lines.slice(0, -2).some((line) => line.includes(word))
    }
  }
}
