import type { Database } from 'better-sqlite3'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import { looked, sentAssessment, sentSubmission } from './assessment-rows.ts'
import { accountNamed, callsWithPages, noon, opened, pageWith, resultOf, temporaryFile } from './laptop-database.ts'

type Row = Record<string, unknown>

const dataOf = (db: Database): Map<string, Row[]> =>
  new Map(
    db
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .pluck()
      .all()
      .map((table) => [table, db.prepare<[], Row>(`SELECT * FROM "${table}"`).all()]),
  )

const triggersAndIndexes = (db: Database) =>
  db
    .prepare<[], Row>(`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index', 'view')`)
    .all()

/** The eighteenth version with results of both feeds, names, hidden ones and a class. */
function eighteenth(): string {
  const file = temporaryFile()
  const db = new SqliteDatabase(file)
  db.pragma('journal_mode = WAL')
  db.pragma('foreign_keys = ON')
  defineFunctions(db)
  migrate(
    db,
    () => undefined,
    migrations.filter(({ version }) => version <= 18),
  )
  db.exec(`INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
    VALUES ('a', 'School a', 'key-a', 'sha256', 'auto', 0, 'UTC', ${noon})`)
  // The rows as the newest version writes them are those of the eighteenth: neither table got or lost a column.
  const newest = looked(sentAssessment('a'))
  const links = { feed: 'links', sourceId: 20, userId: null } as const
  newest.calls.applyPage(pageWith(Array.from({ length: 300 }, (_, at) => resultOf({ userId: at }))))
  newest.calls.applyPage(
    pageWith([resultOf({ ...links, linkResultId: 5, certificateSerial: 'CX7' })], { feed: 'links' }),
  )
  db.prepare('ATTACH ? AS newest').run(newest.file)
  for (const table of ['answer_page', 'source', 'test', 'result'])
    db.exec(`INSERT INTO ${table} (${columnsOf(db, table)}) SELECT ${columnsOf(db, table)} FROM newest.${table}
      WHERE account_id = 'a'`)
  db.exec(`DETACH newest; INSERT INTO hidden_source (account_id, feed, source_id) VALUES ('a', 'links', 20)`)
  db.close()
  return file
}

const columnsOf = (db: Database, table: string): string =>
  db.prepare<[string], string>(`SELECT name FROM pragma_table_info(?)`).pluck().all(table).join(', ')

describe('a database of the eighteenth version', () => {
  it('is whole in the nineteenth, and every row of it as it was', () => {
    const file = eighteenth()
    const before = new SqliteDatabase(file, { readonly: true })
    const [rows, objects] = [dataOf(before), triggersAndIndexes(before)]
    before.close()
    expect(rows.get('result')).toHaveLength(301)
    const db = opened(file)
    expect(versionOf(db)).toBe(migrations.at(-1)?.version)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    const after = dataOf(db)
    for (const [table, former] of rows) {
      if (table !== 'account') expect(after.get(table), table).toEqual(former)
    }
    expect(after.get('account')).toMatchObject([{ id: 'a', service: 'classmarker', url: null, email: null }])
    expect(triggersAndIndexes(db)).toEqual(expect.arrayContaining(objects))
  })

  it('takes submissions among its results, and no other word for where a result comes from', () => {
    const db = opened(eighteenth())
    const calls = callsWithPages(db)
    expect(calls.countResults([])).toBe(301)
    expect(calls.applyPage(pageWith([resultOf({ userId: 300 })]))).toMatchObject({ added: 1 })
    calls.addAccount({ ...accountNamed('p'), service: 'assessments', url: 'https://p.example.org' })
    calls.saveAssessments('p', { assessments: [sentAssessment('a')], complete: true, at: noon })
    expect(calls.keepSubmission('p', sentSubmission('1'), noon)).toBe('added')
    expect(() => db.exec(`UPDATE result SET feed = 'others' WHERE feed = 'submissions'`)).toThrow('CHECK')
    expect(() => db.exec(`UPDATE source SET feed = 'others' WHERE feed = 'submissions'`)).toThrow('CHECK')
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })
})
