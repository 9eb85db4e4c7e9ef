import { useMemo } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { CertificateRow, CertificatesSortField } from '../../../shared/model/certificate.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { rowAccount, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { fullName, scoreOf } from '../../format/numbers.ts'
import { countsToTwelve, dayWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { finishedOfColumn, textOfColumn } from '../../list/column-words.tsx'
import type { GridColumn } from '../../list/grid-column.ts'
import { classNames } from '../../ui/class-names.ts'
import { AccountMark } from '../accounts/index.ts'
import { FilePlace, filePlaceWords, hasExpired } from '../certificate-files/index.ts'
import { OutcomeWords, outcomeWords, ScoreBar, useLongestNames } from '../results/index.ts'
import styles from './certificate-columns.module.css'

export type CertificateColumn = GridColumn<CertificateRow, CertificatesSortField>

/** The facts that the columns need besides a row. */
export interface RowFacts {
  readonly now: UnixSeconds
  zoneOfAccount(accountId: string): string
  /** The account of a row while several are looked at together; else null. */
  readonly accountOf: ((accountId: string) => AccountSummary | null) | null
  /** The longest names that can occur. */
  readonly names: readonly string[]
}

/** The columns of the certificates grid, in order. @param withValidity whether any test has one */
export function certificateColumns(facts: RowFacts, withValidity: boolean): readonly CertificateColumn[] {
  const { now, zoneOfAccount } = facts
  const words = (
    id: 'student' | 'test' | 'serial' | 'percentage' | 'outcome' | 'finished' | 'validUntil' | 'file',
  ) => ({
    id,
    header: t(`certificates.list.columns.${id}`),
  })
  const validUntil: CertificateColumn = {
    ...words('validUntil'),
    width: 104,
    grow: 0,
    words: (row) => (row.expiresOn === null ? '' : dayWords(row.expiresOn, now, zoneOfAccount(row.accountId))),
    leaves: 3,
    sort: null,
    firstDirection: 'asc',
    cell: (row) => <ValidUntil row={row} now={now} zone={zoneOfAccount(row.accountId)} />,
  }
  return [
    {
      ...words('student'),
      ...nameWidths(facts),
      words: holderOf,
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      title: holderOf,
      cell: (row) => <Holder row={row} facts={facts} />,
    },
    {
      ...words('test'),
      width: 110,
      least: 116,
      most: 300,
      grow: 1.2,
      ...textOfColumn((row: CertificateRow) => row.testName, styles.text),
      leaves: 2,
      sort: 'test',
      firstDirection: 'asc',
    },
    {
      ...words('serial'),
      width: 238,
      grow: 0,
      type: 'mono',
      ...textOfColumn((row: CertificateRow) => row.certificateSerial, styles.serial),
      leaves: 5,
      sort: 'certificate',
      firstDirection: 'asc',
    },
    {
      ...words('percentage'),
      width: 124,
      grow: 0,
      leaves: 3,
      align: 'end',
      sort: 'percentage',
      firstDirection: 'desc',
      beside: 54,
      type: 'strong',
      words: (row) => (row.survey ? '' : scoreOf(row.percentage)),
      cell: (row) => <ScoreBar result={row} />,
    },
    {
      ...words('outcome'),
      width: 92,
      grow: 0,
      // The frame around "To grade".
      beside: (row) => (row?.requiresGrading ? 10 : 0),
      type: 'strong',
      words: outcomeWords,
      // Stays as long as the score, whose colour alone says nothing.
      leaves: 2,
      sort: null,
      firstDirection: 'asc',
      cell: (row) => <OutcomeWords result={row} />,
    },
    {
      ...words('finished'),
      width: countsToTwelve ? 142 : 120,
      grow: 0,
      ...finishedOfColumn<CertificateRow>(now, zoneOfAccount, styles.figures),
      leaves: 4,
      sort: 'finished',
      firstDirection: 'desc',
    },
    ...(withValidity ? [validUntil] : []),
    {
      ...words('file'),
      width: 104,
      grow: 0,
      // Room for the icon.
      beside: 20,
      words: (row) => t(`certificates.file.${row.file.place}`),
      leaves: 1,
      sort: null,
      firstDirection: 'asc',
      title: (row) => filePlaceWords(row.file),
      cell: (row) => <FilePlace file={row.file} />,
    },
  ]
}

/** The width limits of a name, including the account's mark before it. */
export const nameWidths = ({ accountOf, names }: RowFacts) => ({
  longest: names,
  width: 138,
  least: 190,
  most: 240,
  grow: 1.2,
  type: 'strong' as const,
  beside: accountOf === null ? 0 : 28,
})

export const holderOf = (row: CertificateRow): string => fullName(row) || t('results.noName')

/** A student's name, with the account's mark while several are looked at. */
export function Holder({ row, facts }: { row: CertificateRow; facts: RowFacts }) {
  const account = facts.accountOf?.(row.accountId) ?? null
  return (
    <>
      {account && (
        <span className={styles.account}>
          <AccountMark account={account} size="row" named />
        </span>
      )}
      <span className={styles.name}>{holderOf(row)}</span>
    </>
  )
}

/** The last day on which a certificate counts; a word marks days in the past. */
function ValidUntil({ row, now, zone }: { row: CertificateRow; now: UnixSeconds; zone: string }) {
  if (row.expiresOn === null) return null
  const expired = hasExpired(row, now, zone)
  return (
    <span className={classNames(styles.figures, expired && styles.expired)}>
      {dayWords(row.expiresOn, now, zone)}
      {expired && <span className="visually-hidden"> {t('certificates.desk.short.expired')}</span>}
    </span>
  )
}

/** The row facts as they are now; the same object until one of them changes. */
export function useRowFacts(): RowFacts {
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const now = useClock((state) => state.now)
  const names = useLongestNames()
  return useMemo(
    () => ({ now, zoneOfAccount: (id) => zoneOf(accounts, id), accountOf: rowAccount({ accounts, currentId }), names }),
    [now, accounts, currentId, names],
  )
}
