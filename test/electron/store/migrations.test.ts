import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openDatabase, openReadOnly } from '../../../electron/store/open.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import type { Migration } from '../../../electron/store/schema/schema.ts'
import { accountNamed, database, opened, temporaryFile } from './laptop-database.ts'

const namesIn = (db: Database, type: string): string[] =>
  db
    .prepare<[string], { name: string }>("SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'")
    .all(type)
    .map(({ name }) => name)
    .filter((name) => !/^(result|certificate)_search_(data|idx|docsize|config)$/.test(name))
    .sort()

const codeOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (thrown) {
    return thrown
  }
}

/** Creates a database of a future version. */
function fromTheFuture(journal: 'WAL' | 'DELETE'): string {
  const file = temporaryFile()
  const db = openDatabase(file)
  db.pragma('user_version = 99')
  db.pragma(`journal_mode = ${journal}`)
  db.close()
  return file
}

describe('a new database', () => {
  it('has the tables, indexes and triggers of the newest form', () => {
    const { db } = database()
    expect(versionOf(db)).toBe(migrations.at(-1)?.version)
    expect(namesIn(db, 'table')).toEqual([
      'access_code',
      'access_list',
      'account',
      'added_student',
      'answer_page',
      'answers_touch',
      'assessment',
      'assessment_attempt',
      'assessment_change',
      'assessment_draft',
      'assessment_look',
      'assessment_number',
      'assessment_open_look',
      'assignment',
      'attempt_answers',
      'attempt_taken',
      'attempt_text',
      'bank_archived',
      'bank_category',
      'bank_draft',
      'bank_edit',
      'bank_pull',
      'bank_question',
      'bank_seen',
      'bank_touch',
      'bank_version',
      'certificate_download',
      'certificate_file',
      'certificate_search',
      'certificate_validity',
      'class',
      'class_member',
      'code_action',
      'code_action_change',
      'code_call',
      'course',
      'coverage',
      'crowded_part',
      'erased_student',
      'extra_field',
      'feed_state',
      'gap',
      'grade_override',
      'gradebook',
      'hand_in',
      'hidden_source',
      'hidden_test',
      'identity_verdict',
      'import_gap',
      'import_row',
      'import_run',
      'imported_result',
      'label',
      'learner_name',
      'local_change',
      'local_row',
      'note',
      'outbox',
      'question_version',
      'request',
      'result',
      'result_change',
      'result_label',
      'result_touch',
      'saved_view',
      'setting',
      'source',
      'student_label',
      'student_merge',
      'submission_wanted',
      'sync_run',
      'taken_code',
      'test',
      'unreadable',
      'webhook_source',
      'webhook_tally',
    ])
    expect(namesIn(db, 'index')).toEqual([
      'access_code_by_order',
      'answer_page_by_account',
      'assessment_attempt_by_assessment',
      'assessment_attempt_by_submission',
      'assessment_by_course',
      'assessment_change_by_assessment',
      'assessment_draft_by_account',
      'bank_category_by_parent',
      'bank_draft_by_category',
      'bank_edit_by_account',
      'bank_pull_by_account',
      'bank_version_by_question',
      'certificate_by_finished',
      'certificate_by_name',
      'certificate_by_student',
      'class_member_by_student',
      'code_action_by_list',
      'code_action_change_by_code',
      'code_call_by_list',
      'extra_field_by_name',
      'former_serial',
      'grade_override_by_result',
      'hand_in_by_gradebook',
      'import_gap_by_run',
      'import_row_by_result',
      'import_run_by_account',
      'local_row_by_change',
      'note_by_result',
      'note_by_student',
      'open_local_change',
      'removal_by_order',
      'request_by_time',
      'result_by_access_code',
      'result_by_finished',
      'result_by_name',
      'result_by_place',
      'result_by_reader',
      'result_by_student',
      'result_change_by_result',
      'result_change_by_time',
      'result_label_by_result',
      'result_to_grade',
      'student_label_by_student',
      'student_merge_into',
      'sync_run_by_time',
    ])
    const ofUndo = /^local_row_/
    expect(namesIn(db, 'trigger').filter((name) => !ofUndo.test(name))).toEqual([
      'answer_page_delete',
      'answer_page_replace',
      'answers_touch_delete',
      'answers_touch_insert',
      'answers_touch_update',
      'attempt_taken_settled',
      'bank_touch_bank_archived_delete',
      'bank_touch_bank_archived_insert',
      'bank_touch_bank_archived_update',
      'bank_touch_bank_category_delete',
      'bank_touch_bank_category_insert',
      'bank_touch_bank_category_update',
      'bank_touch_bank_draft_delete',
      'bank_touch_bank_draft_insert',
      'bank_touch_bank_draft_update',
      'bank_touch_bank_edit_delete',
      'bank_touch_bank_edit_insert',
      'bank_touch_bank_edit_update',
      'bank_touch_bank_question_delete',
      'bank_touch_bank_question_insert',
      'bank_touch_bank_question_update',
      'bank_touch_keep',
      'certificate_search_delete',
      'certificate_search_insert',
      'certificate_search_replaced',
      'certificate_search_test_new',
      'certificate_search_test_renamed',
      'certificate_search_update',
      'import_run_forgotten',
      'import_run_gaps_forgotten',
      'import_run_step',
      'learner_name_delete',
      'learner_name_insert',
      'learner_name_left_added_student',
      'learner_name_left_class_member',
      'learner_name_update',
      'merged_key_insert',
      'merged_key_update',
      'result_touch_delete',
      'result_touch_insert',
      'result_touch_keep',
      'result_touch_source_delete',
      'result_touch_source_insert',
      'result_touch_source_rename',
      'result_touch_test_delete',
      'result_touch_test_insert',
      'result_touch_test_rename',
      'result_touch_update',
      'student_merge_delete',
      'student_merge_insert',
      'student_merge_update',
      'taken_code_insert',
      'taken_code_update',
    ])
    expect(namesIn(db, 'view')).toEqual(['certificate_words', 'result_answer', 'student_member', 'student_override'])
  })

  it('is safe through a power cut, keeps references and overwrites what is deleted', () => {
    const { db } = database()
    const pragma = (name: string) => db.pragma(name, { simple: true })
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('secure_delete')).toBe(1)
  })

  it('needs no backup', () => {
    const { file } = database()
    expect(existsSync(join(dirname(file), 'backups'))).toBe(false)
  })

  it('is not changed by being opened again', () => {
    const { db, file, calls } = database()
    const before = db.prepare('SELECT * FROM sqlite_schema').all()
    const again = opened(file)
    expect(again.prepare('SELECT * FROM sqlite_schema').all()).toEqual(before)
    expect(calls.listAccounts()).toHaveLength(1)
  })
})

