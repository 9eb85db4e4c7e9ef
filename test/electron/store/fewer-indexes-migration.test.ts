import SqliteDatabase, { type Database } from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import { newestFirst, type ResultsFilter } from '../../../shared/model/filter.ts'
import { callsWithPages, opened, temporaryFile } from './laptop-database.ts'

const before = migrations.filter(({ version }) => version < 8)

/** A database as the version before left it, with results of two feeds. */
function older(): Database {
  const db = new SqliteDatabase(temporaryFile())
  onTestFinished(() => void db.close())
  db.pragma('foreign_keys = ON')
  db.pragma('secure_delete = ON')
  defineFunctions(db)
  migrate(db, () => undefined, before)
  db.exec(`INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
    VALUES ('a', 'School', 'key', 'sha256', 'auto', 0, 'UTC', 0)`)
  const insert = db.prepare(
    `INSERT INTO result (account_id, natural_key, feed, test_id, source_id, first, last, percentage, outcome, requires_grading,
       time_started, time_finished, student_key, sort_name, search_text, raw, first_seen_at, updated_at, reader)
     VALUES ('a', @key, @feed, @test, 2, 'Ada', @last, 755, 'none', 0, 10, @finished, @key, @sort, @search, '{}', 0, 0, 2)`,
  )
  for (let at = 0; at < 500; at++) {
    const last = at % 2 === 0 ? 'Lovelace' : 'Okonkwo'
    const words = { sort: `${last} ada`.toLowerCase(), search: `ada ${last}`.toLowerCase() }
    insert.run({ key: `k:${at}`, feed: at % 5 === 0 ? 'links' : 'groups', test: at % 3, last, finished: at, ...words })
  }
  return db
}

const found = (db: Database, filter: ResultsFilter): unknown[] =>
  callsWithPages(db)
    .resultsPage({ filter, sort: newestFirst, offset: 0, limit: 999 })
    .map(({ id }) => id)

describe('a database from before the fewer indexes', () => {
  it('answers the same questions with the same results', () => {
    const db = older()
    const all = db.prepare('SELECT id FROM result ORDER BY time_finished DESC').pluck().all()
    const matched = db
      .prepare(
        `SELECT id FROM result WHERE id IN (SELECT rowid FROM result_search WHERE result_search MATCH '"okonkwo"')
         ORDER BY time_finished DESC`,
      )
      .pluck()
      .all()
    expect(matched).toHaveLength(250)
    migrate(db, () => undefined)
    expect(versionOf(db)).toBe(migrations.at(-1)?.version)
    expect(found(db, [])).toEqual(all)
    expect(found(db, [{ field: 'search', op: 'contains', value: 'Okonkwo' }])).toEqual(matched)
    expect(callsWithPages(db).facets(undefined)).toMatchObject({
      total: 500,
      sources: [{ results: 400 }, { results: 100 }],
    })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('keeps nothing of the names where the index of letters was', () => {
    const db = older()
    db.exec(`DELETE FROM result`)
    db.exec(`INSERT INTO result_search (rowid, search_text) VALUES (9, 'zzyzx')`)
    migrate(db, () => undefined)
    expect(db.serialize().includes('zzyzx')).toBe(false)
  })

  it('has room for new results in its file, which does not grow', () => {
    const db = older()
    migrate(
      db,
      () => undefined,
      migrations.filter(({ version }) => version <= 8),
    )
    const pages = db.pragma('page_count', { simple: true })
    const free = Number(db.pragma('freelist_count', { simple: true }))
    expect(free).toBeGreaterThan(10)
    db.exec(`INSERT INTO setting VALUES ('x', '${'x'.repeat(5 * 4_096)}')`)
    expect(db.pragma('page_count', { simple: true })).toBe(pages)
  })

  it('has the form of a new one', () => {
    const formOf = (db: Database) =>
      db.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").all()
    const db = older()
    migrate(db, () => undefined)
    expect(formOf(db)).toEqual(formOf(opened(temporaryFile())))
  })
})
