import { AppError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import { plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import type { AssessmentsClient, PlatformConnection } from '../connectors/assessments/index.ts'
import { platformClient, type RequestLimit } from './platform-client.ts'
import type { RunPorts } from './run-ports.ts'
import { momentIn, waitedUntil } from './waited-until.ts'

export interface PlatformPorts extends RunPorts {
  readonly platformFor: (account: Account) => Promise<PlatformConnection>
}

export interface PlatformContext {
  readonly signal: AbortSignal
  /** Called when a run waits until a moment; without it, the run ends there. */
  readonly waiting?: ((until: UnixSeconds) => void) | undefined
}

/**
 * The turns of a run that sends something to a learning platform, or fetches what was asked for by its id. Each takes the
 * account's lock for a request or two and leaves it again, so that a sync comes between and never two runs renew the same
 * tokens.
 */
export class PlatformTurns {
  readonly #ports: PlatformPorts
  readonly #accountId: string
  readonly #context: PlatformContext
  readonly #limit: RequestLimit = { fullAgain: null }
  #requests = 0

  constructor(ports: PlatformPorts, accountId: string, context: PlatformContext) {
    this.#ports = ports
    this.#accountId = accountId
    this.#context = context
  }

  /** Requests sent so far. */
  get requests(): number {
    return this.#requests
  }

  /**
   * Runs `work` alone among this account's runs. Where the platform wants no more requests, it is run again later: it has
   * to be such that this does no harm.
   * @throws AppError `api/rate-limited` where the run cannot wait, `sync/busy`, `job/cancelled`, and what `work` throws
   */
  async take<T>(work: (client: AssessmentsClient, account: Account) => Promise<T>): Promise<T> {
    for (;;) {
      this.throwIfCancelled()
      try {
        return await this.#ports.runner.run('sync', this.#accountId, () => this.#turn(work), this.#context.signal)
      } catch (thrown) {
        await this.#waitFor(thrown)
      }
    }
  }

  throwIfCancelled(): void {
    if (this.#context.signal.aborted) throw new AppError('job/cancelled')
  }

  async #turn<T>(work: (client: AssessmentsClient, account: Account) => Promise<T>): Promise<T> {
    const { store, clock, retry, platformFor } = this.#ports
    const account = await this.#ports.account(this.#accountId)
    if (account.archived) throw new AppError('account/not-found')
    // Whoever holds the lock is the only one who sends: what is still on its way was left by a process that ended.
    await store.closeInterruptedDrafts(account.id)
    await store.closeInterruptedAttempts(account.id)
    const client = await platformClient({ account, store, clock, retry }, await platformFor(account), this.#limit)
    try {
      return await work(client, account)
    } finally {
      this.#requests += client.requests
    }
  }

  /** Waits where a failure says until when; rethrows every other. */
  async #waitFor(thrown: unknown): Promise<void> {
    const { signal, waiting } = this.#context
    const until = thrown instanceof AppError && thrown.code === 'api/rate-limited' ? momentIn(thrown) : null
    if (until === null || waiting === undefined) throw thrown
    waiting(until)
    if (!(await waitedUntil(plusSeconds(until, 1), signal, this.#ports))) throw new AppError('job/cancelled')
  }
}
