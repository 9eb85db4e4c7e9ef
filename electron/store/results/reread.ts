import type { Database } from 'better-sqlite3'
import type { Result } from '../../../shared/model/result.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import { dataColumns, placeholderOf, resultColumns } from './columns.ts'
import { freeKey, type MergedRow, merging, rowsUnderKey } from './same-result.ts'

/** A stored result that an older reader read. */
export interface OlderResult {
  readonly id: number
  readonly feed: Feed
  readonly raw: string
}

/** What the present reader makes of one; null where it cannot read it, which leaves it as it was read then. */
export interface RereadResult {
  readonly id: number
  readonly raw: string
  readonly result: Result | null
}

/**
 * Brings stored results up to what the present reader makes of their JSON. What only the reading changed is no change of
 * the result: its history and the time it was last changed stay as they are.
 *
 * An id beyond 2^53 that an older version rounded as it came was rounded in the JSON that was kept too: its digits are
 * nowhere here, and the result stays under the rounded id. Where the JSON has the digits, as texts, the key is set right.
 */
export function readAgainQueries(db: Database) {
  const older = db.prepare<[number, number], OlderResult>(
    'SELECT id, feed, raw FROM result WHERE reader < ? ORDER BY reader, id LIMIT ?',
  )
  const one = db.prepare<[number], MergedRow & { reader: number }>('SELECT * FROM result WHERE id = ?')
  const update = db.prepare(
    `UPDATE result SET reader = ${readerVersion}, ${dataColumns.map((column) => `${column} = ${placeholderOf(column)}`).join(', ')}
     WHERE id = @id`,
  )
  const noteRead = db.prepare<[number]>(`UPDATE result SET reader = ${readerVersion} WHERE id = ?`)
  const underKey = rowsUnderKey<MergedRow>(db, ['*'])
  const merge = merging(db)

  /** @returns whether the row is another than before */
  const apply = ({ id, raw, result }: RereadResult): boolean => {
    const row = one.get(id)
    // A sync brought it anew, or it was removed, since it was looked up.
    if (row === undefined || row.raw !== raw || row.reader >= readerVersion) return false
    if (result === null) {
      noteRead.run(id)
      return false
    }
    const read = resultColumns({ result, raw })
    const isSameKey = row.natural_key === read.natural_key || row.natural_key.startsWith(`${read.natural_key}#`)
    const beside = isSameKey ? [] : underKey(row.account_id, read.natural_key).filter((each) => each.id !== id)
    const same = beside.find(({ student_key }) => student_key === read.student_key)
    if (same !== undefined) {
      // It came again under its right key, and that is the newer word.
      const renewed = { ...row, ...read, natural_key: row.natural_key }
      update.run({ ...renewed, id })
      merge([renewed, same])
      return true
    }
    const natural_key = isSameKey ? row.natural_key : freeKey(read.natural_key, beside)
    update.run({ ...read, natural_key, id })
    return dataColumns.some((column) => column !== 'natural_key' && row[column] !== read[column])
  }

  return {
    /** Some of the results that readers older than the present one read. */
    resultsReadBefore: (most: number): OlderResult[] => older.all(readerVersion, most),
    /** @returns how many are others than before */
    applyReread: (read: readonly RereadResult[]): number =>
      db.transaction(() => read.filter((each) => apply(each)).length).immediate(),
  }
}
