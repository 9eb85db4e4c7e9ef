import { CircleDashed } from 'lucide-react'
import type { StudentRow, StudentSortField } from '../../../shared/model/student.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { rowAccount, type useAccounts, zoneOf } from '../../app/accounts.ts'
import { fullName, percentFigure, wholeNumber } from '../../format/numbers.ts'
import { countsToTwelve, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { textOfColumn } from '../../list/column-words.tsx'
import type { GridColumn } from '../../list/grid-column.ts'
import { marksRoom, RowMarks } from '../../list/RowMarks.tsx'
import { AccountMark } from '../accounts/index.ts'
import styles from './StudentsScreen.module.css'

export type StudentColumn = GridColumn<StudentRow, StudentSortField>

type Accounts = Pick<ReturnType<typeof useAccounts.getState>, 'accounts' | 'currentId'>

export const nameOf = (row: { readonly first: string; readonly last: string }): string =>
  fullName(row) || t('students.noName')

/** The columns of the list, in order; times are written for `now` and each account's zone. */
export function studentColumns(accounts: Accounts, now: UnixSeconds, withClasses: boolean): readonly StudentColumn[] {
  const accountOf = rowAccount(accounts)
  const zone = (row: StudentRow): string => zoneOf(accounts.accounts, row.accountId)
  const header = (id: 'name' | 'average' | 'attempts' | 'tests' | 'lastSeen' | 'classes' | 'email') => ({
    id,
    header: t(`students.columns.${id}`),
  })
  const figure = (id: 'attempts' | 'tests', leaves: number): StudentColumn => ({
    ...header(id),
    ...{ width: 84, grow: 0, align: 'end', leaves, sort: id, firstDirection: 'desc' },
    words: (row) => wholeNumber(row[id]),
    isLine: true,
    cell: (row) => <span className={styles.figures}>{wholeNumber(row[id])}</span>,
  })
  const classes: StudentColumn = {
    ...header('classes'),
    ...{ width: 90, least: 80, most: 200, grow: 0.6, leaves: 2, sort: null, firstDirection: 'asc', quiet: true },
    ...textOfColumn((row: StudentRow) => row.classes.join(', '), styles.dim),
  }
  return [
    {
      ...header('name'),
      ...{ width: 138, least: 190, most: 300, grow: 1.2, leaves: 0, sort: 'name', firstDirection: 'asc' },
      type: 'strong',
      beside: (row) => (accountOf === null ? 0 : 28) + marksRoom(row && markedAs(row)),
      words: (row) => [nameOf(row), ...row.labels.map(({ name }) => name)].join('  '),
      title: nameOf,
      cell: (row) => <NameCell row={row} account={accountOf?.(row.accountId) ?? null} />,
    },
    {
      ...header('average'),
      ...{ width: 104, grow: 0, align: 'end', leaves: 1, sort: 'average', firstDirection: 'desc', type: 'strong' },
      beside: 20,
      words: averageWords,
      title: (row) => (row.provisional ? t('students.mayChangeTitle') : undefined),
      cell: (row) => <AverageCell row={row} />,
    },
    figure('tests', 4),
    figure('attempts', 5),
    {
      ...header('lastSeen'),
      ...{ width: countsToTwelve ? 142 : 120, grow: 0, leaves: 3, sort: 'lastSeen', firstDirection: 'desc' },
      isLine: true,
      words: (row) => (row.lastSeen === null ? t('students.notYet') : whenWords(row.lastSeen, now, zone(row))),
      title: (row) => (row.lastSeen === null ? undefined : exactTime(row.lastSeen, zone(row))),
      cell: (row) => (
        <span className={styles.figures}>
          {row.lastSeen === null ? t('students.notYet') : whenWords(row.lastSeen, now, zone(row))}
        </span>
      ),
    },
    ...(withClasses ? [classes] : []),
    {
      ...header('email'),
      ...{ width: 160, least: 120, most: 280, grow: 1, leaves: 6, sort: null, firstDirection: 'asc', quiet: true },
      ...textOfColumn((row: StudentRow) => row.email ?? '', styles.dim),
    },
  ]
}

/** Labels stand in the row by their names. */
const markedAs = ({ note, excused }: StudentRow) => ({ note: note === true, excused: excused === true, labels: [] })

const averageWords = ({ average }: StudentRow): string => (average === null ? '' : `${percentFigure(average)}%`)

function AverageCell({ row }: { readonly row: StudentRow }) {
  return (
    <>
      <span className={styles.average}>{averageWords(row)}</span>
      <span className={styles.mayChange}>
        {row.provisional && (
          <>
            <CircleDashed aria-hidden />
            <span className="visually-hidden">{t('students.mayChange')}</span>
          </>
        )}
      </span>
    </>
  )
}

type Account = NonNullable<ReturnType<NonNullable<ReturnType<typeof rowAccount>>>>

const NameCell = ({ row, account }: { readonly row: StudentRow; readonly account: Account | null }) => (
  <>
    {account !== null && (
      <span className={styles.account}>
        <AccountMark account={account} size="row" named />
      </span>
    )}
    <span className={styles.name}>{nameOf(row)}</span>
    <RowMarks marked={markedAs(row)} />
    {row.labels.map(({ id, name }) => (
      <span key={id} className={styles.label}>
        {name}
      </span>
    ))}
  </>
)
