import { AppError, serialiseError } from '../../shared/errors.ts'
import type { PullProgress, PullSummary } from '../../shared/model/bank.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { type AccountClient, bankPageSize } from '../connectors/classmarker/index.ts'
import { failureOf } from '../internal-errors.ts'
import { bankPage } from './bank-page.ts'
import { type BankContext, BankTurns } from './bank-turns.ts'
import type { RunPorts } from './run-ports.ts'
import { momentIn } from './waited-until.ts'

/** Questions asked for by themselves after a bank was read twice: what neither reading brought is as good as gone. */
const mostAskedSingly = 5

/** What one reading of the bank has met. */
interface Reading {
  readonly pull: number
  /** The page that an earlier run read last; null for a reading that begins. */
  readonly from: number | null
  /** ClassMarker's numbers of the categories that the tree named. */
  readonly categories: Set<number>
  /** Numbers of questions that are as good as gone. */
  readonly gone: Set<string>
  pages: number
  passes: number
  namesUnknownCategory: boolean
}

/**
 * Reads all categories and questions of an account; a large bank takes several hours, and a reading that was cut short
 * within the last day is gone on with.
 *
 * ClassMarker's list has pages and no cursor, and its order is not documented. So a question is gone only where one whole
 * look did not bring it, and a look that was interrupted is whole only if nothing can have slid past it meanwhile:
 * - What is deleted moves later questions up. The look goes back until a page brings a question that it has brought
 *   before: all that stands behind that page is still to come, also where hundreds were deleted.
 * - What is new may stand at the beginning. The look ends with the first page, and goes on from there as long as a page
 *   brings anything new.
 * - What is known here and did not come is asked for by itself, or all is read once more, as after any look.
 *
 * Ends normally even on failures: what arrived is kept, and the summary
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
      const now = clock()
      const open = await store.openBankPull(this.#accountId, plusSeconds(now, -day), now)
      const isLong = open !== null && open.seen > bankPageSize
      const pull = isLong ? open.pull : await store.beginBankPull(this.#accountId, now)
      const from = isLong ? Math.ceil(open.seen / bankPageSize) : null
      if (isLong) this.#counts.questions = open.seen
      return { pull, from, categories, gone: new Set(), pages: 0, passes: 0, namesUnknownCategory: false }
    })
    this.#report()
    let isEnded = reading.from === null ? await this.#readPages(reading) : await this.#readOn(reading, reading.from)
    while (!(isEnded || (await this.#askForMissing(reading)))) isEnded = await this.#readPages(reading)
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
    const { page, isEnded } = await this.#readForward(reading, 1, { mayEnd: true })
    reading.pages = page
    reading.passes++
    return isEnded
  }

  /** Goes on with a reading that was cut short. @returns as `#readPages` */
  async #readOn(reading: Reading, from: number): Promise<boolean> {
    let page = from
    let read = await this.#turns.take(1, (client) => this.#readPage(client, reading, page))
    while (read.again === 0 && page > 1) {
      page--
      read = await this.#turns.take(1, (client) => this.#readPage(client, reading, page))
    }
    this.#report()
    reading.pages = read.isLast ? page : (await this.#readForward(reading, page + 1, { mayEnd: false })).page
    const { isEnded } = await this.#readForward(reading, 1, { mayEnd: true, untilNothingNew: true })
    reading.passes++
    return isEnded
  }

  /** Reads page after page. @returns the last one, and whether the pull has ended with it */
  async #readForward(
    reading: Reading,
    from: number,
    { mayEnd, untilNothingNew = false }: { readonly mayEnd: boolean; readonly untilNothingNew?: boolean },
  ): Promise<{ page: number; isEnded: boolean }> {
    let before: ReadonlySet<string> = new Set()
    for (let page = from; ; page++) {
      const { ids, isLast, isDone, isEnded } = await this.#turns.take(1, async (client) => {
        const read = await this.#readPage(client, reading, page)
        const isDone = read.isLast || (untilNothingNew && read.isNothingNew)
        // The last page and the end are one turn: nothing that is sent between them could be taken for gone.
        return { ...read, isDone, isEnded: mayEnd && isDone && (await this.#endWhereAllCame(reading, page)) }
      })
      this.#report()
      if (isDone) return { page, isEnded }
      // A server that does not heed the page would be read for ever.
      if (!isLast && [...ids].every((id) => before.has(id))) throw new AppError('api/incomplete-answer')
      before = ids
    }
  }

  async #readPage(client: AccountClient, reading: Reading, page: number) {
    const { store, clock } = this.#ports
    const { questions, returned, unreadable, isLast } = await bankPage(client, page, this.#context.signal)
    const kept = await store.keepBankPage(this.#accountId, reading.pull, questions, clock())
    const ids = new Set(questions.map(({ questionId }) => questionId))
    // One that stands twice on this page was not brought by an earlier one.
    const again = kept.again - (questions.length - ids.size)
    // A second reading brings the same ones again.
    if (reading.passes === 0) {
      this.#counts.questions += returned - again
      this.#counts.unreadable += unreadable + kept.unreadable
    }
    this.#counts.added += kept.added
    this.#counts.changed += kept.changed
    reading.namesUnknownCategory ||= questions.some(
      ({ categoryId }) => categoryId !== null && !reading.categories.has(categoryId),
    )
    return { ids, isLast, again, isNothingNew: again === ids.size }
  }

  /**
   * Ends the pull unless questions that are known here did not come: while page after page is read, one that is deleted
   * moves all later ones up, and one of these slides from a page not read yet to one that was.
   * @param page the last one; a single page is of one moment, so nothing slid
   */
  async #endWhereAllCame(reading: Reading, page: number): Promise<boolean> {
    const { store, clock } = this.#ports
    if ((page > 1 || reading.from !== null) && (await this.#missing(reading)).length > 0) return false
    const { gone } = await store.endBankPull(this.#accountId, reading.pull, clock())
    this.#counts.gone += gone
    return true
  }

  async #missing({ pull, gone }: Reading): Promise<readonly string[]> {
    const unseen = await this.#ports.store.unseenInPull(this.#accountId, pull)
    return unseen.filter((id) => !gone.has(id))
  }

  /**
   * Asks for each missing question by itself where that takes no more requests than to read all pages again. What was cut
   * short once is never read again as a whole: that could be cut short each time, and each question that was asked for is
   * done with.
   * @returns false where all pages are to be read again
   */
  async #askForMissing(reading: Reading): Promise<boolean> {
    const { store, clock } = this.#ports
    const missing = await this.#missing(reading)
    const mostOfWhole = reading.passes === 1 ? reading.pages : mostAskedSingly
    const most = reading.from === null ? mostOfWhole : missing.length
    if (missing.length > most && reading.passes === 1) return false
    for (const id of missing.slice(0, most)) {
      await this.#turns.take(1, async (client) => {
        const question = await questionOrNull(client, id, this.#context.signal)
        if (question === null) {
          this.#counts.gone += (await store.goneInBankPull(this.#accountId, reading.pull, id)).gone
        } else {
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
