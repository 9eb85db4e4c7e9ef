import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import type { ExportJobs } from '../export/jobs.ts'
import { questionFileEndings } from '../questions/desk.ts'

type Bank = Handlers['bank']

export interface BankDialogs {
  /** Asks for files of questions; null when the dialog was closed. */
  chooseQuestionFiles(): Promise<readonly string[] | null>
}

/**
 * The window's calls on the question bank. An edit is saved first and then sent; offline, the job ends and
 * the edits wait.
 */
export function bankHandlers(core: Core, dialogs: BankDialogs, exports: ExportJobs): Bank {
  const { store, accounts: connections, banks, clock, questionsDesk } = core

  /** Does something and answers; what waits of the accounts that it was done in is sent beside that. */
  async function thenSending<Value>(accounts: () => Promise<readonly string[]>, work: Promise<Value>): Promise<Value> {
    const value = await work
    banks.startBeside(accounts)
    return value
  }

  const only = (account: string) => async () => [account]

  /** @throws AppError `account/not-found`, `account/other-service` for one of a learning platform, which has no bank */
  async function requireBank(account: string): Promise<void> {
    if ((await connections.stored(account)).service !== 'classmarker') throw new AppError('account/other-service')
  }

  const ofQuestions = (ids: readonly number[]) => async () =>
    (await store.bankContents(ids)).map(({ account }) => account)
  const ofCategory = (id: number) => async () =>
    (await store.bankCategories()).flatMap((each) => (each.id === id ? [each.account] : []))
  const ofEdits = (ids: readonly number[]) => async () =>
    (await store.bankEdits()).flatMap(({ id, account }) => (ids.includes(id) ? [account] : []))

  /** A question with ClassMarker's numbers. @throws AppError `category/not-found`, `category/not-sent` */
  async function toVerify({
    account,
    id,
    draft,
  }: Parameters<Bank['verify']>[0]): Promise<Parameters<Core['banks']['verify']>[1]> {
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
    save: async ({ account, id, draft, opened }) => {
      await requireBank(account)
      return thenSending(only(account), store.saveBankQuestion(account, id, draft, clock(), opened))
    },
    duplicate: ({ id }) => store.duplicateBankQuestion(id, clock()),
    changeMany: ({ ids, change }) => thenSending(ofQuestions(ids), store.changeBankQuestions(ids, change, clock())),
    archive: ({ ids, archived }) => store.archiveBankQuestions(ids, archived, clock()),
    addCategory: async ({ account, name, parent }) => {
      await requireBank(account)
      return thenSending(only(account), store.addBankCategory(account, name, parent, clock()))
    },
    renameCategory: ({ id, name }) => thenSending(ofCategory(id), store.renameBankCategory(id, name, clock())),
    moveCategory: ({ id, parent }) => thenSending(ofCategory(id), store.moveBankCategory(id, parent, clock())),
    takeBack: ({ edits }) => store.takeBackBankEdits(edits, clock()),
    sendAgain: ({ edits }) => thenSending(ofEdits(edits), store.sendBankEditsAgain(edits)),
    resolve: async ({ of, id, keep, shown }) => {
      if (of === 'question') return thenSending(ofQuestions([id]), store.resolveBankConflict(id, keep, clock(), shown))
      // A new one may become the one that is there.
      const accounts = await ofCategory(id)()
      return thenSending(async () => accounts, store.resolveCategoryConflict(id, keep, clock(), shown))
    },
    pull: async ({ account }) => {
      await connections.connectedTo('classmarker', account)
      return { jobId: banks.startPull(account) }
    },
    push: async ({ account }) => {
      await connections.connectedTo('classmarker', account)
      return { jobId: banks.startPush(account) }
    },
    verify: async (asked) => {
      await connections.connectedTo('classmarker', asked.account)
      return banks.verify(asked.account, await toVerify(asked))
    },
    chooseFile: async ({ account }) => {
      await connections.stored(account)
      const paths = await dialogs.chooseQuestionFiles()
      return paths === null ? null : questionsDesk.preview(account, paths)
    },
    drop: async ({ account, paths }) => {
      await connections.stored(account)
      // A picture dragged out of a page has no place on this computer.
      const placed = paths.filter((path) => path !== '')
      return placed.length === 0 ? null : questionsDesk.preview(account, placed)
    },
    readTable: async ({ account, ...chosen }) => {
      await connections.stored(account)
      return questionsDesk.previewTable(account, chosen)
    },
    kindsOf: ({ paths }) => questionsDesk.kindsOf(paths),
    addRead: (asked) => thenSending(only(asked.account), questionsDesk.add(asked)),
    export: async ({ account, ids, format }) => {
      await connections.stored(account)
      const name = { title: 'Questions', ending: questionFileEndings[format] }
      return exports.start(name, async (file, options) => {
        const { questions, losses } = await questionsDesk.write(file, ids, format, options)
        if (questions === 0) throw new AppError('questions/none-written')
        return { rows: questions, questionLosses: losses }
      })
    },
  }
}
