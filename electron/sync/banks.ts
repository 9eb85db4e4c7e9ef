import { AppError } from '../../shared/errors.ts'
import type {
  BankPushProgress,
  BankPushSummary,
  PullProgress,
  PullSummary,
  QuestionContent,
} from '../../shared/model/bank.ts'
import { day } from '../../shared/model/time.ts'
import { bankPageSize, isBankRefusal } from '../connectors/classmarker/index.ts'
import { type BankContext, BankTurns, bankRequestsPerHour } from './bank-turns.ts'
import { pullBank } from './pull-bank.ts'
import { pushBank } from './push-bank.ts'
import { inEitherForm } from './question-forms.ts'
import type { RunPorts } from './run-ports.ts'
import { untilDone } from './until-done.ts'

/** A question to be looked at by ClassMarker, with ClassMarker's numbers. */
export interface QuestionToVerify {
  /** Null for one that is not there yet. */
  readonly questionId: string | null
  readonly content: QuestionContent
  readonly categoryId: number
}

interface BankPorts extends RunPorts {
  /** Called before a bank is read or sent. */
  readonly beforeRun: () => Promise<void>
}

/** Reads the question banks of accounts, and sends what was edited of them. */
export class Banks {
  readonly #ports: BankPorts
  /** Accounts for which sending was asked for while their job runs. */
  readonly #asked = new Set<string>()

  constructor(ports: BankPorts) {
    this.#ports = ports
  }

  /** Starts to read all questions and categories, or joins the running job. @returns the job's id */
  startPull(accountId: string): string {
    return this.#ports.jobs.start({
      kind: 'bank-pull',
      accountId,
      work: (context) => this.pull(accountId, context),
    })
  }

  /** Starts sending, or joins the running job, which then also sends what was queued meanwhile. @returns the job's id */
  startPush(accountId: string): string {
    this.#asked.add(accountId)
    return this.#ports.jobs.start({
      kind: 'bank-push',
      accountId,
      work: (context) => untilDone(this.#asked, accountId, () => this.push(accountId, context), addUp),
    })
  }

  /**
   * Starts sending for every account with waiting edits and a secret, and with `alsoPull` reads again, once a day, the
   * banks that were read before, where the hourly limit leaves room for the whole of one. One for which an hour is never
   * enough is read over several.
   */
  async startAll({ alsoPull }: { readonly alsoPull: boolean }): Promise<void> {
    const waiting = await this.#ports.store.accountsWithBankEdits()
    for (const { id, sample, archived, secret } of await this.#ports.accounts()) {
      if (archived || secret === 'missing' || this.#ports.runner.isClosed('sync', id)) continue
      if (waiting.includes(id)) this.startPush(id)
      // The sample has nothing new.
      if (alsoPull && !sample && (await this.#isPullDue(id))) this.startPull(id)
    }
  }

  /**
   * Starts sending what waits of some accounts, beside whatever else is done. No secret is looked up before: each job does
   * that for its own account.
   */
  startBeside(accounts: () => Promise<readonly string[]>): void {
    const start = async () => {
      const [asked, waiting] = [new Set(await accounts()), await this.#ports.store.accountsWithBankEdits()]
      for (const id of waiting.filter((each) => asked.has(each))) {
        const { archived } = await this.#ports.account(id)
        if (!archived && !this.#ports.runner.isClosed('sync', id)) this.startPush(id)
      }
    }
    void start().catch(this.#ports.onInternalError)
  }

  /** Reads and waits for the end. @throws AppError `store/*` */
  async pull(accountId: string, context: BankContext<PullProgress>): Promise<PullSummary> {
    await this.#ports.beforeRun()
    return pullBank(accountId, context, this.#ports)
  }

  /** Sends and waits for the end. @throws AppError `store/*` */
  async push(accountId: string, context: BankContext<BankPushProgress>): Promise<BankPushSummary> {
    await this.#ports.beforeRun()
    return pushBank(accountId, context, this.#ports)
  }

  /**
   * Asks ClassMarker whether it would take a question; nothing is kept there.
   * @returns why it would not, as a code of shared/errors
   * @throws AppError what keeps it from being asked, also `bank/no-room`
   */
  async verify(accountId: string, question: QuestionToVerify, signal = AbortSignal.any([])) {
    const turns = new BankTurns(this.#ports, accountId, { signal, report: () => undefined })
    try {
      await turns.take(1, (client) =>
        inEitherForm(this.#ports.store, accountId, question.content, (withTrueFalse) =>
          client.verifyQuestion({ ...question, withTrueFalse }),
        ),
      )
      return { verified: true, refusal: null }
    } catch (thrown) {
      if (!(thrown instanceof AppError && isBankRefusal(thrown))) throw thrown
      return { verified: false, refusal: thrown.code }
    }
  }

  async #isPullDue(accountId: string): Promise<boolean> {
    const { store, clock } = this.#ports
    const { pulledAt, questions } = await store.bankState(accountId)
    if (pulledAt === null || Math.abs(clock() - pulledAt) < day) return false
    const requests = 2 + Math.floor(questions / bankPageSize)
    return (
      requests > bankRequestsPerHour ||
      (await store.requestsInLastHour(accountId, clock())) + requests <= bankRequestsPerHour
    )
  }
}

/** Combines two runs: the sum of their counts, the end of the later. */
const addUp = (earlier: BankPushSummary, later: BankPushSummary): BankPushSummary => ({
  ...later,
  sent: earlier.sent + later.sent,
  refused: [...earlier.refused, ...later.refused],
  conflicts: earlier.conflicts + later.conflicts,
  requests: earlier.requests + later.requests,
})
