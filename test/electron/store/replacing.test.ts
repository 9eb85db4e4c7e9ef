import { copyFileSync, existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase, openReadOnly } from '../../../electron/store/open.ts'
import { replaceDatabaseFile } from '../../../electron/store/replace.ts'
import { incoming, outgoing } from '../../../electron/store/replacement-files.ts'
import { results } from '../../../electron/store/schema/0001-results.ts'
import { migrate } from '../../../electron/store/schema/migrate.ts'
import { openStore } from '../../../electron/store/store.ts'
import { accountNamed, database, pageWith, resultOf, storeWorkers, temporaryFile } from './laptop-database.ts'

/** A closed database of one account with so many results. */
function closedWith(count: number, id = 'a'): string {
  const { file, db, calls } = database([accountNamed(id)])
  const results = Array.from({ length: count }, (_, userId) => resultOf({ userId }))
  calls.applyPage(pageWith(results, { accountId: id }))
  db.close()
  return file
}

function fromTheFuture(): string {
  const file = closedWith(3, 'future')
  const db = openDatabase(file)
  db.pragma('user_version = 99')
  db.close()
  return file
}

const replace = (file: string, copy: string) => replaceDatabaseFile(file, copy, (db) => void db.close())

const accountsIn = (file: string): unknown[] => {
  const db = openDatabase(file)
  try {
    return db.prepare('SELECT id, (SELECT count(*) FROM result) AS results FROM account').all()
  } finally {
    db.close()
  }
}

const namesBeside = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.endsWith('.restoring') || name.endsWith('.replaced'))

describe('putting a copy in the place of the database', () => {
  it('leaves that alone, and the copy as it was', () => {
    const [file, copy] = [closedWith(5, 'old'), closedWith(9, 'new')]
    replace(file, copy)
    expect(accountsIn(file)).toEqual([{ id: 'new', results: 9 }])
    expect(accountsIn(copy)).toEqual([{ id: 'new', results: 9 }])
    expect(namesBeside(file)).toEqual([])
  })

  it('brings an older copy to the newest form', () => {
    const file = closedWith(5, 'old')
    const copy = temporaryFile()
    const db = new SqliteDatabase(copy)
    migrate(db, () => undefined, [results])
    db.exec(`INSERT INTO account VALUES ('older', 'n', 'k', 'sha256', 'auto', 0, 'UTC', 1, NULL, NULL)`)
    db.close()
    replace(file, copy)
    expect(accountsIn(file)).toEqual([{ id: 'older', results: 0 }])
  })

  it('never applies the journal of the old one to the new one', () => {
    const [file, copy] = [closedWith(5, 'old'), closedWith(9, 'new')]
    const other = closedWith(2, 'journal')
    const db = openDatabase(other)
    onTestFinished(() => void db.close())
    db.exec(`UPDATE account SET name = 'from the journal'`)
    for (const suffix of ['-wal', '-shm']) copyFileSync(`${other}${suffix}`, `${file}${suffix}`)
    replace(file, copy)
    expect(accountsIn(file)).toEqual([{ id: 'new', results: 9 }])
  })

  it.each([
    ['a newer Gradekeep wrote', () => fromTheFuture(), 'store/from-the-future'],
    [
      'is something else',
      () => {
        const letter = temporaryFile()
        writeFileSync(letter, 'This is a letter, not a database. '.repeat(300))
        return letter
      },
      'store/damaged',
    ],
  ])('that %s leaves the old one in its place, whole', (_, copy, code) => {
    const file = closedWith(5, 'old')
    expect(() => replace(file, copy())).toThrow(code)
    expect(accountsIn(file)).toEqual([{ id: 'old', results: 5 }])
    expect(namesBeside(file)).toEqual([])
  })

  it('that is not there leaves the old one in its place, whole', () => {
    const file = closedWith(5, 'old')
    expect(() => replace(file, join(dirname(file), 'missing.db'))).toThrow()
    expect(accountsIn(file)).toEqual([{ id: 'old', results: 5 }])
  })

  it('loses nothing of the old one where somebody else still reads it and the copy is refused', () => {
    const file = closedWith(5, 'old')
    const writer = openDatabase(file)
    const reader = openReadOnly(file)
    onTestFinished(() => void reader.close())
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM result').get()
    writer.exec(`UPDATE account SET id = id`)
    writer.prepare(`INSERT INTO setting VALUES ('theme', '"dark"')`).run()
    // A journal that somebody else reads stays when this connection closes, and part of the data is in it alone.
    writer.close()
    expect(() => replace(file, fromTheFuture())).toThrow('store/from-the-future')
    const db = openDatabase(file)
    onTestFinished(() => void db.close())
    expect(db.prepare('SELECT value FROM setting').all()).toEqual([{ value: '"dark"' }])
  })
})

describe('a replacement that was interrupted', () => {
  it('between its two renames is finished when the database is opened next', () => {
    const [file, copy] = [closedWith(5, 'old'), closedWith(9, 'new')]
    renameSync(file, outgoing(file))
    copyFileSync(copy, incoming(file))
    writeFileSync(`${file}-wal`, 'of the old one')
    expect(accountsIn(file)).toEqual([{ id: 'new', results: 9 }])
    expect(existsSync(incoming(file))).toBe(false)
  })

  it('before its first rename is as if it had never begun', () => {
    const file = closedWith(5, 'old')
    writeFileSync(incoming(file), 'half a copy')
    expect(accountsIn(file)).toEqual([{ id: 'old', results: 5 }])
  })

  it('and has no new one gives the old one its place back', () => {
    const file = closedWith(5, 'old')
    renameSync(file, outgoing(file))
    expect(accountsIn(file)).toEqual([{ id: 'old', results: 5 }])
  })

  it('is tried again over what the last one left', () => {
    const [file, copy] = [closedWith(5, 'old'), closedWith(9, 'new')]
    writeFileSync(incoming(file), 'half a copy')
    writeFileSync(outgoing(file), 'an older one')
    replace(file, copy)
    expect(accountsIn(file)).toEqual([{ id: 'new', results: 9 }])
    expect(namesBeside(file)).toEqual([])
  })
})

describe('the store', () => {
  async function opened(file: string) {
    const store = await openStore(file, storeWorkers)
    onTestFinished(() => store.close().catch(() => undefined))
    return store
  }

  it('answers from the new database, also what was asked meanwhile', async () => {
    const store = await opened(closedWith(5, 'old'))
    const asked = [store.replaceDatabase(closedWith(9, 'new')), store.countResults([]), store.listAccounts()]
    expect(await Promise.all(asked)).toMatchObject([undefined, 9, [{ id: 'new' }]])
    await store.applyPage(pageWith([resultOf({ userId: 1_000 })], { accountId: 'new' }))
    expect(await store.countResults([])).toBe(10)
  })

  it.each([
    ['is from the future', () => fromTheFuture(), 'store/from-the-future'],
    ['is not there', () => join(dirname(temporaryFile()), 'missing.db'), 'store/'],
  ])('goes on with the old one where the new one %s', async (_, copy, code) => {
    const store = await opened(closedWith(5, 'old'))
    await expect(store.replaceDatabase(copy())).rejects.toMatchObject({ code: expect.stringContaining(code) })
    expect(await store.countResults([])).toBe(5)
    expect(await store.listAccounts()).toMatchObject([{ id: 'old' }])
  })
})
