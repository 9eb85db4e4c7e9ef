import { join } from 'node:path'
import type { Emit } from '../shared/ipc/contract.ts'
import type { Clock } from '../shared/model/time.ts'
import { Accounts } from './accounts/accounts.ts'
import { Backups } from './backup/backups.ts'
import { Snapshots } from './backup/snapshots.ts'
import type { Fetch } from './classmarker/transport.ts'
import { createExporter } from './export/exporter.ts'
import type { OnInternalError } from './internal-errors.ts'
import { Jobs } from './jobs/jobs.ts'
import type { SecretStore } from './secrets/secret-store.ts'
import { openStore } from './store/store.ts'
import { readAgain } from './sync/read-again.ts'
import type { RetryPorts } from './sync/retry.ts'
import { Schedule, type SchedulePorts } from './sync/schedule.ts'
import { Syncs } from './sync/syncs.ts'

/** What the core needs from outside: a place, a time, a network, a keychain, and somebody to tell of changes. */
export interface CorePorts {
  readonly dataDir: string
  readonly apiUrl: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly secrets: SecretStore
  /** Files of the worker threads. */
  readonly workers: { readonly store: string; readonly export: string; readonly snapshot: string }
  readonly emit: Emit
  /** How to wait before a request is tried again. */
  readonly retry: RetryPorts
  readonly after: SchedulePorts['after']
  readonly onInternalError?: OnInternalError
}

export type Core = Awaited<ReturnType<typeof createCore>>

/** The one file that holds everything fetched. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'gradekeep.db')

/**
 * Builds every service. It needs no Electron, so that window, command line and tests run the same ones.
 * @throws AppError `store/*` when the database cannot be opened
 */
export async function createCore(ports: CorePorts) {
  const { clock, secrets, emit, retry, onInternalError = () => undefined } = ports
  const databaseFile = databaseIn(ports.dataDir)
  const store = await openStore(databaseFile, ports.workers.store)
  const jobs = new Jobs({ onChange: (job) => emit('jobs', 'changed', job), onInternalError })
  const endpoint = { apiUrl: ports.apiUrl, fetch: ports.fetch, clock }
  const onAccounts = () => emit('accounts', 'changed', undefined)
  const accounts = new Accounts({ store, secrets, clock, endpoint, retry, onSecretFound: onAccounts })
  const syncs = new Syncs({
    store,
    jobs,
    clock,
    retry,
    onInternalError,
    accounts: () => accounts.list(null),
    account: (id) => accounts.stored(id),
    sample: () => accounts.sample(),
    lineTo: (account) => accounts.lineTo(account),
    onResults: () => emit('results', 'changed', undefined),
    onAccounts,
  })
  const withoutSync = <T>(work: () => Promise<T>) => syncs.without(work)
  const copying = { databaseFile, workerFile: ports.workers.snapshot, store, clock, withoutSync }
  const snapshots = new Snapshots(copying)
  const backups = new Backups(copying, snapshots)
  const exporter = createExporter({ databaseFile, workerFile: ports.workers.export })
  const schedule = new Schedule({
    tasks: [
      () => snapshots.takeDaily(),
      async () => ((await store.settings()).autoSync ? syncs.startAll() : undefined),
      () => store.forgetOldActivity(clock()),
    ],
    random: retry.random,
    after: ports.after,
    onError: onInternalError,
  })
  await readAgain(store, clock())
  /** After a restore everything on screen is another's. */
  const restored = () => {
    onAccounts()
    emit('results', 'changed', undefined)
    emit('backups', 'changed', undefined)
  }
  // Work first, then what it works with.
  const services = [jobs, schedule, exporter, backups, accounts, store]
  const close = () => inTurn(services.map((service) => () => service.close()))
  return {
    dataDir: ports.dataDir,
    databaseFile,
    clock,
    secrets,
    store,
    jobs,
    accounts,
    syncs,
    schedule,
    snapshots,
    backups,
    exporter,
    restored,
    close,
  }
}

/** Does each, also after one that failed: whatever else goes wrong, the database is closed. @throws the first failure */
async function inTurn(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((thrown: unknown) => failures.push(thrown))
  if (failures.length > 0) throw failures[0]
}
