import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { mayBeChanged, seal } from '../../../electron/store/locks.ts'
import { openDatabase } from '../../../electron/store/open.ts'
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

async function store(file: string) {
  const open = await openStore(file, storeWorkers)
  onTestFinished(() => open.close().catch(() => undefined))
  return open
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
      'not, where a running process has it open',
      false,
      (file) => writeFileSync(`${file}.seal`, `{"openIn":${process.ppid}}`),
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

it('a check that is not asked for is not made: reading every byte at every start would take its time', () => {
  const file = closed()
  damage(file)
  expect(() => openDatabase(file, true)).toThrow('store/damaged')
  expect(() => openDatabase(file, false).close()).not.toThrow()
})