it('has migrations in unbroken order from 1', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, at) => at + 1))
})

describe('migrating', () => {
  const older = migrations.at(-1)?.version ?? 0
  const badge: Migration = { version: older + 1, up: 'ALTER TABLE account ADD COLUMN badge TEXT' }
  const sizes: Migration = { version: older + 2, up: 'CREATE TABLE size (id INTEGER PRIMARY KEY)' }

  it('takes a backup first, then every step that is missing, in one go', () => {
    const { db } = database()
    const seen: number[] = []
    migrate(db, () => seen.push(versionOf(db)), [...migrations, badge, sizes])
    expect(seen).toEqual([older])
    expect(versionOf(db)).toBe(older + 2)
    expect(db.prepare('SELECT id, badge FROM account').all()).toEqual([{ id: 'a', badge: null }])
    migrate(db, () => seen.push(-1), [...migrations, badge, sizes])
    expect(seen).toEqual([older])
  })

  it('that fails in a later step leaves everything as it was', () => {
    const { db } = database()
    const broken: Migration = { version: older + 2, up: 'CREATE TABLE size (id INTEGER); SELECT * FROM nowhere' }
    expect(() => migrate(db, () => undefined, [...migrations, badge, broken])).toThrow('nowhere')
    expect(versionOf(db)).toBe(older)
    expect(namesIn(db, 'table')).not.toContain('size')
    expect(() => db.prepare('SELECT badge FROM account')).toThrow('badge')
  })

  it('does nothing when its backup cannot be taken', () => {
    const { db } = database()
    const refuse = () => {
      throw new Error('no room')
    }
    expect(() => migrate(db, refuse, [...migrations, badge])).toThrow('no room')
    expect(versionOf(db)).toBe(older)
  })

  it('finds the work done where another copy of the program was faster', () => {
    const { db, file } = database()
    const other = opened(file)
    const steps = [...migrations, badge]
    migrate(db, () => migrate(other, () => undefined, steps), steps)
    expect(versionOf(db)).toBe(badge.version)
  })

  it('keeps the rows of an older file in its backup', () => {
    const { file, db } = database([accountNamed('old')])
    const copy = join(dirname(file), 'copy.db')
    migrate(db, () => db.prepare('VACUUM INTO ?').run(copy), [...migrations, badge])
    const backup = opened(copy)
    expect(versionOf(backup)).toBe(older)
    expect(backup.prepare('SELECT id FROM account').all()).toEqual([{ id: 'old' }])
  })
})

