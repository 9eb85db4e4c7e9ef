import { type Read, TextColumn } from './column.ts'
import { Texts } from './texts.ts'

type Choice = string | number | null

/** Columns of few texts that are read together as one value, which few rows differ in: it is taken apart once. */
export class Choices {
  readonly #columns: TextColumn[] = []
  /** The numbers of the texts in each column. */
  readonly #known = new Map<unknown, readonly number[]>()

  /** @param rows how many to expect */
  add(rows: number, nameOf?: (text: string) => string): TextColumn {
    const column = new TextColumn(rows, new Texts(), nameOf && { nameOf })
    this.#columns.push(column)
    return column
  }

  /** As of a column. @param apart takes a value apart, into a choice for each column */
  putAll(rows: readonly number[], read: Read, place: number, apart: (value: unknown) => readonly Choice[]): void {
    const numbersOf = (value: unknown) => this.#known.get(value) ?? this.#numbersOf(value, apart(value))
    const numbers = read.map((values) => numbersOf(values[place]))
    for (const [at, column] of this.#columns.entries()) column.putNumbers(rows, numbers, at)
  }

  #numbersOf(value: unknown, choices: readonly Choice[]): readonly number[] {
    const numberOf = (texts: Texts, choice: Choice = null) => (choice === null ? 0 : texts.numberOf(`${choice}`))
    const numbers = this.#columns.map(({ texts }, place) => numberOf(texts, choices[place]))
    this.#known.set(value, numbers)
    return numbers
  }

  /** To be called when all rows are there: values that come later are taken apart again. */
  close(): void {
    this.#known.clear()
  }

  forgetNames(): void {
    for (const column of this.#columns) column.forgetNames()
  }
}
