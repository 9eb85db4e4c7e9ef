import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { results } from '../../../electron/store/schema/0001-results.ts'
import { trust } from '../../../electron/store/schema/0002-trust.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import type { Result } from '../../../shared/model/result.ts'
import { callsWithPages, formerRow, noon, opened, resultOf, temporaryFile } from './laptop-database.ts'

const names = Object.keys(formerRow(resultOf())).filter((name) => name !== 'certificate_key')

/** A laptop as the second version left it, with these results. */
function secondVersion(given: readonly Partial<Result>[]) {
  const file = temporaryFile()
  const db = new SqliteDatabase(file)
  db.pragma('journal_mode = WAL')
  defineFunctions(db)
  migrate(db, () => undefined, [results, trust])
  db.exec(`
    INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
      VALUES ('a', 'School a', 'key-a', 'sha256', 'auto', 0, 'UTC', ${noon});
    INSERT INTO test VALUES ('a', 1, 'Health and safety exam');
  `)
  const insert = db.prepare(
    `INSERT INTO result (account_id, first_seen_at, updated_at, ${names.join(', ')})
     VALUES ('a', ${noon}, ${noon}, ${names.map((name) => `@${name}`).join(', ')})`,
  )
  for (const [userId, said] of given.entries()) insert.run(formerRow(resultOf({ userId, ...said })))
  const [{ id } = { id: 0 }] = db.prepare<[], { id: number }>('SELECT id FROM result ORDER BY id').all()
  db.exec(`INSERT INTO result_change (result_id, seen_at, field, old_value, new_value)
    VALUES (${id}, ${noon}, 'certificate_serial', '"CBEFORE-ONE"', '"CAQPYQSBSY-ZZVKJGQH"')`)
  db.close()
  return file
}

describe('a database of version 2', () => {
  const file = secondVersion([
    { first: 'Paul', last: 'Smith', certificateSerial: 'CAQPYQSBSY-ZZVKJGQH', giveCertificateOnlyWhenPassed: true },
    { first: 'Tracy', certificateSerial: 'CLOST-SERIAL', giveCertificateOnlyWhenPassed: true, passed: false },
    { first: 'Ann', certificateSerial: 'CANYWAY-ONE', giveCertificateOnlyWhenPassed: false, passed: false },
    { first: 'Bob', certificateSerial: null },
  ])
  const db = opened(file)
  const calls = callsWithPages(db)
  const found = (text: string) => calls.lookUpCertificates(text, undefined)

  it('is whole afterwards, with everything it held', () => {
    expect(versionOf(db)).toBe(migrations.at(-1)?.version)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(calls.countResults([])).toBe(4)
  })

  it('has certificates where they are earned, and only there', () => {
    expect(db.prepare('SELECT first, certificate_key AS key FROM result ORDER BY id').all()).toEqual([
      { first: 'Paul', key: 'caqpyqsbsyzzvkjgqh' },
      { first: 'Tracy', key: null },
      { first: 'Ann', key: 'canyway0ne' },
      { first: 'Bob', key: null },
    ])
    expect(calls.countCertificates([])).toBe(2)
  })

  it('finds them by serial, name and test, and knows what was one before', () => {
    expect(found('pyqsb').matches).toMatchObject([{ first: 'Paul', bySerial: true }])
    expect(found('smith health').matches).toMatchObject([{ first: 'Paul', bySerial: false }])
    expect(found('before').former).toMatchObject([{ student: 'Paul Smith', reason: 'replaced' }])
    expect(found('lost').former).toMatchObject([{ student: 'Tracy Lovelace', reason: 'not-earned', now: null }])
    expect(found('tracy')).toMatchObject({ matches: [], searched: 2 })
  })
})
