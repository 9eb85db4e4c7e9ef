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
import { namedChoices, nameOfUnnamed, sortColumnOf } from '../results/rows.ts'
import { ChoiceColumn, type Column, LinesColumn, NumberColumn, type SortedColumn, TextColumn } from './column.ts'

/** `choice`: of few texts; `lines`: of texts that are searched line by line. */
type Form = 'number' | 'choice' | 'text' | 'lines'

const numeric: readonly FieldKind[] = ['number', 'integer', 'percentage', 'seconds', 'time']
const sortForm = (kind: FieldKind): Form =>
  numeric.includes(kind) ? 'number' : kind === 'text' || kind === 'given-text' ? 'text' : 'choice'
const filterForms = { set: 'choice', range: 'number', flag: 'choice', text: 'lines' } as const

const others = { number: NumberColumn, text: TextColumn, lines: LinesColumn }

/** Lists of choices that are recognised when a result has the same. */
const mostLists = 20_000

/** Results as arrays by row, in the order of their ids. A removed result keeps its row, which is not alive. */
export class Table {
  rows = 0
  alive: Bits = new Uint32Array(0)
  /** Rows that were added, changed or removed after the first reading, oldest first. */
  readonly changes: number[] = []
  readonly #size: number
  /** By SQL, in the order they are read. The choices of a result are read together, as one list. */
  readonly #choices = new Map<string, ChoiceColumn>()
  /** By form and SQL. */
  readonly #others = new Map<string, Column>()
  /** The numbers of choices, by list as it is read. */
  readonly #lists = new Map<string, readonly number[]>()
  readonly #names = new Map<string, string>()
  readonly ids: NumberColumn
  readonly filtered: ReadonlyMap<FilterField, Column | ChoiceColumn>
  readonly sorted: ReadonlyMap<SortField, SortedColumn>

  /** @param size how many results to expect at first */
  constructor(size: number) {
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
  }

  #column(form: Form, sql: string): Column | ChoiceColumn {
    if (form !== 'choice') return entryOf(this.#others, `${form} ${sql}`, () => new others[form](this.#size))
    const isNamed = Object.values(namedChoices).includes(sql)
    const nameOf = (choice: string) => (isNamed ? (this.#names.get(choice) ?? nameOfUnnamed(choice)) : choice)
    return entryOf(this.#choices, sql, () => new ChoiceColumn(this.#size, nameOf))
  }

  /** The SQL expressions to read of a result, its id first. */
  get reads(): string {
    const others = [...this.#others.keys()].map((key) => key.slice(key.indexOf(' ') + 1))
    return [...others, `json_array(${[...this.#choices.keys()].join(', ')})`].join(', ')
  }

  /** Replaces the names of all choices. */
  rename(names: Iterable<readonly [choice: string, name: string]>): void {
    this.#names.clear()
    for (const [choice, name] of names) this.#names.set(choice, fold(name))
    for (const choices of this.#choices.values()) choices.forgetNames()
  }

  /** To be called when all results are there: frees what only reading them takes. */
  close(): void {
    this.#lists.clear()
    for (const column of this.#others.values()) column.close?.()
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
    for (const column of this.#others.values()) column.put(row, read[place++])
    const choices = this.#numbersOf(read[place] as string)
    place = 0
    for (const column of this.#choices.values()) column.putNumber(row, choices[place++] as number)
    this.alive = withRoom(this.alive, this.rows)
    putBit(this.alive, row, true)
    if (isChange) this.changes.push(row)
    return true
  }

  #numbersOf(list: string): readonly number[] {
    if (this.#lists.size > mostLists) this.#lists.clear()
    return entryOf(this.#lists, list, () => {
      const values: (string | number | null)[] = JSON.parse(list)
      return [...this.#choices.values()].map((column, place) => column.numberOf(values[place] ?? null))
    })
  }

  remove(id: number): void {
    const row = this.rowOf(id)
    if (row === -1) return
    putBit(this.alive, row, false)
    this.changes.push(row)
  }
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
