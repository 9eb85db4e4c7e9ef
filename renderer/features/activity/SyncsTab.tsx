import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from 'react-aria-components'
import type { ActivityRun } from '../../../shared/model/sync.ts'
import { useAccounts, useRowAccount, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountCell, useAccountMarks } from '../accounts/index.ts'
import styles from './SyncsTab.module.css'

/** Every sync and how it ended, newest first. */
export function SyncsTab({ runs }: { runs: readonly ActivityRun[] }) {
  const marks = useAccountMarks()
  if (runs.length === 0) return <NothingHere title={t('activity.syncs.empty')} text={t('activity.syncs.emptyText')} />
  const columns = [
    { words: t('activity.when') },
    { words: t('activity.syncs.kind'), leaves: true },
    { words: t('activity.syncs.ended'), wide: true },
    { words: t('activity.syncs.new'), end: true },
    { words: t('activity.syncs.updated'), end: true },
    { words: t('activity.syncs.unchanged'), end: true },
    { words: t('activity.syncs.unreadable'), end: true, leaves: true },
    { words: t('activity.syncs.requests'), end: true },
  ]
  return (
    <LogTable label={t('activity.tabs.syncs')} columns={columns} marks={marks}>
      {runs.map((run) => (
        <Run key={run.id} run={run} columns={columns.length} />
      ))}
    </LogTable>
  )
}

// A sync that a person stopped needs no explanation.
const hasReason = ({ summary: { error, outcome } }: ActivityRun): boolean => error !== null && outcome !== 'cancelled'

function Run({ run, columns }: { run: ActivityRun; columns: number }) {
  const zone = useAccounts((state) => zoneOf(state.accounts, run.accountId))
  const now = useClock((state) => state.now)
  const several = useRowAccount() !== null
  const [open, setOpen] = useState(false)
  const reasonId = useId()
  const { summary } = run
  return (
    <>
      <tr>
        <AccountCell accountId={run.accountId} />
        <Cell title={exactTime(run.endedAt, zone)}>{whenWords(run.endedAt, now, zone)}</Cell>
        <Cell leaves dim>
          {t(`activity.syncs.kinds.${run.kind}`)}
        </Cell>
        <Cell wide>
          {hasReason(run) ? (
            <Button
              className={styles.reason ?? ''}
              aria-expanded={open}
              aria-controls={reasonId}
              onPress={() => setOpen(!open)}
            >
              <ChevronRight aria-hidden />
              <span className={summary.outcome === 'failed' ? styles.failed : undefined}>
                {t(`sync.outcome.${summary.outcome}`)}
              </span>
              {summary.error !== null && <span className={styles.what}>{errorWords(summary.error, zone).what}</span>}
            </Button>
          ) : (
            t(`sync.outcome.${summary.outcome}`)
          )}
          {summary.sharedIds !== undefined && (
            <p className={styles.note}>{t('sync.sharedIds', { count: summary.sharedIds })}</p>
          )}
        </Cell>
        <Count of={summary.added} strong />
        <Count of={summary.updated} strong />
        <Count of={summary.unchanged} />
        <Count of={summary.unreadable} leaves strong />
        <Count of={summary.requests} />
      </tr>
      {hasReason(run) && (
        <tr id={reasonId} hidden={!open}>
          <td colSpan={columns + (several ? 1 : 0)} className={styles.reasonCell}>
            {summary.error !== null && <ErrorMessage error={summary.error} zone={zone} />}
          </td>
        </tr>
      )}
    </>
  )
}

function Count({ of, strong = false, leaves = false }: { of: number; strong?: boolean; leaves?: boolean }) {
  return (
    <Cell end leaves={leaves} dim={!strong || of === 0}>
      {wholeNumber(of)}
    </Cell>
  )
}
