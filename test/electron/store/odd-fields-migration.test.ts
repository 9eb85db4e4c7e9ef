import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { results } from '../../../electron/store/schema/0001-results.ts'
import { trust } from '../../../electron/store/schema/0002-trust.ts'
import { certificatesAndCodes } from '../../../electron/store/schema/0003-certificates-and-codes.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { callsWithPages, opened, received, resultOf, temporaryFile } from './laptop-database.ts'

const page = {
  accountId: 'a',
  feed: 'groups' as const,
  unreadable: [],
  tests: [],
  sources: [],
  cursor: null,
  covered: null,
}

/** A database as the version before odd fields left it, with one result. */
function older() {
  const db = new SqliteDatabase(temporaryFile())
  db.pragma('foreign_keys = ON')
  defineFunctions(db)
  migrate(db, () => undefined, [results, trust, certificatesAndCodes])
  db.exec(`INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
    VALUES ('a', 'School', 'key', 'sha256', 'auto', 0, 'UTC', 0)`)
  db.exec(`INSERT INTO result (account_id, natural_key, feed, test_id, source_id, user_id, first, last, percentage, outcome,
      requires_grading, time_started, time_finished, student_key, sort_name, search_text, raw, first_seen_at, updated_at)
    VALUES ('a', 'g:1', 'groups', 1, 2, 42, 'Ada', 'L', 755, 'none', 1, 10, 20, 'user:42', 'l ada', 'ada l', '{}', 0, 0)`)
  return db
}

describe('a database from before odd fields', () => {
  it('keeps what it held and takes what it refused', () => {
    const db = older()
    expect(() => db.exec('UPDATE result SET percentage = NULL')).toThrow('NOT NULL')
    migrate(db, () => undefined)
    expect(versionOf(db)).toBe(migrations.at(-1)?.version)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const calls = callsWithPages(db)
    const query = { filter: [], sort: newestFirst, offset: 0, limit: 9 }
    expect(calls.storedResultsPage(query)).toMatchObject([{ percentage: 755, requires_grading: 1, user_id: 42 }])
    const odd = resultOf({ percentage: null, requiresGrading: null, userId: '9007199254740993' })
    const long = resultOf({ userId: 3_000_000_000 })
    expect(
      calls.applyPage({ ...page, results: [received(odd), received(long)], receivedAt: odd.timeFinished }),
    ).toMatchObject({
      added: 2,
      unreadable: 0,
    })
    const stored = db
      .prepare("SELECT user_id, typeof(user_id) AS type, percentage FROM result WHERE natural_key <> 'g:1' ORDER BY id")
      .all()
    expect(stored).toMatchObject([
      { user_id: '9007199254740993', type: 'text', percentage: null },
      { user_id: 3_000_000_000, type: 'integer' },
    ])
    expect(() => db.exec('UPDATE result SET requires_grading = 7')).toThrow('CHECK')
    db.close()
  })

  it('has the form of a new one', () => {
    const formOf = (db: SqliteDatabase.Database) =>
      db.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").all()
    const db = older()
    migrate(db, () => undefined)
    expect(formOf(db)).toEqual(formOf(opened(temporaryFile())))
    expect(() => db.exec("UPDATE sqlite_schema SET sql = '' WHERE name = 'result'")).toThrow(/may not be modified/)
    db.close()
  })
})
