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
import { type Bits, noBits, putBit, withRoom } from '../arrays/bits.ts'
import { type Column, NumberColumn, type Read, type SortedColumn, TextColumn } from '../arrays/column.ts'
import { LinesColumn } from '../arrays/lines.ts'
import { placeIn } from '../arrays/sorting.ts'
import { Texts } from '../arrays/texts.ts'
import { filterColumnOf } from '../results/filter.ts'
import { foldedAnswers } from '../results/result-columns.ts'
import { namedChoices, nameOfUnnamed, sortColumnOf } from '../results/rows.ts'

/** `choice`: of few texts; `serial`: of texts that nearly all differ; `lines`: of texts searched line by line. */
type Form = 'number' | 'choice' | 'text' | 'serial' | 'lines'

const numeric: readonly FieldKind[] = ['number', 'integer', 'percentage', 'seconds', 'time']
const sortForm = (kind: FieldKind): Form =>
  numeric.includes(kind) ? 'number' : kind === 'text' || kind === 'given-text' ? 'text' : 'choice'
const filterForms = { set: 'choice', range: 'number', flag: 'choice', text: 'text' } as const

/** Functions of ours in SQL, which take a third of the time when they are called here. */
const functions: Readonly<Record<string, (text: string) => string>> = { sort_key: fold, folded_answers: foldedAnswers }

/** Stored columns that choices are made of. */
const choiceParts = [
  'account_id',
  'feed',
  'source_id',
  'test_id',
  'test_type',
  'outcome',
  'requires_grading',
  'certificate_key',
] as const
/** All of them as one value, which few results differ in: it is taken apart once. */
const kind = `json_array(${choiceParts.join(', ')})`.replace(
  'certificate_key',
  "iif(certificate_key IS NULL, NULL, '')",
)

/** Results as arrays by row, in the order of their ids. A removed result keeps its row, which is not alive. */
export class Table {
  rows = 0
  alive: Bits
  /** Rows that were added, changed or removed after the first reading, oldest first. */
  readonly changes: number[] = []
  readonly #size: number
  /** By form and SQL, in the order they are read. */
  readonly #columns = new Map<string, Column>()
  readonly #reads: string[] = []
  /** By SQL. */
  readonly #choices = new Map<string, TextColumn>()
  /** By the parts of a result's choices, the numbers of those. */
  readonly #kinds = new Map<unknown, readonly number[]>()
  readonly #choicesOf: Statement<[unknown], (string | number | null)[]>
  readonly #names = new Map<string, string>()
  readonly ids: NumberColumn
  readonly filtered: ReadonlyMap<FilterField, Column>
  readonly sorted: ReadonlyMap<SortField, SortedColumn>