describe('a database that a newer Gradekeep wrote', () => {
  it('is refused with both versions', () => {
    const file = fromTheFuture('WAL')
    expect(codeOf(() => openDatabase(file))).toMatchObject({
      code: 'store/from-the-future',
      detail: { version: 99, known: migrations.at(-1)?.version },
    })
  })

  it.each(['WAL', 'DELETE'] as const)('stays byte for byte as it was, with a journal of kind %s', (journal) => {
    const file = fromTheFuture(journal)
    const before = readFileSync(file)
    codeOf(() => openDatabase(file))
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dirname(file))).toEqual(['gradekeep.db'])
  })
})

describe('a file that is', () => {
  it('something else is called damaged and left as it was', () => {
    const file = temporaryFile()
    const words = 'This is a letter, not a database. '.repeat(300)
    writeFileSync(file, words)
    expect(codeOf(() => openDatabase(file))).toMatchObject({ code: 'store/damaged' })
    expect(readFileSync(file, 'utf8')).toBe(words)
  })

  it('half a database is called damaged', () => {
    const { file, db } = database()
    db.pragma('wal_checkpoint(TRUNCATE)')
    const whole = readFileSync(file)
    const half = join(dirname(file), 'half.db')
    writeFileSync(half, Buffer.concat([whole.subarray(0, 100), Buffer.alloc(whole.length - 100, 0xff)]))
    expect(codeOf(() => openDatabase(half))).toMatchObject({ code: 'store/damaged' })
  })

  it('empty becomes a new database', () => {
    const file = temporaryFile()
    writeFileSync(file, '')
    expect(versionOf(opened(file))).toBe(migrations.at(-1)?.version)
  })

  it('a folder is not taken for one', () => {
    expect(codeOf(() => openDatabase(dirname(temporaryFile())))).toMatchObject({ code: 'store/foreign' })
  })
})

describe('a data folder that', () => {
  it('is not there yet is made, for its owner alone', () => {
    const file = join(dirname(temporaryFile()), 'new', 'deep', 'gradekeep.db')
    opened(file)
    expect(existsSync(file)).toBe(true)
  })

  it.each([
    ['lies below a file', 'below'],
    ['is a file itself', ''],
  ])('%s is said to be no folder', (_, below) => {
    const letter = temporaryFile()
    writeFileSync(letter, 'a letter')
    const file = join(letter, below, 'gradekeep.db')
    expect(codeOf(() => openDatabase(file))).toMatchObject({
      code: 'store/no-folder',
      detail: { folder: dirname(file) },
    })
  })
})

describe('the read-only connection', () => {
  it('sees what the writer has committed and writes nothing', () => {
    const { file, calls } = database()
    const reader = openReadOnly(file)
    calls.addAccount(accountNamed('b'))
    expect(reader.prepare('SELECT count(*) AS n FROM account').get()).toEqual({ n: 2 })
    expect(() => reader.exec('DELETE FROM account')).toThrow('readonly')
    reader.close()
  })

  it('makes no file', () => {
    const file = temporaryFile()
    expect(codeOf(() => openReadOnly(file))).toMatchObject({ name: 'AppError' })
    expect(existsSync(file)).toBe(false)
  })
})

describe('a column of the list that was switched off as score', () => {
  it('stays switched off under its present name', () => {
    const { db, calls } = database()
    db.prepare('INSERT INTO setting (name, value) VALUES (?, ?)').run('hiddenColumns', '["score","points"]')
    db.exec(migrations.find(({ version }) => version === 6)?.up ?? '')
    expect(calls.settings().hiddenColumns).toEqual(['percentage', 'points'])
  })
})
