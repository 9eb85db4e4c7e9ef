import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { replaceDatabaseFile } from '../../../electron/store/replace.ts'
import { incoming, moveDatabase, outgoing } from '../../../electron/store/replacement-files.ts'
import { seal } from '../../../electron/store/seal.ts'
import { inspectDatabase, writeSnapshot } from '../../../electron/store/snapshot.ts'
import { day, unixSeconds } from '../../../shared/model/time.ts'
import { usableZone } from '../../../shared/model/zone.ts'
import { database, noon, pageWith, resultOf } from './laptop-database.ts'

const harms: Readonly<Record<string, (file: string) => void>> = {
  emptied: (file) => truncateSync(file, 0),
  'cut off': (file) => truncateSync(file, 5_000),
  gone: (file) => rmSync(file),
  'a letter': (file) => writeFileSync(file, 'Dear Ada'),
  "another program's": (file) => {
    rmSync(file)
    const db = new SqliteDatabase(file)
    db.exec('CREATE TABLE photo (id INTEGER)')
    db.close()
  },
  'with a trigger': (file) => withSql(file, 'CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM result; END'),
  'without a table': (file) => withSql(file, 'DROP TABLE setting'),
  'without a version': (file) => withSql(file, 'PRAGMA user_version = 0'),
}

function withSql(file: string, sql: string): void {
  const db = new SqliteDatabase(file)
  db.exec(sql)
  db.close()
}

const idsIn = (file: string): unknown[] => {
  const db = openDatabase(file, true)
  try {
    return db.prepare('SELECT user_id FROM result ORDER BY user_id').pluck().all()
  } finally {
    db.close()
  }
}

const users = (from: number, count: number) => Array.from({ length: count }, (_, at) => resultOf({ userId: from + at }))

it('whatever becomes of the file, it is never gone on with as if it were the results, and the copy brings them back', {
  timeout: 120_000,
}, () => {
  const told = fc.record({
    copied: fc.integer({ min: 1, max: 30 }),
    later: fc.integer({ min: 0, max: 30 }),
    harm: fc.constantFrom(...Object.keys(harms)),
  })
  fc.assert(
    fc.property(told, ({ copied, later, harm }) => {
      const { file, db, calls } = database()
      calls.applyPage(pageWith(users(1, copied)))
      const copy = join(dirname(file), 'copy.db')
      writeSnapshot(file, copy)
      calls.applyPage(pageWith(users(1_000, later)))
      db.close()
      seal(file)
      harms[harm]?.(file)
      const before = harm === 'gone' ? null : readFileSync(file)
      expect(() => openDatabase(file, true), harm).toThrow(/^store\//)
      expect(() => inspectDatabase(file), harm).toThrow()
      if (before === null) writeFileSync(file, '')
      else expect(readFileSync(file).equals(before)).toBe(true)
      replaceDatabaseFile(file, copy, (open) => void open.close())
      expect(idsIn(file)).toHaveLength(copied)
    }),
    { numRuns: 30, seed: 20_261_120 },
  )
})

it('wherever a replacement is killed, one of the two databases is there at the next start, whole', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 40 }), fc.nat(4), (old, fresh, step) => {
      const { file, db, calls } = database()
      calls.applyPage(pageWith(users(1, old)))
      db.close()
      seal(file)
      const other = database()
      other.calls.applyPage(pageWith(users(1, fresh)))
      other.db.close()
      const steps = [
        () => writeFileSync(incoming(file), readFileSync(other.file).subarray(0, 9_000)),
        () => copyFileSync(other.file, incoming(file)),
        () => moveDatabase(file, outgoing(file)),
        () => moveDatabase(incoming(file), file),
        () => rmSync(outgoing(file)),
      ]
      for (const each of steps.slice(0, step + 1)) each()
      expect(idsIn(file)).toHaveLength(step < 2 ? old : fresh)
    }),
    { numRuns: 20, seed: 20_261_120 },
  )
})

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'EST5EDT'].concat([
  'IST',
  '',
  'Mars/Base',
  ':UTC',
])

it('whatever zone is stored, a day of a filter holds what finished on that day by the wall clock', {
  timeout: 60_000,
}, () => {
  const own = database()
  const moment = fc.integer({ min: noon - 400 * day, max: noon }).map(unixSeconds)
  const told = fc.record({
    zone: fc.constantFrom(...zones),
    moments: fc.uniqueArray(moment, { minLength: 1, maxLength: 8 }),
    which: fc.nat(),
  })
  fc.assert(
    fc.property(told, ({ zone, moments, which }) => {
      own.db.exec('DELETE FROM result')
      own.db.prepare('UPDATE account SET time_zone = ?').run(zone)
      own.calls.applyPage(pageWith(moments.map((timeFinished, userId) => resultOf({ userId, timeFinished }))))
      const format = new Intl.DateTimeFormat('en-CA', { timeZone: usableZone(zone), dateStyle: 'short' })
      const days = moments.map((each) => format.format(each * 1000))
      const asked = days[which % days.length] ?? ''
      const expected = days.filter((each) => each === asked).length
      expect(
        own.calls.countResults([
          { field: 'finished', op: 'from', value: asked },
          { field: 'finished', op: 'to', value: asked },
        ]),
        `${asked} in ${zone}`,
      ).toBe(expected)
      expect(own.calls.listAccounts()[0]?.timeZone).toBe(usableZone(zone))
    }),
    { numRuns: 150, seed: 20_261_120 },
  )
})
