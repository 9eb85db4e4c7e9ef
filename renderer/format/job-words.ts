import type { Job } from '../../shared/model/job.ts'
import type { Gap, SyncSummary } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { t } from '../i18n.ts'
import { clockTime, dayAndTime } from './time.ts'

/** What the words about an end are told with. */
export interface EndFacts {
  /** The account's time zone. */
  readonly zone: string
  readonly now: UnixSeconds
  /** The gaps this sync found. */
  readonly gaps: readonly Gap[]
}

/** "18 new, 2 updated, 400 unchanged", why it ended early if it did, and what it could not have. */
export function syncEndWords(summary: SyncSummary, facts: EndFacts): string {
  const { unreadable } = summary
  const unread = unreadable > 0 ? t('sync.unreadable', { count: unreadable }) : ''
  const counts = [countWords(summary), unread].filter((part) => part !== '').join(' · ')
  const sentences = [earlyEndWords(summary, facts.zone), gapWords(facts)].filter((sentence) => sentence !== '')
  return [counts, ...sentences].filter((part) => part !== '').join(counts.endsWith('.') ? ' ' : '. ')
}

/** Only a complete sync knows that there is nothing new; one that ended early tells what came, if anything did. */
function countWords({ outcome, added, updated, unchanged }: SyncSummary): string {
  if (added + updated > 0) return t('sync.ended', { added, updated, unchanged })
  return outcome === 'complete' ? t('sync.endedNothing', { unchanged }) : ''
}

function earlyEndWords({ outcome, nextRequestAfter }: SyncSummary, zone: string): string {
  if (outcome === 'rate-limited') {
    return t('sync.endedLimited', {
      time: nextRequestAfter === null ? t('time.later') : clockTime(nextRequestAfter, zone),
    })
  }
  if (outcome === 'offline') return t('sync.endedOffline')
  if (outcome === 'cancelled') return t('sync.endedCancelled')
  return ''
}

function gapWords({ gaps, now, zone }: EndFacts): string {
  const [gap, ...others] = gaps
  if (gap === undefined) return ''
  if (others.length > 0) return t('sync.endedGaps')
  if (gap.reason === 'crowded-second') return t('sync.endedGapAt', { when: dayAndTime(gap.from, now, zone) })
  return t('sync.endedGapBetween', { from: dayAndTime(gap.from, now, zone), to: dayAndTime(gap.to, now, zone) })
}

/** How a job ended, in one line; empty for one that failed (its error has its own sentences). */
export function jobEndWords(job: Job, facts: EndFacts): string {
  if (job.state === 'cancelled') return job.kind === 'export' ? t('export.cancelled') : t('sync.endedCancelled')
  if (job.state !== 'done') return ''
  if (job.kind === 'export') return t('export.done', { fileName: job.result.fileName, count: job.result.rows })
  if (job.kind === 'sample' && job.result.outcome === 'complete') {
    return t('sync.sampleEnded', { added: job.result.added })
  }
  return syncEndWords(job.result, facts)
}
