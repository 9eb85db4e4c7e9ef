import { join } from 'node:path'
import { openStore, type Store } from '../../electron/store/api.ts'
import { newestFirst, type ResultsFilter, type ResultsSort } from '../../shared/model/filter.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { madePages } from './made-results.ts'
import { figure, firstPage, median, milliseconds, percentile, timed, timedRuns } from './measure.ts'

const runs = 25
const pageRows = 100

/** Times how long the grid waits for its rows, as the main process sees it, including the worker's answer. */
export async function benchPages(sizes: readonly number[] = [100_000, 1_000_000]): Promise<void> {
  for (const size of sizes) {
    await inTemporaryFolder(async (folder) => {
      const store = await openStore(join(folder, 'gradekeep.db'), workers)
      await store.addAccount(benchAccount)
      const filling = await timed(async () => {
        for (const page of madePages(benchAccount.id, size, 5_000)) await store.applyPage(page)
      })
      console.log(`\n${size.toLocaleString('en')} results (filled in ${Math.round(filling / 1000)} s)`)
      await benchViews(store, size)
      await store.close()
    })
  }
}

async function benchViews(store: Store, size: number): Promise<void> {
  const page = async (what: string, filter: ResultsFilter, sort: ResultsSort = newestFirst, offset = 0) => {
    const query = { filter, sort }
    // The first page is asked as a new question; a later one is read from the answer already open.
    const { answer } = await store.answers.open('results', query, pageRows)
    await store.answers.count(answer)
    const taken = await timedRuns(runs, () =>
      offset === 0
        ? firstPage(store, 'results', query, pageRows)
        : store.answers.rows('results', answer, offset, offset + pageRows),
    )
    store.answers.close(answer)
    figure(`  ${what}`, `${milliseconds(median(taken))}, p95 ${milliseconds(percentile(taken, 0.95))}`)
  }
  await page('first page, newest first', [])
  await page('first page, by name', [], { field: 'name', direction: 'asc' })
  await page('first page of one test, since 1 September', [
    { field: 'test', op: 'in', value: [64_775] },
    { field: 'finished', op: 'from', value: '2026-09-01' },
  ])
  await page('first page, not passed', [{ field: 'outcome', op: 'in', value: ['not-passed'] }])
  await page('search for a name of seven letters', [{ field: 'search', op: 'contains', value: 'lindqvi' }])
  await page('search for two words', [{ field: 'search', op: 'contains', value: 'priya 42' }])
  await page('page in the middle', [], newestFirst, size / 2)
  const counted = await timedRuns(5, () => store.countResults([{ field: 'outcome', op: 'in', value: ['not-passed'] }]))
  figure('  count of a filter', milliseconds(median(counted)))
}

if (import.meta.main) await benchPages()
