import type { Database } from 'better-sqlite3'
import type { Override, StudentRef } from '../../../shared/model/gradebook.ts'
import type { ShownLabel } from '../../../shared/model/student.ts'

/** Somebody as a class or the teacher names them. */
export interface LocalPerson extends StudentRef {
  readonly first: string
  readonly last: string
  readonly email: string | null
}

interface Membership extends LocalPerson {
  readonly classId: number
  readonly className: string
}

/** A key that was merged into another, which is `key`. */
interface Merged extends StudentRef {
  readonly former: string
}

interface Labelled extends StudentRef, ShownLabel {}

/** What the teacher keeps of students on this computer, by whose it is now. */
export interface LocalPeople {
  /** Counted up when any of it changes. */
  readonly version: number
  /** Sorted by the name of the class. */
  readonly members: readonly Membership[]
  readonly added: readonly LocalPerson[]
  /** Sorted by the name of the label. */
  readonly labels: readonly Labelled[]
  readonly merges: readonly Merged[]
  readonly overrides: readonly (StudentRef & Override & { readonly testId: number })[]
  /** Notes on students; those on results are of nobody. */
  readonly notes: readonly (Pick<StudentRef, 'account'> & { readonly key: string | null; readonly text: string })[]
  /** What is put on results: a search and a filter ask for it. */
  readonly resultLabels: readonly { readonly name: string; readonly resultId: number }[]
}

/** Reads what the teacher keeps of students; again only after something was written. */
export function localPeople(db: Database): () => LocalPeople {
  const written = db.prepare<[], number>('SELECT total_changes()').pluck()
  const others = db.prepare<[], number>('PRAGMA data_version').pluck()
  const members = db.prepare<[], Membership>(
    `SELECT student_member.account_id AS account, student AS key, first, last, email, class_id AS classId,
       class.name AS className
     FROM student_member JOIN class ON class.id = class_id ORDER BY class.name, class_id`,
  )
  const added = db.prepare<[], LocalPerson>(
    `SELECT added_student.account_id AS account, coalesce(into_key, added_student.key) AS key, first, last, email
     FROM added_student LEFT JOIN student_merge USING (account_id, key) ORDER BY into_key IS NULL, added_student.key`,
  )
  const labels = db.prepare<[], Labelled>(
    `SELECT DISTINCT label.account_id AS account, coalesce(into_key, student_key) AS key, label.id, label.name, colour
     FROM student_label JOIN label ON label.id = label_id
     LEFT JOIN student_merge ON student_merge.account_id = label.account_id AND student_merge.key = student_key
     ORDER BY label.name, label.id`,
  )
  const overrides = db.prepare<[], StudentRef & Override & { testId: number }>(
    `SELECT account_id AS account, student AS key, test_id AS testId, kind, result_id AS resultId, reason
     FROM student_override`,
  )
  const notes = db.prepare<[], LocalPeople['notes'][number]>(
    `SELECT note.account_id AS account, coalesce(into_key, student_key) AS key, text FROM note
     LEFT JOIN student_merge ON student_merge.account_id = note.account_id AND student_merge.key = student_key
     ORDER BY note.id`,
  )
  const resultLabels = db.prepare<[], LocalPeople['resultLabels'][number]>(
    `SELECT name, result_id AS resultId FROM result_label JOIN label ON label.id = label_id ORDER BY label_id, result_id`,
  )
  let [state, held] = ['', '']
  let kept: LocalPeople = {
    ...{ version: 0, members: [], added: [], labels: [], overrides: [], notes: [], resultLabels: [] },
  }
  return () => {
    const now = `${written.get()} ${others.get()}`
    if (now === state) return kept
    state = now
    const read = {
      ...{ members: members.all(), added: added.all(), labels: labels.all(), overrides: overrides.all() },
      ...{ notes: notes.all(), resultLabels: resultLabels.all() },
    }
    const text = JSON.stringify(read)
    // Most writes are of something else, and what was reckoned stands.
    if (text !== held) kept = { version: kept.version + 1, ...read }
    held = text
    return kept
  }
}
