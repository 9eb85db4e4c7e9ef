import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openStore } from '../../../electron/store/api.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import { inProject } from '../../runtime/scripts/project.mjs'
import { firstPage, timed } from '../measure.ts'
import { memoryChannel } from './memory-probe.ts'
import { untilInEveryOrder, untilInMemory } from './standing.ts'

/** The worker threads as the app has them. */
export const builtWorkers = {
  writer: inProject('out', 'main', 'store-writer.js'),
  reader: inProject('out', 'main', 'store-reader.js'),
}

interface Opened {
  /** Milliseconds from opening the store to its first page, and until the results were in memory. */
  readonly firstPage: number
  readonly standing: number | null
  /** The longest wait for another question until then, in milliseconds. */
  readonly longestWait: number
  /** What the store's threads hold when the results are there in every order, in bytes; 0 where that is not measured. */
  readonly bytes: number
}

export interface Opening {
  readonly firstPage: readonly number[]
  readonly standing: readonly number[]
  readonly longestWait: readonly number[]
  readonly bytesPerResult: number
}

const threads = Object.keys(builtWorkers).length

const openings = 5

/** An order is a row number for each result. */
const bytesPerOrder = Uint32Array.BYTES_PER_ELEMENT

/**
 * Opens a store of `size` results several times, each in a process of its own. How long it takes until all are in
 * memory and how long a question waits meanwhile are measured apart: what finds out the one would be waited for in the
 * other. The processes that also measure memory do not count for the first page, because the probe has to be loaded in
 * each of their threads first.
 * @param empty the file of a store without results
 */
export async function measureOpening(file: string, empty: string, size: number): Promise<Opening> {
  const asking: Opened[] = []
  while (asking.length < openings) asking.push(await openedApart(file, size))
  const standing = asking.map((opened) => opened.standing ?? 0)
  const meanwhile = Math.max(...standing)
  const waiting = [await openedApart(file, size, meanwhile), await openedApart(file, size, meanwhile)]
  const { bytes: without } = await openedApart(empty, 0, meanwhile)
  const [held = without] = waiting.map(({ bytes }) => bytes).toSorted((a, b) => a - b)
  return {
    firstPage: asking.map((opened) => opened.firstPage),
    standing,
    longestWait: waiting.map(({ longestWait }) => longestWait),
    bytesPerResult: (held - without) / size - bytesPerOrder * sortFields.length,
  }
}

/** @param meanwhile ask light questions for so many milliseconds, instead of finding out when all is in memory */
async function openedApart(file: string, size: number, meanwhile?: number): Promise<Opened> {
  const probe = ['--expose-gc', '--import', join(import.meta.dirname, 'memory-probe.ts')]
  const asked = [file, String(size), ...(meanwhile === undefined ? [] : [String(meanwhile)])]
  const words = [...(meanwhile === undefined ? [] : probe), import.meta.filename, ...asked]
  const { stdout } = await promisify(execFile)(process.execPath, words)
  return JSON.parse(stdout)
}

async function open(file: string, size: number, meanwhile: number | undefined): Promise<Opened> {
  const began = performance.now()
  const store = await openStore(file, builtWorkers)
  const light = () => firstPage(store, 'results', { filter: [], sort: newestFirst }, 100)
  await light()
  const first = performance.now() - began
  let standing: number | null = null
  let longestWait = 0
  if (meanwhile === undefined) {
    await untilInMemory(store, size)
    standing = performance.now() - began
  } else {
    // A little longer than it took before.
    while (performance.now() < began + meanwhile * 1.5) {
      longestWait = Math.max(longestWait, await timed(light))
      await setTimeout(4)
    }
  }
  if (meanwhile !== undefined) await untilInEveryOrder(store, size)
  const bytes = meanwhile === undefined ? 0 : await bytesOfThreads()
  await store.close()
  return { firstPage: first, standing, longestWait, bytes }
}

/** What all threads of the store hold after a garbage collection. */
function bytesOfThreads(): Promise<number> {
  const channel = new BroadcastChannel(memoryChannel)
  return new Promise((resolve) => {
    const told: number[] = []
    channel.onmessage = ({ data }) => {
      told.push(data.bytes)
      if (told.length < threads) return
      channel.close()
      resolve(told.reduce((sum, bytes) => sum + bytes, 0))
    }
    channel.postMessage('ask')
  })
}

if (import.meta.main) {
  const [file = '', size, meanwhile] = process.argv.slice(2)
  console.log(JSON.stringify(await open(file, Number(size), meanwhile === undefined ? undefined : Number(meanwhile))))
}
