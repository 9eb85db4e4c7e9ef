import type { Database } from 'better-sqlite3'
import { fold } from '../../../shared/model/text.ts'
import { type Bits, grown, noBits, putBit } from '../arrays/bits.ts'
import { keptWhileUnchanged } from '../builder.ts'
import { SlicedWork } from '../slices.ts'

/** Where results stand in memory. */
interface Rows {
  readonly rows: number
  rowOf(id: number): number
}

/** Notes that are read in one slice. */
const perSlice = 500
/** Students whose results are looked for in one slice. */
const students = 64

/** The folded notes and labels, each with the rows that bear it: on the result or on its student. */
class NotedTexts {
  readonly #texts: string[] = []
  /** By the place of a label, the rows of the results that bear it themselves: read once it is found. */
  readonly #labels = new Map<number, () => Uint32Array>()
  #count = 0
  #rows = new Uint32Array(0)
  /** Of each row the place of the text. */
  #places = new Uint32Array(0)

  /** @returns the place of the text */
  add(text: string): number {
    return this.#texts.push(fold(text)) - 1
  }

  put(row: number, place: number): void {
    if (row < 0) return
    if (this.#count === this.#rows.length) {
      this.#rows = grown(this.#rows, this.#count * 2)
      this.#places = grown(this.#places, this.#count * 2)
    }
    this.#rows[this.#count] = row
    this.#places[this.#count++] = place
  }

  putLater(place: number, read: () => Uint32Array): void {
    let known: Uint32Array | undefined
    this.#labels.set(place, () => (known ??= read()))
  }

  /** The rows below `rows` that bear a text with a word; null where no text has it. */
  having(word: string, rows: number): Bits | null {
    const has = Uint8Array.from(this.#texts, (text) => (text.includes(word) ? 1 : 0))
    if (!has.includes(1)) return null
    const bits = noBits(rows)
    for (let at = 0; at < this.#count; at++)
      if (has[this.#places[at] as number] === 1) putBit(bits, this.#rows[at] as number, true)
    for (const [place, rowsOf] of this.#labels)
      if (has[place] === 1) for (const row of rowsOf()) putBit(bits, row, true)
    return bits
  }
}

/**
 * Tells the rows that are noted by a word of a search: a letter then folds and reads nothing. What notes and labels say is
 * read in slices, and again after anything was written, so that nothing of an erased student stays. The rows have to be
 * those of the moment whenever it is asked.
 * @param isOfAccount tells whether the result of a row is of an account
 */
export function notedRows(db: Database, rows: Rows, isOfAccount: (account: string) => (row: number) => boolean) {
  const notes = db
    .prepare<[number], [id: number, text: string, result: number | null, account: string, student: string | null]>(
      `SELECT id, text, result_id, note.account_id, coalesce(into_key, student_key) FROM note
       LEFT JOIN student_merge ON student_merge.account_id = note.account_id AND key = student_key
       WHERE id > ? ORDER BY id LIMIT ${perSlice}`,
    )
    .raw()
  const labels = db.prepare<[], { id: number; name: string; account: string }>(
    'SELECT id, name, account_id AS account FROM label',
  )
  const ofResults = db.prepare<[number], number>('SELECT result_id FROM result_label WHERE label_id = ?').pluck()
  const ofStudents = db
    .prepare<[string, number], string>(
      `SELECT coalesce(into_key, student_key) FROM student_label
       LEFT JOIN student_merge ON student_merge.account_id = ? AND key = student_key WHERE label_id = ?`,
    )
    .pluck()
  // One number for both: of a million results to read, a pair of them takes three times as long.
  const resultsOf = db
    .prepare<[string], number>(
      `SELECT result.id * ${students} + asked.key FROM json_each(?) AS asked CROSS JOIN result ON student = asked.value`,
    )
    .pluck()

  function* reading(): Generator<void, NotedTexts> {
    const texts = new NotedTexts()
    const noted: { readonly account: string; readonly student: string; readonly place: number }[] = []
    for (let read = notes.all(Number.MIN_SAFE_INTEGER); read.length > 0; ) {
      for (const [, text, result, account, student] of read) {
        const place = texts.add(text)
        if (result !== null) texts.put(rows.rowOf(result), place)
        else if (student !== null) noted.push({ account, student, place })
      }
      yield
      read = notes.all(read.at(-1)?.[0] as number)
    }
    for (const { id, name, account } of labels.all()) {
      const place = texts.add(name)
      for (const student of ofStudents.all(account, id)) noted.push({ account, student, place })
      texts.putLater(place, () => Uint32Array.from(ofResults.all(id), (result) => rows.rowOf(result)))
    }
    for (let from = 0; from < noted.length; from += students) {
      const asked = noted.slice(from, from + students)
      const isOwn = asked.map(({ account }) => isOfAccount(account))
      for (const found of resultsOf.all(JSON.stringify(asked.map(({ student }) => student)))) {
        const id = Math.floor(found / students)
        const [row, at] = [rows.rowOf(id), found - id * students]
        if (row >= 0 && isOwn[at]?.(row)) texts.put(row, asked[at]?.place as number)
      }
      yield
    }
    return texts
  }
  const known = keptWhileUnchanged(db, (_: 'all') => new SlicedWork(reading()), 1)

  return {
    /** Works one slice at what the next question needs. @returns whether there is more to do */
    work: (): boolean => known('all').work(),
    get isRead(): boolean {
      return known('all').isDone
    },
    having: (word: string): Bits | null => known('all').finish().having(word, rows.rows),
  }
}
