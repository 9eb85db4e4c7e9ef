import type { Database } from 'better-sqlite3'
import type { ExtraFieldRef } from '../../../shared/model/extra-field.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { hasName } from '../../../shared/model/learner-name.ts'
import type { LocalChangeKind } from '../../../shared/model/local-change.ts'
import type { Annotated } from '../../../shared/model/note.ts'
import type { HideableRef } from '../../../shared/model/test-figures.ts'
import type { Clock } from '../../../shared/model/time.ts'
import type { classQueries } from '../gradebook/classes.ts'
import type { overrideQueries } from '../gradebook/overrides.ts'
import type { savedGradebookQueries } from '../gradebook/saved.ts'
import { onlyOne } from '../notes/annotated.ts'
import type { labelQueries } from '../notes/labels.ts'
import type { noteQueries } from '../notes/notes.ts'
import type { addedStudentQueries } from '../students/added.ts'
import type { learnerQueries } from '../students/learners.ts'
import type { mergeQueries } from '../students/merges.ts'
import type { verdictQueries } from '../students/verdicts.ts'
import type { webhookSourceQueries } from '../webhooks/sources.ts'
import type { extraFieldQueries } from './extra-fields.ts'
import type { hiddenQueries } from './hidden.ts'
import type { journalQueries } from './journal.ts'
import type { viewQueries } from './views.ts'

type LocalCalls = ReturnType<typeof savedGradebookQueries> &
  ReturnType<typeof classQueries> &
  ReturnType<typeof overrideQueries> &
  ReturnType<typeof mergeQueries> &
  ReturnType<typeof noteQueries> &
  ReturnType<typeof labelQueries> &
  ReturnType<typeof extraFieldQueries> &
  ReturnType<typeof webhookSourceQueries>['calls'] &
  ReturnType<typeof hiddenQueries> &
  ReturnType<typeof viewQueries> &
  ReturnType<typeof verdictQueries> &
  ReturnType<typeof addedStudentQueries> &
  ReturnType<typeof learnerQueries>

/** Students named in one step of undo. */
const mostNamed = 3

const namesOf = (people: readonly { readonly first: string; readonly last: string }[]): string =>
  people
    .slice(0, mostNamed)
    .map(({ first, last }) => `${first} ${last}`.trim())
    .join(', ')

/**
 * Each call as it is, but as a step of undo.
 * @param clock when a step was made: for the list of changes alone
 */
