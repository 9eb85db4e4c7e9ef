import { join } from 'node:path'
import type { Emit } from '../shared/ipc/contract.ts'
import type { WantedCodes } from '../shared/model/access-code.ts'
import { isSync, type Job } from '../shared/model/job.ts'
import type { Clock } from '../shared/model/time.ts'
import { Accounts } from './accounts/accounts.ts'
import type { SecretStore } from './accounts/secrets.ts'
import { Backups } from './backup/backups.ts'
import { Snapshots } from './backup/snapshots.ts'
import { Downloads } from './certificates/downloads.ts'
import { generateCodes } from './codes/generate.ts'
import type { Fetch, RetryPorts } from './connectors/network.ts'
import { createExporter } from './export/exporter.ts'
import { Leftovers } from './files/leftovers.ts'
import { createTables } from './import/tables.ts'
import type { OnInternalError } from './internal-errors.ts'
import { Jobs } from './jobs/jobs.ts'
import { type OnSlowCall, openStore, TopicBus, topics } from './store/api.ts'
import { ExclusiveRunner } from './sync/exclusive-runner.ts'
import { Pushes } from './sync/push-codes.ts'
import { Rereading, readAgain } from './sync/rereading.ts'
import { Schedule, type SchedulePorts } from './sync/schedule.ts'
import { Syncs } from './sync/syncs.ts'

export interface WorkerFiles {
  readonly writer: string
  readonly reader: string
  readonly export: string
  readonly snapshot: string
  readonly import: string
}

/** What the core needs from outside: a place, a time, a network, a keychain, and somebody to tell of changes. */
export interface CorePorts {
  readonly dataDir: string
  readonly apiUrl: string
  readonly fetch: Fetch
  /** `fetch`, unless another one is needed that answers with a redirect instead of failing at it. */
  readonly certificateFetch?: Fetch
  /** For tests: a server in the place of `https://www.classmarker.com`, where certificates are. */
  readonly certificateOrigin?: string
  readonly clock: Clock
  readonly secrets: SecretStore
  /** Files of the worker threads. */
  readonly workers: WorkerFiles
  readonly emit: Emit
  /** How to wait before a request is tried again. */
  readonly retry: RetryPorts
  readonly after: SchedulePorts['after']
  readonly onInternalError?: OnInternalError
  /** Told of every call to the database that took long, by its name. */
  readonly onSlowCall?: OnSlowCall
}

export type Core = Awaited<ReturnType<typeof createCore>>

/** The one file that holds everything fetched. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'gradekeep.db')

/**
 * Builds every service. It needs no Electron, so that window, command line and tests run the same ones.
 * @throws AppError `store/*` when the database cannot be opened
 */
export async function createCore(ports: CorePorts) {
  const { clock, secrets, emit, retry, workers, onInternalError = () => undefined, onSlowCall } = ports
  const databaseFile = databaseIn(ports.dataDir)
  const bus = new TopicBus()
  bus.on((touched) => {
    for (const topic of touched) {
      if (topic !== 'settings' && topic !== 'activity') emit(topic, 'changed', undefined)
    }
  })
  const store = await openStore(databaseFile, workers, {
    onEnded: (ended) => {
      onInternalError(ended)
      // What waits on screen for an answer, or shows one that was overtaken, asks again.
      bus.tell(topics)
    },
    onWritten: (touched) => bus.tell(touched),
    ...(onSlowCall && { onSlowCall }),
  })
  const leftovers = new Leftovers(ports.dataDir)
  await leftovers.sweep()
  const onJob = (job: Job) => {
    emit('jobs', 'changed', job)
    // What was fetched for the first time is copied at once, not at the next round.
    if (isSync(job) && job.state === 'done' && job.result.outcome === 'complete') void copyOfTheDay()
  }
  const jobs = new Jobs({ onChange: onJob, onInternalError })
  const endpoint = { apiUrl: ports.apiUrl, fetch: ports.fetch, clock }
  const runner = new ExclusiveRunner(store)
  const accounts: Accounts = new Accounts({
    store,
    secrets,
    clock,
    endpoint,
    retry,
    // Secrets are no part of the database.
    onSecretFound: () => bus.tell(['accounts']),
    runExclusiveFor: (id, work) => syncs.runExclusiveFor(id, work),
  })
  const rereading = new Rereading({ store, onInternalError })
  const syncs: Syncs = new Syncs({
    store,
    jobs,
    runner,
    clock,
    retry,
    onInternalError,
    accounts: () => accounts.list(null),
    account: (id) => accounts.stored(id),
    sample: () => accounts.sample(),
    connectionFor: (account) => accounts.connectionFor(account),
    beforeSync: () => rereading.run(),
  })
  const pushes = new Pushes({
    store,
    jobs,
    runner,
    clock,
    retry,
    onInternalError,
    accounts: () => accounts.list(null),
    account: (id) => accounts.stored(id),
    connectionFor: (account) => accounts.connectionFor(account),
  })
  const runExclusive = <T>(work: () => Promise<T>) => runner.runExclusive(work)
  const copying = { databaseFile, workerFile: workers.snapshot, store, clock, runExclusive }
  const snapshots = new Snapshots(copying)
  const backups = new Backups(copying, snapshots, leftovers)
  const copyOfTheDay = async () => {
    const taken = await snapshots.takeDaily().catch(onInternalError)
    if (taken === true) bus.tell(['backups'])
  }
  const exporter = createExporter({
    databaseFile,
    workerFile: workers.export,
    note: (file) => leftovers.note(file),
  })
  const tables = createTables({ workerFile: workers.import })
  const downloads = new Downloads({
    store,
    jobs,
    runner,
    accounts,
    clock,
    retry,
    fetch: ports.certificateFetch ?? ports.fetch,
    origin: ports.certificateOrigin,
  })
  const schedule = new Schedule({
    tasks: [
      copyOfTheDay,
      () => pushes.startAll(),
      async () => ((await store.settings()).autoSync ? syncs.startAll() : undefined),
      () => store.forgetOldActivity(clock()),
      () => downloads.goOn(),
    ],
    random: retry.random,
    after: ports.after,
    onError: onInternalError,
  })
  await readAgain(store, clock())
  void rereading.run()
  /** What came back may have been read by an older version. */
  const restored = () => void rereading.run()
  // Work first, then what it works with.
  const services = [downloads, rereading, jobs, schedule, exporter, tables, snapshots, backups, accounts, store]
  const close = () => {
    // What wakes or comes back from here on begins nothing.
    schedule.stop()
    return inTurn(services.map((service) => () => service.close()))
  }
  return {
    dataDir: ports.dataDir,
    databaseFile,
    clock,
    secrets,
    store,
    bus,
    jobs,
    runner,
    accounts,
    syncs,
    pushes,
    downloads,
    schedule,
    snapshots,
    backups,
    exporter,
    tables,
    generateCodes: (wanted: WantedCodes) => generateCodes(wanted, (candidates) => store.takenCodes(candidates)),
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
