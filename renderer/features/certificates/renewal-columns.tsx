import { CalendarCheck, CalendarClock, CalendarX, Repeat } from 'lucide-react'
import type { RenewalRow, RenewalState } from '../../../shared/model/certificate.ts'
import { dayWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { finishedOfColumn, textOfColumn } from '../../list/column-words.tsx'
import type { GridColumn } from '../../list/grid-column.ts'
import { classNames } from '../../ui/class-names.ts'
import { isNotPassed, renewalWords } from '../certificate-files/index.ts'
import styles from './certificate-columns.module.css'
import { Holder, holderOf, nameWidths, type RowFacts } from './certificate-columns.tsx'
import renewalColumnsStyles from './renewal-columns.module.css'

/** The columns of the renewals grid. The store orders the rows, the first to expire first. */
export function renewalColumns(facts: RowFacts): readonly GridColumn<RenewalRow, never>[] {
  const { now, zoneOfAccount } = facts
  const fixed = { sort: null, firstDirection: 'asc' } as const
  const words = (id: 'student' | 'test' | 'earned' | 'validUntil' | 'state') => ({
    id,
    header: t(`certificates.renewals.columns.${id}`),
  })
  return [
    {
      ...words('student'),
      ...fixed,
      ...nameWidths(facts),
      words: holderOf,
      leaves: 0,
      title: holderOf,
      cell: (row) => <Holder row={row} facts={facts} />,
    },
    {
      ...words('test'),
      ...fixed,
      width: 130,
      least: 116,
      most: 300,
      grow: 1.2,
      ...textOfColumn((row: RenewalRow) => row.testName, styles.text),
      leaves: 2,
    },
    {
      ...words('earned'),
      ...fixed,
      width: 142,
      grow: 0,
      ...finishedOfColumn<RenewalRow>(now, zoneOfAccount, styles.figures),
      leaves: 3,
    },
    {
      ...words('validUntil'),
      ...fixed,
      width: 110,
      grow: 0,
      words: (row) => dayWords(row.expiresOn, now, zoneOfAccount(row.accountId)),
      // The list is ordered by this column.
      leaves: 0,
      stays: true,
      cell: (row) => (
        <span className={styles.figures}>{dayWords(row.expiresOn, now, zoneOfAccount(row.accountId))}</span>
      ),
    },
    {
      ...words('state'),
      ...fixed,
      width: 160,
      grow: 0,
      // Room for the icon.
      beside: 20,
      words: (row) => renewalWords(row, now, zoneOfAccount(row.accountId)),
      leaves: 0,
      title: (row) => renewalWords(row, now, zoneOfAccount(row.accountId)),
      cell: (row) => (
        <StateWords
          state={row.state}
          words={renewalWords(row, now, zoneOfAccount(row.accountId))}
          notPassed={isNotPassed(row)}
        />
      ),
    },
  ]
}

const icons = { expired: CalendarX, due: CalendarClock, valid: CalendarCheck, renewed: Repeat } as const

interface StateWordsProps {
  readonly state: RenewalState
  readonly words: string
  /** Whether it was issued although the test was not passed. */
  readonly notPassed: boolean
}

/** The state of a certificate, as a word with an icon; colour only adds emphasis. */
function StateWords({ state, words, notPassed }: StateWordsProps) {
  const Icon = icons[state]
  return (
    <span
      className={classNames(
        renewalColumnsStyles.state,
        renewalColumnsStyles[state],
        notPassed && renewalColumnsStyles.notPassed,
      )}
    >
      <Icon aria-hidden />
      {words}
    </span>
  )
}
