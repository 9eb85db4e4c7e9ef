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
import { filterColumnOf } from '../results/filter.ts'
import { namedChoices, nameOfUnnamed, sortColumnOf } from '../results/rows.ts'
import { type Bits, putBit, withRoom } from './bits.ts'
import { type Column, LinesColumn, NumberColumn, type SortedColumn, TextColumn } from './column.ts'
import { placeIn } from './sorting.ts'

/** `choice`: of few texts; `lines`: of texts that are searched line by line. */
type Form = 'number' | 'choice' | 'text' | 'lines'

const numeric: readonly FieldKind[] = ['number', 'integer', 'percentage', 'seconds', 'time']
const sortForm = (kind: FieldKind): Form =>
  numeric.includes(kind) ? 'number' : kind === 'text' || kind === 'given-text' ? 'text' : 'choice'
const filterForms = { set: 'choice', range: 'number', flag: 'choice', text: 'lines' } as const

/** Results as arrays by row, in the order of their ids. A removed result keeps its row, which is not alive. */
export class Table {
  rows = 0
  alive: Bits = new Uint32Array(0)
  /** Rows that were added, changed or removed after the first reading, oldest first. */
  readonly changes: number[] = []
  readonly #size: number
  /** By form and SQL, in the order they are read. */
  readonly #columns = new Map<string, Column>()
  readonly #names = new Map<string, string>()
  readonly ids: NumberColumn
  readonly filtered: ReadonlyMap<FilterField, Column>
  readonly sorted: ReadonlyMap<SortField, SortedColumn>

  /** @param size how many results to expect at first */
  constructor(size: number) {
    // With room for new ones, because making all columns longer takes a pause.
    this.#size = size + 2_000
    this.ids = this.#column('number', 'id') as NumberColumn
    this.filtered = new Map(
      filterFields.map((field) => {
        const { kind, filter = 'set' } = factsOf(fieldNamed(field))
        const isPresence = filter === 'flag' && kind !== 'flag' && kind !== 'yes-no'
        const sql = namedChoices[field] ?? (isPresence ? `${filterColumnOf(field)} IS NOT NULL` : filterColumnOf(field))
        return [field, field === 'id' ? this.ids : this.#column(filterForms[filter], sql)]
      }),
    )
    this.sorted = new Map(
      sortFields.map((field) => {
        const sql = namedChoices[field]
        const form = sql === undefined ? sortForm(factsOf(fieldNamed(field)).kind) : 'choice'
        return [field, this.#column(form, sql ?? sortColumnOf(field)) as SortedColumn]
      }),
    )
  }

  #column(form: Form, sql: string): Column {
    const isNamed = Object.values(namedChoices).includes(sql)
    const nameOf = isNamed ? (choice: string) => this.#names.get(choice) ?? nameOfUnnamed(choice) : undefined
    const make = {
      number: () => new NumberColumn(this.#size),
      choice: () => new TextColumn(this.#size, nameOf),
      text: () => new TextColumn(this.#size),
      lines: () => new LinesColumn(this.#size),
    }
    const column = this.#columns.get(`${form} ${sql}`) ?? make[form]()
    this.#columns.set(`${form} ${sql}`, column)
    return column
  }

  /** The SQL expressions to read of a result, its id first. */
  get reads(): string {
    return [...this.#columns.keys()].map((key) => key.slice(key.indexOf(' ') + 1)).join(', ')
  }

  /** Replaces the names of all choices. */
  rename(names: Iterable<readonly [choice: string, name: string]>): void {
    this.#names.clear()
    for (const [choice, name] of names) this.#names.set(choice, fold(name))
    for (const column of this.#columns.values()) if (column instanceof TextColumn) column.forgetNames()
  }

  /** To be called when all results are there: frees what only reading them takes. */
  close(): void {
    for (const [key, column] of this.#columns) {
      if (!key.startsWith('choice')) column.stopRecognising?.()
    }
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
    for (const column of this.#columns.values()) column.put(row, read[place++])
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
