import { CircleCheck, Clock, KeyRound } from 'lucide-react'
import { useId, useState } from 'react'
import type { Connected } from '../../../shared/ipc/accounts.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { clockWords } from '../../format/sync-words.ts'
import { listed, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import styles from './ConnectDialog.module.css'
import { ConnectForm } from './ConnectForm.tsx'

/** Connects another account, or a disconnected one again, while the app is in use. */
export function ConnectDialog({ accountId }: { accountId: string | null }) {
  const { closeDialog, go } = useNavigation()
  const startSync = useJobs((state) => state.startSync)
  const look = useAccounts((state) => state.look)
  const again = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const [connected, setConnected] = useState<Connected | null>(null)

  const finish = (fetch: boolean) => {
    closeDialog()
    if (connected === null) return
    look(connected.account.id)
    go(connected.account.service === 'assessments' ? 'assessments' : 'results')
    if (fetch) void startSync(connected.account.id)
  }

  return (
    <Dialog title={t('connect.title')} onClose={() => finish(false)}>
      {connected === null ? (
        <ConnectForm onConnected={setConnected} onCancel={closeDialog} {...(again ? { again } : {})} />
      ) : (
        <ConnectedSummary connected={connected} onFetch={() => finish(true)} onLater={() => finish(false)} />
      )}
    </Dialog>
  )
}

interface ConnectedSummaryProps {
  readonly connected: Connected
  onFetch(): void
  onLater(): void
}

/** Says what the key can see, and offers to fetch its results. */
export function ConnectedSummary({ connected, onFetch, onLater }: ConnectedSummaryProps) {
  const title = useId()
  const { account, tookOver, groups, links, tests, requests, maybeSameAs = [], complete = true } = connected
  const isPlatform = account.service === 'assessments'
  const clock = clockWords(connected.clockOffset)
  return (
    <div className={styles.summary}>
      <h2 id={title} className={styles.title}>
        <CircleCheck aria-hidden />
        {t('connect.connected', { name: account.name })}
      </h2>
      {tookOver && (
        <p>{t(isPlatform ? 'connect.platform.tookOver' : 'connect.tookOver', { count: account.results })}</p>
      )}
      <p>{t(isPlatform ? 'connect.platform.sees' : 'connect.sees')}</p>
      {isPlatform ? (
        <ul className={styles.sees}>
          <li>{t('connect.platform.courses', { count: groups })}</li>
          <li>{t('connect.platform.assessments', { count: tests })}</li>
        </ul>
      ) : (
        <ul className={styles.sees}>
          <li>{t('connect.seesGroups', { count: groups })}</li>
          <li>{t('connect.seesLinks', { count: links })}</li>
          <li>{t('connect.seesTests', { count: tests })}</li>
        </ul>
      )}
      {!isPlatform && <p className={styles.dim}>{t('connect.requests', { count: requests })}</p>}
      {!complete && <p className={styles.note}>{t('connect.platform.soFar')}</p>}
      {maybeSameAs.length > 0 && (
        <p className={styles.note}>{t('connect.platform.maybeSame', { names: listed(maybeSameAs) })}</p>
      )}
      {clock !== null && (
        <p className={styles.note}>
          <Clock aria-hidden />
          {clock}
        </p>
      )}
      {account.secret === 'memory' && (
        <p className={styles.note}>
          <KeyRound aria-hidden />
          {t(isPlatform ? 'connect.platform.memory' : 'connect.memory')}
        </p>
      )}
      <div className={styles.buttons}>
        <Button onPress={onLater}>{t('connect.later')}</Button>
        {/* Enter continues from here; a screen reader hears what the button belongs to. */}
        <Button look="primary" autoFocus aria-describedby={title} onPress={onFetch}>
          {t(isPlatform ? 'connect.platform.look' : 'connect.fetch')}
        </Button>
      </div>
    </div>
  )
}
