import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

const unanswered = async (): Promise<never> => {
  throw new AppError('internal')
}

/** The window's calls on the assessments of a learning platform. */
export function assessmentHandlers(_: Core): Handlers['assessments'] {
  return {
    status: unanswered,
    list: unanswered,
    get: unanswered,
    drafts: unanswered,
    saveDraft: unanswered,
    removeDraft: unanswered,
    publish: unanswered,
    takeBack: unanswered,
    resolve: unanswered,
    push: unanswered,
    begin: unanswered,
    keepAnswers: unanswered,
    submit: unanswered,
    giveUp: unanswered,
    readIds: unanswered,
    chooseIdFile: unanswered,
    collect: unanswered,
  }
}