  /** @param size how many results to expect at first */
  constructor(db: Database, size: number) {
    // With room for new ones, because making all columns longer takes a pause.
    this.#size = size + (size >>> 7) + 500
    this.alive = noBits(this.#size)
    this.ids = this.#column('number', 'id') as NumberColumn
    const isHeld = (field: FilterField) => !factsOf(fieldNamed(field)).apart
    this.filtered = new Map(
      filterFields.filter(isHeld).map((field) => {
        const { kind, filter = 'set' } = factsOf(fieldNamed(field))
        const isPresence = filter === 'flag' && kind !== 'flag' && kind !== 'yes-no'
        const sql = namedChoices[field] ?? (isPresence ? `${filterColumnOf(field)} IS NOT NULL` : filterColumnOf(field))
        const form = field === 'search' ? 'lines' : filterForms[filter]
        return [field, field === 'id' ? this.ids : this.#column(form, sql)]
      }),
    )
    this.sorted = new Map(
      sortFields.map((field) => {
        const sql = namedChoices[field]
        const form = field === 'certificate' ? 'serial' : sortForm(factsOf(fieldNamed(field)).kind)
        const column = this.#column(sql === undefined ? form : 'choice', sql ?? sortColumnOf(field))
        return [field, column as Column & SortedColumn]
      }),
    )
    const parts = choiceParts.map((part, at) => `kind ->> ${at} AS ${part}`)
    const choices = [...this.#choices.keys()].join(', ')
    this.#choicesOf = db
      .prepare<[unknown], (string | number | null)[]>(
        `SELECT ${choices} FROM (SELECT ${parts.join(', ')} FROM (SELECT ? AS kind)) AS result`,
      )
      .raw()
  }

  #column(form: Form, sql: string): Column {
    const [columns, key] = form === 'choice' ? [this.#choices, sql] : [this.#columns, `${form} ${sql}`]
    const known = columns.get(key)
    if (known !== undefined) return known
    const made = this.#newColumn(form, sql)
    columns.set(key, made as TextColumn)
    return made
  }

  #newColumn(form: Form, sql: string): Column {
    if (form === 'choice') {
      const isNamed = Object.values(namedChoices).includes(sql)
      const nameOf = (choice: string) => (isNamed ? (this.#names.get(choice) ?? nameOfUnnamed(choice)) : choice)
      return new TextColumn(this.#size, new Texts(), { nameOf })
    }
    const [, name = '', of = ''] = /^(\w+)\((.*)\)$/.exec(sql) ?? []
    const changed = functions[name]
    this.#reads.push(changed === undefined ? sql : of)
    if (form === 'number') return new NumberColumn(this.#size)
    if (form === 'lines') return new LinesColumn(this.#size)
    const column = new TextColumn(this.#size, new Texts(form === 'text' ? this.#size : 0), changed && { changed })
    // To look for each was a tenth of the reading.
    if (form === 'serial') column.close()
    return column
  }

  /** The SQL expressions to read of a result, its id first. */
  get reads(): string {
    return [...this.#reads, kind].join(', ')
  }

  /** Replaces the names of all choices. */
  rename(names: Iterable<readonly [choice: string, name: string]>): void {
    this.#names.clear()
    for (const [choice, name] of names) this.#names.set(choice, fold(name))
    for (const choices of this.#choices.values()) choices.forgetNames()
  }

  /** To be called when all results are there: frees what only reading them takes. */
  close(): void {
    for (const column of this.#columns.values()) column.close?.()
  }

  /** The row of a result; -1 if it has none. */
  rowOf(id: number): number {
    const ids = this.ids.values
    // Most have their place where no id before theirs is missing.
    const likely = id - (ids[0] as number)
    if (likely >= 0 && likely < this.rows && ids[likely] === id) return likely
    const row = placeIn(ids, 0, this.rows, (each) => each - id)
    return row < this.rows && ids[row] === id ? row : -1
  }

  /**
   * Keeps results as they were read, in the order of their ids.
   * @returns false if one is new and its id not the greatest, because rows cannot move
   */
  put(read: Read, isChange: boolean): boolean {
    const greatest = this.rows === 0 ? -Infinity : (this.ids.values[this.rows - 1] as number)
    const rows = read.map(([id]) => ((id as number) > greatest ? this.rows++ : this.rowOf(id as number)))
    if (rows.includes(-1)) return false
    // Column by column, so that the code for each kind of column is compiled by itself.
    const columns = [...this.#columns.values()]
    for (const [place, column] of columns.entries()) column.putAll(rows, read, place)
    const numbers = read.map((values) => this.#numbersOf(values[columns.length]))
    for (const [place, column] of [...this.#choices.values()].entries()) column.putNumbers(rows, numbers, place)
    this.alive = withRoom(this.alive, this.rows)
    for (const row of rows) putBit(this.alive, row, true)
    if (isChange) this.changes.push(...rows)
    return true
  }

  #numbersOf(kind: unknown): readonly number[] {
    const known = this.#kinds.get(kind)
    if (known !== undefined) return known
    const choices = this.#choicesOf.get(kind) ?? []
    const numberOf = (texts: Texts, choice: string | number | null = null) =>
      choice === null ? 0 : texts.numberOf(`${choice}`)
    const numbers = [...this.#choices.values()].map(({ texts }, place) => numberOf(texts, choices[place]))
    this.#kinds.set(kind, numbers)
    return numbers
  }

  remove(id: number): void {
    const row = this.rowOf(id)
    if (row === -1) return
    putBit(this.alive, row, false)
    this.changes.push(row)
  }
}
