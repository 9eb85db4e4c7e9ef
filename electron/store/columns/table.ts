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
import { Choices } from '../arrays/choices.ts'
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
const parts = 'account_id feed source_id test_id test_type status outcome requires_grading certificate_key'.split(' ')
/** All of them as one value, which few results differ in: it is taken apart once. */
const kind = `json_array(${parts.join(', ')})`.replace('certificate_key', "iif(certificate_key IS NULL, NULL, '')")

/** Results as arrays by row, in the order of their ids. A removed result keeps its row, which is not alive. */
export class Table {
  rows = 0
  alive: Bits
  /** Rows that were added, changed or removed after the first reading, oldest first. */
  readonly changes: number[] = []
  readonly #size: number
  /** With the SQL of what is read of a result for each. */
  readonly #columns = new Map<Column, string>()
  readonly #choices = new Choices()
  readonly #choiceSql: string[] = []
  readonly #apart: Statement<[unknown], (string | number | null)[]>
  readonly #names = new Map<string, string>()
  readonly ids: NumberColumn
  readonly filtered: ReadonlyMap<FilterField, Column>
  readonly sorted: ReadonlyMap<SortField, SortedColumn>

  /** @param size how many results to expect at first */
  constructor(db: Database, size: number) {
    // With room for new ones, because making all columns longer takes a pause.
    this.#size = size + (size >>> 7) + 500
    this.alive = noBits(this.#size)
    const known = new Map<string, Column>()
    const columnOf = (form: Form, sql: string): Column => {
      const column = known.get(`${form} ${sql}`) ?? this.#newColumn(form, sql)
      known.set(`${form} ${sql}`, column)
      return column
    }
    this.ids = columnOf('number', 'id') as NumberColumn
    const isHeld = (field: FilterField) => !factsOf(fieldNamed(field)).apart
    this.filtered = new Map(
      filterFields.filter(isHeld).map((field) => {
        const { kind, filter = 'set' } = factsOf(fieldNamed(field))
        const isPresence = filter === 'flag' && kind !== 'flag' && kind !== 'yes-no'
        const sql = namedChoices[field] ?? (isPresence ? `${filterColumnOf(field)} IS NOT NULL` : filterColumnOf(field))
        const form = field === 'search' ? 'lines' : filterForms[filter]
        return [field, field === 'id' ? this.ids : columnOf(form, sql)]
      }),
    )
    const sortedBy = (field: SortField): Column => {
      const choice = namedChoices[field]
      if (choice !== undefined) return columnOf('choice', choice)
      const form = field === 'certificate' ? 'serial' : sortForm(factsOf(fieldNamed(field)).kind)
      return columnOf(form, sortColumnOf(field))
    }
    this.sorted = new Map(sortFields.map((field) => [field, sortedBy(field) as Column & SortedColumn]))
    const named = parts.map((part, at) => `kind ->> ${at} AS ${part}`).join(', ')
    const result = `(SELECT ${named} FROM (SELECT ? AS kind)) AS result`
    this.#apart = db.prepare<[unknown], []>(`SELECT ${this.#choiceSql.join(', ')} FROM ${result}`).raw()
  }

  #newColumn(form: Form, sql: string): Column {
    if (form === 'choice') {
      const isNamed = Object.values(namedChoices).includes(sql)
      const nameOf = (choice: string) => (isNamed ? (this.#names.get(choice) ?? nameOfUnnamed(choice)) : choice)
      this.#choiceSql.push(sql)
      return this.#choices.add(this.#size, nameOf)
    }
    const [, name = '', of = ''] = /^(\w+)\((.*)\)$/.exec(sql) ?? []
    const changed = functions[name]
    const texts = new Texts(form === 'text' ? this.#size : 0)
    // To look for each was a tenth of the reading.
    if (form === 'serial') texts.close()
    const column =
      form === 'number'
        ? new NumberColumn(this.#size)
        : form === 'lines'
          ? new LinesColumn(this.#size)
          : new TextColumn(this.#size, texts, changed && { changed })
    this.#columns.set(column, changed === undefined ? sql : of)
    return column
  }

  /** The SQL expressions to read of a result, its id first. */
  get reads(): string {
    return [...this.#columns.values(), kind].join(', ')
  }

  /** Replaces the names of all choices. */
  rename(names: Iterable<readonly [choice: string, name: string]>): void {
    this.#names.clear()
    for (const [choice, name] of names) this.#names.set(choice, fold(name))
    this.#choices.forgetNames()
  }

  /** To be called when all results are there: frees what only reading them takes. */
  close(): void {
    for (const column of this.#columns.keys()) column.close?.()
    this.#choices.close()
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
    let count = this.rows
    const rows = read.map(([id]) => ((id as number) > greatest ? count++ : this.rowOf(id as number)))
    if (rows.includes(-1)) return false
    this.rows = count
    // Column by column, so that the code for each kind of column is compiled by itself.
    const columns = [...this.#columns.keys()]
    for (const [place, column] of columns.entries()) column.putAll(rows, read, place)
    this.#choices.putAll(rows, read, columns.length, (kind) => this.#apart.get(kind) ?? [])
    this.alive = withRoom(this.alive, this.rows)
    for (const row of rows) putBit(this.alive, row, true)
    if (isChange) this.changes.push(...rows)
    return true
  }

  remove(id: number): void {
    const row = this.rowOf(id)
    if (row === -1) return
    putBit(this.alive, row, false)
    this.changes.push(row)
  }
}
