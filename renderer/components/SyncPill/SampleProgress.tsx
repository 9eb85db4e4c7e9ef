import { X } from 'lucide-react'
import { isRunning } from '../../../shared/model/job.ts'
import { t } from '../../i18n.ts'
import { useJobs } from '../../state/jobs.ts'
import { useResultCount } from '../../state/result-count.ts'
import { IconButton } from '../IconButton.tsx'
import { FeedProgressBar } from './FeedProgressBar.tsx'
import { PlainPill } from './PlainPill.tsx'
import styles from './SyncPill.module.css'

/** The pill of the sample account: it fills once, and there is nothing to sync. */
export function SampleProgress() {
  const { jobs, cancel } = useJobs()
  const here = useResultCount()
  const job = jobs.findLast((one) => one.kind === 'sample')
  if (!job || !isRunning(job) || (job.state !== 'running' && job.state !== 'waiting')) {
    return <PlainPill main={t('sync.sample')} aside={t('sync.sampleHint')} />
  }
  const { progress } = job
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <p className={styles.plain}>
        <span className={styles.main}>{t('sample.loading')}</span>
        <span className={styles.aside}>{t('sync.here', { count: here })}</span>
      </p>
      <IconButton icon={X} label={t('action.cancel')} onPress={() => cancel(job.id)} />
      <div className={styles.progress}>
        <FeedProgressBar jobId={job.id} progress={progress} />
      </div>
    </section>
  )
}
