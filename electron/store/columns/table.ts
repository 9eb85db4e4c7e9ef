import type { Database, Statement } from 'better-sqlite3'
import {
  type FieldKind,
  type FilterField,
  factsOf,
  fieldNamed,
  filterFields,
  type SortField,
  sortFields,
} from '../../../shared/model/result-fields.ts'
import { fold } from '../../../shared/model/text.ts'
import { type Bits, putBit, withRoom } from '../arrays/bits.ts'
import { placeIn } from '../arrays/sorting.ts'
import { filterColumnOf } from '../results/filter.ts'
import { foldedAnswers } from '../results/result-columns.ts'
import { namedChoices, nameOfUnnamed, sortColumnOf } from '../results/rows.ts'
import { ChoiceColumn, type Column, LinesColumn, NumberColumn, type SortedColumn, TextColumn } from './column.ts'

/** `choice`: of few texts; `lines`: of texts that are searched line by line. */
type Form = 'number' | 'choice' | 'text' | 'lines'

const numeric: readonly FieldKind[] = ['number', 'integer', 'percentage', 'seconds', 'time']
const sortForm = (kind: FieldKind): Form =>
  numeric.includes(kind) ? 'number' : kind === 'text' || kind === 'given-text' ? 'text' : 'choice'
const filterForms = { set: 'choice', range: 'number', flag: 'choice', text: 'lines' } as const

const others = { number: NumberColumn, lines: LinesColumn }

/** Functions of ours in SQL, which take a third of the time when they are called here. */
const functions: Readonly<Record<string, (text: string) => string>> = { sort_key: fold, folded_answers: foldedAnswers }

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

type ChoiceStatement = Statement<unknown[], string | number | null>

/** What is known of values that begin alike. */
class Known {
  number: number | null = null
  readonly #next = new Map<unknown, Known>()
  // Of the result before, which is often the same: a text is compared in a third of the time that a map takes.
  #lastValue: unknown
  #last: Known = this

  with(value: unknown): Known {
    if (value !== this.#lastValue) {
      this.#last = entryOf(this.#next, value, () => new Known())
      this.#lastValue = value
    }
    return this.#last
  }
}

/**
 * Puts choices of one kind by what they are made of. SQL puts each together once: to do that for every result took a
 * third of the reading.
 */
class ChoiceReader {
  readonly #column: ChoiceColumn
  readonly #places: readonly number[]
  readonly #choice: ChoiceStatement | null
  readonly #known = new Known()

  /**
   * @param places where in what is read of a result the parts are
   * @param choice puts them together; null for a single part that is the choice
   */
  constructor(column: ChoiceColumn, places: readonly number[], choice: ChoiceStatement | null) {
    this.#column = column
    this.#places = places
    this.#choice = choice
  }

  put(row: number, read: readonly unknown[]): void {
    let known = this.#known
    for (const place of this.#places) known = known.with(read[place])
    known.number ??= this.#column.numberOf(this.#made(this.#places.map((place) => read[place])))
    this.#column.putNumber(row, known.number)
  }

  #made(parts: readonly unknown[]): string | number | null {
    if (this.#choice === null) return parts[0] as string | number | null
    // SQLite is given integers beyond 32 bits only in this form.
    const given = parts.map((part) => (Number.isInteger(part) ? BigInt(part as number) : part))
    return this.#choice.get(...given) ?? null
  }
}

/** Results as arrays by row, in the order of their ids. A removed result keeps its row, which is not alive. */
export class Table {
  rows = 0
  alive: Bits = new Uint32Array(0)
  /** Rows that were added, changed or removed after the first reading, oldest first. */
  readonly changes: number[] = []
  readonly #size: number
  /** By SQL. */
  readonly #choices = new Map<string, ChoiceColumn>()
  /** By form and SQL, in the order they are read. */
  readonly #others = new Map<string, Column>()
  readonly #names = new Map<string, string>()
  readonly #reads: string[] = []
  readonly #columns: readonly Column[]
  readonly #readers: readonly ChoiceReader[]
  readonly ids: NumberColumn
  readonly filtered: ReadonlyMap<FilterField, Column | ChoiceColumn>
  readonly sorted: ReadonlyMap<SortField, SortedColumn>

