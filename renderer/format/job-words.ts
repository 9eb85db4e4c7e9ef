import type { Job } from '../../shared/model/job.ts'
import type { SyncSummary } from '../../shared/model/sync.ts'
import { t } from '../i18n.ts'
import { clockTime } from './time.ts'

/** "18 new, 2 updated, 400 unchanged", and why it ended early if it did. */
export function syncEndWords(summary: SyncSummary, zone: string): string {
  const { added, updated, unchanged, unreadable } = summary
  const counts =
    added + updated === 0 ? t('sync.endedNothing', { unchanged }) : t('sync.ended', { added, updated, unchanged })
  const unread = unreadable > 0 ? ` · ${t('sync.unreadable', { count: unreadable })}` : ''
  const sentences = [earlyEndWords(summary, zone), summary.gaps.length > 0 ? t('sync.endedGaps') : '']
  const said = sentences.filter((sentence) => sentence !== '').join(' ')
  return `${counts}${unread}${said === '' ? '' : `. ${said}`}`
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

/** How a job ended, in one line; empty for one that failed (its error has its own sentences). */
export function jobEndWords(job: Job, zone: string): string {
  if (job.state === 'cancelled') return job.kind === 'export' ? t('export.cancelled') : t('sync.endedCancelled')
  if (job.state !== 'done') return ''
  if (job.kind === 'export') return t('export.done', { fileName: job.result.fileName, count: job.result.rows })
  if (job.kind === 'sample') return t('sync.sampleEnded', { added: job.result.added })
  return syncEndWords(job.result, zone)
}
