import { setTimeout } from 'node:timers/promises'
import type { Store } from '../../../electron/store/api.ts'
import type { ResultsQuery } from '../../../shared/model/filter.ts'
import { firstPage, timed } from '../measure.ts'
import { goalOf } from './table.ts'

/** SQL reads every row for it, and sorts what it finds; in memory it is looked up from the second time on. */
const hard: ResultsQuery = {
  filter: [{ field: 'search', op: 'contains', value: 'an' }],
  sort: { field: 'certificate', direction: 'asc' },
}

/** In milliseconds: SQL takes several times as long. */
const quick = (size: number): number => 5 + size / 20_000

/**
 * Waits until the results are in memory, which shows in how fast a hard question is answered the second time.
 * @returns whether they are; false when it took several times as long as it may
 */
export async function untilInMemory(store: Store, size: number): Promise<boolean> {
  const until = performance.now() + 3 * goalOf('standing', size)
  let quickOnes = 0
  while (quickOnes < 2) {
    if (performance.now() > until) return false
    const taken = await timed(() => firstPage(store, 'results', hard, 100))
    quickOnes = taken <= quick(size) ? quickOnes + 1 : 0
    if (quickOnes === 0) await setTimeout(10)
  }
  return true
}
