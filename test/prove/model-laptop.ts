import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Jobs } from '../../electron/jobs/jobs.ts'
import type { Store } from '../../electron/store/api.ts'
import { openDatabase } from '../../electron/store/open.ts'
import { createStoreApi, type StoreApi } from '../../electron/store/store-api.ts'
import { ExclusiveRunner } from '../../electron/sync/exclusive-runner.ts'
import { Syncs } from '../../electron/sync/syncs.ts'
import { AppError } from '../../shared/errors.ts'
import type { Account, AccountSummary } from '../../shared/model/account.ts'
import type { Discovery } from '../../shared/model/discovery.ts'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import type { SyncSummary } from '../../shared/model/sync.ts'
import { type Clock, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { summaryOf } from '../electron/support/made-laptop.ts'
import { classMarkerOnly } from '../electron/support/sync-services.ts'

/** Thrown where the process ends in the middle of its work. */
export class Crash extends Error {}

/** One stored row on the laptop. */
export interface HeldResult {
  /** The key by which the model's server tells results apart (`keyOf`). */
  readonly key: string
  readonly time_started: number
  readonly percentage: number
  readonly points_scored: number
  readonly requires_grading: number
  readonly time_finished: number
}

/** One database for many laptops in succession. Nothing here tests the disk, so nothing waits for it. */
export function modelDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-model-'))
  const db = openDatabase(join(folder, 'gradekeep.db'))
  for (const pragma of ['journal_mode = MEMORY', 'synchronous = OFF', 'secure_delete = OFF']) db.pragma(pragma)
  const close = () => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { db, calls: createStoreApi(db), close }
}

export type ModelDatabase = ReturnType<typeof modelDatabase>

/** Where the process ends: before or after the effect of its nth call of the store. */
export interface CrashPoint {
  readonly call: number
  readonly after: boolean
}

/**
 * The store as one process calls it, which dies before or after the effect of one of its calls. Its lock is always free.
 * @param after is told of every call that took effect
 */
export function mortalStore(
  database: ModelDatabase,
  lock: 'Sync' | 'Push',
  crash: CrashPoint | null,
  after: (name: string, input: readonly unknown[]) => void = () => undefined,
) {
  let dead = false
  let calls = 0
  const alive = () => {
    if (dead) throw new Crash()
  }
  const die = () => {
    dead = true
    throw new Crash()
  }
  const called = async (name: keyof StoreApi, input: unknown[]) => {
    alive()
    const number = calls++
    if (crash !== null && !crash.after && number === crash.call) die()
    if (name === `acquire${lock}Lock` || name === `release${lock}Lock`) return true
    const answer: unknown = Reflect.apply(database.calls[name], undefined, input)
    after(name, input)
    if (crash?.after && number === crash.call) die()
    return answer
  }
  const store = new Proxy({} as Store, {
    get: (_, name: string) => (name === 'then' ? undefined : (...input: unknown[]) => called(name as never, input)),
  })
  return { store, alive, isDead: () => dead }
}

export interface Running {
  readonly recheck: 'asked' | 'when due'
  readonly waits: boolean
  readonly crash: CrashPoint | null
}

/** The parts of a server that a laptop needs: an address that answers, and the time that passes for both. */
export interface Served {
  readonly clock: UnixSeconds
  readonly pass: (seconds: number) => void
  readonly fetch: (url: string) => Promise<Response>
}

/** Gradekeep's syncing on one database against a server in memory; each sync is a process of its own. */
export class ModelLaptop {
  readonly account: Account
  readonly #database: ModelDatabase
  readonly #server: Served
  #keys = 2
  /** Seconds by which this computer's clock is fast. */
  clockError = 0
  readonly internalErrors: unknown[] = []
  /** Called after each page is written, at the moment its claim is made. */
  onPage: (page: ReceivedPage) => void = () => undefined

