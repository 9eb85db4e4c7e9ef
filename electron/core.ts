import { join } from 'node:path'
import type { Emit } from '../shared/ipc/contract.ts'
import type { WantedCodes } from '../shared/model/access-code.ts'
import { type Account, type Service, sampleId } from '../shared/model/account.ts'
import type { SentAttempt } from '../shared/model/imported.ts'
import { isSync, type Job } from '../shared/model/job.ts'
import type { Clock } from '../shared/model/time.ts'
import { Accounts } from './accounts/accounts.ts'
import { deliverSampleAnswers } from './accounts/sample-answers.ts'
import type { SecretStore } from './accounts/secrets.ts'
import { WebhookSources } from './accounts/webhook-sources.ts'
import { Backups } from './backup/backups.ts'
import { Snapshots } from './backup/snapshots.ts'
import { Downloads } from './certificates/downloads.ts'
import { generateCodes } from './codes/generate.ts'
import type { Fetch, RetryPorts } from './connectors/network.ts'
import { createExporter } from './export/exporter.ts'
import { Leftovers } from './files/leftovers.ts'
import { pastedSubmissions, submissionsInFile } from './import/submission-ids.ts'
import { createTables } from './import/tables.ts'
import { ImportDesk } from './imports/desk.ts'
import { Imports, readingIn } from './imports/imports.ts'
import type { OnInternalError } from './internal-errors.ts'
import { Jobs } from './jobs/jobs.ts'
import { Erasing } from './people/erasing.ts'
import { QuestionsDesk } from './questions/desk.ts'
import { Pictures } from './questions/pictures.ts'
import { type OnSlowCall, OthersWatch, openStore, type Store, type StorePorts, TopicBus, topics } from './store/api.ts'
import { recheckPriceOf, statusOf } from './sync/account-status.ts'
import { Assessments } from './sync/assessments.ts'
import { Banks } from './sync/banks.ts'
import { ExclusiveRunner } from './sync/exclusive-runner.ts'
import { Pushes } from './sync/push-codes.ts'
import { Rereading, readAgain } from './sync/rereading.ts'
import { Schedule, type SchedulePorts } from './sync/schedule.ts'
import { syncAccount } from './sync/sync-account.ts'
import { recheckPriceOfPlatform, statusOfPlatform, syncAssessments } from './sync/sync-assessments.ts'
import { type SyncService, Syncs } from './sync/syncs.ts'

export interface WorkerFiles {
  readonly writer: string
  readonly reader: string
  readonly export: string
  readonly snapshot: string
  readonly import: string
  readonly results: string
  /** The thread that reads and writes files of questions. */
  readonly questions: string
  /** A folder in which the store's threads are kept compiled. */
  readonly compiled?: string
}

/** What the core needs from outside: a data folder, a clock, a network, a keychain and a listener for changes. */
export interface CorePorts {
  readonly dataDir: string
  readonly apiUrl: string
  readonly fetch: Fetch
  /** Must return a redirect instead of failing on it; `fetch` if not given. */
  readonly certificateFetch?: Fetch
  /** For tests: a server in place of `https://www.classmarker.com`, which holds the certificates. */
  readonly certificateOrigin?: string
  readonly clock: Clock
  readonly secrets: SecretStore
  /** For the signing phrases of webhooks; `secrets` if not given. */
  readonly phrases?: SecretStore
  /** Files of the worker threads. */
  readonly workers: WorkerFiles
  readonly emit: Emit
  /** How to wait before a request is tried again. */
  readonly retry: RetryPorts
  readonly after: SchedulePorts['after']
  readonly onInternalError?: OnInternalError
  /** Called for every slow call to the database, with its name. */
  readonly onSlowCall?: OnSlowCall
}

export type Core = Awaited<ReturnType<typeof createCore>>

/** The file that holds everything fetched. */
export const databaseIn = (dataDir: string): string => join(dataDir, 'gradekeep.db')

/**
 * Builds every service. It needs no Electron, so that window, command line and tests run the same ones.
 * @throws AppError `store/*` when the database cannot be opened
 */
