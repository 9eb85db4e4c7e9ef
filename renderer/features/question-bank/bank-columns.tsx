import {
  Archive,
  CircleAlert,
  CircleHelp,
  CircleSlash,
  GitCompareArrows,
  Hourglass,
  Laptop,
  type LucideIcon,
} from 'lucide-react'
import { type BankRow, type BankSortField, type BankState, bankStates } from '../../../shared/model/bank.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { percentOf, wholeNumber } from '../../format/numbers.ts'
import { countsToTwelve, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import type { GridColumn } from '../../list/grid-column.ts'
import { classNames } from '../../ui/class-names.ts'
import { FacilityBar } from '../questions/index.ts'
import styles from './bank-columns.module.css'
import { bankTypeWords, categoryWords, pointsOf, refusalWords, stateWords } from './bank-words.ts'

type BankColumn = GridColumn<BankRow, BankSortField>

export const textOf = ({ text, questionId, id }: Pick<BankRow, 'text' | 'questionId' | 'id'>): string =>
  text || t('bank.noText', { id: questionId ?? t('bank.newNumber', { id }) })

/** The columns of the list of questions. Times are written in the account's zone. */
export const bankColumns = (now: UnixSeconds, zone: string): readonly BankColumn[] => [
  {
    id: 'text',
    header: t('bank.columns.text'),
    width: 260,
    least: 180,
    most: 560,
    grow: 1.8,
    leaves: 0,
    stays: true,
    sort: 'text',
    firstDirection: 'asc',
    words: textOf,
    title: textOf,
    cell: (row) => <span className={classNames(styles.text, row.archived && styles.archived)}>{textOf(row)}</span>,
  },
  {
    id: 'state',
    header: t('bank.columns.state'),
    width: 130,
    // A row's state changes while the list is open, and its words are not to be cut then.
    longest: bankStates.map(stateWords),
    grow: 0,
    // Room for the icon.
    beside: 22,
    leaves: 1,
    quiet: true,
    sort: null,
    firstDirection: 'asc',
    words: rowStateWords,
    title: (row) => (row.state === 'refused' ? refusalWords(row.refusal, zone) : stateHint(row)),
    cell: (row) => <StateMark state={row.state} archived={row.archived} />,
  },
  {
    id: 'category',
    header: t('bank.columns.category'),
    width: 130,
    least: 84,
    most: 220,
    grow: 1,
    leaves: 2,
    sort: 'category',
    firstDirection: 'asc',
    words: ({ categoryName }) => categoryName ?? '',
    title: (row) => categoryWords(row) || undefined,
    cell: ({ categoryName }) => <span className={styles.dim}>{categoryName}</span>,
  },
  {
    id: 'type',
    header: t('bank.columns.type'),
    width: 116,
    grow: 0,
    leaves: 3,
    sort: 'type',
    firstDirection: 'asc',
    words: ({ type }) => bankTypeWords(type),
    title: ({ type }) => bankTypeWords(type),
    cell: ({ type }) => <span className={styles.dim}>{bankTypeWords(type)}</span>,
  },
  {
    id: 'points',
    header: t('bank.columns.points'),
    width: 64,
    grow: 0,
    align: 'end',
    leaves: 4,
    sort: 'points',
    firstDirection: 'desc',
    words: ({ points }) => pointsOf(points),
    cell: ({ points }) => <span className={styles.figure}>{pointsOf(points)}</span>,
  },
  {
    id: 'facility',
    header: t('bank.columns.facility'),
    width: 158,
    grow: 0,
    align: 'end',
    // The bar, and the room between the figures.
    beside: 70,
    leaves: 2,
    quiet: true,
    sort: 'facility',
    firstDirection: 'asc',
    words: facilityWords,
    title: (row) => facilityWords(row) || undefined,
    cell: ({ facility, n }) =>
      facility !== null && (
        <>
          <FacilityBar share={facility} />
          <span className={styles.n}>{t('bank.nOf', { n: wholeNumber(n) })}</span>
        </>
      ),
  },
  {
    id: 'tests',
    header: t('bank.columns.tests'),
    width: 72,
    grow: 0,
    align: 'end',
    leaves: 5,
    quiet: true,
    sort: null,
    firstDirection: 'desc',
    words: ({ tests }) => (tests === 0 ? '' : wholeNumber(tests)),
    title: ({ tests }) => (tests === 0 ? undefined : t('bank.usedIn', { count: tests })),
    cell: ({ tests }) => <span className={styles.figure}>{tests === 0 ? '' : wholeNumber(tests)}</span>,
  },
  {
    id: 'changed',
    header: t('bank.columns.changed'),
    width: countsToTwelve ? 148 : 126,
    grow: 0,
    leaves: 6,
    sort: 'changed',
    firstDirection: 'desc',
    words: ({ changedAt }) => (changedAt === null ? '' : whenWords(changedAt, now, zone)),
    title: ({ changedAt }) => (changedAt === null ? undefined : exactTime(changedAt, zone)),
    cell: ({ changedAt }) => (
      <span className={styles.figure}>{changedAt === null ? '' : whenWords(changedAt, now, zone)}</span>
    ),
  },
]

const facilityWords = ({ facility, n }: BankRow): string =>
  facility === null ? '' : `${percentOf(100 * facility)} ${t('bank.nOf', { n: wholeNumber(n) })}`

const rowStateWords = ({ state, archived }: Pick<BankRow, 'state' | 'archived'>): string =>
  state === 'kept' && archived ? t('bank.state.archived') : stateWords(state)

const stateHint = ({ state, archived }: BankRow): string | undefined =>
  state === 'kept' ? (archived ? t('bank.stateHint.archived') : undefined) : t(`bank.stateHint.${state}`)

const icons: Readonly<Record<Exclude<BankState, 'kept'>, LucideIcon>> = {
  'here-only': Laptop,
  'waiting-add': Hourglass,
  'waiting-change': Hourglass,
  refused: CircleAlert,
  conflict: GitCompareArrows,
  gone: CircleSlash,
}

const looks: Readonly<Record<Exclude<BankState, 'kept'>, string | undefined>> = {
  'here-only': styles.still,
  'waiting-add': styles.waits,
  'waiting-change': styles.waits,
  refused: styles.refused,
  conflict: styles.refused,
  gone: styles.still,
}

/** How a question stands, as icon and words; nothing where it is at ClassMarker as it is here. */
export function StateMark({ state, archived }: Pick<BankRow, 'state' | 'archived'>) {
  if (state === 'kept' && !archived) return null
  const Icon = state === 'kept' ? Archive : (icons[state] ?? CircleHelp)
  return (
    <span className={state === 'kept' ? styles.still : looks[state]}>
      <Icon aria-hidden />
      <span className={styles.words}>{rowStateWords({ state, archived })}</span>
    </span>
  )
}
