import {
  longestCode,
  mostCodesPerList,
  type RejectedAccessCode,
  type Rejection,
} from '../../../shared/model/access-code.ts'
import { translator } from '../../../shared/translate.ts'
import { plainText } from '../terminal.ts'

/** The answer of the `codes` commands. */
export interface CodesAnswer {
  /** Null where the answer sums up several lists or concerns none. */
  readonly listId: number | null
  /** As ClassMarker counted them during this command. */
  readonly added: number
  readonly removed: number
  /** Changes that wait to be sent. */
  readonly pending: number
  readonly knownHere: number
  /** Null until ClassMarker has told it. */
  readonly serverTotal: number | null
  readonly rejected: readonly RejectedAccessCode[]
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

// Most of these read the same for one code as for many; the plural forms are for the others and for other languages.
const words = translator({
  added: '{{count}} added',
  removed: '{{count}} removed',
  knownHere: '{{count}} known here',
  atClassMarker: '{{count}} at ClassMarker',
  waiting: '{{count}} waiting to be sent',
  moreLines_one: 'And {{count}} more such line.\n',
  moreLines_other: 'And {{count}} more such lines.\n',
})

/** What was changed, in words. */
export function changedLine(answer: CodesAnswer): string {
  const changes = (['added', 'removed'] as const).flatMap((change) =>
    answer[change] > 0 ? [words(change, { count: answer[change] })] : [],
  )
  return `${changes.join(', ') || 'Nothing changed'} at ClassMarker; ${standing(answer)}.\n`
}

/** What is known of a list, as a sentence. */
export const standingLine = (answer: CodesAnswer): string => `${standing(answer)}.\n`

function standing({ pending, knownHere, serverTotal }: CodesAnswer): string {
  const parts = [
    words('knownHere', { count: knownHere }),
    serverTotal === null ? 'an unknown number at ClassMarker' : words('atClassMarker', { count: serverTotal }),
    ...(pending > 0 ? [words('waiting', { count: pending })] : []),
  ]
  return parts.join(', ')
}

/** Written to standard error while changes wait. */
export const waitingLine = (pending: number): string =>
  `${words('waiting', { count: pending })}, kept on this computer: ` +
  'by `gradekeep codes push`, or by Gradekeep itself once it reaches ClassMarker.\n'

const reasons: Readonly<Record<Rejection, string>> = {
  empty: 'empty',
  'too-long': `longer than ${longestCode} characters`,
  'error-value': 'an error of a spreadsheet',
  'truth-value': 'a yes or no of a spreadsheet',
  'no-value': 'a formula without its value',
  'too-long-number': 'a number of more digits than a spreadsheet keeps',
  'summary-row': 'a line that sums the list up',
  'spoilt-number': 'spoilt by a spreadsheet',
  'line-break': 'with a line break in it',
  'control-sign': 'with a sign that cannot be typed',
  duplicate: 'given more than once',
  'already-known': 'on the list already',
  'not-known': 'not known here',
  'list-full': `more than the ${mostCodesPerList.toLocaleString('en')} codes of a list`,
  refused: 'refused by ClassMarker',
}

/** How many codes were skipped, and why; empty if none was. */
export function passedOverLine(rejected: readonly RejectedAccessCode[]): string {
  if (rejected.length === 0) return ''
  const counts = Map.groupBy(rejected, ({ reason }) => reason)
  const parts = [...counts].map(([reason, codes]) => `${codes.length} ${reasons[reason]}`)
  return `Passed over: ${parts.join(', ')}.\n`
}

// Reasons that concern a cell and are corrected in the file.
const ofCells: ReadonlySet<Rejection> = new Set([
  'too-long',
  'error-value',
  'truth-value',
  'no-value',
  'too-long-number',
  'summary-row',
  'spoilt-number',
  'line-break',
  'control-sign',
])

const mostLines = 50
const longestShown = 60

/** The invalid codes of a file, each with its line. */
export function refusedLines(rejected: readonly RejectedAccessCode[]): string {
  const found = rejected.filter(({ line, reason }) => line !== undefined && ofCells.has(reason))
  const lines = found.slice(0, mostLines).map(({ code, reason, line }) => {
    const shown = plainText(code.length > longestShown ? `${code.slice(0, longestShown)}…` : code)
    return `Line ${line}: “${shown.replace(/\s+/g, ' ')}” is refused: ${reasons[reason]}.\n`
  })
  const more = found.length - lines.length
  return lines.join('') + (more > 0 ? words('moreLines', { count: more }) : '')
}

const mostAlike = 10

/** Written where codes differ only in case. */
export function alikeLine(alike: readonly string[]): string {
  if (alike.length === 0) return ''
  const shown = alike.slice(0, mostAlike).map((code) => `“${plainText(code)}”`)
  const list = alike.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ')
  return `Differing from another code only in upper and lower case: ${list}.\n`
}

/** Whether every given code was refused; a code already on the list is not. */
export function everyCodeRefused(
  effective: number,
  rejected: readonly RejectedAccessCode[],
  {
    refused,
    added,
    removed,
  }: Pick<CodesAnswer, 'added' | 'removed'> & { readonly refused: readonly RejectedAccessCode[] },
): boolean {
  if (rejected.some(({ reason }) => reason === 'already-known')) return false
  if (effective === 0) return rejected.length > 0
  return added + removed === 0 && refused.length >= effective
}
