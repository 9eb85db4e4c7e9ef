import type { SyncProgress } from '../../../shared/model/sync.ts'
import { t } from '../../i18n.ts'
import { useJobs } from '../../state/jobs.ts'
import { feedProgress } from '../../state/sync-course.ts'
import { ProgressBar } from '../ProgressBar.tsx'

/** How much of the feed being read has come; the words beside it say which feed that is. */
export function FeedProgressBar({ jobId, progress }: { jobId: string; progress: SyncProgress | null }) {
  const course = useJobs((state) => state.courses[jobId])
  return <ProgressBar label={t('sync.progressLabel')} {...feedProgress(progress, course)} />
}
