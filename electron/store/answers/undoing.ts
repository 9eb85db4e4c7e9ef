import type { Database } from 'better-sqlite3'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { importedGaps } from './closed-gaps.ts'
import { type BeforeImport, digestOf, importedRows } from './keeping.ts'

interface ImportRow {
  readonly account: string
  readonly resultId: number
  readonly before: string | null
  readonly afterDigest: Buffer | null
  readonly isNew: 0 | 1
  readonly hasAnswers: 0 | 1
  readonly answersBefore: string | null
  readonly marksBefore: Buffer | null
  readonly textsBefore: string | null
  readonly answer: string
}

interface AnswersRow {
  readonly finished: number
  readonly to_grade: number
  readonly listed: number
  readonly run_id: number | null
}

/**
 * Undoes imports: removes what came by one alone, puts back what it changed, and opens the gaps that it closed. What something else changed since stays
 * as it is: what ClassMarker's API delivered, what a later import wrote, and what the teacher noted, labelled or decided.
 * @param followRemoval for everything that counts results by number
 */
export function importUndoing(db: Database, followRemoval: () => void) {
  const rows = importedRows(db)
  const { openAgain } = importedGaps(db)
  const touched = db.prepare<[number], ImportRow>(
    `SELECT account_id AS account, result_id AS resultId, before, after_digest AS afterDigest, is_new AS isNew,
       has_answers AS hasAnswers, answers_before AS answersBefore, marks_before AS marksBefore, texts_before AS textsBefore,
       answer
     FROM import_row JOIN import_run ON import_run.id = run_id JOIN result_answer ON result_answer.id = result_id
     WHERE run_id = ? ORDER BY result_id`,
  )
  const stands = db.prepare<[number], 1>('SELECT 1 FROM import_run WHERE id = ? AND undone_at IS NULL')
  const isOnlyHere = db.prepare<[number, number], 1>('SELECT 1 FROM imported_result WHERE result_id = ? AND run_id = ?')
  const isUsed = db.prepare<{ id: number }, 1>(
    ['note', 'result_label', 'grade_override', 'certificate_file', 'certificate_download']
      .map((table) => `SELECT 1 FROM ${table} WHERE result_id = @id`)
      .join(' UNION ALL '),
  )
  const writtenBy = db
    .prepare<[number], number | null>('SELECT run_id FROM attempt_answers WHERE result_id = ?')
    .pluck()
  const remove = db.prepare<[number]>('DELETE FROM result WHERE id = ?')
  const removeAnswers = db.prepare<[number]>('DELETE FROM attempt_answers WHERE result_id = ?')
  const putAnswers = db.prepare<[AnswersRow & { id: number; marks: Buffer }]>(
    `INSERT INTO attempt_answers (result_id, finished, to_grade, listed, run_id, marks)
     VALUES (@id, @finished, @to_grade, @listed, @run_id, @marks)`,
  )
  const putText = db.prepare<[number, string]>('INSERT INTO attempt_text (result_id, texts) VALUES (?, ?)')
  const noteUndone = db.prepare<[UnixSeconds, number]>('UPDATE import_run SET undone_at = ? WHERE id = ?')

  const isAsLeft = ({ afterDigest, answer }: ImportRow): boolean => afterDigest?.equals(digestOf(answer)) === true
  const hasOwnAnswers = (run: number, { resultId }: ImportRow): boolean => writtenBy.get(resultId) === run

  function removeNew(run: number, row: ImportRow): boolean {
    const id = row.resultId
    const isFree = isOnlyHere.get(id, run) !== undefined && isAsLeft(row) && isUsed.get({ id }) === undefined
    if (!isFree || (writtenBy.get(id) ?? run) !== run) return false
    remove.run(id)
    return true
  }

  function putBack({ account, resultId, before }: ImportRow): void {
    const row = rows.stored(resultId)
    if (row === undefined || before === null) return
    const { updated_at, reader, answer, newestChange, ...columns }: BeforeImport = JSON.parse(before)
    rows.write(account, row, columns, { at: updated_at, reader, answer })
    rows.forgetChangesSince(resultId, newestChange)
  }

  function putAnswersBack({ resultId: id, answersBefore, marksBefore, textsBefore }: ImportRow): void {
    removeAnswers.run(id)
    if (answersBefore === null || marksBefore === null) return
    putAnswers.run({ ...(JSON.parse(answersBefore) as AnswersRow), id, marks: marksBefore })
    if (textsBefore !== null) putText.run(id, textsBefore)
  }

  /** @returns whether anything was taken back */
  function undoRow(run: number, row: ImportRow): boolean {
    if (row.isNew === 1 && removeNew(run, row)) return true
    const isChanged = row.before !== null && isAsLeft(row)
    const isAnswered = row.hasAnswers === 1 && hasOwnAnswers(run, row) && row.isNew === 0
    if (isChanged) putBack(row)
    if (isAnswered) putAnswersBack(row)
    return isChanged || isAnswered
  }

  /** Undoes an import within a transaction of the caller's. @returns false where nothing could be taken back */
  return (run: number, at: UnixSeconds): boolean => {
    if (stands.get(run) === undefined) return false
    rows.pages.begin()
    const undone = touched.all(run).filter((row) => undoRow(run, row)).length
    rows.pages.flush()
    if (undone + openAgain(run) === 0) return false
    noteUndone.run(at, run)
    followRemoval()
    return true
  }
}