export function recordedChanges(
  db: Database,
  record: ReturnType<typeof journalQueries>['record'],
  calls: LocalCalls,
  clock: Clock,
): LocalCalls {
  const classNamed = db.prepare<[number], string>('SELECT name FROM class WHERE id = ?').pluck()
  const className = (id: number): string => classNamed.get(id) ?? ''
  const gradebookNamed = db.prepare<[number], string>('SELECT name FROM gradebook WHERE id = ?').pluck()
  const viewNamed = db.prepare<[number], string>('SELECT name FROM saved_view WHERE id = ?').pluck()
  const viewName = (id: number): string => viewNamed.get(id) ?? ''
  const hideableName = ({ account, kind, id }: HideableRef): string =>
    calls.hideables([account]).find((each) => each.kind === kind && each.id === id)?.name ?? ''
  const studentNamed = db
    .prepare<StudentRef, string>(
      `SELECT coalesce(
         (SELECT trim(first || ' ' || last) FROM result WHERE student = @key AND account_id = @account
            ORDER BY time_finished DESC LIMIT 1),
         (SELECT trim(first || ' ' || last) FROM class_member JOIN class ON class.id = class_id
            WHERE student_key = @key AND account_id = @account LIMIT 1),
         (SELECT trim(first || ' ' || last) FROM added_student WHERE key = @key AND account_id = @account), '')`,
    )
    .pluck()
  const studentName = ({ account, key }: StudentRef): string => studentNamed.get({ account, key }) ?? ''
  const resultOwner = db.prepare<[number], StudentRef>(
    'SELECT account_id AS account, student AS key FROM result WHERE id = ?',
  )
  const noteOwner = db.prepare<[number], StudentRef>(
    `SELECT note.account_id AS account, coalesce(note.student_key, result.student) AS key
     FROM note LEFT JOIN result ON result.id = result_id WHERE note.id = ?`,
  )
  const nameOf = (student: StudentRef | undefined): string => (student === undefined ? '' : studentName(student))
  /** The name of the only student; '' where they are several. */
  const annotatedName = (about: Annotated): string => {
    const one = onlyOne(about)
    return one === null ? '' : nameOf(typeof one === 'number' ? resultOwner.get(one) : one)
  }
  const extraFieldNamed = db
    .prepare<ExtraFieldRef, string>(
      'SELECT name FROM extra_field WHERE account_id = @account AND link_id = @link AND number = @number',
    )
    .pluck()
  const sourceNamed = db.prepare<[number], string>('SELECT name FROM webhook_source WHERE id = ?').pluck()
  const labelNamed = db.prepare<[number], string>('SELECT name FROM label WHERE id = ?').pluck()
  const labelName = (id: number): string => labelNamed.get(id) ?? ''
  const step = <Input extends readonly unknown[], Value>(
    kind: LocalChangeKind,
    subject: (...input: Input) => string,
    call: (...input: Input) => Value,
  ) => {
    return (...input: Input): Value => record(kind, clock(), subject(...input), () => call(...input))
  }

  return {
    ...calls,
    addClass: step('class-added', (_, name) => name, calls.addClass),
    renameClass: step('class-renamed', (_, name) => name, calls.renameClass),
    removeClass: step('class-removed', (id) => className(id), calls.removeClass),
    restoreClass: step('class-restored', ({ name }) => name, calls.restoreClass),
    changeClass: step('class-changed', (id) => className(id), calls.changeClass),
    saveGradebook: step('gradebook-saved', ({ name }) => name, calls.saveGradebook),
    renameGradebook: step('gradebook-renamed', (_, name) => name, calls.renameGradebook),
    removeGradebook: step('gradebook-removed', (id) => gradebookNamed.get(id) ?? '', calls.removeGradebook),
    restoreGradebook: step('gradebook-restored', ({ name }) => name, calls.restoreGradebook),
    setOverride: step('cell-decided', (cell) => studentName(cell), calls.setOverride),
    clearOverride: step('cell-cleared', (cell) => studentName(cell), calls.clearOverride),
    excuse: step('cell-decided', (ids) => annotatedName({ kind: 'results', ids }), calls.excuse),
    addNote: step('note-added', (about) => annotatedName(about), calls.addNote),
    changeNote: step('note-changed', (id) => nameOf(noteOwner.get(id)), calls.changeNote),
    removeNote: step('note-removed', (id) => nameOf(noteOwner.get(id)), calls.removeNote),
    addLabel: step('label-added', ({ name }) => name, calls.addLabel),
    changeLabel: step('label-changed', ({ name }) => name, calls.changeLabel),
    removeLabel: step('label-removed', (id) => labelName(id), calls.removeLabel),
    putLabel: step('labelled', (id) => labelName(id), calls.putLabel),
    takeLabelOff: step('label-taken-off', (id) => labelName(id), calls.takeLabelOff),
    nameExtraField: (field, name) =>
      record(
        name === '' ? 'extra-field-unnamed' : 'extra-field-named',
        clock(),
        name || (extraFieldNamed.get(field) ?? ''),
        () => calls.nameExtraField(field, name),
      ),
    addWebhookSource: step('webhook-source-added', (_, __, name) => name, calls.addWebhookSource),
    renameWebhookSource: step('webhook-source-renamed', (_, name) => name, calls.renameWebhookSource),
    removeWebhookSource: step('webhook-source-removed', (id) => sourceNamed.get(id) ?? '', calls.removeWebhookSource),
    hide: step('hidden', (what) => hideableName(what), calls.hide),
    addView: step('view-saved', (name) => name, calls.addView),
    renameView: step('view-changed', (_, name) => name, calls.renameView),
    changeView: step('view-changed', (id) => viewName(id), calls.changeView),
    moveView: step('view-changed', (id) => viewName(id), calls.moveView),
    removeView: step('view-removed', (id) => viewName(id), calls.removeView),
    showAgain: step('shown-again', (what) => hideableName(what), calls.showAgain),
    mergeStudents: step('students-merged', (account, into) => studentName({ account, key: into }), calls.mergeStudents),
    decideIdentity: (account, key, other, verdict, at) =>
      record(
        verdict === 'later' ? 'students-put-off' : 'students-different',
        at,
        [key, other].map((each) => studentName({ account, key: each })).join(', '),
        () => calls.decideIdentity(account, key, other, verdict, at),
      ),
    addStudents: (account, students, at, names = []) =>
      record(
        'student-added',
        at,
        namesOf(students),
        () => calls.addStudents(account, students, at, names),
        // Whoever is here already is passed over.
        (added) =>
          added.length > 0
            ? { kind: 'student-added', subject: namesOf(students.filter(({ key }) => added.includes(key))) }
            : { kind: 'student-named', subject: namesOf(names) },
      ),
    nameStudent: (student, name) => {
      const isNamed = hasName(name)
      const subject = isNamed ? namesOf([name]) : studentName(student)
      record(isNamed ? 'student-named' : 'student-unnamed', clock(), subject, () => calls.nameStudent(student, name))
    },
    splitStudent: step('student-split', (account, key) => studentName({ account, key }), calls.splitStudent),
  }
}
