import { ClipboardList, Download, List, PenLine } from 'lucide-react'
import { create } from 'zustand'
import {
  type Assessment,
  type AssessmentAttempt,
  type AssessmentDraft,
  type AssessmentDraftContent,
  type AssessmentRow,
  type CollectSummary,
  goesOn,
} from '../../../shared/model/assessment.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import type { RowMenuGiven } from '../../list/row-actions.tsx'
import { firstKeys } from '../../ui/shortcuts.ts'
import { useAnswering } from './answering.ts'
import { draftTitle } from './assessment-words.ts'
import { sayWaits, showResultsOf, useAssessmentTab, useOpenAssessment } from './assessments.ts'

/** The dialog over the assessments; null while none is open. */
export type AssessmentDialog =
  /** `of`: the assessment whose submissions they are, where that is known beforehand. */
  | { readonly kind: 'collect'; readonly account: string; readonly of: AssessmentRow | null }
  /** Before the clock of an attempt begins. */
  | { readonly kind: 'begin'; readonly assessment: Assessment }
  | { readonly kind: 'publish'; readonly draft: AssessmentDraftContent & Pick<AssessmentDraft, 'id' | 'account'> }
  | { readonly kind: 'resolve'; readonly draft: AssessmentDraft }
  | { readonly kind: 'remove-draft'; readonly draft: AssessmentDraft }

export const useAssessmentDialog = create<{ readonly dialog: AssessmentDialog | null }>()(() => ({ dialog: null }))

export const openAssessmentDialog = (dialog: AssessmentDialog): void => useAssessmentDialog.setState({ dialog })
export const closeAssessmentDialog = (): void => useAssessmentDialog.setState({ dialog: null })

// Not state: a button disabled while it works would lose the focus, and a dialog could not give it back.
let isWorking = false

/** Does one thing at a time, and says why it could not be done. @returns whether it was done */
async function runAction(account: string, work: () => Promise<void>): Promise<boolean> {
  if (isWorking) return false
  isWorking = true
  try {
    await work()
    return true
  } catch (thrown) {
    sayFailed(asAppError(thrown), { accountId: account })
    return false
  } finally {
    isWorking = false
  }
}

/** Publishes a draft once and for all. */
export const publishDraft = (draft: Pick<AssessmentDraft, 'id' | 'account' | 'title'>): Promise<boolean> =>
  runAction(draft.account, async () => {
    await api.assessments.publish({ id: draft.id })
    closeAssessmentDialog()
    useAssessmentTab.setState({ tab: 'drafts' })
    sayWaits(t('assessments.publish.waits', { title: draftTitle(draft) }), draft.account)
  })

export const takeBackDraft = ({ id, account }: AssessmentDraft): Promise<boolean> =>
  runAction(account, async () => {
    const { undone } = await api.assessments.takeBack({ id })
    if (undone) say(t('assessments.drafts.takenBack'), { accountId: account })
    // It still waits: a tick would say that something was done.
    else sayWaits(t('assessments.drafts.notTakenBack'), account)
  })

export const removeDraft = ({ id, account }: Pick<AssessmentDraft, 'id' | 'account'>): Promise<boolean> =>
  runAction(account, async () => {
    await api.assessments.removeDraft({ id })
    closeAssessmentDialog()
    say(t('assessments.drafts.removed'), { accountId: account })
  })

/** Asks no more for submissions that could not be had. */
export const forgetSubmissions = (account: string, rejected: CollectSummary['rejected']): Promise<boolean> =>
  runAction(account, async () => {
    await api.assessments.forget({ account, submissions: rejected.map(({ submission }) => submission) })
    say(t('assessments.collect.forgotten', { count: rejected.length }), { accountId: account })
  })

/** Lets an unclear draft be looked for at the platform once more. */
export const lookForDraft = ({ id, account }: Pick<AssessmentDraft, 'id' | 'account'>): Promise<boolean> =>
  runAction(account, async () => {
    await api.assessments.lookForDraft({ id })
    closeAssessmentDialog()
    sayWaits(t('assessments.resolve.looking'), account)
  })

/** Says which assessment an unclear draft is; null publishes it once more. */
export const resolveDraft = (draft: AssessmentDraft, isIt: number | null): Promise<boolean> =>
  runAction(draft.account, async () => {
    await api.assessments.resolve({ id: draft.id, isIt })
    closeAssessmentDialog()
    if (isIt === null) sayWaits(t('assessments.publish.waits', { title: draftTitle(draft) }), draft.account)
    else say(t('assessments.resolve.done'), { accountId: draft.account })
  })

/**
 * What answering an assessment comes to: the first attempt, or another after one that was refused; or going on with one,
 * deciding what becomes of one that may have counted or whose time is over, seeing how one stands that is being submitted.
 */
export function answerChoice(attempts: readonly AssessmentAttempt[], now: UnixSeconds) {
  const going = attempts.find(goesOn)
  if (going === undefined) {
    const [last] = attempts
    return last?.state === 'refused' ? ({ kind: 'anew', attempt: last } as const) : ({ kind: 'answer' } as const)
  }
  if (going.state !== 'open') return { kind: going.state === 'unclear' ? 'decide' : 'look', attempt: going } as const
  return { kind: going.endsAt !== null && going.endsAt <= now ? 'over' : 'goOn', attempt: going } as const
}

/** Goes on with the attempt that is under way, or begins one; where a clock begins with it, that is asked first. */
export async function answerIt(id: number): Promise<void> {
  try {
    const assessment = await api.assessments.get({ id })
    const going = assessment.attempts.find(goesOn)
    const hasQuestions = (assessment.questions?.length ?? 0) > 0
    if (going !== undefined && going.state !== 'submitting') useAnswering.getState().show(assessment, going)
    else if (going === undefined && assessment.timeLimitMinutes !== null && hasQuestions)
      openAssessmentDialog({ kind: 'begin', assessment })
    else await useAnswering.getState().begin(id)
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** The menu of an assessment. */
export const assessmentMenu: RowMenuGiven<AssessmentRow> = {
  actionsOf: (row) => [
    {
      id: 'open',
      words: t('grid.openRow'),
      icon: ClipboardList,
      keys: firstKeys('open'),
      run: () => useOpenAssessment.getState().open(row.id),
    },
    {
      id: 'answer',
      words: t('assessments.panel.answer'),
      icon: PenLine,
      isDisabled: !row.hasQuestions,
      run: () => void answerIt(row.id),
    },
    {
      id: 'collect',
      words: t('assessments.panel.collect'),
      icon: Download,
      run: () => openAssessmentDialog({ kind: 'collect', account: row.account, of: row }),
    },
    {
      id: 'results',
      words: t('assessments.panel.results', { count: row.submissions }),
      icon: List,
      isDisabled: row.submissions === 0,
      run: () => showResultsOf(row),
    },
  ],
}
