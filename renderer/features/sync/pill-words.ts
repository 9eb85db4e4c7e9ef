import type { AccountSummary } from '../../../shared/model/account.ts'
import type { RequestBudget, SyncProgress } from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { agoWords, clockTime, sentenceWhen } from '../../format/time.ts'
import { ofService, t } from '../../format/words.ts'
import { needsSignIn, type PillState } from './sync-pill.ts'

/** The pill's two lines. */
export interface PillWords {
  readonly main: string
  readonly aside: string
}

/**
 * "1,240 results · 8 requests". The count is that of the results stored, as in sidebar and list, because a run receives
 * some results twice. A total is unknown before the last feed, so none is shown.
 */
const progressWords = (progress: SyncProgress | null, here: number): string => {
  if (progress === null || progress.requests === 0) return ''
  const asked = t('sync.requests', { count: progress.requests })
  return here === 0 ? asked : `${t('sync.here', { count: here })} · ${asked}`
}

/** A platform that took more requests than the usual limit of a minute did not name that limit. */
export const isUnlimited = ({ used, limit, per }: RequestBudget): boolean => per === 'minute' && used > limit

function budgetWords(budget: RequestBudget): string {
  if (isUnlimited(budget)) return t('sync.usedOfMinute', { used: budget.used })
  return t(budget.per === 'minute' ? 'sync.budgetOfMinute' : 'sync.budget', { ...budget })
}

/** A platform is asked for its assessments first. */
const phaseWords = (phase: SyncProgress['phase'] | 'starting', isPlatform: boolean): string =>
  isPlatform && phase === 'discovering' ? t('sync.lookingAtAssessments') : t(`sync.phase.${phase}`)

/** Says how far an account came that is not complete now. */
function reachedWords({ last, begun }: { last: UnixSeconds | null; begun: boolean }, now: UnixSeconds, zone: string) {
  if (last !== null) return t('sync.lastComplete', { when: sentenceWhen(last, now, zone) })
  return t(begun ? 'sync.firstUnfinished' : 'sync.never')
}

/**
 * The pill's words for its state, in the account's time zone.
 * @param here how many results of the account are stored
 * @param service of the account, whatever others are looked at beside it
 */
export function pillWords(
  state: PillState,
  now: UnixSeconds,
  zone: string,
  here: number,
  service: AccountSummary['service'] = 'classmarker',
): PillWords {
  const isPlatform = service === 'assessments'
  switch (state.kind) {
    case 'running':
      return {
        main: phaseWords(state.progress?.phase ?? 'starting', isPlatform),
        aside: progressWords(state.progress, here),
      }
    case 'waiting':
      return {
        main: t('sync.waiting', { time: clockTime(state.until, zone) }),
        aside: here > 0 ? t('sync.waitingHint', { count: here }) : t('sync.waitingHintOnly'),
      }
    case 'secret-missing':
      if (isPlatform) return { main: t('sync.signIn'), aside: t('sync.signInHint') }
      return { main: t('sync.secretMissing'), aside: t('sync.secretHint') }
    case 'limited':
      return {
        main: t('sync.limited', { time: clockTime(state.until, zone) }),
        aside: t('sync.limitedHint', ofService(service)),
      }
    case 'limited-over':
      return { main: t('sync.limitedOver'), aside: t('sync.limitedOverHint') }
    case 'offline':
      return state.last === null
        ? { main: t('sync.offline'), aside: reachedWords(state, now, zone) }
        : { main: t('sync.offlineSince', { when: sentenceWhen(state.last, now, zone) }), aside: '' }
    case 'failed':
      if (needsSignIn(state)) return { main: t('sync.signIn'), aside: t('sync.signInHint') }
      return { main: t('sync.failed'), aside: t('sync.failedHint') }
    case 'cancelled':
      return { main: t('sync.cancelled'), aside: reachedWords(state, now, zone) }
    case 'never':
      return { main: t(state.begun ? 'sync.firstUnfinished' : 'sync.never'), aside: '' }
    case 'partly':
      return { main: t('sync.partly'), aside: t(`sync.neverRead.${state.feed}`) }
    case 'synced': {
      const used = state.budget === null ? '' : budgetWords(state.budget)
      return {
        main: t('sync.synced', { ago: agoWords(state.at, now, zone) }),
        aside: state.gaps ? t('sync.hasGaps') : used,
      }
    }
  }
}