  constructor(database: ModelDatabase, server: Served, id: string) {
    this.#database = database
    this.#server = server
    this.account = {
      id,
      name: id,
      service: 'classmarker',
      key: id,
      url: null,
      email: null,
      signature: 'sha256',
      signatureSetting: 'auto',
      sample: false,
      timeZone: 'UTC',
      createdAt: this.clock(),
      colour: 0,
      archived: false,
    }
    database.calls.addAccount(this.account)
  }

  readonly clock: Clock = () => unixSeconds(this.#server.clock + this.clockError)

  get state() {
    return this.#database.calls.syncState(this.account.id)
  }

  held(): HeldResult[] {
    return this.#database.db
      .prepare<[string], HeldResult>(
        `SELECT iif(feed = 'links', 'l:' || link_result_id || ' ' || last, natural_key) AS key, percentage, points_scored,
           requires_grading, time_started, time_finished FROM result WHERE account_id = ?`,
      )
      .all(this.account.id)
  }

  /** Connects another key of the same account, which sees what the server shows now. */
  takeOver(discovery: Discovery): void {
    const key = `${this.account.id} key ${this.#keys++}`
    const { name, signature, signatureSetting } = this.account
    this.#database.calls.takeOverAccount(
      this.account.id,
      { key, name, signature, signatureSetting },
      discovery,
      this.clock(),
    )
  }

  forget(): void {
    this.#database.calls.removeAccount(this.account.id)
  }

  /**
   * Syncs as a new process would.
   * @returns null when it crashed
   */
  async sync({ recheck, waits, crash }: Running): Promise<SyncSummary | null> {
    const { syncs, isDead } = this.#process(crash)
    try {
      return await syncs.run(this.account.id, recheck, {
        signal: new AbortController().signal,
        report: () => undefined,
        ...(waits ? { waiting: () => undefined } : {}),
      })
    } catch (thrown) {
      if (isDead() && (thrown instanceof Crash || thrown instanceof AppError)) return null
      throw thrown
    }
  }

  /**
   * Does what a process does at its start and every hour.
   * @returns null when there was nothing to do
   */
  async syncByItself(): Promise<SyncSummary | null> {
    const { syncs, jobs } = this.#process(null)
    await syncs.startAll()
    const [job] = jobs.list()
    return job === undefined ? null : jobs.result<'sync'>(job.id)
  }

  /** What the laptop reports about itself. */
  async told() {
    const { syncs } = this.#process(null)
    const status = await syncs.status({ ...this.account, results: 0, lastSync: null })
    return { status, price: await syncs.recheckPrice(this.account.id) }
  }

  #process(crash: CrashPoint | null) {
    const { store, alive, isDead } = mortalStore(this.#database, 'Sync', crash, (name, [page]) => {
      if (name === 'applyPage') this.onPage(page as ReceivedPage)
    })
    const pause = async (length: number) => {
      alive()
      this.#server.pass(length / 1000)
    }
    const summary = async (): Promise<AccountSummary> => {
      const lastSync = this.#database.calls.account(this.account.id)?.lastSync ?? null
      return summaryOf(this.account, { lastSync })
    }
    const endpoint = {
      apiUrl: 'https://model.invalid',
      clock: this.clock,
      fetch: async (url: string) => {
        alive()
        return this.#server.fetch(url)
      },
    }
    const jobs = new Jobs({ onChange: () => undefined })
    const syncs = new Syncs({
      store,
      jobs,
      runner: new ExclusiveRunner(store),
      clock: this.clock,
      retry: { pause, random: () => 0.5 },
      onInternalError: (thrown) => {
        if (!(thrown instanceof Crash)) this.internalErrors.push(thrown)
      },
      accounts: async () => [await summary()],
      account: summary,
      services: classMarkerOnly(store, this.clock),
      sample: summary,
      connectionFor: async () => ({ endpoint, credentials: { key: 'key', secret: 'secret' } }),
    })
    return { syncs, jobs, isDead }
  }
}
