import { join } from 'node:path'
import { Jobs } from '../../electron/jobs/jobs.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { openStore, type Store } from '../../electron/store/api.ts'
import { ExclusiveRunner } from '../../electron/sync/exclusive-runner.ts'
import { Syncs } from '../../electron/sync/syncs.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { summaryOf } from '../electron/support/made-laptop.ts'
import { classMarkerOnly } from '../electron/support/sync-services.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { figure, median, milliseconds, percentile } from './measure.ts'

const sizes = [0, 1, 199, 200, 201, 900, 6_000, 20_000]
const clock = () => unixSeconds(1_795_176_000)

interface FirstSync {
  /** The fewest requests possible: groups' and links' pages of 200, and one to see what the key can see. */
  readonly least: number
  readonly used: number
  /** From the end of each answer to the end of the transaction that holds it, in milliseconds. */
  readonly commits: readonly number[]
}

/**
 * Counts the requests of a first sync beyond the fewest possible, and times each page from its answer to the disk:
 * reading, the hop to the store's thread, and the commit. There is no rate limit, so nothing waits.
 */
export async function benchRequests(): Promise<void> {
  for (const results of sizes) {
    const { least, used, commits } = await firstSync(results)
    const size = results.toLocaleString('en')
    const goal = `goal ≤ ${least + 3}: one more a feed, one refused for its reach`
    figure(`requests of a first sync of ${size} results / the least`, `${used} / ${least}`, goal)
    if (results >= 900) {
      const times = `${milliseconds(median(commits))}, ${milliseconds(percentile(commits, 0.95))}`
      figure(`from answer to commit of a page of ${size}: median, 95 %`, times)
    }
  }
}

function firstSync(results: number): Promise<FirstSync> {
  return inTemporaryFolder(async (folder) => {
    const simulator = await startSimulator({ clock, results, requestsPerHour: null })
    const store = await openStore(join(folder, 'gradekeep.db'), workers)
    try {
      await store.addAccount(benchAccount)
      const { groups, links } = simulator.world.resultCount
      const least = 1 + pagesFor(groups) + pagesFor(links)
      const commits = await sync(simulator, store)
      return { least, used: simulator.requests.length, commits }
    } finally {
      await store.close()
      await simulator.close()
    }
  })
}

const pagesFor = (results: number) => Math.max(1, Math.ceil(results / 200))

async function sync(server: { url: string; key: string; secret: string }, store: Store): Promise<number[]> {
  const commits: number[] = []
  let answeredAt = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init)
    const body = await response.arrayBuffer()
    answeredAt = performance.now()
    return new Response(body, response)
  }
  const measured = new Proxy(store, {
    get: (target, name) => {
      if (name !== 'applyPage') return Reflect.get(target, name)
      return async (...input: Parameters<Store['applyPage']>) => {
        const outcome = await target.applyPage(...input)
        commits.push(performance.now() - answeredAt)
        return outcome
      }
    },
  })
  const summary = summaryOf(benchAccount)
  const syncs = new Syncs({
    store: measured,
    runner: new ExclusiveRunner(measured),
    jobs: new Jobs({ onChange: () => undefined }),
    clock,
    retry: { pause: async () => undefined, random: () => 0.5 },
    onInternalError: (thrown) => {
      throw thrown
    },
    accounts: async () => [summary],
    account: async () => summary,
    services: classMarkerOnly(measured, clock),
    sample: async () => summary,
    connectionFor: async () => ({ endpoint: { apiUrl: server.url, fetch, clock }, credentials: server }),
  })
  const context = { signal: new AbortController().signal, report: () => undefined }
  const { outcome } = await syncs.run(benchAccount.id, 'when due', context)
  if (outcome !== 'complete') throw new Error(`The sync ended ${outcome}`)
  return commits
}

if (import.meta.main) await benchRequests()
