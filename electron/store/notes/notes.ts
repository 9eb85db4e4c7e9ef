import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { Annotated, FoundNote, Note } from '../../../shared/model/note.ts'
import { fold } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { keptWhileUnchanged } from '../builder.ts'
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

const mostFound = 200

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
  const texts = db
    .prepare<[], [id: number, account: string, text: string, madeAt: number]>(
      'SELECT id, account_id, text, made_at FROM note',
    )
    .raw()
  // A search folds a letter, not all notes again; and of notes as many as it looks at.
  const newestTexts = keptWhileUnchanged(
    db,
    (_: 'all') => {
      const read = texts.all().toSorted(([a, , , one], [b, , , other]) => other - one || b - a)
      return read.map(([id, account, text]) => ({ id, account, text, isFolded: false }))
    },
    1,
  )
  const foldedOf = (note: { text: string; isFolded: boolean }): string => {
    if (!note.isFolded) note.text = fold(note.text)
    note.isFolded = true
    return note.text
  }
  const some = db.prepare<
    [string],
    StoredNote & { readonly account: string; readonly key: string; readonly name: string }
  >(
    `SELECT ${columns}, note.account_id AS account, whose.key,
       coalesce((SELECT trim(first || ' ' || last) FROM result
         WHERE student = whose.key AND account_id = note.account_id ORDER BY time_finished DESC LIMIT 1), '') AS name
     FROM ${withTest} JOIN (SELECT note.id, coalesce(result.student, into_key, note.student_key) AS key
       FROM note LEFT JOIN result ON result.id = note.result_id
       LEFT JOIN student_merge ON student_merge.account_id = note.account_id AND student_merge.key = note.student_key
     ) AS whose ON whose.id = note.id
     WHERE note.id IN (SELECT value FROM json_each(?)) ${newestFirst}`,
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
    /** Notes with this text in them, whatever its case and accents, newest first; at most 200. */
    notesMatching: (text: string, accounts?: readonly string[]): FoundNote[] => {
      const asked = fold(text)
      const found: number[] = []
      for (const note of newestTexts('all')) {
        if (found.length === mostFound) break
        if ((accounts?.includes(note.account) ?? true) && foldedOf(note).includes(asked)) found.push(note.id)
      }
      return some
        .all(JSON.stringify(found))
        .map((note) => ({ ...noteOf(note), account: note.account, studentKey: note.key, studentName: note.name }))
    },
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
