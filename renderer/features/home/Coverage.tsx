import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { type AccountStatus, missingOf } from '../../../shared/model/sync.ts'
import { threeMonthsBefore } from '../../../shared/model/zone.ts'
import { lookedAt, useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, shortDate } from '../../format/time.ts'
import { listed, t } from '../../format/words.ts'
import { pillWords, usePill } from '../sync/index.ts'
import styles from './Coverage.module.css'
import { CoverageBars } from './CoverageBars.tsx'
import { type CoveredFeed, coveredFeeds } from './covered.ts'

/** How complete the results are: a bar for each feed, with what is missing hollow and named. */
export function Coverage() {
  const [asTable, setAsTable] = useState(false)
  const accounts = useAccounts()
  const now = useClock((state) => state.now)
  // Of a learning platform nothing is read by time: what it lists is here whole, submissions are collected by their ids.
  const looked = lookedAt(accounts).filter(({ service }) => service === 'classmarker')
  const real = looked.filter(({ sample }) => !sample)
  const pairs = real.flatMap((account) => {
    const status = accounts.statuses.find(({ id }) => id === account.id)
    return status === undefined ? [] : [{ account, status }]
  })
  const feeds = coveredFeeds(pairs)
  if (real.length === 0) return null
  const count = looked.reduce((sum, { results }) => sum + results, 0)
  const isConnected = real.some(({ archived }) => !archived)
  return (
    <section className={styles.coverage} aria-label={t('home.coverage.label')} data-region="coverage">
      <div className={styles.head}>
        <h2>{findingOf(pairs, feeds, now)}</h2>
        <SyncLine />
      </div>
      <p className={styles.counted}>
        {count === 0 ? t('home.coverage.noneHere') : t('home.coverage.here', { count })}{' '}
        {feeds.length > 0 && (
          <Button className={styles.toggle ?? ''} aria-pressed={asTable} onPress={() => setAsTable(!asTable)}>
            {asTable ? t('chart.asDrawing') : t('chart.asTable')}
          </Button>
        )}
      </p>
      {feeds.length > 0 &&
        (asTable ? (
          <CoverageTable feeds={feeds} />
        ) : (
          <CoverageBars feeds={feeds} now={now} reach={isConnected ? threeMonthsBefore(now) : null} />
        ))}
    </section>
  )
}

interface Pair {
  readonly account: AccountSummary
  readonly status: AccountStatus
}

/** "Complete since 3 May", or what is missing: as the line above says, and never complete where anything is. */
function findingOf(
  pairs: readonly Pair[],
  feeds: readonly CoveredFeed[],
  now: Parameters<typeof shortDate>[1],
): string {
  const missing = pairs.flatMap(({ status }) => missingOf(status))
  const begins = feeds.flatMap(({ intervals, zone }) => (intervals[0] ? [{ from: intervals[0].from, zone }] : []))
  const last = begins.toSorted((a, b) => b.from - a.from)[0]
  if (last === undefined || pairs.length === 0 || missing.some(({ kind }) => kind !== 'gaps' && kind !== 'unreadable'))
    return t('home.coverage.partial')
  const since = shortDate(last.from, now, last.zone)
  const countOf = (of: 'gaps' | 'unreadable') =>
    missing.reduce((sum, each) => (each.kind === of ? sum + each.count : sum), 0)
  const [gaps, unreadable] = [countOf('gaps'), countOf('unreadable')]
  const lacks = [
    ...(gaps > 0 ? [t('home.coverage.gaps', { count: gaps })] : []),
    ...(unreadable > 0 ? [t('home.coverage.unreadable', { count: unreadable })] : []),
  ]
  if (lacks.length === 0) return t('home.coverage.complete', { since })
  return t('home.coverage.lacking', { since, what: listed(lacks) })
}

/** How the last sync went, and how many requests are left. */
function SyncLine() {
  const { pill } = usePill()
  const now = useClock((state) => state.now)
  const budget = useAccounts((state) => state.statuses.find(({ id }) => id === pill?.account.id)?.budget)
  if (pill === null) return null
  const { main } = pillWords(pill.state, now, pill.account.timeZone, 0, pill.account.service)
  return (
    <p className={styles.sync}>
      <b>{main}</b>
      {budget?.per === undefined && budget && (
        <span> · {t('home.coverage.left', { count: Math.max(0, budget.limit - budget.used) })}</span>
      )}
    </p>
  )
}

function CoverageTable({ feeds }: { readonly feeds: readonly CoveredFeed[] }) {
  const rows = feeds.flatMap(({ name, intervals, gaps, zone }) => [
    ...intervals.map(({ from, until }) => ({ name, from, to: until, zone, state: t('home.coverage.isComplete') })),
    ...gaps.map(({ from, to }) => ({ name, from, to, zone, state: t('home.coverage.isMissing') })),
  ])
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('home.coverage.feed')}</th>
          <th scope="col">{t('home.coverage.state')}</th>
          <th scope="col">{t('home.coverage.from')}</th>
          <th scope="col">{t('home.coverage.to')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, from, to, zone, state }) => (
          <tr key={`${name} ${state} ${from} ${to}`}>
            <th scope="row">{name}</th>
            <td>{state}</td>
            <td>{exactTime(from, zone)}</td>
            <td>{exactTime(to, zone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
