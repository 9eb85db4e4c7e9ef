import { create } from 'zustand'
import {
  type AccessCode,
  askedAbove,
  type CodeAction,
  type CodeEdit,
  type ListRef,
} from '../../../shared/model/access-code.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useConnection } from '../../app/clock.ts'
import { say, sayFailed, useFeedback } from '../../app/feedback.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import { pushState, useCodePush } from './code-push.ts'
import { type ChangeOutcome, isUndone, lastChangeWords, type SendingState } from './code-words.ts'

/** The last change, shown in the status line with a button to take it back. */
export interface LastChange extends ChangeOutcome {
  readonly list: ListRef
  /** The action that the button takes back; null when there is none. */
  readonly actionId: number | null
  /** The job that sends it; null when nothing is sent. */
  readonly jobId?: string | null
}

/** A change that removes so many codes that it needs confirming. */
export type AskedChange =
  | { readonly kind: 'remove'; readonly list: ListRef; readonly codes: readonly AccessCode[] }
  | { readonly kind: 'undo'; readonly list: ListRef; readonly actionId: number; readonly count: number }

interface CodeChangesState {
  readonly last: LastChange | null
  readonly asked: AskedChange | null
  readonly busy: boolean
  /** Removes codes; asks first when there are more than twenty. */
  remove(list: ListRef, codes: readonly AccessCode[]): void
  /** Takes an action back; asks first where that removes more than twenty codes. */
  undo(list: ListRef, action: Pick<CodeAction, 'id' | 'change' | 'added'>): void
  /** Makes the change that was asked about. */
  confirm(): void
  /**
   * Takes back single changes that wait or are held.
   * @param codes returns which ones; called when the work begins
   */
  takeBack(list: ListRef, codes: () => Promise<readonly string[]>): Promise<void>
  /** Shows a change that was made in the dialog. */
  tell(change: LastChange): void
  putAway(): void
}

/** The turn of the message that shows the last change. */
let turn = 0

export const useCodeChanges = create<CodeChangesState>()((set, get) => ({
  last: null,
  asked: null,
  busy: false,

  remove(list, codes) {
    if (codes.length > askedAbove) set({ asked: { kind: 'remove', list, codes } })
    else void runAction(() => removeSelected(list, codes))
  },
  undo(list, action) {
    if (action.change !== 'full-list' && action.added > askedAbove)
      set({ asked: { kind: 'undo', list, actionId: action.id, count: action.added } })
    else void runAction(() => undoAction(list, action.id))
  },
  confirm() {
    const { asked } = get()
    set({ asked: null })
    if (asked?.kind === 'remove') void runAction(() => removeSelected(asked.list, asked.codes))
    if (asked?.kind === 'undo') void runAction(() => undoAction(asked.list, asked.actionId))
  },
  takeBack: (list, codes) =>
    runAction(async () => {
      const { undone, skipped } = await api.codes.takeBack({ list, codes: await codes() })
      return { list, kind: 'taken-back', count: undone, skipped, actionId: null }
    }),
  tell(last) {
    set({ last })
    const { list, actionId } = last
    const isArchived = accountOf(list.accountId)?.archived ?? false
    const undo = () => {
      if (actionId !== null) get().undo(list, undoneAction(actionId, last))
    }
    const action = actionId === null || isArchived ? null : { words: t('accessCodes.last.undo'), run: undo }
    const sending = sendingState(last)
    turn = say(lastChangeWords(last, sending), { action, accountId: list.accountId, waits: waitsStill(last, sending) })
  },
  putAway() {
    set({ last: null })
    useFeedback.getState().withdraw(turn)
  },
}))

/**
 * Keeps an edit, which starts sending it, and returns what it changed.
 * @throws AppError
 */
