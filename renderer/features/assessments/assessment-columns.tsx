import { CircleAlert, CircleSlash, PenLine, Sparkle } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { AssessmentRow, AssessmentsStatus } from '../../../shared/model/assessment.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { countsToTwelve, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import type { GridColumn } from '../../list/grid-column.ts'
import { AccountMark } from '../accounts/index.ts'
import styles from './assessment-columns.module.css'
import { limitWords, passWords, titleOf } from './assessment-words.ts'
import { type AssessmentSortField, isNews } from './assessments.ts'

type AssessmentColumn = GridColumn<AssessmentRow, AssessmentSortField>

interface Facts {
  readonly now: UnixSeconds
  readonly statuses: readonly AssessmentsStatus[] | null
  zoneOfAccount(accountId: string): string
  /** The account of a row while several are looked at together; else null. */
  readonly accountOf: ((accountId: string) => AccountSummary | null) | null
}

/** The columns of the list of assessments. */
export function assessmentColumns({ now, statuses, zoneOfAccount, accountOf }: Facts): readonly AssessmentColumn[] {
  const figure = (
    id: 'submissions' | 'questionCount' | 'passingScore' | 'timeLimit',
    leaves: number,
    width: number,
    words: (row: AssessmentRow) => string,
  ): AssessmentColumn => ({
    id,
    header: t(`assessments.columns.${id}`),
    width,
    grow: 0,
    align: 'end',
    leaves,
    stays: true,
    sort: id,
    firstDirection: 'desc',
    words,
    isLine: true,
    cell: (row) => <span className={styles.figure}>{words(row)}</span>,
  })
  const changed = ({ changedAt, account }: AssessmentRow): string =>
    changedAt === null ? '' : whenWords(changedAt, now, zoneOfAccount(account))
  const columns: readonly AssessmentColumn[] = [
    {
      id: 'name',
      header: t('assessments.columns.name'),
      width: 240,
      least: 180,
      most: 480,
      grow: 1.6,
      type: 'strong',
      beside: (row) =>
        (accountOf === null ? 0 : 28) +
        (row === undefined || row.gone ? 96 : 0) +
        (row === undefined || row.own !== null ? 104 : 0) +
        (row === undefined || isNews(row, statuses) ? 20 : 0),
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      words: titleOf,
      title: (row) => (row.gone ? t('assessments.goneHint') : titleOf(row)),
      cell: (row) => <Name row={row} account={accountOf?.(row.account) ?? null} isNews={isNews(row, statuses)} />,
    },
    {
      id: 'course',
      header: t('assessments.columns.course'),
      width: 150,
      least: 108,
      most: 220,
      grow: 1,
      leaves: 3,
      sort: 'course',
      firstDirection: 'asc',
      words: ({ courseId }) => courseId,
      title: ({ courseId }) => courseId,
      cell: ({ courseId }) => <span className={styles.dim}>{courseId}</span>,
    },
    figure('submissions', 1, 72, ({ submissions }) => wholeNumber(submissions)),
    figure('passingScore', 2, 84, ({ passingScore }) => passWords(passingScore)),
    figure('timeLimit', 4, 84, ({ timeLimitMinutes }) => limitWords(timeLimitMinutes)),
    figure('questionCount', 5, 84, ({ questionCount }) =>
      questionCount === null ? t('assessments.unknown') : wholeNumber(questionCount),
    ),
    {
      id: 'changed',
      header: t('assessments.columns.changed'),
      width: countsToTwelve ? 166 : 144,
      grow: 0,
      leaves: 6,
      quiet: true,
      sort: 'changed',
      firstDirection: 'desc',
      words: changed,
      title: ({ changedAt, account }) =>
        changedAt === null ? undefined : exactTime(changedAt, zoneOfAccount(account)),
      cell: (row) =>
        isNews(row, statuses) ? (
          <span className={styles.news}>{changed(row)}</span>
        ) : (
          <span className={styles.changed}>{changed(row)}</span>
        ),
    },
  ]
  // Before anything was seen to change, its column is empty.
  return (statuses ?? []).some(({ news }) => news !== null) ? columns : columns.filter(({ id }) => id !== 'changed')
}

interface NameProps {
  readonly row: AssessmentRow
  readonly account: AccountSummary | null
  readonly isNews: boolean
}

function Name({ row, account, isNews }: NameProps) {
  return (
    <>
      {account && (
        <span className={styles.account}>
          <AccountMark account={account} size="row" named />
        </span>
      )}
      <span className={styles.name}>{titleOf(row)}</span>
      {isNews && (
        <span className={styles.newsMark} title={t('assessments.chips.newsBefore')}>
          <Sparkle aria-hidden />
          <span className="visually-hidden">{t('assessments.chips.newsBefore')}</span>
        </span>
      )}
      {row.own !== null && <Own own={row.own} />}
      {row.gone && <Gone />}
    </>
  )
}

/** That the answer to an own submission was lost, or that it is being answered. */
const Own = ({ own }: { readonly own: NonNullable<AssessmentRow['own']> }) => (
  <span className={own === 'unclear' ? styles.lost : styles.gone}>
    {own === 'unclear' ? <CircleAlert aria-hidden /> : <PenLine aria-hidden />}
    {t(`assessments.own.${own}`)}
  </span>
)

/** That the platform does not hand it out any more. */
export const Gone = () => (
  <span className={styles.gone}>
    <CircleSlash aria-hidden />
    {t('assessments.gone')}
  </span>
)
