import type { Gap, Interval } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { t } from '../i18n.ts'
import { rangeWords, shortDate } from './time.ts'

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
