import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { replaceDatabaseFile } from '../../../electron/store/replace.ts'
import { incoming, outgoing } from '../../../electron/store/replacement-files.ts'
import { accountNamed, database } from './laptop-database.ts'

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return { ...fs, renameSync: vi.fn(fs.renameSync), rmSync: vi.fn(fs.rmSync) }
})
const real = await vi.importActual<typeof import('node:fs')>('node:fs')

// Before this claims to be Windows: the driver is loaded for the system it runs on.
new SqliteDatabase(':memory:').close()
const platform = process.platform
beforeEach(() => void Object.defineProperty(process, 'platform', { value: 'win32' }))
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform })
  vi.mocked(renameSync).mockImplementation(real.renameSync)
  vi.mocked(rmSync).mockImplementation(real.rmSync)
})

const held = (syscall: string) => Object.assign(new Error('held'), { code: 'EBUSY', syscall })

function closedWith(id: string): string {
  const { file, db } = database([accountNamed(id)])
  db.close()
  return file
}

const accountsIn = (file: string): unknown[] => {
  const db = openDatabase(file)
  try {
    return db.prepare('SELECT id FROM account').all()
  } finally {
    db.close()
  }
}

const leftBeside = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.endsWith('.restoring') || name.endsWith('.replaced'))

const replace = (file: string, copy: string) => replaceDatabaseFile(file, copy, (db) => void db.close())

describe('a database that an export of our own holds open on Windows', () => {
  it('is replaced once that lets go of it', () => {
    const [file, copy] = [closedWith('old'), closedWith('new')]
    let times = 0
    vi.mocked(renameSync).mockImplementation((from, to) => {
      if (from === file && times++ < 2) throw held('rename')
      real.renameSync(from, to)
    })
    replace(file, copy)
    expect(accountsIn(file)).toEqual([{ id: 'new' }])
    expect(leftBeside(file)).toEqual([])
  })

  it('stays, and the copy that was to replace it does not stay behind', () => {
    const [file, copy] = [closedWith('old'), closedWith('new')]
    vi.mocked(renameSync).mockImplementation((from, to) => {
      if (from === file) throw held('rename')
      real.renameSync(from, to)
    })
    expect(() => replace(file, copy)).toThrow('held')
    expect(accountsIn(file)).toEqual([{ id: 'old' }])
    expect(leftBeside(file)).toEqual([])
  })

  it('is never taken for what an earlier replacement left', () => {
    const [file, copy] = [closedWith('old'), closedWith('new')]
    copyFileSync(closedWith('older'), outgoing(file))
    vi.mocked(renameSync).mockImplementation((from, to) => {
      if (from === file) throw held('rename')
      real.renameSync(from, to)
    })
    expect(() => replace(file, copy)).toThrow('held')
    expect(accountsIn(file)).toEqual([{ id: 'old' }])
    expect(existsSync(incoming(file))).toBe(false)
  })

  it('is back in its place with what is only in its journal, where that is held', () => {
    const [file, copy] = [closedWith('old'), closedWith('new')]
    const other = new SqliteDatabase(file)
    other.pragma('wal_autocheckpoint = 0')
    other.exec(`UPDATE account SET name = 'Only in the journal'`)
    vi.mocked(renameSync).mockImplementation((from, to) => {
      if (from === `${file}-wal`) throw held('rename')
      real.renameSync(from, to)
    })
    expect(() => replace(file, copy)).toThrow('held')
    const now = new SqliteDatabase(file, { readonly: true })
    expect(now.prepare('SELECT id, name FROM account').get()).toEqual({ id: 'old', name: 'Only in the journal' })
    now.close()
    other.close()
  })

  it('is back in its place where the new one does not take it', () => {
    const [file, copy] = [closedWith('old'), closedWith('new')]
    vi.mocked(renameSync).mockImplementation((from, to) => {
      if (from === incoming(file)) throw held('rename')
      real.renameSync(from, to)
    })
    expect(() => replace(file, copy)).toThrow('held')
    expect(accountsIn(file)).toEqual([{ id: 'old' }])
    expect(leftBeside(file)).toEqual([])
  })

  it('is replaced although the former one cannot be removed yet', () => {
    const [file, copy] = [closedWith('old'), closedWith('new')]
    vi.mocked(rmSync).mockImplementation((path, options) => {
      if (path === outgoing(file)) throw held('unlink')
      real.rmSync(path, options)
    })
    replace(file, copy)
    expect(accountsIn(file)).toEqual([{ id: 'new' }])
  })
})
