import { setTimeout } from 'node:timers/promises'
import type { Store } from '../../../electron/store/api.ts'
import { newestFirst, type ResultsFilter } from '../../../shared/model/filter.ts'
import { firstPage, timedRuns } from '../measure.ts'
import { goalOf } from './table.ts'

/** SQL counts these by reading rows; in memory they are counted in a fraction of the time. */
const counted: ResultsFilter = [
  { field: 'outcome', op: 'in', value: ['not-passed'] },
  { field: 'percentage', op: 'from', value: 20 },
  { field: 'certificate', op: 'is', value: false },
]

/** In milliseconds; SQL takes several times as long. */
const quick = (size: number): number => 0.5 + size / 300_000

/**
 * Asks for a first page, as the window does, and waits until the results are in memory, which shows in how fast they are
 * counted.
 * @returns whether they are; false when it took several times as long as it may
 */
export async function untilInMemory(store: Store, size: number): Promise<boolean> {
  await firstPage(store, 'results', { filter: [], sort: newestFirst }, 100)
  const until = performance.now() + 5 * goalOf('standing', size)
  while (performance.now() < until) {
    const taken = await timedRuns(3, () => store.countResults(counted))
    if (Math.min(...taken) <= quick(size)) return true
    await setTimeout(10)
  }
  return false
}
