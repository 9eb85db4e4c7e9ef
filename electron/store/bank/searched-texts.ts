import { type Bits, eachBit, noBits, putBit } from '../arrays/bits.ts'
import { Texts } from '../arrays/texts.ts'

/**
 * Folded texts by number, to be searched for words. Words are kept once, with the texts that they are in: 20,000 questions
 * have some thousand different ones, which are looked through in a hundredth of the time that the texts take.
 */
export class SearchedTexts {
  readonly #texts: string[] = []
  readonly #words = new Texts()
  /** By the number of a word, the texts that it is in. */
  readonly #textsOf: number[][] = []

  get count(): number {
    return this.#texts.length
  }

  /** @returns the number of the text */
  add(text: string): number {
    const number = this.#texts.push(text) - 1
    for (const word of text.split(/[ \n]/)) {
      const texts = this.#textsOf[this.#words.numberOf(word)]
      if (texts === undefined) this.#textsOf.push([number])
      else if (texts.at(-1) !== number) texts.push(number)
    }
    return number
  }

  /** The texts that contain a word, or within one line words with single spaces between. */
  containing(asked: string): Bits {
    const found = this.#withPart(asked.split(' '))
    if (asked.includes(' ')) {
      eachBit(found.slice(), (text) => {
        if (this.#texts[text]?.includes(asked) !== true) putBit(found, text, false)
        return true
      })
    }
    return found
  }

  #withPart([first = '', ...others]: readonly string[]): Bits {
    const found = noBits(this.count)
    eachBit(this.#words.containing(first), (word) => {
      for (const text of this.#textsOf[word] ?? []) putBit(found, text, true)
      return true
    })
    if (others.length === 0) return found
    const further = this.#withPart(others)
    return found.map((word, at) => word & (further[at] as number))
  }
}
