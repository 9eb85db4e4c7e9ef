import { onTestFinished } from 'vitest'
import { memoryStore } from '../../../electron/accounts/secrets.ts'
import type { Fetch } from '../../../electron/connectors/network.ts'
import { createCore } from '../../../electron/core.ts'
import type { SimulatorOptions } from '../../../electron/simulator/simulator.ts'
import type { Recheck, RunContext } from '../../../electron/sync/syncs.ts'
import { movableClock, simulated, temporaryFolder, workers } from '../support/laptop.ts'

/** Changes the JSON of an answer to a request for `path` (which has no query). */
export type Edit = (answer: Record<string, unknown>, path: string) => unknown

/** A simulator, and a laptop whose pauses move the clock and whose answers can be changed on the way. */
export async function ownLaptop(options: Omit<SimulatorOptions, 'clock'> = {}) {
  const time = movableClock()
  const simulator = await simulated({ clock: time.clock, ...options })
  const pauses: number[] = []
  let edit: Edit | null = null
  const fetch: Fetch = async (url, init) => {
    const response = await globalThis.fetch(url, init)
    if (edit === null) return response
    return new Response(JSON.stringify(edit(await response.json(), new URL(url).pathname)))
  }
  const dataDir = temporaryFolder()
  const open = () =>
    createCore({
      dataDir,
      apiUrl: simulator.url,
      fetch,
      clock: time.clock,
      secrets,
      workers,
      retry: {
        pause: async (length) => {
          pauses.push(length)
          time.advance(length / 1000)
        },
        random: () => 0.5,
      },
      after: () => ({ stop: () => undefined }),
      emit: () => undefined,
    })
  const secrets = memoryStore()
  const core = await open()
  onTestFinished(() => core.close().catch(() => undefined))
  const { key, secret } = simulator
  const { account } = await core.accounts.connect({ key, secret, name: 'Northgate', signature: 'auto' })
  const context: RunContext = { signal: new AbortController().signal, report: () => undefined }
  const requests = () => simulator.requests.filter(({ outcome }) => !outcome.startsWith('fault'))
  return {
    ...time,
    core,
    simulator,
    account,
    pauses,
    /** Starts another process on the same data. */
    open,
    sync: (recheck: Recheck = 'when due', more: Partial<RunContext> = {}) =>
      core.syncs.run(account.id, recheck, { ...context, ...more }),
    edit: (next: Edit | null) => {
      edit = next
    },
    status: async () => core.syncs.status({ ...account, lastSync: null, results: 0 }),
    /** How many requests for this path the server received, from the request with index `from` on. */
    asked: (path: string | RegExp, from = 0) =>
      requests()
        .slice(from)
        .filter((request) => (typeof path === 'string' ? request.path === path : path.test(request.path))).length,
  }
}

export const feedOf = (feed: 'groups' | 'links'): string => `/v1/${feed}/recent_results.json`
