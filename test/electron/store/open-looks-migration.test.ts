import SqliteDatabase from 'better-sqlite3'
import { expect, it } from 'vitest'
import { defineFunctions, openDatabase } from '../../../electron/store/open.ts'
import { migrate, migrations } from '../../../electron/store/schema/migrate.ts'
import { later } from './assessment-rows.ts'
import { callsWithPages, noon, temporaryFile } from './laptop-database.ts'

it('a look that was cut short goes on after the twentieth version, where its account is still there', () => {
  const file = temporaryFile()
  const db = new SqliteDatabase(file)
  defineFunctions(db)
  migrate(
    db,
    () => undefined,
    migrations.filter(({ version }) => version <= 20),
  )
  const reading = { passes: 1, pass: { keys: ['asmnt_a'] } }
  const keep = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?)')
  for (const id of ['p', 'q'])
    db.prepare(
      `INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at, service)
       VALUES (?, ?, ?, 'sha256', 'auto', 0, 'UTC', ?, 'assessments')`,
    ).run(id, id, id, noon)
  keep.run('openLook:p', JSON.stringify({ begunAt: noon, reading }))
  keep.run('openLook:q', '{"begunAt":')
  keep.run('openLook:gone', JSON.stringify({ begunAt: noon, reading }))
  keep.run('theme', '"dark"')
  db.close()
  const calls = callsWithPages(openDatabase(file))
  expect(calls.openLook('p', noon, later)).toEqual({ begunAt: noon, reading: JSON.stringify(reading) })
  expect(calls.openLook('q', noon, later)).toBeNull()
  expect(calls.openLook('gone', noon, later)).toBeNull()
  expect(calls.settings().theme).toBe('dark')
})
