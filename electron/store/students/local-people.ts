import type { Database } from 'better-sqlite3'
import type { Override, StudentRef } from '../../../shared/model/gradebook.ts'
import type { ShownLabel } from '../../../shared/model/student.ts'
import { keptWhileUnchanged, QueryRunner, sqlite } from '../builder.ts'
import { studentsNoted } from '../results/filter.ts'

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

/**
 * What the teacher keeps of students on this computer, by whose it is now, as far as everybody's figures and order hang
 * on it. Labels and notes, of which there may be 100,000, are asked for apart.
 */
export interface LocalPeople {
  /** Counted up when any of it changes. */
  readonly version: number
  /** Sorted by the name of the class. */
  readonly members: readonly Membership[]
  readonly added: readonly LocalPerson[]
  readonly merges: readonly Merged[]
  readonly overrides: readonly (StudentRef & Override & { readonly testId: number })[]
}

/** Reads what the teacher keeps of students. */
export function localPeople(db: Database) {
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
  const overrides = db.prepare<[], StudentRef & Override & { testId: number }>(
    `SELECT account_id AS account, student AS key, test_id AS testId, kind, result_id AS resultId, reason
     FROM student_override`,
  )
  const merges = db.prepare<[], Merged>(
    'SELECT account_id AS account, into_key AS key, key AS former FROM student_merge ORDER BY key',
  )
  // Students as JSON, each with all keys merged into theirs.
  const asked = `(SELECT student.value ->> 'account' AS account, student.value ->> 'key' AS key, any_key.value AS any_key
    FROM json_each(?) AS student, json_each(student.value, '$.keys') AS any_key)`
  const labels = db.prepare<[string], Labelled>(
    `SELECT DISTINCT account, asked.key, label.id, label.name, colour
     FROM ${asked} AS asked CROSS JOIN student_label ON student_key = any_key
     JOIN label ON label.id = label_id AND label.account_id = account
     ORDER BY label.name, label.id`,
  )
  const noted = db.prepare<[string], StudentRef>(
    `SELECT DISTINCT account, asked.key
     FROM ${asked} AS asked CROSS JOIN note ON student_key = any_key AND note.account_id = account`,
  )
  const labelled = db.prepare<[string], StudentRef>(
    `SELECT label.account_id AS account, coalesce(into_key, student_key) AS key
     FROM json_each(?) AS asked CROSS JOIN label ON label.id = asked.value
     JOIN student_label ON label_id = label.id
     LEFT JOIN student_merge ON student_merge.account_id = label.account_id AND student_merge.key = student_key`,
  )
  const run = new QueryRunner(db)
  let [state, held] = ['', '']
  let kept: LocalPeople = { version: 0, members: [], added: [], merges: [], overrides: [] }
  /** Another one after anything was written. */
  const moment = (): string => `${written.get()} ${others.get()}`
  return {
    moment,
    /** Read again only after something was written. */
    people: (): LocalPeople => {
      const now = moment()
      if (now === state) return kept
      state = now
      const read = { members: members.all(), added: added.all(), merges: merges.all(), overrides: overrides.all() }
      const text = JSON.stringify(read)
      // Most writes are of something else, and what was reckoned stands.
      if (text !== held) kept = { version: kept.version + 1, ...read }
      held = text
      return kept
    },
    /** The labels on these students, by name, and those of them with a note. @param students with all their keys */
    marksOf: (students: readonly (StudentRef & { readonly keys: readonly string[] })[]) => {
      const text = JSON.stringify(students)
      return { labels: labels.all(text), noted: noted.all(text) }
    },
    /** The students with a note or label that holds a word of a search, once for each word until something is written. */
    notedBy: keptWhileUnchanged(db, (word: string): StudentRef[] =>
      run.all(studentsNoted(word).compile(sqlite)).map(({ account_id: account, student: key }) => ({ account, key })),
    ),
    /** The students with one of these labels. */
    labelled: (ids: readonly number[]): StudentRef[] => labelled.all(JSON.stringify(ids)),
  }
}