export async function createCore(ports: CorePorts) {
  const { dataDir, emit, clock, secrets, retry, workers, onInternalError = () => undefined } = ports
  const databaseFile = databaseIn(dataDir)
  const bus = busTo(emit, onInternalError)
  const store = await openStore(databaseFile, workers, storePorts(bus, ports))
  const leftovers = new Leftovers(dataDir)
  await leftovers.sweep()
  const runner = new ExclusiveRunner(store)

  const runExclusive = <T>(work: () => Promise<T>) => runner.runExclusive(work)
  const copying = { databaseFile, workerFile: workers.snapshot, store, clock, runExclusive }
  const snapshots = new Snapshots(copying)
  const backups = new Backups(copying, snapshots, leftovers)
  const copyOfTheDay = dailyCopy(snapshots, bus, onInternalError)

  const jobs = new Jobs({ onChange: onJob(emit, copyOfTheDay), onInternalError })
  const webhookSources = new WebhookSources({ store, clock, phrases: ports.phrases ?? secrets })
  const accounts: Accounts = new Accounts({
    store,
    secrets,
    clock,
    endpoint: { apiUrl: ports.apiUrl, fetch: ports.fetch, clock },
    retry,
    beforeRemoval: async (id) => {
      importDesk.clear()
      await webhookSources.forgetPhrasesOf(id)
    },
    // Secrets are not in the database, so no write tells of them.
    onSecretFound: () => bus.tell(['accounts']),
    runExclusiveFor: (id, work) => syncs.runExclusiveFor(id, work),
  })
  const rereading = new Rereading({ store, onInternalError })
  const working = { store, jobs, runner, clock, retry }
  const asking = { ...working, onInternalError, ...accountPorts(accounts) }
  const beforeSync = () => rereading.run()
  const imports = new Imports({ store, clock, read: readingIn(workers.results) })
  const sampleAnswers = {
    payloads: () => accounts.samplePayloads(),
    keep: (attempts: readonly SentAttempt[]) => imports.keepDelivered(attempts, { account: sampleId, source: null }),
  }
  const banks: Banks = new Banks({ ...asking, beforeRun: beforeSync })
  const syncs: Syncs = new Syncs({
    ...asking,
    services: servicesOf(accounts, { store, clock }),
    sample: (service) => accounts.sample(service),
    afterSample: async (signal) => {
      await deliverSampleAnswers(sampleAnswers, signal)
      await banks.pull(sampleId, { signal, report: () => undefined })
    },
    beforeSync,
  })
  const pushes = new Pushes(asking)
  const assessments = new Assessments(asking)
  const fetch = ports.certificateFetch ?? ports.fetch
  const downloads = new Downloads({ ...working, accounts, fetch, origin: ports.certificateOrigin })

  const pictures = new Pictures({ accounts, fetch, origin: ports.certificateOrigin })

  const note = (file: string) => leftovers.note(file)
  const exporter = createExporter({ databaseFile, workerFile: workers.export, note })
  const onCopiesChanged = () => bus.tell(['backups'])
  const erasing = new Erasing({ dataDir, store, snapshots, clock, runExclusive, onCopiesChanged })
  const tables = createTables({ workerFile: workers.import })
  const questionsDesk = new QuestionsDesk({
    ...{ store, clock, tables, databaseFile, note },
    workerFile: workers.questions,
  })
  const importDesk: ImportDesk = new ImportDesk({
    ...{ store, jobs, imports },
    account: (id) => accounts.stored(id),
    phrases: (account) => webhookSources.phrasesOf(account),
    onForgotten: () => emit('imports', 'forgotten', undefined),
    folder: dataDir,
  })
  const tasks = [copyOfTheDay, ...hourlyTasks({ store, clock, syncs, pushes, banks, assessments, downloads })]
  const schedule = new Schedule({ tasks, random: retry.random, after: ports.after, onError: onInternalError })

  const others = new OthersWatch({ store, after: ports.after, onError: onInternalError })

  await readAgain(store, clock()).catch(async (thrown) => {
    await store.close().catch(onInternalError)
    throw thrown
  })
  await erasing.finish().catch(onInternalError)
  void rereading.run()
  // In closing order: work first, then what it depends on.
  const services = [
    others,
    downloads,
    rereading,
    jobs,
    importDesk,
    schedule,
    exporter,
    tables,
    snapshots,
    backups,
    accounts,
    store,
  ]
  return {
    dataDir,
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
    banks,
    assessments,
    downloads,
    schedule,
    /** For a window: a command looks at the database as it is when it asks. */
    others,
    snapshots,
    backups,
    erasing,
    exporter,
    tables,
    /** Ids of submissions, in a list that was pasted or is a file. */
    submissionLists: {
      pasted: (text: string) => pastedSubmissions(text, tables),
      file: (file: string) => submissionsInFile(file, tables),
    },
    imports,
    importDesk,
    questionsDesk,
    pictures,
    webhookSources,
    generateCodes: (wanted: WantedCodes) => generateCodes(wanted, (candidates) => store.takenCodes(candidates)),
    /** To call after a restore: the database may hold results that an older version read. */
    restored: () => {
      importDesk.clear()
      void rereading.runRestored()
    },
    close: () => {
      // From here on, waking or reconnecting starts nothing.
      schedule.stop()
      return inTurn(services.map((service) => () => service.close()))
    },
  }
}

