import { CircleAlert, Hourglass } from 'lucide-react'
import type { AccessCodeRow, CodesSortField } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { GridColumn } from '../../components/DataGrid/grid-column.ts'
import { countsToTwelve, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './code-columns.module.css'
import { stateWords } from './code-state.ts'

/** The columns of the grid of codes, in order. `now` and the account's zone make the times. */
export function codeColumns(now: UnixSeconds, zone: string): readonly GridColumn<AccessCodeRow, CodesSortField>[] {
  return [
    {
      id: 'code',
      header: t('accessCodes.codes.columns.code'),
      width: 150,
      least: 110,
      most: 260,
      grow: 1,
      type: 'mono',
      words: ({ code }) => code,
      leaves: 0,
      sort: 'code',
      firstDirection: 'asc',
      title: ({ code }) => code,
      cell: ({ code, state }) => (
        <span className={classNames(styles.code, state === 'pending-remove' && styles.leaving)}>{code}</span>
      ),
    },
    {
      id: 'name',
      header: t('accessCodes.codes.columns.name'),
      width: 130,
      least: 110,
      most: 240,
      grow: 1.2,
      words: ({ name }) => name ?? '',
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      title: ({ name }) => name ?? undefined,
      cell: ({ name }) => <span className={styles.text}>{name}</span>,
    },
    {
      id: 'uses',
      header: t('accessCodes.codes.columns.uses'),
      width: 84,
      grow: 0,
      type: 'strong',
      words: ({ uses }) => usesWords(uses),
      align: 'end',
      leaves: 1,
      sort: 'uses',
      firstDirection: 'desc',
      title: ({ usedBy }) => (usedBy > 1 ? t('accessCodes.codes.usedByNames', { count: usedBy }) : undefined),
      cell: ({ uses }) => <span className={uses > 0 ? styles.used : styles.dim}>{usesWords(uses)}</span>,
    },
    {
      id: 'lastUsed',
      header: t('accessCodes.codes.columns.lastUsed'),
      width: countsToTwelve ? 148 : 126,
      grow: 0,
      words: ({ lastUsedAt }) => (lastUsedAt === null ? '' : whenWords(lastUsedAt, now, zone)),
      leaves: 2,
      sort: 'lastUsed',
      firstDirection: 'desc',
      title: ({ lastUsedAt }) => (lastUsedAt === null ? undefined : exactTime(lastUsedAt, zone)),
      cell: ({ lastUsedAt }) =>
        lastUsedAt !== null && <span className={styles.dim}>{whenWords(lastUsedAt, now, zone)}</span>,
    },
    {
      id: 'state',
      header: t('accessCodes.codes.columns.state'),
      width: 200,
      grow: 0,
      // The icon.
      beside: 20,
      type: 'strong',
      quiet: true,
      words: (row) => stateWords(row, zone).short,
      leaves: 0,
      sort: null,
      firstDirection: 'asc',
      title: (row) => stateWords(row, zone).more ?? undefined,
      cell: (row) => <State row={row} zone={zone} />,
    },
  ]
}

const usesWords = (uses: number): string =>
  uses > 0 ? t('accessCodes.codes.usedTimes', { count: uses }) : t('accessCodes.codes.unusedWord')

function State({ row, zone }: { row: AccessCodeRow; zone: string }) {
  if (row.state === 'on-list') return null
  const held = row.state === 'held-add' || row.state === 'held-remove'
  return (
    <span className={held ? styles.held : styles.waits}>
      {held ? <CircleAlert aria-hidden /> : <Hourglass aria-hidden />}
      {stateWords(row, zone).short}
    </span>
  )
}
