import type { Account } from '../../shared/model/account.ts'
import { type AccountStatus, allowedSkew, type RecheckPrice, requestsPerHour } from '../../shared/model/sync.ts'
import { type Clock, hour, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { threeMonthsBefore } from '../../shared/model/zone.ts'
import { HistoryWindow } from '../connectors/classmarker/index.ts'
import type { Store, SyncState } from '../store/api.ts'
import { recheckPlansOf } from './recheck-plans.ts'

interface StatusPorts {
  readonly store: Store
  readonly clock: Clock
}

/** What a recheck of an account would cost now, and what it would read. */
export async function recheckPriceOf(
  { id: accountId, createdAt }: Pick<Account, 'id' | 'createdAt'>,
  { store, clock }: StatusPorts,
): Promise<RecheckPrice> {
  const state = await store.syncState(accountId)
  const now = plusSeconds(clock(), state.clockOffset)
  const furthest = new HistoryWindow(state.historyRefusals).furthest(now) ?? now
  const { plans, requests } = await recheckPlansOf({ id: accountId, createdAt }, state, store, { now, furthest })
  const toGrade = [...plans.values()].reduce((sum, { targets }) => sum + targets.length, 0)
  const used = await store.requestsInLastHour(accountId, clock())
  // One more request for the discovery, which tells ClassMarker's time and names.
  return { requests: 1 + requests, toGrade, budget: { used, limit: requestsPerHour } }
}

/** How far one account has been fetched, and how many requests it may still send. */
export async function statusOf(
  account: Account & Pick<AccountStatus, 'results' | 'lastSync'>,
  { store, clock }: StatusPorts,
): Promise<AccountStatus> {
  const state = await store.syncState(account.id)
  const now = clock()
  return {
    id: account.id,
    name: account.name,
    lastSync: account.lastSync,
    results: account.results,
    coverage: state.coverage,
    gaps: state.gaps,
    budget: { used: await store.requestsInLastHour(account.id, now), limit: requestsPerHour },
    nextRequestAfter: forbiddenUntil(state, now),
    losesFrom:
      account.sample || account.archived
        ? null
        : losesFrom(
            state.feeds.map(({ coveredUntil }) => coveredUntil),
            now,
          ),
    clockOffset: state.clockOffset,
    recheckedAt: state.recheckedAt,
    unreadable: await store.countUnreadable(account.id),
  }
}

/**
 * Until when ClassMarker wants no request, in this computer's time; null if requests are allowed. ClassMarker told the
 * moment in its own time, at most an hour ahead: one further off was stored while a clock was wrong.
 */
function forbiddenUntil({ nextRequestAfter, clockOffset }: SyncState, now: UnixSeconds): UnixSeconds | null {
  if (nextRequestAfter === null) return null
  const here = plusSeconds(nextRequestAfter, -clockOffset)
  return here > now && here - now <= hour + allowedSkew ? here : null
}

/** When results not fetched yet begin to fall out of ClassMarker's three months; null if nothing is known. */
function losesFrom(coveredUntil: readonly (UnixSeconds | null)[], now: UnixSeconds): UnixSeconds | null {
  const known = coveredUntil.filter((moment) => moment !== null)
  if (known.length === 0) return null
  const reach = now - threeMonthsBefore(now)
  return unixSeconds(Math.min(...known) + reach)
}
