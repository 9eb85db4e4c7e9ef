import type { Account } from '../../shared/model/account.ts'
import type { AccountStatus, SyncSummary } from '../../shared/model/sync.ts'
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
  return `${outcomeWords[summary.outcome]}: ${added} new, ${updated} updated, ${unchanged} unchanged, ${requests} requests.${kept}${next}`
}

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

function statusOf(account: ZonedStatus, now: UnixSeconds): string[] {
  const { lastSync, budget, nextRequestAfter, timeZone, outbox } = account
  const moment = momentsIn(timeZone)
  return [
    `${account.name} (${account.id}): ${account.results} results; times in ${timeZone}`,
    `  last sync: ${lastSync === null ? 'never' : `${moment(lastSync.at)}, ${lastSync.outcome}`}`,
    ...account.coverage.flatMap(({ feed, intervals }) =>
      intervals.length === 0
        ? [`  ${feed}: nothing fetched yet`]
        : intervals.map(({ from, until }) => `  ${feed}: complete from ${moment(from)} to ${moment(until)}`),
    ),
    ...account.gaps.map((gap) => `  gap in ${gap.feed}: ${moment(gap.from)} to ${moment(gap.to)}`),
    ...(outbox.pending > 0 ? [`  access codes: ${changes(outbox.pending)} waiting to be sent`] : []),
    ...(outbox.held > 0 ? [`  access codes: ${changes(outbox.held)} held back, to be looked at in Gradekeep`] : []),
    `  requests in the last hour: ${budget.used} of ${budget.limit}`,
    ...(nextRequestAfter === null ? [] : [`  next request in ${Math.ceil((nextRequestAfter - now) / 60)} min`]),
  ]
}

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`)
