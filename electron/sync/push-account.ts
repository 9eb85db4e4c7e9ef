import { AppError, type ErrorCode, serialiseError } from '../../shared/errors.ts'
import type { PushProgress, PushSummary, RejectedAccessCode } from '../../shared/model/access-code.ts'
import type { Account } from '../../shared/model/account.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import type { Clock } from '../../shared/model/time.ts'
import { type AccessListAnswer, type AccountClient, refusedOf } from '../connectors/classmarker/index.ts'
import type { AccessCodeBatch, Store } from '../store/api.ts'

export interface PushRun {
  readonly account: Account
  readonly client: AccountClient
  readonly store: Store
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly report: (progress: PushProgress) => void
}

/** What may have happened in a request that failed. */
interface Doubt {
  /** Whether an earlier try, of it or of a batch with its codes, may have been carried out. */
  readonly mayHaveArrived: boolean
  /** Whether its codes were in a batch that was refused as a whole. */
  readonly isPart: boolean
}

/** What was sent of one list, added up. */
interface SentOfList {
  added: number
  removed: number
  readonly refused: RejectedAccessCode[]
}

// A list that refuses this many requests in one run is full, and does not just refuse single codes.
const mostRefusals = 40

/**
 * Sends an account's waiting changes batch by batch. Holds what is refused, with the reason, and continues with the
 * rest.
 */
export class PushAccount {
  readonly #run: PushRun
  readonly #refusals = new Map<string, number>()
  readonly #lists = new Map<number, SentOfList>()
  #sent = 0
  #unknownList: AppError | null = null

  constructor(run: PushRun) {
    this.#run = run
  }

  /** Sends until nothing waits. @throws AppError what stops the sending, `store/*` */
  async sendAll(): Promise<void> {
    const { account, store, clock } = this.#run
    for (;;) {
      await this.#report()
      this.#throwIfCancelled()
      const batch = await store.claimAccessCodeBatch(account.id, clock())
      if (batch === null) break
      await this.#send(batch, { mayHaveArrived: false, isPart: false })
    }
    if (this.#unknownList !== null) throw this.#unknownList
  }

  /** What was sent, and how it ended: complete, or with `error`. */
  async summary(error: AppError | null): Promise<PushSummary> {
    const { account, client, store } = this.#run
    const lists = [...this.#lists].map(([listId, sent]) => ({ listId, ...sent }))
    return {
      outcome: error === null ? 'complete' : outcomeOf(error.code),
      added: lists.reduce((sum, { added }) => sum + added, 0),
      removed: lists.reduce((sum, { removed }) => sum + removed, 0),
      lists,
      calls: client.requests,
      pending: await store.pendingCodes(account.id),
      refused: lists.flatMap(({ refused }) => refused),
      error: error === null ? null : serialiseError(error),
    }
  }

  /** @param doubt what is already uncertain about the codes, from an earlier batch with them */
  async #send(batch: AccessCodeBatch, doubt: Doubt): Promise<void> {
    const { client, signal } = this.#run
    const { listId, operation, codes } = batch
    let { mayHaveArrived } = doubt
    let answer: AccessListAnswer
    try {
      const change = { listId, operation, codes: codes.map(({ code }) => code) }
      const onDoubt = (thrown: unknown) => {
        // A refusal settles only its own request; an earlier try may have been carried out all the same.
        if (refusedOf(thrown) === null) mayHaveArrived = true
      }
      answer = await client.changeAccessList(change, onDoubt, signal)
    } catch (thrown) {
      await this.#fail(batch, thrown, { ...doubt, mayHaveArrived })
      return
    }
    // If an earlier try may have been carried out, this one may count no code at all.
    await this.#confirm(mayHaveArrived ? { ...batch, expected: 0 } : batch, answer)
  }

  async #confirm(batch: AccessCodeBatch, { listName, counted, total }: AccessListAnswer): Promise<void> {
    const { store, clock } = this.#run
    await store.confirmAccessCodeBatch(batch, { listName, counted, total, at: clock() })
    this.#sent += batch.codes.length
    const sent = this.#sentOf(batch.listId)
    if (batch.operation === 'add') sent.added += counted ?? 0
    else sent.removed += counted ?? 0
  }

  #sentOf(listId: number): SentOfList {
    const sent = this.#lists.get(listId) ?? { added: 0, removed: 0, refused: [] }
    this.#lists.set(listId, sent)
    return sent
  }

  #noteRefused(listId: number, codes: readonly string[]): void {
    this.#sent += codes.length
    this.#sentOf(listId).refused.push(...codes.map((code): RejectedAccessCode => ({ code, reason: 'refused' })))
  }

  /** @throws every failure other than a refusal of the codes or their list */
  async #fail(batch: AccessCodeBatch, thrown: unknown, { mayHaveArrived, isPart }: Doubt): Promise<void> {
    const { store } = this.#run
    const error = thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
    const refused = refusedOf(error)
    if (refused === 'list') return this.#holdList(batch, error, mayHaveArrived || isPart)
    const isRefused = refused === 'codes'
    // A code refused on its own is not on the list, whatever was sent with it before.
    const isAlone = isRefused && batch.codes.length === 1
    await store.failAccessCodeBatch(batch, error.code, mayHaveArrived || (!isAlone && (isRefused || isPart)))
    if (!isRefused) throw error
    const refusals = this.#countRefusal(batch)
    if (isAlone || refusals > mostRefusals) await this.#hold(batch, error.code)
    else await this.#sendHalves(batch, { mayHaveArrived, isPart: true })
  }

  async #sendHalves(batch: AccessCodeBatch, doubt: Doubt): Promise<void> {
    const { store, clock } = this.#run
    const middle = Math.ceil(batch.codes.length / 2)
    for (const [from, to] of [
      [0, middle],
      [middle, batch.codes.length],
    ] as const) {
      this.#throwIfCancelled()
      const part = await store.claimPart(batch, from, to, clock())
      if (part !== null) await this.#send(part, doubt)
    }
  }

  async #hold(batch: AccessCodeBatch, refusal: ErrorCode): Promise<void> {
    await this.#run.store.refuseCodes(batch, refusal)
    const codes = batch.codes.map(({ code }) => code)
    this.#noteRefused(batch.listId, codes)
  }

  async #holdList(batch: AccessCodeBatch, error: AppError, mayHaveArrived: boolean): Promise<void> {
    const { store } = this.#run
    await store.failAccessCodeBatch(batch, error.code, mayHaveArrived)
    const codes = await store.refuseList(batch.accountId, batch.listId, 'codes/no-such-list')
    this.#noteRefused(batch.listId, codes)
    this.#unknownList = new AppError('codes/no-such-list', { listId: batch.listId })
  }

  #countRefusal({ listId, operation }: AccessCodeBatch): number {
    const key = `${operation} ${listId}`
    const refusals = (this.#refusals.get(key) ?? 0) + 1
    this.#refusals.set(key, refusals)
    return refusals
  }

  #throwIfCancelled(): void {
    if (this.#run.signal.aborted) throw new AppError('job/cancelled')
  }

  async #report(): Promise<void> {
    const { account, store, report } = this.#run
    report({ sent: this.#sent, total: this.#sent + (await store.pendingCodes(account.id)) })
  }
}
