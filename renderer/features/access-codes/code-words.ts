import type {
  AccessListSummary,
  CodeAction,
  CodeCall,
  CodeChange,
  LinkOfList,
} from '../../../shared/model/access-code.ts'
import { t } from '../../format/words.ts'

/** ClassMarker's name for a list, else the names of its links, with the list's number. */
export function listName({ name, links, listId }: Pick<AccessListSummary, 'name' | 'links' | 'listId'>): string {
  const words = name ?? (links.map((link) => link.name).join(', ') || t('accessCodes.list.unnamed'))
  return t('accessCodes.list.named', { name: words, id: listId })
}

/** "Used by Night shift, Safety refresher". */
export function linksWords(links: readonly LinkOfList[]): string {
  if (links.length === 0) return t('accessCodes.list.noLink')
  const names = links.map(({ name, visible }) => (visible ? name : t('accessCodes.list.hiddenLink', { name })))
  return t('accessCodes.list.usedBy', { links: names.join(', ') })
}

/** Explains why ClassMarker's number of codes differs from the one known here; null when it does not. */
export function differenceWords(difference: number | null): string | null {
  if (difference === null || difference === 0) return null
  return t(difference > 0 ? 'accessCodes.numbers.missing' : 'accessCodes.numbers.surplus', {
    count: Math.abs(difference),
  })
}

/** The result of a change of codes. */
export interface ChangeOutcome {
  readonly kind: CodeChange | 'undone' | 'taken-back' | 'nothing'
  readonly count: number
  /** For `undone` and `taken-back`: how many codes were left alone. */
  readonly skipped: number
}

/**
 * How far a change has come: being sent, sent, sent with some of the list refused, done here with nothing to send, or
 * waiting for something.
 */
export type SendingState = 'sending' | 'sent' | 'refused' | 'here' | 'network' | 'secret' | 'limit' | 'later'

const isQueued = (sending: SendingState): sending is Exclude<SendingState, 'sending' | 'sent' | 'refused' | 'here'> =>
  sending === 'network' || sending === 'secret' || sending === 'limit' || sending === 'later'

/** Whether a change is unfinished: queued, being sent, or held back because ClassMarker refused it. */
export const isUndone = (sending: SendingState): boolean => sending !== 'sent' && sending !== 'here'

/**
 * "Removed 12 codes.", and how many were left alone. Until ClassMarker has confirmed a change, the words say that it is
 * being sent or waits, never that it is done.
 */
export function lastChangeWords({ kind, count, skipped }: ChangeOutcome, sending: SendingState): string {
  if (kind === 'nothing' || count + skipped === 0) return t('accessCodes.last.nothing')
  if (kind === 'add' || kind === 'remove') {
    if (!isQueued(sending)) return t(`accessCodes.last.${sending}.${kind}`, { count })
    const queued = t(`accessCodes.last.queued.${kind}`, { count })
    return `${queued} ${t(`accessCodes.last.until.${sending}`, { count })}`
  }
  const left = skipped > 0 ? t('accessCodes.last.skipped', { count: skipped }) : ''
  return [t(`accessCodes.last.${kind}`, { count }), left].filter((part) => part !== '').join(' ')
}

/** The words for an action in the journal: "Added 230", "Undo: 12 put back"; until it is confirmed, "Adding 230". */
export function actionWords({ change, added, removed, pending, held }: ToldAction): string {
  const isDone = pending + held === 0
  if (change === 'full-list') return t('accessCodes.journal.fullList', { added, removed })
  if (change !== 'undo') {
    return change === 'add'
      ? t(isDone ? 'accessCodes.journal.added' : 'accessCodes.journal.adding', { count: added })
      : t(isDone ? 'accessCodes.journal.removed' : 'accessCodes.journal.removing', { count: removed })
  }
  const part = isDone ? 'accessCodes.journal.undoParts' : 'accessCodes.journal.undoingParts'
  const parts = [
    added > 0 ? t(`${part}.added`, { count: added }) : '',
    removed > 0 ? t(`${part}.removed`, { count: removed }) : '',
  ].filter((each) => each !== '')
  return t(isDone ? 'accessCodes.journal.undo' : 'accessCodes.journal.undoing', {
    what: parts.join(', ') || t('accessCodes.journal.nothing'),
  })
}

type ToldAction = Pick<CodeAction, 'change' | 'added' | 'removed' | 'pending' | 'held'>

/**
 * Why the journal lists a request: nothing left this computer, no answer came, it was refused, or the counts differ.
 */
export type CallKind = 'unsent' | 'failed' | 'refused' | 'differed'

const unsent: readonly string[] = [
  'network/offline',
  'network/captive-portal',
  'network/proxy-unreachable',
  'network/proxy-refused',
  'network/untrusted-certificate',
]
const refusals: readonly string[] = ['api/rejected', 'api/bad-request', 'codes/no-such-list']

/** Null for a request that went well. */
export function callKind(call: CodeCall): CallKind | null {
  if (call.outcome === 'ok') return differs(call) ? 'differed' : null
  if (unsent.includes(call.outcome)) return 'unsent'
  return refusals.includes(call.outcome) ? 'refused' : 'failed'
}

interface CallsWords {
  readonly title: string
  readonly text: string
}

/** The heading over the requests of a kind; it depends on the newest request's error and on the changes still left. */
export function callsWords(
  kind: CallKind,
  newest: Pick<CodeCall, 'outcome'> | undefined,
  { pendingAdds, pendingRemoves, held }: Pick<AccessListSummary, 'pendingAdds' | 'pendingRemoves' | 'held'>,
): CallsWords {
  if (kind === 'unsent') {
    const why = newest?.outcome === 'network/offline' ? 'unsent' : 'unreached'
    return pendingAdds + pendingRemoves > 0
      ? { title: t(`accessCodes.journal.calls.${why}`), text: t('accessCodes.journal.callsText.unsent') }
      : { title: t(`accessCodes.journal.calls.${why}Once`), text: t('accessCodes.journal.callsText.unsentOnce') }
  }
  const text = kind === 'refused' && held === 0 ? 'refusedOnce' : kind
  return { title: t(`accessCodes.journal.calls.${kind}`), text: t(`accessCodes.journal.callsText.${text}`) }
}

/** Whether ClassMarker's count differs from the number of codes sent. */
export const differs = ({ outcome, counted, sent }: CodeCall): boolean => outcome === 'ok' && counted !== sent

/** Whether the count cannot be explained by codes whose state was uncertain here. */
export const isUnexpected = ({ counted, sent, expected }: CodeCall): boolean =>
  counted !== null && (counted < expected || counted > sent)

/** "Sent 100 to add, ClassMarker added 97: 3 were on the list already." */
export function callWords({ operation, sent, counted }: Pick<CodeCall, 'operation' | 'sent' | 'counted'>): string {
  if (counted === null) return t('accessCodes.journal.noAnswer', { sent })
  const count = sent - counted
  const why = operation === 'add' ? 'accessCodes.journal.alreadyThere' : 'accessCodes.journal.notThere'
  const rest = count < 0 ? t('accessCodes.journal.moreThanSent') : t(why, { count })
  return t(operation === 'add' ? 'accessCodes.journal.callAdd' : 'accessCodes.journal.callRemove', {
    sent,
    counted,
    rest,
  })
}
