import type { Account } from '../../shared/model/account.ts'
import { type AccountStatus, allowedSkew, type GapReason, type SyncSummary } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { cliSentence } from './failures.ts'
import { momentsIn } from './moment.ts'
import { plainText } from './plain-text.ts'

const outcomeWords = {
  complete: 'Complete',
  'rate-limited': 'Stopped at the request limit',
  offline: 'Stopped: ClassMarker cannot be reached',
  failed: 'Stopped',
  cancelled: 'Cancelled',
} as const

/** The JSON of a sync. A run that was interrupted has failed, as far as a script is concerned. */
export function syncDocument(summary: SyncSummary): object {
  const { outcome, requests, added, updated, unchanged, unreadable, gaps, nextRequestAfter, budget, error } = summary
  return {
    outcome: outcome === 'cancelled' ? 'failed' : outcome,
    requests,
    added,
    updated,
    unchanged,
    unreadable,
    gaps,
    nextRequestAfter,
    budget,
    error: error === null ? null : { code: error.code, message: cliSentence(error) },
  }
}

export function syncLine(summary: SyncSummary, now: UnixSeconds): string {
  const { added, updated, unchanged, unreadable, requests, nextRequestAfter, clockOffset } = summary
  // ClassMarker named the moment in its own time.
  const left = nextRequestAfter === null ? null : nextRequestAfter - clockOffset - now
  const next = left === null ? '' : ` Next request in ${Math.ceil(left / 60)} min.`
  const kept = unreadable === 0 ? '' : ` ${unreadable} could not be read and are kept as they came.`
  const shared = summary.sharedIds ? ` ${sharedIdsWords(summary.sharedIds)}` : ''
  const missing =
    summary.gaps.length === 0
      ? ''
      : ` Results may be missing in ${gapsSaid(summary.gaps.length)}; \`gradekeep status\` names them.`
  const asked = requests === 1 ? '1 request' : `${requests} requests`
  const counted = countsSaid([
    ['new', added],
    ['updated', updated],
    ['unchanged', unchanged],
  ])
  const counts = counted ?? (summary.outcome === 'complete' ? 'nothing new' : 'nothing arrived')
  return `${outcomeWords[summary.outcome]}: ${counts}, ${asked}.${kept}${shared}${missing}${next}`
}

/** "60 new results, 2 updated": what there is none of is left out; null where there is none of anything. */
function countsSaid(counts: readonly (readonly [kind: string, count: number])[]): string | null {
  const [first, ...others] = counts.filter(([, count]) => count > 0)
  if (first === undefined) return null
  const [kind, count] = first
  const noun = count === 1 ? 'result' : 'results'
  return [`${count} ${kind} ${noun}`, ...others.map(([also, n]) => `${n} ${also}`)].join(', ')
}

/** Said once, by the sync that met it first. */
export const sharedIdsWords = (count: number): string =>
  count === 1
    ? '1 result came under a result number that another person’s result has too; both are kept.'
    : `${count} results came under result numbers that other people’s results have too; all are kept.`

/** How wrong this computer's clock is; null where ClassMarker would not mind. @param clockOffset ClassMarker's minus this one's */
export function clockLine(clockOffset: number): string | null {
  if (Math.abs(clockOffset) <= allowedSkew) return null
  const minutes = Math.round(Math.abs(clockOffset) / 60)
  const way = clockOffset > 0 ? 'behind' : 'ahead'
  return `This computer’s clock is ${minutes} min ${way}. Gradekeep corrects for it; set date and time to automatic in the system settings.`
}

const gapsSaid = (count: number): string => (count === 1 ? '1 stretch of time' : `${count} stretches of time`)

/** Changes of an account's access lists that ClassMarker has not confirmed. */
export interface Outbox {
  readonly pending: number
  /** Those that are not sent by themselves: ClassMarker refused them, or a restored copy brought them back. */
  readonly held: number
}

export type StatusWithOutbox = AccountStatus & { readonly outbox: Outbox }

export const statusDocument = (accounts: readonly StatusWithOutbox[]): object => ({ accounts })

export type ZonedStatus = StatusWithOutbox & Pick<Account, 'timeZone'>

export function statusLines(accounts: readonly ZonedStatus[], now: UnixSeconds): string {
  if (accounts.length === 0) return 'No account is connected yet. Run `gradekeep connect --key KEY`.\n'
  return accounts.map((account) => `${statusOf(account, now).map(plainText).join('\n')}\n`).join('\n')
}

const reasonWords: Readonly<Record<GapReason, string>> = {
  'too-old': 'no longer handed out by ClassMarker',
  'crowded-second': 'more finished in one second than ClassMarker sends',
  'incomplete-answer': 'ClassMarker’s answer does not match its own count',
}

function statusOf(account: ZonedStatus, now: UnixSeconds): string[] {
  const { lastSync, budget, nextRequestAfter, timeZone, outbox } = account
  const moment = momentsIn(timeZone)
  const wrongClock = clockLine(account.clockOffset)
  return [
    `${account.name} (${account.id}): ${account.results} results; times in ${timeZone}`,
    `  last sync: ${lastSync === null ? 'never' : `${moment(lastSync.at)}, ${lastSync.outcome}`}`,
    ...account.coverage.flatMap(({ feed, intervals }) =>
      intervals.length === 0
        ? [`  ${feed}: nothing fetched yet`]
        : intervals.map(({ from, until }) => `  ${feed}: complete from ${moment(from)} to ${moment(until)}`),
    ),
    ...account.gaps.map(
      (gap) => `  gap in ${gap.feed}: ${moment(gap.from)} to ${moment(gap.to)} (${reasonWords[gap.reason]})`,
    ),
    ...(account.unreadable > 0 ? [`  could not be read, and kept as they came: ${account.unreadable}`] : []),
    ...(wrongClock === null ? [] : [`  ${wrongClock}`]),
    ...(outbox.pending > 0 ? [`  access codes: ${outbox.pending} waiting to be sent`] : []),
    ...(outbox.held > 0 ? [`  access codes: ${changes(outbox.held)} held back, to be looked at in Gradekeep`] : []),
    `  requests in the last hour: ${budget.used} of ${budget.limit}`,
    ...(nextRequestAfter === null ? [] : [`  next request in ${Math.ceil((nextRequestAfter - now) / 60)} min`]),
  ]
}

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`)
