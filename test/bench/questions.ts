import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openStore } from '../../electron/store/api.ts'
import { packCopy, packedEnding } from '../../electron/store/packed-copy.ts'
import { say } from '../runtime/scripts/say.mjs'
import { fillDatabase } from './fill.ts'
import { measureIngest } from './ingest.ts'
import { inTemporaryFolder } from './laptop.ts'
import { milliseconds, timed } from './measure.ts'
import { measureDuckdb } from './questions/duckdb.ts'
import { measureMemory } from './questions/memory.ts'
import { builtWorkers, measureOpening } from './questions/opening.ts'
import { measureStore } from './questions/store.ts'
import { inOrder, printTable, type QuestionsTable, type RowName, spreadOf } from './questions/table.ts'
import { tellingWords } from './questions/telling-words.ts'
import { measureWindow } from './questions/window.ts'

/** Measures every row of the table of floors among made results of this number. */
export function measureQuestions(size: number): Promise<QuestionsTable> {
  return inTemporaryFolder(async (folder) => {
    const [full, empty] = [join(folder, 'full'), join(folder, 'empty')]
    const [file, emptyFile] = [full, empty].map((place) => join(place, 'gradekeep.db')) as [string, string]
    const measured = new Map<RowName, readonly number[]>()
    await step(`${size.toLocaleString('en')} results`, async () => {
      fillDatabase(file, size)
      fillDatabase(emptyFile, 0)
      // Stands for the copy of today, which the app would otherwise take while something is measured.
      const backups = join(full, 'backups')
      mkdirSync(backups)
      await packCopy(emptyFile, join(backups, `daily-${new Date().toISOString().slice(0, 10)}.db${packedEnding}`))
    })
    const duckdb = await step('DuckDB', () => measureDuckdb(file, size))
    await step('opening', async () => {
      const opening = await measureOpening(file, size)
      measured.set('opening', opening.firstPage)
      measured.set('standing', opening.standing)
      measured.set('waiting', opening.longestWait)
    })
    await step('memory', async () => {
      const { columns, attempts } = await measureMemory(file, size)
      measured.set('memory', [columns])
      measured.set('attempts', [attempts])
    })
    const words = await step('the store', async () => {
      const store = await openStore(file, builtWorkers)
      for (const [name, values] of await measureStore(store, size)) measured.set(name, values)
      const words = await tellingWords(store)
      await store.close()
      return words
    })
    await step('starts and the window', async () => {
      for (const [name, values] of await measureWindow(full, empty, words)) measured.set(name, values)
    })
    await step('ingest', async () => measured.set('ingest', (await measureIngest(3, 4_000)).ratios))
    return { size, rows: inOrder(measured, size), duckdb: duckdb && spreadOf(duckdb) }
  })
}

/**
 * Runs one part of the measuring, and tells how long it took on standard error. What the part before left is collected
 * first: a question would otherwise now and then wait for the tenth of a second that this takes.
 */
async function step<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  let answer: T | undefined
  collectGarbage()
  const before = process.cpuUsage()
  const taken = await timed(async () => {
    answer = await work()
  })
  const { user, system } = process.cpuUsage(before)
  say(`  ${what}: ${milliseconds(taken)}, ${milliseconds((user + system) / 1000)} of this process's own work`)
  return answer as T
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** Prints the table for each size; as one JSON document when asked, and then nothing else. */
export async function benchQuestions(sizes: readonly number[], json = false): Promise<void> {
  for (const size of sizes) {
    const table = await measureQuestions(size)
    if (json) console.log(JSON.stringify(table))
    else printTable(table)
  }
}
