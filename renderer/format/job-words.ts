import type { PushSummary } from '../../shared/model/access-code.ts'
import type { CollectSummary, PublishSummary } from '../../shared/model/assessment.ts'
import type { BankPushSummary, PullSummary } from '../../shared/model/bank.ts'
import type { DownloadProgress } from '../../shared/model/certificate.ts'
import { isSync, type Job } from '../../shared/model/job.ts'
import type { Gap, SyncSummary } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { clockTime, dayAndTime } from './time.ts'
import { errorWords, t } from './words.ts'

/** The kind of rows an exported file holds; of a gradebook its students, or its attempts. */
export type ExportedRows = 'results' | 'certificates' | 'renewals' | 'gradebook' | 'attempts' | 'questions'

/** The facts that sentences about a job's end need. */
export interface EndFacts {
  /** The account's time zone. */
  readonly zone: string
  readonly now: UnixSeconds
  /** The gaps this sync found. */
  readonly gaps: readonly Gap[]
  /** For an export, which rows it wrote; absent means results. */
  readonly exported?: ExportedRows | undefined
}

/** "18 new results, 2 updated, 400 unchanged", why the sync ended early if it did, and the gaps it left. */
export function syncEndWords(summary: SyncSummary, facts: EndFacts): string {
  const { unreadable, sharedIds = 0 } = summary
  const unread = unreadable > 0 ? t('sync.unreadable', { count: unreadable }) : ''
  const shared = sharedIds > 0 ? t('sync.sharedIds', { count: sharedIds }) : ''
  const counts = [countWords(summary), unread, shared].filter((part) => part !== '').join(' · ')
  const sentences = [earlyEndWords(summary, facts.zone), gapWords(facts)].filter((sentence) => sentence !== '')
  return [counts, ...sentences].filter((part) => part !== '').join(counts.endsWith('.') ? ' ' : '. ')
}

/** Only a complete sync knows that there is nothing new; one that ended early says how much came, if anything did. */
function countWords({ outcome, added, updated, unchanged }: SyncSummary): string {
  if (added + updated > 0)
    return countedWords([
      ['added', added],
      ['updated', updated],
      ['unchanged', unchanged],
    ])
  if (outcome !== 'complete') return ''
  return unchanged > 0 ? t('sync.ended.nothingNew', { count: unchanged }) : t('sync.ended.nothing')
}

/** "18 new results, 2 updated": counts of 0 are left out, and the first count names the noun. */
function countedWords(counts: readonly (readonly ['added' | 'updated' | 'unchanged', number])[]): string {
  return counts
    .filter(([, count]) => count > 0)
    .map(([kind, count], at) => t(at === 0 ? `sync.ended.${kind}` : `sync.ended.also.${kind}`, { count }))
    .join(', ')
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
  const words = gap.reason === 'incomplete-answer' ? 'sync.endedGapUnproved' : 'sync.endedGapBetween'
  return t(words, { from: dayAndTime(gap.from, now, zone), to: dayAndTime(gap.to, now, zone) })
}

/** How a job ended, in one line; '' for one that failed (its error has its own sentences). */
export function jobEndWords(job: Job, facts: EndFacts): string {
  if (job.state === 'cancelled') return cancelledWords(job)
  if (job.state !== 'done') return ''
  if (job.kind === 'certificates') return downloadEndWords(job.result)
  if (job.kind === 'push') return pushEndWords(job.result, facts.zone)
  if (job.kind === 'bank-pull') return pullEndWords(job.result, facts.zone)
  if (job.kind === 'bank-push') return bankPushEndWords(job.result, facts.zone)
  if (job.kind === 'assessments-push') return publishEndWords(job.result, facts.zone)
  if (job.kind === 'assessments-collect') return collectEndWords(job.result, facts.zone)
  if (job.kind === 'export') {
    const { fileName, rows: count } = job.result
    return t(`export.done.${facts.exported ?? 'results'}`, { fileName, count })
  }
  if (job.kind === 'sample' && job.result.outcome === 'complete') {
    return t('sync.sampleEnded', { added: job.result.added })
  }
  return isSync(job) ? syncEndWords(job.result, facts) : ''
}

function cancelledWords(job: Job): string {
  if (job.kind === 'export') return t('export.cancelled')
  if (job.kind === 'certificates') return t('certificates.download.cancelled')
  if (job.kind === 'bank-pull') return t('bank.pull.cancelled')
  if (job.kind === 'bank-push') return t('bank.push.cancelled')
  if (job.kind === 'assessments-push') return t('assessments.push.cancelled')
  if (job.kind === 'assessments-collect') return t('assessments.collect.cancelled')
  return job.kind === 'push' ? t('accessCodes.push.cancelled') : t('sync.endedCancelled')
}

