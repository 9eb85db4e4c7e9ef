import { X } from 'lucide-react'
import { isRunning } from '../../../shared/model/job.ts'
import { t } from '../../i18n.ts'
import { useJobs } from '../../state/jobs.ts'
import { IconButton } from '../IconButton.tsx'
import { ProgressBar } from '../ProgressBar.tsx'
import styles from './SyncPill.module.css'

/** The pill of the sample account: it fills once, and there is nothing to sync. */
export function SampleProgress() {
  const { jobs, cancel } = useJobs()
  const job = jobs.findLast((one) => one.kind === 'sample')
  if (!job || !isRunning(job) || (job.state !== 'running' && job.state !== 'waiting')) {
    return (
      <section className={styles.pill} aria-label={t('sync.region')}>
        <p className={styles.plain}>
          <span className={styles.main}>{t('sync.sample')}</span>
          <span className={styles.aside}>{t('sync.sampleHint')}</span>
        </p>
      </section>
    )
  }
  const { progress } = job
  const received = progress?.received ?? 0
  const available = progress?.available ?? null
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <p className={styles.plain}>
        <span className={styles.main}>{t('sample.loading')}</span>
        <span className={styles.aside}>
          {available === null ? t('sync.received', { received }) : t('sync.receivedOf', { received, available })}
        </span>
      </p>
      <IconButton icon={X} label={t('action.cancel')} onPress={() => cancel(job.id)} />
      <div className={styles.progress}>
        <ProgressBar label={t('sync.progressLabel')} value={received} total={available} />
      </div>
    </section>
  )
}
