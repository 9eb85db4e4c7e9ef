import { Download } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { classMarkerFeeds } from '../../../shared/model/result-values.ts'
import type { AccountStatus } from '../../../shared/model/sync.ts'
import { lookedAt, syncedAccounts, useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { coverageWords } from '../../format/sync-words.ts'
import { sentenceWhen } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountMark } from '../accounts/index.ts'
import { anyRunning } from '../sync/index.ts'
import type { DeskAnswer } from './certificate-desk.ts'
import styles from './NotFound.module.css'

/** Says that nothing matches, what was searched, and how complete that is; it claims no more. */
export function NotFound({ answer: { text, searched } }: { answer: DeskAnswer }) {
  const accounts = useAccounts()
  const looked = lookedAt(accounts)
  const reaches = looked.some(({ id, sample }) => !sample && isCovered(accounts.statuses.find((one) => one.id === id)))
  return (
    <section className={styles.missing}>
      <h2 className={styles.title}>{t('certificates.missing.title', { text })}</h2>
      <p>{t('certificates.missing.searched', { count: searched })}</p>
      <h3 className={styles.coverage}>{t('certificates.missing.reach')}</h3>
      <ul className={styles.accounts}>
        {looked.map((account) => (
          <HistoryWindow
            key={account.id}
            account={account}
            status={accounts.statuses.find(({ id }) => id === account.id)}
            named={looked.length > 1}
          />
        ))}
      </ul>
      {reaches && <p className={styles.outside}>{t('certificates.missing.outside')}</p>}
      <div className={styles.fetch}>
        <FirstFetch />
      </div>
    </section>
  )
}

/** Whether anything was ever fetched. */
const isCovered = (status: AccountStatus | undefined): boolean =>
  (status?.coverage ?? []).some(({ intervals }) => intervals.length > 0)

interface HistoryWindowProps {
  readonly account: AccountSummary
  readonly status: AccountStatus | undefined
  readonly named: boolean
}

/** How complete the results of one account are here. */
function HistoryWindow({ account, status, named }: HistoryWindowProps) {
  const now = useClock((state) => state.now)
  const covered = isCovered(status)
  return (
    <li className={styles.account}>
      {named && (
        <p className={styles.name}>
          <AccountMark account={account} size="row" />
          {account.name}
        </p>
      )}
      {account.sample && <p>{t('certificates.missing.sample')}</p>}
      {!account.sample && !covered && <p>{t('certificates.missing.never')}</p>}
      {!account.sample &&
        covered &&
        classMarkerFeeds.map((feed) => {
          const intervals = status?.coverage.find((one) => one.feed === feed)?.intervals ?? []
          const gaps = (status?.gaps ?? []).filter((gap) => gap.feed === feed)
          const until = intervals.at(-1)?.until
          const words = coverageWords(intervals, gaps, now, account.timeZone)
          return (
            <p key={feed}>
              {t('certificates.missing.feed', { feed: t(`activity.gaps.${feed}`), words })}
              {until !== undefined &&
                `, ${t('activity.gaps.asOf', { when: sentenceWhen(until, now, account.timeZone) })}`}
            </p>
          )
        })}
      {account.archived && <p>{t('certificates.missing.archived')}</p>}
    </li>
  )
}

/** Says that there are no certificates and where they come from, and offers the first sync where there was none. */
export const NoCertificates = () => (
  <NothingHere title={t('certificates.none.title')} text={t('certificates.none.text')}>
    <FirstFetch />
  </NothingHere>
)

/** Starts the first sync of the accounts looked at; renders nothing when one of them was synced. */
function FirstFetch() {
  const accounts = useAccounts()
  const { jobs, startSync } = useJobs()
  const synced = syncedAccounts(accounts)
  const ids = synced.filter(({ lastSync }) => lastSync?.outcome !== 'complete').map(({ id }) => id)
  if (ids.length === 0 || ids.length < synced.length) return null
  return (
    <Button
      look="primary"
      icon={Download}
      isDisabled={anyRunning(jobs, ids)}
      onPress={() => {
        for (const id of ids) void startSync(id)
      }}
    >
      {t('results.neverSynced.button')}
    </Button>
  )
}
