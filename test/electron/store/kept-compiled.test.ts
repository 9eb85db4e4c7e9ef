import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../../../electron/store/store.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { database, pageWith, resultOf, storeWorkers, temporaryFile } from './laptop-database.ts'

/** A closed database with one result, and the folder in which its threads are kept compiled. */
function laptop() {
  const { file, db, calls } = database()
  calls.applyPage(pageWith([resultOf({ userId: 1 })]))
  db.close()
  return { file, compiled: join(dirname(temporaryFile()), 'compiled') }
}

/** How many results are counted by threads that are kept compiled, after a write. */
async function counted({ file, compiled }: ReturnType<typeof laptop>): Promise<number> {
  const store = await openStore(file, { ...storeWorkers, compiled })
  try {
    await store.changeSettings({ theme: 'dark' })
    const { answer } = await store.answers.open('results', { filter: [], sort: newestFirst }, 1)
    return await store.answers.count(answer)
  } finally {
    await store.close()
  }
}

const keptFiles = (folder: string) => globSync(`${folder}/*/*`).sort()
const timesOf = (files: readonly string[]) => files.map((file) => statSync(file).mtimeMs)

it('keeps its threads compiled, and takes them from there with the next start', async () => {
  const made = laptop()
  expect(await counted(made)).toBe(1)
  const files = keptFiles(made.compiled)
  expect(files.length).toBeGreaterThanOrEqual(2)
  const before = timesOf(files)
  expect(await counted(made)).toBe(1)
  // What was refused would have been written anew.
  expect(keptFiles(made.compiled)).toEqual(files)
  expect(timesOf(files)).toEqual(before)
})

it('starts with a kept program that is damaged, cut short or of another one', async () => {
  const made = laptop()
  expect(await counted(made)).toBe(1)
  const [first = '', ...others] = keptFiles(made.compiled)
  const whole = readFileSync(first)
  for (const odd of [
    Buffer.alloc(0),
    whole.subarray(0, 100),
    whole.map((byte, place) => (place < 64 ? byte : ~byte)),
  ]) {
    writeFileSync(first, odd)
    expect(await counted(made)).toBe(1)
  }
  for (const other of others) writeFileSync(other, whole)
  expect(await counted(made)).toBe(1)
})

it('starts where nothing can be kept', async () => {
  const made = laptop()
  rmSync(made.compiled, { recursive: true, force: true })
  mkdirSync(dirname(made.compiled), { recursive: true })
  writeFileSync(made.compiled, 'a file where the folder should be')
  expect(await counted(made)).toBe(1)
  expect(readFileSync(made.compiled, 'utf8')).toBe('a file where the folder should be')
})
