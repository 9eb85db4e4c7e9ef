import { setTimeout } from 'node:timers/promises'
import type { Store } from '../../../electron/store/api.ts'
import { newestFirst, type ResultsSort } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import { timed } from '../measure.ts'
import { goalOf } from './table.ts'

/** How many times longer than each question the thread is left to its work. */
const leftToWork = 4

/**
 * Asks for a first row until the results are in memory in that order: their number then comes with it. A whole page would
 * take a tenth of the time that is measured, and an order that SQL has to make for each question nearly all of it.
 * @returns whether they are; false when it took several times as long as it may
 */
export async function untilInMemory(store: Store, size: number, sort: ResultsSort = newestFirst): Promise<boolean> {
  const until = performance.now() + 5 * goalOf('standing', size)
  while (performance.now() < until) {
    let isThere = false
    const taken = await timed(async () => {
      const { answer, count } = await store.answers.open('results', { filter: [], sort }, 1)
      store.answers.close(answer)
      isThere = count !== null
    })
    if (isThere) return true
    await setTimeout(Math.max(10, leftToWork * taken))
  }
  return false
}

/**
 * Waits until the results are in memory in every order: until then each question waits for a slice of that work.
 * @throws Error when it took several times as long as it may
 */
export async function untilInEveryOrder(store: Store, size: number): Promise<void> {
  for (const field of sortFields) {
    const isThere = await untilInMemory(store, size, { field, direction: 'desc' })
    if (!isThere) throw new Error(`The results are not in memory by ${field}`)
  }
}
