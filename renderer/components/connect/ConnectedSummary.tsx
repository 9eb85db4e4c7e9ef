import { CircleCheck, Clock, KeyRound } from 'lucide-react'
import { useId } from 'react'
import type { Connected } from '../../../shared/ipc/contract.ts'
import { clockWords } from '../../format/sync-warnings.ts'
import { t } from '../../i18n.ts'
import { Button } from '../Button.tsx'
import styles from './ConnectedSummary.module.css'

interface ConnectedSummaryProps {
  readonly connected: Connected
  onFetch(): void
  onLater(): void
}

/** What the key can see, and the step to its results. */
export function ConnectedSummary({ connected, onFetch, onLater }: ConnectedSummaryProps) {
  const title = useId()
  const { account, tookOver, groups, links, tests, requests } = connected
  const clock = clockWords(connected.clockOffset)
  return (
    <div className={styles.summary}>
      <h2 id={title} className={styles.title}>
        <CircleCheck aria-hidden />
        {t('connect.connected', { name: account.name })}
      </h2>
      {tookOver && <p>{t('connect.tookOver', { count: account.results })}</p>}
      <p>{t('connect.sees')}</p>
      <ul className={styles.sees}>
        <li>{t('connect.seesGroups', { count: groups })}</li>
        <li>{t('connect.seesLinks', { count: links })}</li>
        <li>{t('connect.seesTests', { count: tests })}</li>
      </ul>
      <p className={styles.dim}>{t('connect.requests', { count: requests })}</p>
      {clock !== null && (
        <p className={styles.note}>
          <Clock aria-hidden />
          {clock}
        </p>
      )}
      {account.secret === 'memory' && (
        <p className={styles.note}>
          <KeyRound aria-hidden />
          {t('connect.memory')}
        </p>
      )}
      <div className={styles.buttons}>
        <Button onPress={onLater}>{t('connect.later')}</Button>
        {/* Enter goes on from here; a screen reader hears what the button belongs to. */}
        <Button look="primary" autoFocus aria-describedby={title} onPress={onFetch}>
          {t('connect.fetch')}
        </Button>
      </div>
    </div>
  )
}
