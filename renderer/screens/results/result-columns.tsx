import { Award } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { SortField } from '../../../shared/model/query.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { AccountMark } from '../../components/AccountMark.tsx'
import type { GridColumn } from '../../components/DataGrid/grid-column.ts'
import { OutcomeWords } from '../../components/OutcomeWords.tsx'
import { ScoreBar } from '../../components/ScoreBar.tsx'
import { fullName } from '../../format/names.ts'
import { percentFigure, percentShort, pointsFigure } from '../../format/numbers.ts'
import { countsToTwelve, durationFigure, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import styles from './result-columns.module.css'

export type ResultColumn = GridColumn<ResultRow, SortField>

/**
 * The columns of the results grid, in order. `now` and the zone of each account make the times; hidden columns are kept
 * in the settings by these ids.
 * @param accountOf whose a row is, while several accounts are looked at together
 */
export function resultColumns(
  now: UnixSeconds,
  zoneOfAccount: (accountId: string) => string,
  accountOf: ((accountId: string) => AccountSummary | null) | null = null,
): readonly ResultColumn[] {
  const words = (id: keyof typeof widths) => t(`results.columns.${id}`)
  const column = (
    id: keyof typeof widths,
    rest: Omit<ResultColumn, 'id' | 'header' | 'width' | 'grow'>,
  ): ResultColumn => ({
    id,
    header: words(id),
    ...widths[id],
    ...rest,
  })
  return [
    column('student', {
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      title: nameOf,
      cell: (row) => (
        <>
          <RowAccount account={accountOf?.(row.accountId) ?? null} />
          <span className={styles.name}>{nameOf(row)}</span>
        </>
      ),
    }),
    column('test', {
      leaves: 2,
      sort: 'test',
      firstDirection: 'asc',
      title: (row) => row.testName,
      cell: (row) => <span className={styles.text}>{row.testName}</span>,
    }),
    column('source', {
      leaves: 5,
      sort: 'source',
      firstDirection: 'asc',
      title: (row) => row.sourceName,
      cell: (row) => <span className={styles.dim}>{row.sourceName}</span>,
    }),
    column('score', {
      leaves: 1,
      sort: 'percentage',
      firstDirection: 'desc',
      align: 'end',
      title: scoreTitle,
      cell: (row) => <ScoreBar result={row} />,
    }),
    column('points', {
      leaves: 7,
      sort: 'points',
      firstDirection: 'desc',
      align: 'end',
      cell: (row) => <span className={styles.figures}>{pointsOf(row)}</span>,
    }),
    column('outcome', {
      leaves: 3,
      sort: 'outcome',
      firstDirection: 'asc',
      cell: (row) => <OutcomeWords result={row} />,
    }),
    column('finished', {
      leaves: 4,
      sort: 'finished',
      firstDirection: 'desc',
      title: (row) => exactTime(row.timeFinished, zoneOfAccount(row.accountId)),
      cell: (row) => (
        <span className={styles.figures}>{whenWords(row.timeFinished, now, zoneOfAccount(row.accountId))}</span>
      ),
    }),
    column('duration', {
      leaves: 8,
      sort: 'duration',
      firstDirection: 'desc',
      align: 'end',
      cell: (row) =>
        row.durationSeconds !== null && <span className={styles.figures}>{durationFigure(row.durationSeconds)}</span>,
    }),
    column('certificate', {
      leaves: 6,
      sort: 'certificate',
      firstDirection: 'desc',
      headerHidden: true,
      title: (row) =>
        row.certificateEarned ? t('results.certificateSerial', { serial: row.certificateSerial ?? '' }) : undefined,
      cell: (row) => row.certificateEarned && <CertificateMark serial={row.certificateSerial ?? ''} />,
    }),
  ]
}

const widths = {
  student: { width: 138, grow: 1.2 },
  test: { width: 110, grow: 1.2 },
  source: { width: 104, grow: 1.1 },
  score: { width: 124, grow: 0 },
  points: { width: 84, grow: 0 },
  outcome: { width: 90, grow: 0 },
  finished: { width: countsToTwelve ? 142 : 120, grow: 0 },
  duration: { width: 78, grow: 0 },
  certificate: { width: 36, grow: 0 },
} as const

export const resultColumnIds = Object.keys(widths) as readonly (keyof typeof widths)[]

const nameOf = (row: ResultRow): string => fullName(row) || t('results.noName')

const pointsOf = ({ pointsScored, pointsAvailable, survey }: ResultRow): string | null =>
  survey || pointsScored === null || pointsAvailable === null
    ? null
    : t('results.pointsOf', { scored: pointsFigure(pointsScored), available: pointsFigure(pointsAvailable) })

const scoreTitle = ({ percentage, passMark, survey }: ResultRow): string | undefined =>
  survey || percentage === null || passMark === null || passMark <= 0
    ? undefined
    : t('results.scoreWords', { score: percentFigure(percentage), passMark: percentShort(passMark) })

function RowAccount({ account }: { account: AccountSummary | null }) {
  if (account === null) return null
  return (
    <span className={styles.account}>
      <AccountMark account={account} size="row" named />
    </span>
  )
}

function CertificateMark({ serial }: { serial: string }) {
  return (
    <>
      <Award className={styles.certificate} aria-hidden />
      <span className="visually-hidden">{t('results.certificateSerial', { serial })}</span>
    </>
  )
}
