import { AppError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import { isRunning, isSync } from '../../shared/model/job.ts'
import { requestsPerHour } from '../../shared/model/sync.ts'
import { hour, minute, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import type { AccountClient, Connection } from '../connectors/classmarker/index.ts'
import type { RunPorts } from './run-ports.ts'
import { clientFor, keptFree } from './sync-account.ts'
import { waitedUntil } from './waited-until.ts'

export interface BankContext<Progress> {
  readonly signal: AbortSignal
  readonly report: (progress: Progress) => void
  /** Called when a run waits until a moment; without it, the run ends there. */
  readonly waiting?: ((until: UnixSeconds) => void) | undefined
}

/** Requests of an hour that the bank may use: a sync always finds the others. */
export const bankRequestsPerHour = requestsPerHour - keptFree

type TurnPorts = Pick<RunPorts, 'store' | 'jobs' | 'runner' | 'clock' | 'retry' | 'account' | 'connectionFor'>

/**
 * The turns of a run that reads or sends an account's bank. Each takes the account's lock for a request or two and leaves
 * it again, so that a sync comes between; and none is taken while that would use what is left for a sync.
 */
export class BankTurns {
  readonly #ports: TurnPorts
  readonly #accountId: string
  readonly #context: BankContext<never>
  #connection: Promise<Connection> | null = null
  #requests = 0

  constructor(ports: TurnPorts, accountId: string, context: BankContext<never>) {
    this.#ports = ports
    this.#accountId = accountId
    this.#context = context
  }

  /** Requests sent so far. */
  get requests(): number {
    return this.#requests
  }

  /**
   * Runs `work` alone among this account's syncs, pulls and pushes, once there is room for its requests. Where the room
   * runs out within it, it is run again later: it has to be such that this does no harm.
   * @param requests how many it needs as a rule
   * @throws AppError `bank/no-room` and `api/rate-limited` where the run cannot wait, `job/cancelled`, and what `work`
   *   throws
   */
  async take<T>(requests: number, work: (client: AccountClient, account: Account) => Promise<T>): Promise<T> {
    const { runner } = this.#ports
    for (;;) {
      this.throwIfCancelled()
      const until = this.#syncWaits()
      if (until !== null) await this.#wait(until, new AppError('sync/busy'))
      else {
        try {
          await this.#requireRoom(requests)
          return await runner.run('sync', this.#accountId, () => this.#turn(requests, work), this.#context.signal)
        } catch (thrown) {
          await this.#waitFor(thrown)
        }
      }
    }
  }

  throwIfCancelled(): void {
    if (this.#context.signal.aborted) throw new AppError('job/cancelled')
  }

  async #turn<T>(requests: number, work: (client: AccountClient, account: Account) => Promise<T>): Promise<T> {
    const { store, connectionFor, clock, retry } = this.#ports
    // A sync may have come first.
    await this.#requireRoom(requests)
    const account = await this.#ports.account(this.#accountId)
    if (account.archived) throw new AppError('account/not-found')
    // Whoever holds the lock is the only one who sends: what is still on its way was left by a process that ended. It has
    // to be in doubt before a question is read that may be what it created.
    await store.closeInterruptedBankEdits(account.id)
    const state = await store.syncState(account.id)
    this.#connection ??= connectionFor(account)
    const connection = await this.#connection
    const client = clientFor({ account, store, clock, retry }, state, connection, () => this.#requireRoom(1))
    try {
      return await work(client, account)
    } finally {
      this.#requests += client.requests
      if (client.clockOffset !== state.clockOffset)
        await store.changeSyncState(account.id, { clockOffset: client.clockOffset })
      if (client.signature !== account.signature) await store.changeAccount(account.id, { signature: client.signature })
    }
  }

  /** When a sync of this account that waits for the hourly limit goes on: what becomes free then is the sync's. */
  #syncWaits(): UnixSeconds | null {
    const sync = this.#ports.jobs
      .list()
      .find((job) => isRunning(job) && isSync(job) && job.accountId === this.#accountId && job.state === 'waiting')
    if (sync?.state !== 'waiting') return null
    return plusSeconds(sync.until, 2) > this.#ports.clock() ? plusSeconds(sync.until, 2) : null
  }

  /**
   * The sample's own server has no limit.
   * @throws AppError `bank/no-room` with the moment from which there is room
   */
  async #requireRoom(requests: number): Promise<void> {
    const { store, clock } = this.#ports
    if (requests === 0 || (await this.#ports.account(this.#accountId)).sample) return
    const most = bankRequestsPerHour - Math.min(requests, bankRequestsPerHour)
    const now = clock()
    const usedAfter = (seconds: number) => store.requestsInLastHour(this.#accountId, plusSeconds(now, seconds))
    if ((await usedAfter(0)) <= most) return
    // The later the moment, the fewer of the requests are less than an hour old then.
    let [tooEarly, enough] = [0, hour]
    while (enough - tooEarly > 1) {
      const middle = Math.floor((tooEarly + enough) / 2)
      if ((await usedAfter(middle)) <= most) enough = middle
      else tooEarly = middle
    }
    throw new AppError('bank/no-room', { nextRequestAfter: plusSeconds(now, enough) })
  }

  /** Waits where a failure says until when; rethrows every other. */
  async #waitFor(thrown: unknown): Promise<void> {
    const { store, runner, clock } = this.#ports
    if (!(thrown instanceof AppError)) throw thrown
    const moment = Number(thrown.detail.nextRequestAfter)
    if (thrown.code === 'bank/no-room') return this.#wait(plusSeconds(clock(), moment - clock()), thrown)
    if (thrown.code === 'api/rate-limited' && Number.isFinite(moment)) {
      // ClassMarker told the moment in its own time; this computer waits in its own.
      const { clockOffset } = await store.syncState(this.#accountId)
      return this.#wait(plusSeconds(clock(), moment - clockOffset - clock() + 1), thrown)
    }
    // Another process fetches or sends, or a copy is being taken.
    const isBusy = thrown.code === 'sync/busy' && !runner.isClosed('sync', this.#accountId)
    if (!isBusy) throw thrown
    return this.#wait(plusSeconds(clock(), minute), thrown)
  }

  async #wait(until: UnixSeconds, otherwise: AppError): Promise<void> {
    const { signal, waiting } = this.#context
    if (waiting === undefined) throw otherwise
    waiting(until)
    if (!(await waitedUntil(until, signal, this.#ports))) throw new AppError('job/cancelled')
  }
}