  /** @param size how many results to expect at first */
  constructor(db: Database, size: number) {
    // With room for new ones, because making all columns longer takes a pause.
    this.#size = size + 2_000
    this.ids = this.#column('number', 'id') as NumberColumn
    const isHeld = (field: FilterField) => !factsOf(fieldNamed(field)).apart
    this.filtered = new Map(
      filterFields.filter(isHeld).map((field) => {
        const { kind, filter = 'set' } = factsOf(fieldNamed(field))
        const isPresence = filter === 'flag' && kind !== 'flag' && kind !== 'yes-no'
        const sql = namedChoices[field] ?? (isPresence ? `${filterColumnOf(field)} IS NOT NULL` : filterColumnOf(field))
        const form = filter === 'text' && field !== 'search' ? 'text' : filterForms[filter]
        return [field, field === 'id' ? this.ids : this.#column(form, sql)]
      }),
    )
    this.sorted = new Map(
      sortFields.map((field) => {
        const sql = namedChoices[field]
        const form = sql === undefined ? sortForm(factsOf(fieldNamed(field)).kind) : 'choice'
        return [field, this.#column(form, sql ?? sortColumnOf(field)) as SortedColumn]
      }),
    )
    this.#columns = [...this.#others.values()]
    this.#readers = [...this.#choices].map(([choice, column]) => {
      const parts = partsOf(choice)
      const isPutTogether = choice !== parts[0]
      const statement = isPutTogether ? db.prepare<unknown[], string>(choiceOf(choice, parts)).pluck() : null
      return new ChoiceReader(
        column,
        parts.map((part) => this.#placeOf(part)),
        statement,
      )
    })
  }

  /** The place among what is read of a result. */
  #placeOf(sql: string): number {
    const place = this.#reads.indexOf(sql)
    return place === -1 ? this.#reads.push(sql) - 1 : place
  }

  #column(form: Form, sql: string): Column | ChoiceColumn {
    if (form === 'choice') {
      const isNamed = Object.values(namedChoices).includes(sql)
      const nameOf = (choice: string) => (isNamed ? (this.#names.get(choice) ?? nameOfUnnamed(choice)) : choice)
      return entryOf(this.#choices, sql, () => new ChoiceColumn(this.#size, nameOf))
    }
    return entryOf(this.#others, `${form} ${sql}`, () => {
      const [, name = '', of = ''] = /^(\w+)\((.*)\)$/.exec(sql) ?? []
      const changed = form === 'text' ? functions[name] : undefined
      this.#reads.push(changed === undefined ? sql : of)
      return form === 'text' ? new TextColumn(this.#size, changed) : new others[form](this.#size)
    })
  }

  /** The SQL expressions to read of a result, its id first. */
  get reads(): string {
    return this.#reads.join(', ')
  }

  /** Replaces the names of all choices. */
  rename(names: Iterable<readonly [choice: string, name: string]>): void {
    this.#names.clear()
    for (const [choice, name] of names) this.#names.set(choice, fold(name))
    for (const choices of this.#choices.values()) choices.forgetNames()
  }

  /** To be called when all results are there: frees what only reading them takes. */
  close(): void {
    for (const column of this.#columns) column.close?.()
  }

  /** The row of a result; -1 if it has none. */
  rowOf(id: number): number {
    const row = placeIn(this.ids.values, 0, this.rows, (each) => each - id)
    return row < this.rows && this.ids.values[row] === id ? row : -1
  }

  /** Keeps a result as it was read. @returns false if its id is new and not the greatest, because rows cannot move */
  put(read: readonly unknown[], isChange: boolean): boolean {
    const id = read[0] as number
    const row = this.rows === 0 || id > (this.ids.values[this.rows - 1] as number) ? this.rows++ : this.rowOf(id)
    if (row === -1) return false
    let place = 0
    for (const column of this.#columns) column.put(row, read[place++])
    for (const reader of this.#readers) reader.put(row, read)
    this.alive = withRoom(this.alive, this.rows)
    putBit(this.alive, row, true)
    if (isChange) this.changes.push(row)
    return true
  }

  remove(id: number): void {
    const row = this.rowOf(id)
    if (row === -1) return
    putBit(this.alive, row, false)
    this.changes.push(row)
  }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
