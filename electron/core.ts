import { join } from 'node:path'
import type { Emit } from '../shared/ipc/contract.ts'
import type { Clock } from '../shared/model/time.ts'
import { Accounts } from './accounts/accounts.ts'
import type { Fetch } from './classmarker/transport.ts'
import { createExporter } from './export/exporter.ts'
import { Jobs } from './jobs/jobs.ts'
import type { SecretStore } from './secrets/secret-store.ts'
import { openStore } from './store/store.ts'
import { Syncs } from './sync/syncs.ts'

/** What the core needs from outside: a place, a time, a network, a keychain, and somebody to tell of changes. */
export interface CorePorts {
  readonly dataDir: string
  readonly apiUrl: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly secrets: SecretStore
  /** Files of the two worker threads. */
  readonly workers: { readonly store: string; readonly export: string }
  readonly emit: Emit
}

export type Core = Awaited<ReturnType<typeof createCore>>

/**
 * Builds every service. It needs no Electron, so that window, command line and tests run the same ones.
 * @throws AppError `store/*` when the database cannot be opened
 */
export async function createCore(ports: CorePorts) {
  const { clock, secrets, emit } = ports
  const databaseFile = join(ports.dataDir, 'gradekeep.db')
  const store = await openStore(databaseFile, ports.workers.store)
  const jobs = new Jobs((job) => emit('jobs', 'changed', job))
  const endpoint = { apiUrl: ports.apiUrl, fetch: ports.fetch, clock }
  const accounts = new Accounts({ store, secrets, clock, endpoint })
  const syncs = new Syncs({
    store,
    jobs,
    clock,
    accounts: () => accounts.list(),
    account: (id) => accounts.get(id),
    sample: () => accounts.sample(),
    lineTo: (account) => accounts.lineTo(account),
    onResults: () => emit('results', 'changed', undefined),
    onAccounts: () => emit('accounts', 'changed', undefined),
  })
  const exporter = createExporter({ databaseFile, workerFile: ports.workers.export })

  const close = async () => {
    await jobs.close()
    await exporter.close()
    await accounts.close()
    await store.close()
  }
  return { dataDir: ports.dataDir, clock, secrets, store, jobs, accounts, syncs, exporter, close }
}
