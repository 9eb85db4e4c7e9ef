import { isRunning, type Job } from '../../shared/model/job.ts'
import { errorWords } from '../format/error-words.ts'
import { type ExportedRows, jobEndWords } from '../format/job-words.ts'
import { t } from '../i18n.ts'
import { ofAccount, useAccounts, zoneOf } from './accounts.ts'
import { announce } from './announcer.ts'
import { useClock } from './clock.ts'
import { failureOf } from './job-end.ts'
import { gapsFound, type SyncCourse } from './sync-course.ts'

/** What this window remembers of a job. */
interface Remembered {
  readonly course: SyncCourse | undefined
  readonly exported: ExportedRows | undefined
}

/** Says aloud that a job began and how it ended; progress stays silent, so that nobody is read numbers for minutes. */
export function announceJob(before: Job | undefined, job: Job, { course, exported }: Remembered): void {
  const { accounts } = useAccounts.getState()
  const zone = zoneOf(accounts, job.accountId)
  const say = (words: string) => announce(job.kind === 'sample' ? words : ofAccount(accounts, job.accountId, words))
  if (isRunning(job)) {
    if (before === undefined && job.kind === 'sync') say(t('sync.started'))
    return
  }
  if (before && !isRunning(before)) return
  const failure = failureOf(job)
  const facts = { zone, now: useClock.getState().now, gaps: gapsFound(job, course), exported }
  say(failure === null ? jobEndWords(job, facts) : errorWords(failure, zone).what)
}
