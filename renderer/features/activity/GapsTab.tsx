import { Heading } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { type ClassMarkerFeed, classMarkerFeeds } from '../../../shared/model/result-values.ts'
import type { AccountStatus, Gap, Interval } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { lookedAt, useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { coverageWords } from '../../format/sync-words.ts'
import { rangeWords, sentenceWhen, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountMark } from '../accounts/index.ts'
import { anyRunning } from '../sync/index.ts'
import styles from './GapsTab.module.css'

/** How complete each feed of each account is, and what can still be done about gaps. */
export function GapsTab() {
  const accounts = useAccounts()
  const looked = lookedAt(accounts).filter(({ sample }) => !sample)
  if (looked.length === 0) {
    return <NothingHere title={t('activity.gaps.noAccount')} text={t('activity.gaps.noAccountText')} />
  }
  // What is read by time can have gaps; of a platform every look reads all there is.
  const byTime = looked.filter(({ service }) => service === 'classmarker')
  if (byTime.length === 0) {
    return <NothingHere title={t('activity.gaps.platform')} text={t('activity.gaps.platformText')} />
  }
  return (
    <div className={styles.page}>
      {byTime.map((account) => (
        <AccountCoverage
          key={account.id}
          account={account}
          status={accounts.statuses.find(({ id }) => id === account.id)}
          named={byTime.length > 1}
        />
      ))}
    </div>
  )
}

interface AccountCoverageProps {
  readonly account: AccountSummary
  readonly status: AccountStatus | undefined
  readonly named: boolean
}

function AccountCoverage({ account, status, named }: AccountCoverageProps) {
  const refused = useJobs((state) => state.refused[account.id])
  return (
    <section className={styles.account} aria-label={account.name}>
      {named && (
        <h2 className={styles.name}>
          <AccountMark account={account} size="row" />
          {account.name}
        </h2>
      )}
      {refused && <ErrorMessage error={refused} zone={account.timeZone} />}
      {classMarkerFeeds.map((feed) => (
        <FeedCoverage
          key={feed}
          account={account}
          feed={feed}
          intervals={status?.coverage.find((coverage) => coverage.feed === feed)?.intervals ?? []}
          gaps={(status?.gaps ?? []).filter((gap) => gap.feed === feed)}
          level={named ? 3 : 2}
        />
      ))}
    </section>
  )
}

interface FeedCoverageProps {
  readonly account: AccountSummary
  readonly feed: ClassMarkerFeed
  readonly intervals: readonly Interval[]
  readonly gaps: readonly Gap[]
  /** The level of its heading. */
  readonly level: 2 | 3
}

function FeedCoverage({ account, feed, intervals, gaps, level }: FeedCoverageProps) {
  const now = useClock((state) => state.now)
  const zone = account.timeZone
  const until = intervals.at(-1)?.until
  return (
    <div className={styles.feed}>
      <Heading level={level} className={styles.feedName ?? ''}>
        {t(`activity.gaps.${feed}`)}
      </Heading>
      <div className={styles.feedBody}>
        <p>
          {coverageWords(intervals, gaps, now, zone)}
          {until !== undefined && (
            <span className={styles.asOf}>, {t('activity.gaps.asOf', { when: sentenceWhen(until, now, zone) })}</span>
          )}
        </p>
        {intervals.length > 0 && <CoverageBar intervals={intervals} gaps={gaps} now={now} zone={zone} />}
        {gaps.map((gap) => (
          <GapCard key={`${gap.from} ${gap.to} ${gap.reason}`} account={account} gap={gap} />
        ))}
      </div>
    </div>
  )
}

const reasonWords = {
  'too-old': ['tooOld', 'tooOldTodo'],
  'crowded-second': ['crowded', 'crowdedTodo'],
  'incomplete-answer': ['incomplete', 'incompleteTodo'],
} as const

function GapCard({ account, gap }: { account: AccountSummary; gap: Gap }) {
  const now = useClock((state) => state.now)
  const { jobs, fetchGap } = useJobs()
  const range = rangeWords(gap.from, gap.to, now, account.timeZone)
  const words = reasonWords[gap.reason]
  const busy = anyRunning(jobs, [account.id]) || account.archived || account.secret === 'missing'
  return (
    <div className={styles.gap}>
      <div className={styles.gapWords}>
        <p className={styles.range}>{range}</p>
        <p>{t(`activity.gaps.${words[0]}`)}</p>
        <p>{t(`activity.gaps.${words[1]}`)}</p>
      </div>
      <Button
        isDisabled={busy}
        aria-label={t('activity.gaps.fetchLabel', { feed: t(`activity.gaps.${gap.feed}`), range })}
        onPress={() => void fetchGap(account.id, gap)}
      >
        {t('activity.gaps.fetch')}
      </Button>
    </div>
  )
}

interface CoverageBarProps {
  readonly intervals: readonly Interval[]
  readonly gaps: readonly Gap[]
  readonly now: UnixSeconds
  readonly zone: string
}

/** Draws the words above it: filled where complete, hatched where results are missing. */
function CoverageBar({ intervals, gaps, now, zone }: CoverageBarProps) {
  const start = unixSeconds(Math.min(...[...intervals, ...gaps].map(({ from }) => from)))
  const share = (moment: number): number => ((Math.min(moment, now) - start) / Math.max(1, now - start)) * 100
  const span = (from: number, to: number) => ({ left: `${share(from)}%`, width: `${share(to) - share(from)}%` })
  return (
    <div aria-hidden>
      <div className={styles.track}>
        {intervals.map(({ from, until }) => (
          <span key={from} className={styles.complete} style={span(from, until)} />
        ))}
        {gaps.map(({ from, to }) => (
          <span key={`${from} ${to}`} className={styles.missing} style={span(from, to)} />
        ))}
      </div>
      <div className={styles.ends}>
        <span>{shortDate(start, now, zone)}</span>
        <span>{shortDate(now, now, zone)}</span>
      </div>
    </div>
  )
}
