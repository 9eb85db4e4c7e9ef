import type { Database } from 'better-sqlite3'
import type { SentSubmission } from '../../../shared/model/assessment.ts'
import type { Result } from '../../../shared/model/result.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import { followingStudents } from '../gradebook/follow.ts'
import { dataColumns, placeholderOf, resultColumns } from './result-columns.ts'
import { freeKey, type MergedRow, merging, rowsUnderKey } from './same-result.ts'

/**
 * The result, or the submission that is to become one, as the present reader reads it; null if it cannot, and the result
 * then stays as it is.
 */
export interface RereadResult {
  readonly id: number
  readonly raw: string
  readonly read: { readonly result: Result } | { readonly submission: SentSubmission } | null
}

/**
 * Updates stored results to what the present reader reads in their JSON. A change by reading alone is not a change of
 * the result: its history and its time of last change stay.
 * An id beyond 2^53 that an older version rounded was also rounded in the stored JSON, so its digits are lost and the
 * result keeps the rounded id. If the JSON has the digits as text, the key is corrected.
 */
export function readAgainQueries(db: Database, resultOf: (id: number, submission: SentSubmission) => Result | null) {
  const one = db.prepare<[number], MergedRow & { reader: number; answer: string }>(
    'SELECT * FROM result JOIN result_answer USING (id) WHERE id = ?',
  )
  const update = db.prepare(
    `UPDATE result SET reader = ${readerVersion}, ${dataColumns.map((column) => `${column} = ${placeholderOf(column)}`).join(', ')}
     WHERE id = @id`,
  )
  const noteRead = db.prepare<[number]>(`UPDATE result SET reader = ${readerVersion} WHERE id = ?`)
  const underKey = rowsUnderKey<MergedRow>(db, ['*'])
  const { follow, repoint } = followingStudents(db)
  // What was answered follows the result. It came by an import alone only where both did.
  const moveAnswers = db.prepare<[number, number]>(
    'UPDATE OR IGNORE attempt_answers SET result_id = ? WHERE result_id = ?',
  )
  const delivered = db.prepare<[number, number]>(
    `DELETE FROM imported_result WHERE result_id = ? AND NOT EXISTS (SELECT 1 FROM imported_result WHERE result_id = ?)`,
  )
  const merge = merging(db, (before, after) => {
    repoint(before.id, after.id)
    moveAnswers.run(after.id, before.id)
    delivered.run(after.id, before.id)
    follow(after.account_id, after.id, before, after)
  })

  /** @returns whether the row changed */
  const apply = ({ id, raw, read: told }: RereadResult): boolean => {
    const row = one.get(id)
    // Since it was looked up, a sync replaced or something removed it.
    if (row === undefined || row.answer !== raw || row.reader >= readerVersion) return false
    const result = told === null ? null : 'result' in told ? told.result : resultOf(id, told.submission)
    if (result === null) {
      noteRead.run(id)
      return false
    }
    const read = resultColumns(result)
    const isSameKey = row.natural_key === read.natural_key || row.natural_key.startsWith(`${read.natural_key}#`)
    const beside = isSameKey ? [] : underKey(row.account_id, read.natural_key).filter((each) => each.id !== id)
    const same = beside.find(({ student_key }) => student_key === read.student_key)
    if (same !== undefined) {
      // The result also came again under the corrected key, and that version is newer.
      const renewed = { ...row, ...read, natural_key: row.natural_key }
      update.run({ ...renewed, id })
      follow(row.account_id, id, row, renewed)
      merge([renewed, same])
      return true
    }
    const natural_key = isSameKey ? row.natural_key : freeKey(read.natural_key, beside)
    update.run({ ...read, natural_key, id })
    follow(row.account_id, id, row, read)
    return dataColumns.some((column) => column !== 'natural_key' && row[column] !== read[column])
  }

  return {
    /** @returns how many changed */
    applyReread: (read: readonly RereadResult[]): number =>
      db.transaction(() => read.filter((each) => apply(each)).length).immediate(),
  }
}