/** "Saved 12 certificates · 3 could not be downloaded", and how many wait for the network. */
function downloadEndWords({ saved, failed, total }: DownloadProgress): string {
  const waiting = total - saved - failed
  const parts = [
    t('certificates.download.ended', { count: saved }),
    failed > 0 ? t('certificates.download.endedFailed', { count: failed }) : '',
    waiting > 0 ? t('certificates.download.endedWaiting', { count: waiting }) : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** "ClassMarker added 230 codes.", why not all were sent, and how many were refused. */
export function pushEndWords({ outcome, added, removed, pending, refused }: PushSummary, zone: string): string {
  const parts = [
    added > 0 ? t('accessCodes.push.added', { count: added }) : '',
    removed > 0 ? t('accessCodes.push.removed', { count: removed }) : '',
    refused.length > 0 ? t('accessCodes.push.refused', { count: refused.length }) : '',
    outcome === 'complete' && added + removed + refused.length === 0 ? t('accessCodes.push.nothing') : '',
    outcome === 'offline' ? t('accessCodes.push.offline') : '',
    outcome === 'rate-limited' ? errorWords({ code: 'api/rate-limited', detail: {} }, zone).what : '',
    outcome === 'cancelled' ? t('accessCodes.push.cancelled') : '',
    outcome !== 'complete' && pending > 0 ? t('accessCodes.push.pending', { count: pending }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** "Read 412 questions. 4 new · 2 changed", and why it ended early if it did. */
function pullEndWords({ outcome, questions, added, changed, gone, unreadable }: PullSummary, zone: string): string {
  const found = [
    added > 0 ? t('bank.pull.added', { count: added }) : '',
    changed > 0 ? t('bank.pull.changed', { count: changed }) : '',
    gone > 0 ? t('bank.pull.gone', { count: gone }) : '',
  ].filter((part) => part !== '')
  const parts = [
    outcome === 'complete' || questions > 0 ? t('bank.pull.ended', { count: questions }) : '',
    found.length > 0 ? `${found.join(' · ')}.` : '',
    unreadable > 0 ? t('bank.pull.unreadable', { count: unreadable }) : '',
    outcome === 'offline' ? t('bank.pull.endedOffline') : '',
    outcome === 'rate-limited' ? errorWords({ code: 'api/rate-limited', detail: {} }, zone).what : '',
    outcome === 'cancelled' ? t('bank.pull.cancelled') : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** "ClassMarker took 8 changes of questions.", what it refused, and what still waits. */
function bankPushEndWords({ outcome, sent, refused, conflicts, pending }: BankPushSummary, zone: string): string {
  const isNothing = outcome === 'complete' && sent + refused.length + conflicts === 0
  const parts = [
    sent > 0 ? t('bank.push.sent', { count: sent }) : '',
    refused.length > 0 ? t('bank.push.refused', { count: refused.length }) : '',
    conflicts > 0 ? t('bank.push.conflicts', { count: conflicts }) : '',
    isNothing ? t('bank.push.nothing') : '',
    outcome === 'offline' ? t('bank.push.offline') : '',
    outcome === 'rate-limited' ? errorWords({ code: 'api/rate-limited', detail: {} }, zone).what : '',
    outcome === 'cancelled' ? t('bank.push.cancelled') : '',
    outcome !== 'complete' && pending > 0 ? t('bank.push.pending', { count: pending }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** The facts of a platform's limit of requests, by which it is told as that and not as ClassMarker's. */
export const limitOfPlatform = (nextRequestAfter: UnixSeconds | null) => ({
  service: t('assessments.service'),
  ...(nextRequestAfter === null ? {} : { nextRequestAfter }),
})

/** "1 assessment is published.", what was refused or is unclear, and what still waits. */
function publishEndWords(summary: PublishSummary, zone: string): string {
  const { outcome, published, rejected, unclear, pending, nextRequestAfter } = summary
  const isNothing = outcome === 'complete' && published + rejected.length + unclear === 0
  const parts = [
    published > 0 ? t('assessments.push.published', { count: published }) : '',
    rejected.length > 0 ? t('assessments.push.refused', { count: rejected.length }) : '',
    unclear > 0 ? t('assessments.push.unclear', { count: unclear }) : '',
    isNothing ? t('assessments.push.nothing') : '',
    outcome === 'offline' ? t('assessments.why.unreachable') : '',
    outcome === 'rate-limited'
      ? errorWords({ code: 'api/rate-limited', detail: limitOfPlatform(nextRequestAfter) }, zone).what
      : '',
    outcome === 'cancelled' ? t('assessments.push.cancelled') : '',
    outcome !== 'complete' && pending > 0 ? t('assessments.push.pending', { count: pending }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** "11 new results · 1 was here already", what could not be fetched, and what still waits. */
function collectEndWords(summary: CollectSummary, zone: string): string {
  const { outcome, added, updated, unchanged, rejected, pending, nextRequestAfter } = summary
  const counts = [
    added > 0 ? t('assessments.collect.added', { count: added }) : '',
    updated > 0 ? t('assessments.collect.updated', { count: updated }) : '',
    unchanged > 0 ? t('assessments.collect.unchanged', { count: unchanged }) : '',
  ].filter((part) => part !== '')
  const isNothing = outcome === 'complete' && counts.length + rejected.length === 0
  const parts = [
    counts.length > 0 ? `${counts.join(' · ')}.` : '',
    rejected.length > 0 ? t('assessments.collect.rejected', { count: rejected.length }) : '',
    isNothing ? t('assessments.collect.nothing') : '',
    outcome === 'offline' ? t('assessments.why.unreachable') : '',
    outcome === 'rate-limited'
      ? errorWords({ code: 'api/rate-limited', detail: limitOfPlatform(nextRequestAfter) }, zone).what
      : '',
    outcome === 'cancelled' ? t('assessments.collect.cancelled') : '',
    outcome !== 'complete' && pending > 0 ? t('assessments.collect.pending', { count: pending }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}
