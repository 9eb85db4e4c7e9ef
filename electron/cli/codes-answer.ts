import { longestCode, mostCodesPerList, type RejectedCode, type Rejection } from '../../shared/model/access-code.ts'

/** What `codes` answers with. */
export interface CodesAnswer {
  /** Null where several lists are summed up, or none was concerned. */
  readonly listId: number | null
  /** As ClassMarker counted them during this command. */
  readonly added: number
  readonly removed: number
  /** Changes that wait to be sent. */
  readonly pending: number
  readonly knownHere: number
  /** Null where ClassMarker has not said it yet. */
  readonly serverTotal: number | null
  readonly rejected: readonly RejectedCode[]
}

/** The fields in the order of the command line's description. */
export const codesDocument = (answer: CodesAnswer): object => ({
  listId: answer.listId,
  added: answer.added,
  removed: answer.removed,
  pending: answer.pending,
  knownHere: answer.knownHere,
  serverTotal: answer.serverTotal,
  rejected: answer.rejected.map(({ code, reason }) => ({ code, reason })),
})

/** What was changed, in words. */
export const changedLine = (answer: CodesAnswer): string =>
  `${answer.added} added, ${answer.removed} removed at ClassMarker; ${standing(answer)}.\n`

/** What is known of a list, in words. */
export const standingLine = (answer: CodesAnswer): string => `${standing(answer)}.\n`

const standing = ({ pending, knownHere, serverTotal }: CodesAnswer): string =>
  `${knownHere} known here, ${serverTotal ?? 'an unknown number'} at ClassMarker, ${pending} waiting to be sent`

/** Said beside an answer while changes wait. */
export const waitingLine = (pending: number): string =>
  `${pending === 1 ? '1 change waits' : `${pending} changes wait`} on this computer and will be sent: ` +
  'by `gradekeep codes push`, or by Gradekeep itself once it reaches ClassMarker.\n'

const reasons: Readonly<Record<Rejection, string>> = {
  empty: 'empty',
  'too-long': `longer than ${longestCode} characters`,
  duplicate: 'given more than once',
  'already-known': 'on the list already',
  'not-known': 'not known here',
  'list-full': `more than the ${mostCodesPerList.toLocaleString('en')} codes of a list`,
  refused: 'refused by ClassMarker',
}

/** How many codes were passed over, and why; nothing where none was. */
export function passedOverLine(rejected: readonly RejectedCode[]): string {
  if (rejected.length === 0) return ''
  const counts = Map.groupBy(rejected, ({ reason }) => reason)
  const parts = [...counts].map(([reason, codes]) => `${codes.length} ${reasons[reason]}`)
  return `Passed over: ${parts.join(', ')}.\n`
}
