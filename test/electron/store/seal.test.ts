import { copyFileSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { OpenLock } from '../../../electron/store/locks.ts'
import { openDatabase, openReadOnly } from '../../../electron/store/open.ts'
import { mayBeChanged, seal, sealAtRest } from '../../../electron/store/seal.ts'
import { openStore } from '../../../electron/store/store.ts'
import { damage } from './damaged.ts'
import { database, pageWith, resultOf, storeWorkers, temporaryFile } from './laptop-database.ts'

const sealOf = (file: string) => JSON.parse(readFileSync(`${file}.seal`, 'utf8'))
// A process number that nobody has: real ones end far below.
const gone = 4_194_305

/** A closed database with results, and no seal. */
function closed(): string {
  const { file, db, calls } = database()
  calls.applyPage(pageWith(Array.from({ length: 400 }, (_, userId) => resultOf({ userId }))))
  db.close()
  return file
}

function heldOpen(file: string): void {
  const lock = new OpenLock(file)
  lock.hold()
  onTestFinished(() => lock.release())
}

async function store(file: string) {
  const open = await openStore(file, storeWorkers)
  onTestFinished(() => open.close().catch(() => undefined))
  return open
}

/** The database as a process that is ended now leaves it, in a folder where nobody has it open. */
function copied(file: string): string {
  const copy = temporaryFile()
  // The same file, as a copy would lose the end of its time.
  linkSync(file, copy)
  for (const suffix of ['-wal', '.seal']) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`)
  return copy
}

const damaged = { name: 'AppError', code: 'store/damaged' }

describe('a database', () => {
  it('is marked open in its process while it is open, and sealed when it is closed', async () => {
    const file = closed()
    const open = await store(file)
    expect(sealOf(file)).toEqual({ openIn: process.pid })
    await open.close()
    const { size, mtimeMs } = statSync(file)
    expect(sealOf(file)).toEqual({ size, mtimeMs })
    expect(mayBeChanged(file)).toBe(false)
  })

  it('that was not closed and is whole opens as ever', async () => {
    const file = closed()
    writeFileSync(`${file}.seal`, JSON.stringify({ openIn: gone }))
    const open = await store(file)
    expect(await open.countResults([])).toBe(400)
    expect(sealOf(file)).toEqual({ openIn: process.pid })
  })

  it('that was not closed and is damaged says so, now and at the next start, and is not written to', async () => {
    const file = closed()
    damage(file)
    openDatabase(file).close()
    const before = readFileSync(file)
    writeFileSync(`${file}.seal`, JSON.stringify({ openIn: gone }))
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject(damaged)
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject(damaged)
    expect(sealOf(file)).toEqual({ openIn: gone })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('that was damaged while it was closed says so', async () => {
    const file = closed()
    seal(file)
    damage(file)
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject(damaged)
  })

  it('without a seal is looked at once', async () => {
    const file = closed()
    damage(file)
    expect(mayBeChanged(file)).toBe(true)
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject(damaged)
  })
})

it('two who look at once whether it is open do not take each other for having it open', () => {
  const file = closed()
  const looking = new Int32Array(new SharedArrayBuffer(4))
  const program = `
    const { better, lock, looking } = require('node:worker_threads').workerData
    const db = new (require(better))(lock)
    db.exec('BEGIN EXCLUSIVE')
    Atomics.store(looking, 0, 1)
    Atomics.notify(looking, 0)
    Atomics.wait(looking, 0, 1, 30)
    db.close()`
  const better = createRequire(import.meta.url).resolve('better-sqlite3')
  const worker = new Worker(program, {
    eval: true,
    workerData: { better, lock: join(dirname(file), 'open.lock'), looking },
  })
  onTestFinished(async () => void (await worker.terminate()))
  Atomics.wait(looking, 0, 0)
  expect(new OpenLock(file).isHeld(0)).toBe(true)
  expect(new OpenLock(file).isHeld(60_000)).toBe(false)
})

it('a seal that cannot be written keeps nobody from closing; the next start checks', async () => {
  const file = closed()
  const open = await store(file)
  rmSync(`${file}.seal`)
  mkdirSync(`${file}.seal`)
  await open.close()
  rmSync(`${file}.seal`, { recursive: true })
  expect(mayBeChanged(file)).toBe(true)
})

describe('what was closed may be changed', () => {
  it.each<[string, boolean, (file: string) => void]>([
    ['not, where size and time are as they were', false, () => undefined],
    ['where its time is another', true, (file) => utimesSync(file, 1, 1)],
    ['where its size is another', true, (file) => writeFileSync(file, 'x', { flag: 'a' })],
    ['where its seal cannot be read', true, (file) => writeFileSync(`${file}.seal`, '{"size":')],
    ['where its seal says nothing', true, (file) => writeFileSync(`${file}.seal`, '{}')],
    ['where a process that is gone had it open', true, (file) => writeFileSync(`${file}.seal`, `{"openIn":${gone}}`)],
    [
      'where its process is gone and another program has its number',
      true,
      (file) => writeFileSync(`${file}.seal`, `{"openIn":${process.ppid}}`),
    ],
    [
      'not, where somebody has it open',
      false,
      (file) => {
        writeFileSync(`${file}.seal`, `{"openIn":${gone}}`)
        heldOpen(file)
      },
    ],
    [
      'not, where one of two who had it open has closed it and the other wrote since',
      false,
      (file) => {
        heldOpen(file)
        utimesSync(file, 1, 1)
      },
    ],
    [
      'where this process had it open itself, whose thread is gone',
      true,
      (file) => {
        writeFileSync(`${file}.seal`, `{"openIn":${process.pid}}`)
        heldOpen(file)
      },
    ],
    [
      'where it was closed with something left in its journal',
      true,
      (file) => writeFileSync(`${file}-wal`, 'not moved into the database'),
    ],
  ])('%s', (_, changed, change) => {
    const file = closed()
    seal(file)
    change(file)
    expect(mayBeChanged(file)).toBe(changed)
  })

  it('not, where there is none yet', () => {
    expect(mayBeChanged(temporaryFile())).toBe(false)
  })
})

describe('a database at rest', () => {
  it('is not checked after its process was ended, and is as soon as something was written', async () => {
    const file = closed()
    const open = await store(file)
    await open.rest()
    expect(sealOf(file)).toMatchObject({ openIn: process.pid, atRest: { size: statSync(file).size } })
    const atRest = copied(file)
    await open.setValidity('a', 1, 12)
    const written = copied(file)
    expect([mayBeChanged(atRest), mayBeChanged(written)]).toEqual([false, true])
  })

  it('that was changed since by somebody else is checked', async () => {
    const file = closed()
    const open = await store(file)
    await open.rest()
    const copy = copied(file)
    utimesSync(copy, 1, 1)
    expect(mayBeChanged(copy)).toBe(true)
  })

  it('is none while somebody still reads, who is not waited for', () => {
    const { file, db } = database()
    const reader = openReadOnly(file)
    onTestFinished(() => void reader.close())
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM account').get()
    db.exec(`UPDATE account SET name = 'New'`)
    const asked = performance.now()
    expect(sealAtRest(db, file)).toBe(false)
    expect(performance.now() - asked).toBeLessThan(2_000)
    expect(db.pragma('busy_timeout', { simple: true })).toBe(5_000)
    reader.exec('ROLLBACK')
    expect(sealAtRest(db, file)).toBe(true)
  })
})

it('a check that is not asked for is not made: reading every byte at every start would take its time', () => {
  const file = closed()
  damage(file)
  expect(() => openDatabase(file, true)).toThrow('store/damaged')
  expect(() => openDatabase(file, false).close()).not.toThrow()
})
