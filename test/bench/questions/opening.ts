import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openStore } from '../../../electron/store/api.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import { inProject } from '../../runtime/scripts/project.mjs'
import { firstPage, timed } from '../measure.ts'
import { untilInMemory } from './standing.ts'
import { goalOf } from './table.ts'

/** The worker threads as the app has them. */
export const builtWorkers = {
  writer: inProject('out', 'main', 'store-writer.cjs'),
  reader: inProject('out', 'main', 'store-reader.cjs'),
}

interface Opened {
  /**
   * Milliseconds from opening the store to its first page, with what the app asks before that, and until the results were
   * in memory.
   */
  readonly firstPage: number
  readonly standing: number | null
  /** The longest wait for another question while results are read, in milliseconds. */
  readonly longestWait: number
}

export interface Opening {
  readonly firstPage: readonly number[]
  readonly standing: readonly number[]
  readonly longestWait: readonly number[]
}

/** The worker threads kept compiled beside the file, as the app keeps them in its data folder from the first start on. */
const keptWorkers = (file: string) => ({ ...builtWorkers, compiled: join(dirname(file), 'compiled') })

/** How often a store is opened: of a million results each takes some seconds. */
const openingsOf = (size: number): number => (size > 300_000 ? 3 : 5)

/** Milliseconds between questions after which results are read that no question needs yet, and how many are then asked. */
const atRest = 170
const askedAtRest = 8

/**
 * Opens a store of `size` results several times, each in a process of its own. How long it takes until all are in
 * memory and how long a question waits meanwhile are measured apart: what finds out the one would be waited for in the
 * other.
 */
export async function measureOpening(file: string, size: number): Promise<Opening> {
  const first = await openStore(file, keptWorkers(file))
  await first.close()
  const asking: Opened[] = []
  while (asking.length < openingsOf(size)) asking.push(await openedApart(file, size))
  const standing = asking.map((opened) => opened.standing ?? 0)
  const meanwhile = Math.max(...standing)
  const waiting = [await openedApart(file, size, meanwhile), await openedApart(file, size, meanwhile)]
  return {
    firstPage: asking.map((opened) => opened.firstPage),
    standing,
    longestWait: waiting.map(({ longestWait }) => longestWait),
  }
}

/** @param meanwhile ask light questions for so many milliseconds, instead of finding out when all is in memory */
async function openedApart(file: string, size: number, meanwhile?: number): Promise<Opened> {
  const asked = [file, String(size), ...(meanwhile === undefined ? [] : [String(meanwhile)])]
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, ...asked])
  return JSON.parse(stdout)
}

async function open(file: string, size: number, meanwhile: number | undefined): Promise<Opened> {
  const began = performance.now()
  const store = await openStore(file, keptWorkers(file))
  // As the app does before it shows a window: these need the rest of the store, which then reads ahead as well.
  await store.unreadableBefore(readerVersion)
  await store.isUnclean()
  await store.resultsReadBefore(100)
  await store.settings()
  const light = () => firstPage(store, 'results', { filter: [], sort: newestFirst }, 100)
  await light()
  const first = performance.now() - began
  let standing: number | null = null
  let longestWait = 0
  if (meanwhile === undefined) {
    // Asked sooner, it would only be slower.
    await setTimeout(goalOf('standing', size) / 2)
    await untilInMemory(store, size)
    standing = performance.now() - began
  } else {
    // A little longer than it took before.
    while (performance.now() < began + meanwhile * 1.2) {
      longestWait = Math.max(longestWait, await timed(light))
      await setTimeout(4)
    }
    for (let asked = 0; asked < askedAtRest; asked++) {
      await setTimeout(atRest)
      longestWait = Math.max(longestWait, await timed(light))
    }
  }
  await store.close()
  return { firstPage: first, standing, longestWait }
}

if (import.meta.main) {
  const [file = '', size, meanwhile] = process.argv.slice(2)
  console.log(JSON.stringify(await open(file, Number(size), meanwhile === undefined ? undefined : Number(meanwhile))))
}