/** A bus that tells the window of every topic it has an event for. */
function busTo(emit: Emit, onInternalError: OnInternalError): TopicBus {
  const bus = new TopicBus(onInternalError)
  bus.on((touched) => {
    for (const topic of touched) {
      if (topic !== 'activity') emit(topic, 'changed', undefined)
    }
  })
  return bus
}

function storePorts(bus: TopicBus, { onInternalError, onSlowCall }: CorePorts): StorePorts {
  return {
    onEnded: (ended) => {
      onInternalError?.(ended)
      // Lists on screen that wait for an answer, or show an outdated one, ask again.
      bus.tell(topics)
    },
    onWritten: (touched) => bus.tell(touched),
    ...(onInternalError && { onFailure: onInternalError }),
    ...(onSlowCall && { onSlowCall }),
  }
}

/** Takes the copy of the day where it is due. It never rejects. */
const dailyCopy =
  (snapshots: Snapshots, bus: TopicBus, onInternalError: OnInternalError) => async (): Promise<void> => {
    const taken = await snapshots.takeDaily().catch(onInternalError)
    if (taken === true) bus.tell(['backups'])
  }

/** Tells the window of a job, and copies what was fetched for the first time right away, not at the next round. */
const onJob =
  (emit: Emit, copyOfTheDay: () => Promise<void>) =>
  (job: Job): void => {
    emit('jobs', 'changed', job)
    if (isSync(job) && job.state === 'done' && job.result.outcome === 'complete') void copyOfTheDay()
  }

/** What syncs and pushes ask of accounts. */
const accountPorts = (accounts: Accounts) => ({
  accounts: () => accounts.list(null),
  account: (id: string) => accounts.stored(id),
  connectionFor: (account: Account) => accounts.connectionFor(account),
  platformFor: (account: Account) => accounts.platformFor(account),
})

/** How the accounts of each service are kept up to date. */
const servicesOf = (
  accounts: Accounts,
  stored: { readonly store: Store; readonly clock: Clock },
): Readonly<Record<Service, SyncService>> => ({
  classmarker: {
    sync: syncAccount,
    status: (account) => statusOf(account, stored),
    recheckPrice: (account) => recheckPriceOf(account, stored),
  },
  assessments: {
    sync: (run) => syncAssessments({ ...run, platformFor: (account) => accounts.platformFor(account) }),
    status: (account) => statusOfPlatform(account, stored),
    recheckPrice: (account) => recheckPriceOfPlatform(account, stored),
  },
})

interface Due {
  readonly store: Store
  readonly clock: Clock
  readonly syncs: Syncs
  readonly pushes: Pushes
  readonly banks: Banks
  readonly assessments: Assessments
  readonly downloads: Downloads
}

const hourlyTasks = ({
  store,
  clock,
  syncs,
  pushes,
  banks,
  assessments,
  downloads,
}: Due): (() => Promise<unknown>)[] => [
  () => pushes.startAll(),
  async () => ((await store.settings()).autoSync ? syncs.startAll() : undefined),
  () => assessments.startAll(),
  async () => banks.startAll({ alsoPull: (await store.settings()).autoSync }),
  () => store.forgetOldActivity(clock()),
  () => downloads.goOn(),
]

/** Runs every step, even after one failed, so that the database is always closed. @throws the first failure */
async function inTurn(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((thrown: unknown) => failures.push(thrown))
  if (failures.length > 0) throw failures[0]
}
