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

  /** Publishes what waits, beside whatever else is done. */
  async function startPublishing(draft: number): Promise<void> {
    const account = (await store.assessmentDrafts()).find(({ id }) => id === draft)?.account
    if (account === undefined || (await accounts.stored(account)).archived) return
    assessments.startPublish(account)
  }

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
    publish: async ({ id }) => {
      await store.publishAssessment(id, clock())
      await startPublishing(id)
    },
    takeBack: ({ id }) => store.takeBackAssessment(id),
    resolve: async ({ id, isIt }) => {
      await store.resolveAssessmentDraft(id, isIt)
      await startPublishing(id)
    },
    push: async ({ account }) => {
      await connected(account)
      return { jobId: assessments.startPublish(account) }
    },
    begin: ({ assessment }) => assessments.begin(assessment),
    keepAnswers: ({ attempt, answers }) => store.keepAttemptAnswers(attempt, answers),
    submit: async ({ attempt, again }) => {
      const ended = await assessments.submit(attempt, { again })
      // What was taken may be had by its ID though it could not be read or kept.
      if (ended.refusal === 'assessments/taken') assessments.startCollect(ended.account)
      return ended
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
    collect: async ({ account, submissions }) => {
      await connected(account)
      await store.noteSubmissions(account, submissions, clock())
      return { jobId: assessments.startCollect(account) }
    },
  }
}
