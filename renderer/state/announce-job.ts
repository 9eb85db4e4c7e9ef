import { isRunning, type Job } from '../../shared/model/job.ts'
import { errorWords } from '../format/error-words.ts'
import { jobEndWords } from '../format/job-words.ts'
import { t } from '../i18n.ts'
import { useAccounts, zoneOf } from './accounts.ts'
import { announce } from './announcer.ts'

/** Says aloud that a job began and how it ended; progress stays silent, so that nobody is read numbers for minutes. */
export function announceJob(before: Job | undefined, job: Job): void {
  const zone = zoneOf(useAccounts.getState().accounts, job.accountId)
  if (isRunning(job)) {
    if (before === undefined && job.kind === 'sync') announce(t('sync.started'))
    return
  }
  if (before && !isRunning(before)) return
  announce(job.state === 'failed' ? errorWords(job.error, zone).what : jobEndWords(job, zone))
}
