import type { AccountSummary } from '../../shared/model/account.ts'
import type { AccountStatus, Gap, Interval } from '../../shared/model/sync.ts'
import { day, minute, type UnixSeconds } from '../../shared/model/time.ts'
import { rangeWords, shortDate } from './time.ts'
import { t } from './words.ts'

/** A warning about an account's syncing: short for a narrow place, and in full. */
export interface SyncWarning {
  readonly kind: 'loses' | 'clock'
  readonly short: string | null
  readonly words: string
}

const warnedAhead = 14 * day
const rightClock = 5 * minute

/** The warnings of an account that should be seen before it is too late, the most pressing first. */
export function syncWarnings(
  account: Pick<AccountSummary, 'timeZone' | 'archived' | 'sample'>,
  status: AccountStatus | undefined,
  now: UnixSeconds,
): readonly SyncWarning[] {
  if (status === undefined || account.archived || account.sample) return []
  return [losing(status, account.timeZone, now), wrongClock(status)].filter((warning) => warning !== null)
}

function losing({ losesFrom, coverage }: AccountStatus, zone: string, now: UnixSeconds): SyncWarning | null {
  if (losesFrom === null || losesFrom - now > warnedAhead) return null
  const ends = coverage.flatMap(({ intervals }) => intervals.at(-1)?.until ?? [])
  const oldest = ends.reduce<UnixSeconds | null>((least, end) => (least === null || end < least ? end : least), null)
  const since = shortDate(oldest ?? losesFrom, now, zone)
  if (losesFrom <= now) return { kind: 'loses', short: t('sync.losingHint'), words: t('sync.losing', { since }) }
  const last = shortDate(losesFrom, now, zone)
  return { kind: 'loses', short: t('sync.losesSoon', { day: last }), words: t('sync.loses', { day: last, since }) }
}

function wrongClock({ clockOffset }: AccountStatus): SyncWarning | null {
  const words = clockWords(clockOffset)
  return words === null ? null : { kind: 'clock', short: null, words }
}

/**
 * Says how far this computer's clock is off, where it is off enough to matter; else null.
 * @param clockOffset ClassMarker's clock minus this one's, in seconds: positive when this clock is slow
 */
export function clockWords(clockOffset: number): string | null {
  if (Math.abs(clockOffset) <= rightClock) return null
  const count = Math.round(Math.abs(clockOffset) / minute)
  return t(clockOffset > 0 ? 'sync.clockBehind' : 'sync.clockAhead', { count })
}

/** "Complete since 22 Aug; gap 3 – 9 Jun". @param intervals oldest first */
export function coverageWords(
  intervals: readonly Interval[],
  gaps: readonly Gap[],
  now: UnixSeconds,
  zone: string,
): string {
  const [first] = intervals
  if (first === undefined && gaps.length === 0) return t('activity.gaps.nothing')
  const parts = gaps.map(({ from, to }) => t('activity.gaps.gapIn', { range: rangeWords(from, to, now, zone) }))
  const since = first === undefined ? [] : [t('activity.gaps.since', { since: shortDate(first.from, now, zone) })]
  return [...since, ...parts].join('; ')
}
