import type { Gap } from '../../../shared/model/sync.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { dayAndTime, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { isUnlimited } from './pill-words.ts'
import styles from './SyncDetails.module.css'
import type { Pill } from './sync-pill.ts'

/** The details of an account's sync: how it ended, how complete the feeds are, requests used, gaps, warnings. */
export function SyncDetails({ pill: { account, state, warnings } }: { pill: Pill }) {
  const status = useAccounts((accounts) => accounts.statuses.find(({ id }) => id === account.id))
  const now = useClock((clock) => clock.now)
  const zone = account.timeZone
  const lastSync = status?.lastSync ?? account.lastSync
  const until = (feed: 'groups' | 'links') => {
    const end = status?.coverage.find((coverage) => coverage.feed === feed)?.intervals.at(-1)?.until ?? null
    return end === null ? t('sync.notYet') : whenWords(end, now, zone)
  }
  return (
    <div className={styles.details}>
      <h2 className={styles.title}>{t('sync.detailTitle', { name: account.name })}</h2>
      {state.kind === 'failed' && state.error !== null && <ErrorMessage error={state.error} zone={zone} />}
      <dl className={styles.facts}>
        <dt>{t('sync.lastSync')}</dt>
        <dd title={lastSync ? exactTime(lastSync.at, zone) : undefined}>
          {lastSync
            ? `${whenWords(lastSync.at, now, zone)} · ${t(`sync.outcome.${lastSync.outcome}`)}`
            : t(status?.coverage.some(({ intervals }) => intervals.length > 0) ? 'sync.firstUnfinished' : 'sync.never')}
        </dd>
        {lastSync !== null && lastSync.outcome !== 'complete' && account.completeAt !== null && (
          <>
            <dt>{t('sync.completeAt')}</dt>
            <dd title={exactTime(account.completeAt, zone)}>{whenWords(account.completeAt, now, zone)}</dd>
          </>
        )}
        {status && (
          <>
            <dt>{t(status.budget.per === 'minute' ? 'sync.requestsUsedOfMinute' : 'sync.requestsUsed')}</dt>
            <dd>
              {isUnlimited(status.budget)
                ? wholeNumber(status.budget.used)
                : t('sync.requestsUsedValue', { ...status.budget })}
            </dd>
            {status.coverage.length > 0 && (
              <>
                <dt>{t('sync.groupsUntil')}</dt>
                <dd>{until('groups')}</dd>
                <dt>{t('sync.linksUntil')}</dt>
                <dd>{until('links')}</dd>
              </>
            )}
            {status.unreadable > 0 && (
              <>
                <dt>{t('sync.unreadableKept')}</dt>
                <dd>{wholeNumber(status.unreadable)}</dd>
              </>
            )}
          </>
        )}
        {status?.nextRequestAfter && status.nextRequestAfter > now && (
          <>
            <dt>{t('sync.nextRequest')}</dt>
            <dd>{whenWords(status.nextRequestAfter, now, zone)}</dd>
          </>
        )}
      </dl>
      {warnings.map(({ kind, words }) => (
        <p key={kind} className={styles.gap}>
          {words}
        </p>
      ))}
      {(status?.gaps ?? []).map((gap) => (
        <p key={`${gap.feed} ${gap.from} ${gap.reason}`} className={styles.gap}>
          {gapWords(gap, (moment) => dayAndTime(moment, now, zone))}
        </p>
      ))}
    </div>
  )
}

const gapKeys = {
  'too-old': 'sync.gapTooOld',
  'crowded-second': 'sync.gapCrowded',
  'incomplete-answer': 'sync.gapIncomplete',
} as const

const gapWords = ({ feed, from, to, reason }: Gap, when: (moment: Gap['from']) => string): string =>
  t(gapKeys[reason], {
    from: when(from),
    to: when(to),
    feed: t(`sync.feed.${feed}`),
  })
