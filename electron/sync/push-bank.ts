import { AppError, errorKinds, serialiseError } from '../../shared/errors.ts'
import type { BankEdit, BankPushProgress, BankPushSummary, QuestionContent } from '../../shared/model/bank.ts'
import type { BankEditToSend, SentCategory, SentQuestion } from '../../shared/model/bank-sent.ts'
import { isWritable } from '../../shared/model/question-rules.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import { fold } from '../../shared/model/text.ts'
import { ms } from '../../shared/model/time.ts'
import { type AccountClient, isBankRefusal } from '../connectors/classmarker/index.ts'
import { failureOf } from '../internal-errors.ts'
import { bankPage } from './bank-page.ts'
import { type BankContext, BankTurns } from './bank-turns.ts'
import { createdBefore } from './created-before.ts'
import { asksSame, inEitherForm, saysSame } from './question-forms.ts'
import type { RunPorts } from './run-ports.ts'
import { momentIn } from './waited-until.ts'

/** Tries of an edit in a row whose requests fail for the moment. */
const mostTries = 3
const pauseAfterFailure = ms(5_000)

/**
 * Sends an account's waiting edits of the bank, in their order. Ends normally even on failures: what was not confirmed
 * goes on waiting.
 */
export async function pushBank(
  accountId: string,
  context: BankContext<BankPushProgress>,
  ports: RunPorts,
): Promise<BankPushSummary> {
  const run = new PushBank(accountId, context, ports)
  const error = await failureOf(() => run.sendAll(), ports.onInternalError)
  return run.summary(error)
}

class PushBank {
  readonly #accountId: string
  readonly #context: BankContext<BankPushProgress>
  readonly #ports: RunPorts
  readonly #turns: BankTurns
  readonly #refused: { name: string; reason: string }[] = []
  #sent = 0
  #conflicts = 0

  constructor(accountId: string, context: BankContext<BankPushProgress>, ports: RunPorts) {
    this.#accountId = accountId
    this.#context = context
    this.#ports = ports
    this.#turns = new BankTurns(ports, accountId, context)
  }

