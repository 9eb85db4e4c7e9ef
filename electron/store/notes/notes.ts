import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { Annotated, Note } from '../../../shared/model/note.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard, freshId } from '../gradebook/owned.ts'
import { annotatedQueries, keysOfStudent } from './annotated.ts'

interface StoredNote {
  readonly id: number
  readonly text: string
  readonly madeAt: UnixSeconds
  readonly changedAt: UnixSeconds
  readonly resultId: number | null
  readonly testName: string | null
}

/** Reads and writes what the teacher notes about students and about single results. */
export function noteQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const { rootOf, requiredResult } = annotatedQueries(db)
  const columns = `note.id AS id, note.text, note.made_at AS madeAt, note.changed_at AS changedAt, note.result_id AS resultId,
    coalesce(test.name, result.test_id) AS testName`
  const withTest = `note LEFT JOIN result ON result.id = note.result_id
    LEFT JOIN test ON test.account_id = result.account_id AND test.test_id = result.test_id`
  const newestFirst = 'ORDER BY madeAt DESC, id DESC'
  const ofResult = db.prepare<[number], StoredNote>(
    `SELECT ${columns} FROM ${withTest} WHERE note.result_id = ? ${newestFirst}`,
  )
  const ofStudent = db.prepare<StudentRef, StoredNote>(
    `SELECT ${columns} FROM ${withTest}
       WHERE note.account_id = @account AND note.student_key IN (${keysOfStudent})
     UNION ALL SELECT ${columns} FROM ${withTest}
       WHERE note.result_id IN (SELECT result.id FROM result
         WHERE account_id = @account AND result.student IN (${keysOfStudent}))
     ${newestFirst}`,
  )
  const insert = db.prepare(
    `INSERT INTO note (id, account_id, student_key, result_id, text, made_at, changed_at)
     VALUES (@id, @account, @key, @resultId, @text, @at, @at)`,
  )
  const change = db.prepare('UPDATE note SET text = ?, changed_at = ? WHERE id = ? AND text <> ?')
  const remove = db.prepare('DELETE FROM note WHERE id = ?')
  const isThere = db.prepare('SELECT 1 FROM note WHERE id = ?')

  const noteOf = ({ resultId, testName, ...note }: StoredNote): Note => ({
    id: note.id,
    text: note.text,
    madeAt: note.madeAt,
    changedAt: note.changedAt,
    result: resultId === null ? null : { id: resultId, testName: String(testName) },
  })
  function required(id: number): void {
    if (isThere.get(id) === undefined) throw new AppError('note/not-found')
  }

  return {
    /** The notes on one result, newest first. */
    notesOfResult: (id: number): Note[] => ofResult.all(id).map(noteOf),
    /** The notes on a student and on their results, newest first; those of all keys merged into one. */
    notesOfStudent: (student: StudentRef): Note[] => ofStudent.all(student).map(noteOf),
    /**
     * Adds one note to each of these students or results.
     * @returns the ids of the notes
     * @throws AppError `account/not-found`, `result/not-found`
     */
    addNote: (about: Annotated, text: string, at: UnixSeconds): number[] =>
      db
        .transaction(() => {
          const put = (account: string, key: string | null, resultId: number | null): number => {
            requireAccount(account)
            const id = freshId()
            insert.run({ id, account, key, resultId, text, at })
            return id
          }
          if (about.kind === 'results') return about.ids.map((id) => put(requiredResult(id).account, null, id))
          return about.students.map((student) => put(student.account, rootOf(student), null))
        })
        .immediate(),
    /** @throws AppError `note/not-found` */
    changeNote: (id: number, text: string, at: UnixSeconds): void => {
      db.transaction(() => {
        required(id)
        change.run(text, at, id, text)
      }).immediate()
    },
    /** @throws AppError `note/not-found` */
    removeNote: (id: number): void => {
      db.transaction(() => {
        required(id)
        remove.run(id)
      }).immediate()
    },
  }
}
