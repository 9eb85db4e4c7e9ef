import { FileUp, FlaskConical, GraduationCap } from 'lucide-react'
import { useState } from 'react'
import type { Connected } from '../../../shared/ipc/accounts.ts'
import type { Service } from '../../../shared/model/account.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { ConnectedSummary, ConnectForm } from '../accounts/index.ts'
import { useBackups } from '../backups/index.ts'
import styles from './WelcomeScreen.module.css'

/** Three ways to begin: a ClassMarker account, invented results to look around in, or a backup. */
export function WelcomeScreen() {
  const [connected, setConnected] = useState<Connected | null>(null)
  const go = useNavigation((state) => state.go)
  const startSync = useJobs((state) => state.startSync)
  const look = useAccounts((state) => state.look)

  const isPlatform = connected?.account.service === 'assessments'

  const enter = (fetch: boolean) => {
    if (connected === null) return
    look(connected.account.id)
    go(isPlatform ? 'assessments' : 'results')
    if (fetch) void startSync(connected.account.id)
  }

  return (
    <main className={styles.screen}>
      <div className={styles.page}>
        <header className={styles.head}>
          <p className={styles.mark}>{t('app.name')}</p>
          <h1 className={styles.title}>{t(isPlatform ? 'welcome.platformTitle' : 'welcome.title')}</h1>
          <p className={styles.lead}>{t(isPlatform ? 'welcome.platformLead' : 'welcome.lead')}</p>
        </header>
        <div className={styles.doors}>
          <section className={styles.door}>
            {connected === null ? (
              <>
                <h2 className={styles.doorTitle}>{t('welcome.connectTitle')}</h2>
                <p className={styles.doorLead}>{t('welcome.connectLead')}</p>
                <ConnectForm onConnected={setConnected} />
              </>
            ) : (
              <ConnectedSummary connected={connected} onFetch={() => enter(true)} onLater={() => enter(false)} />
            )}
          </section>
          {connected === null && (
            <div className={styles.others}>
              <SampleDoor />
              <BackupDoor />
            </div>
          )}
        </div>
      </div>
    </main>
  )
}

function SampleDoor() {
  const { jobs, sampleRefused, startSample } = useJobs()
  const go = useNavigation((state) => state.go)
  const job = jobs.findLast((one) => one.kind === 'sample')
  const running = job !== undefined && isRunning(job)
  const error = sampleRefused ?? (job?.state === 'failed' ? job.error : null)
  const start = async (service: Service) => {
    await startSample(service)
    if (useJobs.getState().sampleRefused === null) go(service === 'assessments' ? 'assessments' : 'results')
  }
  return (
    <section className={styles.sample}>
      <h2 className={styles.doorTitle}>{t('welcome.sampleTitle')}</h2>
      <p className={styles.doorLead}>{t('welcome.sampleLead')}</p>
      {error !== null && <ErrorMessage error={error} zone={zoneOf(null, null)} focus />}
      <Button icon={FlaskConical} isDisabled={running} onPress={() => void start('classmarker')}>
        {t(running ? 'welcome.sampleStarting' : 'welcome.sampleButton')}
      </Button>
      <p className={styles.otherSample}>{t('welcome.assessmentsSampleLead')}</p>
      <Button icon={GraduationCap} isDisabled={running} onPress={() => void start('assessments')}>
        {t('welcome.assessmentsSampleButton')}
      </Button>
    </section>
  )
}

function BackupDoor() {
  const { error, chooseFile } = useBackups()
  return (
    <section className={styles.sample}>
      <h2 className={styles.doorTitle}>{t('welcome.restoreTitle')}</h2>
      <p className={styles.doorLead}>{t('welcome.restoreLead')}</p>
      {error !== null && <ErrorMessage error={error} zone={zoneOf(null, null)} focus />}
      <Button icon={FileUp} onPress={() => void chooseFile()}>
        {t('backups.open')}
      </Button>
    </section>
  )
}
