import type { Database, Statement } from 'better-sqlite3'
import type { ChoiceColumn } from './column.ts'

/** Stored columns that a choice may be put together from. */
const parts = ['account_id', 'feed', 'test_type', 'source_id', 'test_id']

/** What is read of a result to tell its choice of one kind. */
function partsOf(choice: string): readonly string[] {
  const used = parts.filter((part) => new RegExp(`\\b${part}\\b`).test(choice))
  return used.length > 0 ? used : [choice]
}

/** SQL for a choice whose parts are given. */
const choiceOf = (choice: string, parts: readonly string[]): string =>
  `SELECT ${choice} FROM (SELECT ${parts.map((part) => `? AS ${part}`).join(', ')}) AS result`

type Choice = string | number | null

/** What is known of values that begin alike. */
class Known {
  number: number | null = null
  readonly #next = new Map<unknown, Known>()
  // Of the result before, which is often the same: a text is compared in a third of the time that a map takes.
  #lastValue: unknown
  #last: Known = this

  with(value: unknown): Known {
    if (value !== this.#lastValue) {
      this.#last = this.#next.get(value) ?? new Known()
      this.#next.set(value, this.#last)
      this.#lastValue = value
    }
    return this.#last
  }
}

/**
 * Puts choices of one kind by what they are made of. SQL puts each together once: to do that for every result took a
 * third of the reading.
 */
export class ChoiceReader {
  readonly #column: ChoiceColumn
  readonly #places: readonly number[]
  /** Puts the parts together; null for a single part that is the choice. */
  readonly #choice: Statement<unknown[], Choice> | null
  readonly #known = new Known()

  /**
   * @param choice its SQL
   * @param placeOf where in what is read of a result some SQL is
   */
  constructor(db: Database, choice: string, column: ChoiceColumn, placeOf: (sql: string) => number) {
    const parts = partsOf(choice)
    this.#column = column
    this.#places = parts.map(placeOf)
    this.#choice = choice === parts[0] ? null : db.prepare<unknown[], Choice>(choiceOf(choice, parts)).pluck()
  }

  put(row: number, read: readonly unknown[]): void {
    let known = this.#known
    for (const place of this.#places) known = known.with(read[place])
    known.number ??= this.#column.numberOf(this.#made(this.#places.map((place) => read[place])))
    this.#column.putNumber(row, known.number)
  }

  #made(parts: readonly unknown[]): Choice {
    if (this.#choice === null) return parts[0] as Choice
    // SQLite is given integers beyond 32 bits only in this form.
    const given = parts.map((part) => (Number.isInteger(part) ? BigInt(part as number) : part))
    return this.#choice.get(...given) ?? null
  }
}
