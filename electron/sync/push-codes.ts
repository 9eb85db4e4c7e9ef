import { AppError, serialiseError } from '../../shared/errors.ts'
import type { PushedList, PushProgress, PushSummary } from '../../shared/model/access-code.ts'
import type { Account } from '../../shared/model/account.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import { AccountClient } from '../connectors/classmarker/index.ts'
import { failureOf } from '../internal-errors.ts'
import { PushAccount } from './push-account.ts'
import type { RunPorts } from './run-ports.ts'

export interface PushContext {
  /** Whether to also send held changes: refused ones, or those of a restored copy. */
  readonly held: boolean
  readonly signal: AbortSignal
  readonly report: (progress: PushProgress) => void
}

/** Sends changes of access lists, one run of an account after another. */
export class Pushes {
  readonly #ports: RunPorts
  /** Accounts requested while their job runs, and whether with held changes. */
  readonly #asked = new Map<string, boolean>()

  constructor(ports: RunPorts) {
    this.#ports = ports
  }

  /**
   * Starts sending, or joins the running job, which then also sends what was queued meanwhile. @returns the job's id
   */
  start(accountId: string, { held }: Pick<PushContext, 'held'>): string {
    this.#asked.set(accountId, held || this.#asked.get(accountId) === true)
    return this.#ports.jobs.start({
      kind: 'push',
      accountId,
      work: async ({ signal, report }) => {
        let whole: PushSummary | null = null
        while (whole === null || (this.#asked.has(accountId) && !signal.aborted)) {
          const held = this.#asked.get(accountId) === true
          this.#asked.delete(accountId)
          const summary = await this.run(accountId, { held, signal, report })
          whole = whole === null ? summary : addUp(whole, summary)
        }
        this.#asked.delete(accountId)
        return whole
      },
    })
  }

  /**
   * Starts sending for every account with waiting changes and a secret. Includes the sample, which sends to its own
   * server.
   */
  async startAll(): Promise<void> {
    const waiting = await this.#ports.store.accountsWithPendingCodes()
    if (waiting.length === 0) return
    for (const { id, archived, secret } of await this.#ports.accounts()) {
      if (waiting.includes(id) && !archived && secret !== 'missing') this.start(id, { held: false })
    }
  }

  /**
   * Sends and waits for the end. Ends normally even on failures: what was not confirmed keeps waiting.
   * @throws AppError `sync/busy` while another process sends from the same data, `job/cancelled` if cancelled before its
   *   turn, `account/not-found`, `store/*`
   */
  async run(accountId: string, context: PushContext): Promise<PushSummary> {
    const { store, runner } = this.#ports
    const send = async () => {
      const account = await this.#ports.account(accountId)
      if (account.archived) throw new AppError('account/not-found')
      await store.closeInterruptedCalls(accountId)
      if (context.held) await store.releaseHeldCodes(accountId)
      return await this.#send(account, context)
    }
    return await runner.run('push', accountId, send, context.signal)
  }

  async #send(account: Account, { signal, report }: PushContext): Promise<PushSummary> {
    const { store, clock, retry, connectionFor, onInternalError } = this.#ports
    const { clockOffset } = await store.syncState(account.id)
    let sending: PushAccount | null = null
    const error = await failureOf(async () => {
      // The rate limit neither counts nor delays these requests (API page, "Add Access codes").
      const client = new AccountClient({
        ...account,
        ...(await connectionFor(account)),
        retry,
        nextRequestAfter: null,
        clockOffset,
      })
      const run = new PushAccount({ account, client, store, clock, signal, report })
      sending = run
      try {
        await run.sendAll()
      } finally {
        if (client.clockOffset !== clockOffset) {
          await store.changeSyncState(account.id, { clockOffset: client.clockOffset })
        }
        if (client.signature !== account.signature) {
          await store.changeAccount(account.id, { signature: client.signature })
        }
      }
    }, onInternalError)
    const begun = sending as PushAccount | null
    return begun === null ? nothingSent(error, await store.pendingCodes(account.id)) : begun.summary(error)
  }
}

const nothingSent = (error: AppError | null, pending: number): PushSummary => ({
  outcome: error === null ? 'complete' : outcomeOf(error.code),
  added: 0,
  removed: 0,
  lists: [],
  calls: 0,
  pending,
  refused: [],
  error: error === null ? null : serialiseError(error),
})

/** Combines two runs: the sum of their counts, the outcome of the later. */
const addUp = (earlier: PushSummary, later: PushSummary): PushSummary => ({
  ...later,
  added: earlier.added + later.added,
  removed: earlier.removed + later.removed,
  lists: listsOf([...earlier.lists, ...later.lists]),
  calls: earlier.calls + later.calls,
  refused: [...earlier.refused, ...later.refused],
})

/** Adds up what was sent of each list. */
const listsOf = (lists: readonly PushedList[]): PushedList[] =>
  [...Map.groupBy(lists, ({ listId }) => listId)].map(([listId, parts]) => ({
    listId,
    added: parts.reduce((sum, { added }) => sum + added, 0),
    removed: parts.reduce((sum, { removed }) => sum + removed, 0),
    refused: parts.flatMap(({ refused }) => refused),
  }))