  async sendAll(): Promise<void> {
    const { retry } = this.#ports
    for (let tries = 0; ; ) {
      const waiting = await this.#waiting()
      this.#context.report({ sent: this.#sent, total: this.#sent + waiting.length })
      const [next] = waiting
      if (next === undefined) return
      try {
        if (!(await this.#turns.take(next.requests, (client) => this.#sendNext(client, waiting)))) return
        tries = 0
      } catch (thrown) {
        const isPassing = thrown instanceof AppError && errorKinds[thrown.code] === 'retry'
        if (!isPassing || ++tries === mostTries) throw thrown
        await retry.pause(pauseAfterFailure, this.#context.signal)
      }
    }
  }

  async summary(error: AppError | null): Promise<BankPushSummary> {
    return {
      outcome: error === null ? 'complete' : outcomeOf(error.code),
      sent: this.#sent,
      refused: this.#refused,
      conflicts: this.#conflicts,
      pending: (await this.#waiting()).length,
      requests: this.#turns.requests,
      nextRequestAfter: momentIn(error),
      error: error === null ? null : serialiseError(error),
    }
  }

  async #waiting(): Promise<readonly BankEdit[]> {
    const edits = await this.#ports.store.bankEdits([this.#accountId])
    return edits.filter(({ state }) => state === 'waiting' || state === 'sending')
  }

  /** @returns false where nothing may be sent: what waits needs something that is not there */
  async #sendNext(client: AccountClient, waiting: readonly BankEdit[]): Promise<boolean> {
    const { store, clock } = this.#ports
    const edit = await store.claimBankEdit(this.#accountId)
    if (edit === null) return false
    let mayHaveArrived = edit.inDoubt
    const onDoubt = (thrown: unknown) => {
      if (!isAnswered(thrown)) mayHaveArrived = true
    }
    try {
      const answer = await this.#carryOut(client, edit, onDoubt)
      mayHaveArrived = true
      if ('conflict' in answer) {
        await store.conflictBankEdit(edit, answer.conflict, clock())
        this.#conflicts++
        return true
      }
      await store.confirmBankEdit(edit, answer, clock())
      this.#sent++
    } catch (thrown) {
      const error = thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
      if (!isBankRefusal(error)) {
        await store.failBankEdit(edit, mayHaveArrived)
        throw thrown
      }
      await store.refuseBankEdit(edit, error.code)
      this.#tellRefused(edit, waiting, error.code)
    }
    return true
  }

  #tellRefused({ id }: BankEditToSend, waiting: readonly BankEdit[], reason: string): void {
    this.#refused.push({ name: waiting.find((each) => each.id === id)?.name ?? '', reason })
  }

  #carryOut(client: AccountClient, edit: BankEditToSend, onDoubt: OnDoubt): Promise<Answer> {
    const { body } = edit
    return 'type' in body
      ? this.#carryOutQuestion(client, edit, body, onDoubt)
      : this.#carryOutCategory(client, edit, body, onDoubt)
  }

  async #carryOutCategory(
    client: AccountClient,
    edit: BankEditToSend,
    category: Omit<SentCategory, 'id'>,
    onDoubt: OnDoubt,
  ): Promise<Answer> {
    if (edit.serviceId !== null) return this.#changeCategory(client, edit, { ...category, id: edit.serviceId }, onDoubt)
    if (edit.inDoubt) {
      const { categories } = await client.categories(this.#context.signal)
      const here = await this.#ports.store.bankCategories([this.#accountId])
      const isParent = category.parentId === null
      const owned = new Set(here.flatMap((each) => ((each.parent === null) === isParent ? [each.serviceId] : [])))
      const created = categories.find(
        ({ id, name, parentId }) => name === category.name && parentId === category.parentId && !owned.has(id),
      )
      if (created !== undefined) return created
    }
    return this.#writeCategory(client, { ...category, id: null }, onDoubt)
  }

  /** A name that is taken is refused as everything is, without a word of why: the tree tells. */
  async #writeCategory(
    client: AccountClient,
    category: Parameters<AccountClient['writeCategory']>[0],
    onDoubt: OnDoubt,
  ): Promise<Answer> {
    this.#turns.throwIfCancelled()
    try {
      return (await client.writeCategory(category, onDoubt)).category
    } catch (thrown) {
      if (!(thrown instanceof AppError && isBankRefusal(thrown))) throw thrown
      const { categories } = await client.categories(this.#context.signal)
      const namesake = categories.find(
        ({ id, name, parentId }) =>
          id !== category.id && parentId === category.parentId && fold(name) === fold(category.name),
      )
      if (namesake === undefined) throw thrown
      await this.#ports.store.keepBankCategories(this.#accountId, categories)
      if (category.id !== null) throw new AppError('bank/name-taken')
      return { conflict: namesake }
    }
  }

  /** Sends what was changed here of a category; the rest stays as ClassMarker has it now. */
  async #changeCategory(
    client: AccountClient,
    { categoryBase: base }: BankEditToSend,
    mine: SentCategory,
    onDoubt: OnDoubt,
  ): Promise<Answer> {
    const { categories } = await client.categories(this.#context.signal)
    const theirs = categories.find(
      ({ id, parentId }) => id === mine.id && (parentId === null) === (mine.parentId === null),
    )
    if (theirs === undefined) throw new AppError('bank/not-there')
    const name = merged(base?.name, mine.name, theirs.name)
    const parentId = merged(base?.parentId, mine.parentId, theirs.parentId)
    if (name === undefined || parentId === undefined) return { conflict: theirs }
    if (name === theirs.name && parentId === theirs.parentId) return theirs
    return this.#writeCategory(client, { id: mine.id, name, parentId }, onDoubt)
  }

  async #carryOutQuestion(
    client: AccountClient,
    edit: BankEditToSend,
    content: QuestionContent,
    onDoubt: OnDoubt,
  ): Promise<Answer> {
    const { questionId, categoryId, base } = edit
    if (!isWritable(content.type)) throw new AppError('bank/type-read-only')
    if (categoryId === null || content.points === null) throw new AppError('bank/values-refused')
    if (questionId === null) {
      const created = edit.inDoubt ? await this.#createdBefore(client, content, categoryId) : null
      if (created !== null && saysSame(created.content, content)) return created
      return this.#write(client, { questionId: created?.questionId ?? null, content, categoryId }, onDoubt)
    }
    const { question: theirs } = await client.question(questionId, this.#context.signal)
    // An earlier try arrived, or somebody wrote the same.
    if (theirs.categoryId === categoryId && saysSame(theirs.content, content)) return theirs
    if (wasChanged(theirs, base)) return { conflict: theirs }
    return this.#write(client, { questionId, content, categoryId }, onDoubt)
  }

  async #createdBefore(client: AccountClient, content: QuestionContent, categoryId: number) {
    const here = await this.#ports.store.bankKeys(this.#accountId)
    const owned = new Set(here.flatMap((each) => (each.questionId === null ? [] : [each.questionId])))
    const isIt = (question: SentQuestion) => question.categoryId === categoryId && asksSame(question.content, content)
    return createdBefore({
      page: (number) => bankPage(client, number, this.#context.signal),
      owned,
      isIt,
      keep: (questions) => this.#ports.store.keepBankQuestions(this.#accountId, questions, this.#ports.clock()),
    })
  }

  async #write(
    client: AccountClient,
    question: Omit<Written, 'withTrueFalse'>,
    onDoubt: OnDoubt,
  ): Promise<SentQuestion> {
    this.#turns.throwIfCancelled()
    const send = (withTrueFalse: boolean) => client.writeQuestion({ ...question, withTrueFalse }, onDoubt)
    return (await inEitherForm(this.#ports.store, this.#accountId, question.content, send)).question
  }
}

type Answer = SentQuestion | SentCategory | { readonly conflict: SentQuestion | SentCategory }
type OnDoubt = (thrown: unknown) => void
type Written = Parameters<AccountClient['writeQuestion']>[0]

/**
 * Whether ClassMarker itself said no, so that nothing was changed. A word that its documentation does not have says neither
 * yes nor no.
 */
const isAnswered = (thrown: unknown): boolean =>
  thrown instanceof AppError && (isBankRefusal(thrown) || thrown.code === 'api/bad-request')

/** What a value becomes that was `base`; undefined where it was changed on both sides, and not to the same. */
function merged<Value>(base: Value, mine: Value, theirs: Value): Value | undefined {
  if (mine === base || mine === theirs) return theirs
  return theirs === base ? mine : undefined
}

/** Whether a question was changed at ClassMarker since it was edited here. */
function wasChanged({ lastUpdated, content, categoryId }: SentQuestion, base: BankEditToSend['base']): boolean {
  if (base === null) return true
  const isLater = lastUpdated !== null && base.lastUpdated !== null && lastUpdated !== base.lastUpdated
  // Two changes within a second have the same time.
  return isLater || categoryId !== base.categoryId || !saysSame(content, base.content)
}
