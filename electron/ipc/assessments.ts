import { AppError } from '../../shared/errors.ts'
import type { ReadIds } from '../../shared/ipc/assessments.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import type { TableDialogs } from './tables.ts'

/**
 * The window's calls on the assessments of a learning platform. What is to be published or fetched is noted first; offline,
 * the job ends and it waits.
 */
export function assessmentHandlers(core: Core, dialogs: Pick<TableDialogs, 'chooseTable'>): Handlers['assessments'] {
  const { store, accounts, assessments, submissionLists, clock } = core
  const connected = (account: string) => accounts.connectedTo('assessments', account)

  const readIdsOf = async (account: string, { submissions, unreadable }: Omit<ReadIds, 'known'>): Promise<ReadIds> => {
    const known = await store.knownSubmissions(account, submissions)
    return { submissions, unreadable, known: known.length }
  }

  /** Does something about a draft that leads to its publishing, and starts that. @throws AppError as `connected` */
  async function publishing(draft: number, work: () => Promise<void>): Promise<void> {
    const account = (await store.assessmentDrafts()).find(({ id }) => id === draft)?.account
    if (account === undefined) throw new AppError('assessment/not-found')
    await connected(account)
    await work()
    assessments.startPublish(account)
  }

  /** @throws AppError `assessment/not-found`, and as `connected` */
  const connectedAttempt = async (id: number) => connected((await store.assessmentAttempt(id)).account)

  return {
    status: ({ accounts }) => store.assessmentsStatus(accounts),
    list: ({ accounts, course }) => store.assessmentRows(accounts, course),
    get: ({ id }) => store.assessment(id),
    drafts: ({ accounts }) => store.assessmentDrafts(accounts),
    saveDraft: async ({ account, id, draft }) => {
      await connected(account)
      return store.saveAssessmentDraft(account, id, draft, clock())
    },
    removeDraft: ({ id }) => store.removeAssessmentDraft(id),
    publish: ({ id }) => publishing(id, () => store.publishAssessment(id, clock())),
    takeBack: ({ id }) => store.takeBackAssessment(id),
    resolve: ({ id, isIt }) => publishing(id, () => store.resolveAssessmentDraft(id, isIt)),
    lookForDraft: ({ id }) => publishing(id, () => store.lookForAssessmentDraft(id)),
    push: async ({ account }) => {
      await connected(account)
      return { jobId: assessments.startPublish(account) }
    },
    begin: async ({ assessment, instead }) => {
      await connected((await store.assessment(assessment)).account)
      return assessments.begin(assessment, instead)
    },
    keepAnswers: ({ attempt, answers }) => store.keepAttemptAnswers(attempt, answers),
    submit: async ({ attempt, again }) => {
      await connectedAttempt(attempt)
      const ended = await assessments.submit(attempt, { again })
      // What was taken may be had by its ID though it could not be read or kept.
      if (ended.refusal === 'assessments/taken') assessments.startCollect(ended.account)
      return ended
    },
    reopen: async ({ attempt }) => {
      await connectedAttempt(attempt)
      return store.reopenAttempt(attempt)
    },
    giveUp: ({ attempt }) => store.giveUpAttempt(attempt),
    readIds: async ({ account, text }) => {
      await accounts.stored(account)
      return readIdsOf(account, await submissionLists.pasted(text))
    },
    chooseIdFile: async ({ account }) => {
      await accounts.stored(account)
      const file = await dialogs.chooseTable()
      return file === null ? null : readIdsOf(account, await submissionLists.file(file))
    },
    collect: async ({ account, submissions, attempt }) => {
      await connected(account)
      await store.noteSubmissions(account, submissions, clock(), attempt)
      return { jobId: assessments.startCollect(account) }
    },
    forget: async ({ account, submissions }) => {
      await accounts.stored(account)
      await store.forgetSubmissions(account, submissions)
    },
  }
}
