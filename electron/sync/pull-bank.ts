import { AppError, serialiseError } from '../../shared/errors.ts'
import type { PullProgress, PullSummary } from '../../shared/model/bank.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import type { AccountClient } from '../connectors/classmarker/index.ts'
import { failureOf } from '../internal-errors.ts'
import { bankPage } from './bank-page.ts'
import { type BankContext, BankTurns } from './bank-turns.ts'
import { momentIn } from './moment-in.ts'
import type { RunPorts } from './run-ports.ts'

/** Questions asked for by themselves after a bank was read twice: what neither reading brought is as good as gone. */
const mostAskedSingly = 5

/** What one reading of the bank has met. */
interface Reading {
  readonly pull: number
  /** ClassMarker's numbers of the categories that the tree named. */
  readonly categories: Set<number>
  /** Numbers of questions that ClassMarker says it does not have. */
  readonly gone: Set<string>
  pages: number
  passes: number
  namesUnknownCategory: boolean
}

/**
 * Reads all categories and questions of an account. Ends normally even on failures: what arrived is kept, and the summary
 * says how it ended.
 */
export async function pullBank(
  accountId: string,
  context: BankContext<PullProgress>,
  ports: RunPorts,
): Promise<PullSummary> {
  const run = new PullBank(accountId, context, ports)
  const error = await failureOf(() => run.readAll(), ports.onInternalError)
  return run.summary(error)
}

class PullBank {
  readonly #accountId: string
  readonly #context: BankContext<PullProgress>
  readonly #ports: RunPorts
  readonly #turns: BankTurns
  readonly #counts = { questions: 0, added: 0, changed: 0, gone: 0, unreadable: 0 }

  constructor(accountId: string, context: BankContext<PullProgress>, ports: RunPorts) {
    this.#accountId = accountId
    this.#context = context
    this.#ports = ports
    this.#turns = new BankTurns(ports, accountId, context)
  }

  async readAll(): Promise<void> {
    const { store, clock } = this.#ports
    this.#report()
    const reading = await this.#turns.take(1, async (client): Promise<Reading> => {
      const categories = await this.#readCategories(client)
      const pull = await store.beginBankPull(this.#accountId, clock())
      return { pull, categories, gone: new Set(), pages: 0, passes: 0, namesUnknownCategory: false }
    })
    this.#report()
    while (!(await this.#readPages(reading))) {
      if (await this.#askForMissing(reading)) break
    }
    if (reading.namesUnknownCategory) await this.#turns.take(1, (client) => this.#readCategories(client))
  }

  summary(error: AppError | null): PullSummary {
    return {
      ...this.#counts,
      outcome: error === null ? 'complete' : outcomeOf(error.code),
      requests: this.#turns.requests,
      nextRequestAfter: momentIn(error),
      error: error === null ? null : serialiseError(error),
    }
  }

  async #readCategories(client: AccountClient): Promise<Set<number>> {
    const { store } = this.#ports
    const { categories } = await client.categories(this.#context.signal)
    await store.keepBankCategories(this.#accountId, categories)
    return new Set(categories.flatMap(({ id, parentId }) => (parentId === null ? [] : [id])))
  }

  /** @returns whether that was everything, and the pull has ended */
  async #readPages(reading: Reading): Promise<boolean> {
    let before: ReadonlySet<string> = new Set()
    for (let page = 1; ; page++) {
      const { ids, isLast, isEnded } = await this.#turns.take(1, async (client) => {
        const read = await this.#readPage(client, reading, page)
        // The last page and the end are one turn: nothing that is sent between them could be taken for gone.
        return { ...read, isEnded: read.isLast && (await this.#endWhereAllCame(reading, page)) }
      })
      this.#report()
      // A server that does not heed the page would be read for ever.
      if (!isLast && [...ids].every((id) => before.has(id))) throw new AppError('api/incomplete-answer')
      before = ids
      if (!isLast) continue
      reading.pages = page
      reading.passes++
      return isEnded
    }
  }

  async #readPage(client: AccountClient, reading: Reading, page: number) {
    const { store, clock } = this.#ports
    const { questions, returned, unreadable, isLast } = await bankPage(client, page, this.#context.signal)
    const kept = await store.keepBankPage(this.#accountId, reading.pull, questions, clock())
    // A second reading brings the same ones again.
    if (reading.passes === 0) {
      this.#counts.questions += returned
      this.#counts.unreadable += unreadable + kept.unreadable
    }
    this.#counts.added += kept.added
    this.#counts.changed += kept.changed
    reading.namesUnknownCategory ||= questions.some(
      ({ categoryId }) => categoryId !== null && !reading.categories.has(categoryId),
    )
    return { ids: new Set(questions.map(({ questionId }) => questionId)), isLast }
  }

  /**
   * Ends the pull unless questions that are known here did not come: while page after page is read, one that is deleted
   * moves all later ones up, and one of these slides from a page not read yet to one that was.
   * @param page the last one; a single page is of one moment, so nothing slid
   */
  async #endWhereAllCame(reading: Reading, page: number): Promise<boolean> {
    const { store, clock } = this.#ports
    if (page > 1 && (await this.#missing(reading)).length > 0) return false
    const { gone } = await store.endBankPull(this.#accountId, reading.pull, clock())
    this.#counts.gone = gone
    return true
  }

  async #missing({ pull, gone }: Reading): Promise<readonly string[]> {
    const unseen = await this.#ports.store.unseenInPull(this.#accountId, pull)
    return unseen.filter((id) => !gone.has(id))
  }

  /**
   * Asks for each missing question by itself where that takes no more requests than to read all pages again.
   * @returns false where all pages are to be read again
   */
  async #askForMissing(reading: Reading): Promise<boolean> {
    const { store, clock } = this.#ports
    const most = reading.passes === 1 ? reading.pages : mostAskedSingly
    const missing = await this.#missing(reading)
    if (missing.length > most && reading.passes === 1) return false
    for (const id of missing.slice(0, most)) {
      await this.#turns.take(1, async (client) => {
        const question = await questionOrNull(client, id, this.#context.signal)
        if (question === null) reading.gone.add(id)
        else {
          const { added, changed } = await store.keepBankPage(this.#accountId, reading.pull, [question], clock())
          this.#counts.added += added
          this.#counts.changed += changed
        }
      })
      this.#report()
    }
    for (const id of missing.slice(most)) reading.gone.add(id)
    const isEnded = await this.#turns.take(0, () => this.#endWhereAllCame(reading, reading.pages))
    // Something was sent meanwhile and is asked for as well.
    return isEnded || this.#askForMissing(reading)
  }

  #report(): void {
    this.#context.report({ questions: this.#counts.questions, requests: this.#turns.requests })
  }
}

/** The question; null where ClassMarker does not have it. */
async function questionOrNull(client: AccountClient, id: string, signal: AbortSignal) {
  try {
    return (await client.question(id, signal)).question
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'bank/not-there') return null
    throw thrown
  }
}