export async function keepChange(edit: CodeEdit): Promise<LastChange> {
  const { list, change, codes } = edit
  const kept = await api.codes.apply(edit)
  if (kept === null) return { list, kind: 'nothing', count: 0, skipped: 0, actionId: null }
  return { list, kind: change, count: codes.length, skipped: 0, actionId: kept.actionId, jobId: kept.jobId }
}

const removeSelected = (list: ListRef, codes: readonly AccessCode[]): Promise<LastChange> =>
  keepChange({ list, change: 'remove', origin: 'selection', codes })

async function undoAction(list: ListRef, actionId: number): Promise<LastChange> {
  const { undone, skipped } = await api.codes.undo({ actionId })
  return { list, kind: 'undone', count: undone, skipped, actionId: null }
}

async function runAction(work: () => Promise<LastChange>): Promise<void> {
  const { busy, tell } = useCodeChanges.getState()
  if (busy) return
  useCodeChanges.setState({ busy: true })
  try {
    tell(await work())
  } catch (thrown) {
    useCodeChanges.setState({ last: null })
    sayFailed(asAppError(thrown))
  } finally {
    useCodeChanges.setState({ busy: false })
  }
}

const undoneAction = (id: number, { kind, count }: LastChange): Pick<CodeAction, 'id' | 'change' | 'added'> => ({
  id,
  change: kind === 'full-list' ? 'full-list' : 'add',
  added: kind === 'add' ? count : 0,
})

const accountOf = (id: string) => useAccounts.getState().accounts?.find((account) => account.id === id)

const waitsStill = ({ kind }: LastChange, sending: SendingState): boolean =>
  (kind === 'add' || kind === 'remove') && isUndone(sending)

/** How a finished push ended for a list; null while it has not sent everything, or when it is another account's. */
function endFor({ accountId, listId }: ListRef, job: Job): 'sent' | 'refused' | null {
  if (job.kind !== 'push' || job.accountId !== accountId || job.state !== 'done') return null
  const { outcome, pending, lists } = job.result
  if (outcome !== 'complete' && pending > 0) return null
  const part = lists.find((one) => one.listId === listId)
  return part !== undefined && part.refused.length > 0 ? 'refused' : 'sent'
}

/** How a change ended: by its own job, or by a later one that sent the rest. */
function endOf({ list, jobId }: LastChange, jobs: readonly Job[]): 'sent' | 'refused' | null {
  const own = jobs.findIndex(({ id }) => id === jobId)
  const ends = own === -1 ? [] : jobs.slice(own).map((job) => endFor(list, job))
  return ends.find((end) => end !== null) ?? null
}

/** How far a change is on its way to ClassMarker; it counts as sent only when ClassMarker has confirmed it. */
function sendingState(last: LastChange): SendingState {
  const { list, jobId } = last
  const { jobs } = useJobs.getState()
  if (jobId === null) return 'here'
  const job = jobs.find(({ id }) => id === jobId)
  const end = endOf(last, jobs)
  if (end !== null) return end
  const account = accountOf(list.accountId)
  if (account === undefined) return 'sending'
  const state = pushState(account, jobs, useCodePush.getState().refused[account.id], useConnection.getState().online)
  switch (state.kind) {
    case 'secret-missing':
      return 'secret'
    case 'offline':
      return 'network'
    case 'waiting':
      return 'limit'
    case 'running':
    case 'ready':
      return 'sending'
    case 'failed':
    case 'cancelled':
      // The end of an earlier job says nothing about the one that has just begun.
      return job !== undefined && !isRunning(job) ? 'later' : 'sending'
  }
}

/** Rewords the message of the last change. The job that sends it announces how it ended. */
const reword = () => {
  const { last } = useCodeChanges.getState()
  if (last === null) return
  const sending = sendingState(last)
  useFeedback.getState().reword(turn, lastChangeWords(last, sending), waitsStill(last, sending))
}
useJobs.subscribe(({ jobs }, before) => {
  if (jobs !== before.jobs) reword()
})
useConnection.subscribe(reword)
