import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import type { QuestionToVerify } from '../sync/banks.ts'

type Bank = Handlers['bank']

/** What has to do with files. */
export type BankFileCalls = 'chooseFile' | 'drop' | 'addRead' | 'export'

/**
 * The window's calls on the question bank, but for files. An edit is saved first and then sent; offline, the job ends and
 * the edits wait.
 */
export function bankHandlers({ store, accounts: connections, banks, clock }: Core): Omit<Bank, BankFileCalls> {
  /** Does something, and then sends what waits. */
  async function thenSending<Value>(work: Promise<Value>): Promise<Value> {
    const value = await work
    await banks.startAll({ alsoPull: false })
    return value
  }

  /** A question with ClassMarker's numbers. @throws AppError `category/not-found`, `category/not-sent` */
  async function toVerify({ account, id, draft }: Parameters<Bank['verify']>[0]): Promise<QuestionToVerify> {
    const { category, ...content } = draft
    const categories = await store.bankCategories([account])
    const own = categories.find((each) => each.id === category && each.parent !== null)
    if (own === undefined) throw new AppError('category/not-found')
    if (own.serviceId === null) throw new AppError('category/not-sent')
    const [question] = id === null ? [] : await store.bankContents([id])
    if (id !== null && question === undefined) throw new AppError('question/not-found')
    return { questionId: question?.questionId ?? null, content, categoryId: own.serviceId }
  }

  return {
    status: ({ accounts }) => store.bankStatus(accounts),
    categories: ({ accounts }) => store.bankCategories(accounts),
    question: ({ id }) => store.bankQuestion(id),
    waiting: ({ accounts }) => store.bankWaiting(accounts),
    edits: ({ accounts }) => store.bankEdits(accounts),
    save: ({ account, id, draft }) => thenSending(store.saveBankQuestion(account, id, draft, clock())),
    duplicate: ({ id }) => store.duplicateBankQuestion(id, clock()),
    changeMany: ({ ids, change }) => thenSending(store.changeBankQuestions(ids, change, clock())),
    archive: ({ ids, archived }) => store.archiveBankQuestions(ids, archived, clock()),
    addCategory: ({ account, name, parent }) => thenSending(store.addBankCategory(account, name, parent, clock())),
    renameCategory: ({ id, name }) => thenSending(store.renameBankCategory(id, name, clock())),
    moveCategory: ({ id, parent }) => thenSending(store.moveBankCategory(id, parent, clock())),
    takeBack: ({ edits }) => store.takeBackBankEdits(edits, clock()),
    sendAgain: ({ edits }) => thenSending(store.sendBankEditsAgain(edits)),
    resolve: ({ id, keep }) => thenSending(store.resolveBankConflict(id, keep, clock())),
    pull: async ({ account }) => {
      await connections.connected(account)
      return { jobId: banks.startPull(account) }
    },
    push: async ({ account }) => {
      await connections.connected(account)
      return { jobId: banks.startPush(account) }
    },
    verify: async (asked) => {
      await connections.connected(asked.account)
      return banks.verify(asked.account, await toVerify(asked))
    },
  }
}
