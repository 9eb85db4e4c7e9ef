import { Award } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { ListedName, SortField } from '../../../shared/model/result-fields.ts'
import type { Facets, ResultRow } from '../../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { fullName, percentFigure, percentShort, pointsFigure, scoreOf } from '../../format/numbers.ts'
import { countsToTwelve, durationFigure } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { finishedOfColumn, textOfColumn } from '../../list/column-words.tsx'
import { type GridColumn, longestOf } from '../../list/grid-column.ts'
import { marksRoom, RowMarks } from '../../list/RowMarks.tsx'
import { AccountMark } from '../accounts/index.ts'
import styles from './result-columns.module.css'
import { OutcomeWords, outcomeWords, ScoreBar } from './ScoreBar.tsx'

/** Words that rows can contain, known before the rows are loaded. */
export interface OfferedWords extends Pick<Facets, 'tests' | 'sources'> {
  readonly names: readonly string[]
}

export type ResultColumn = GridColumn<ResultRow, SortField>

/**
 * The columns of the results grid, in order. Times are written for `now` and each account's zone; the settings remember
 * hidden columns by these ids.
 * @param accountOf the account of a row, while several are looked at together
 * @param offered the longest names, and the tests, groups and links that rows can have
 * @param ids the columns that the accounts looked at have something for
 */
export function resultColumns(
  now: UnixSeconds,
  zoneOfAccount: (accountId: string) => string,
  accountOf: ((accountId: string) => AccountSummary | null) | null = null,
  offered: OfferedWords = { names: [], tests: [], sources: [] },
  ids: readonly ColumnId[] = resultColumnIds,
): readonly ResultColumn[] {
  const columns: Readonly<Record<ColumnId, Omit<ResultColumn, 'id' | 'header' | 'width' | 'grow'>>> = {
    student: {
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      type: 'strong',
      beside: (row) => (accountOf === null ? 0 : markRoom) + marksRoom(row?.marks),
      words: nameOf,
      longest: offered.names,
      title: nameOf,
      cell: (row) => (
        <>
          <RowAccount account={accountOf?.(row.accountId) ?? null} />
          <span className={styles.name}>{nameOf(row)}</span>
          <RowMarks marked={row.marks} />
        </>
      ),
    },
    test: {
      leaves: 2,
      sort: 'test',
      firstDirection: 'asc',
      ...textOfColumn((row: ResultRow) => row.testName, styles.text),
      longest: longestOf(offered.tests),
    },
    source: {
      leaves: 5,
      sort: 'source',
      firstDirection: 'asc',
      ...textOfColumn((row: ResultRow) => row.sourceName, styles.dim),
      longest: longestOf(offered.sources),
    },
    percentage: {
      leaves: 1,
      sort: 'percentage',
      firstDirection: 'desc',
      align: 'end',
      // The bar beside the figure.
      beside: 54,
      type: 'strong',
      words: scoreWords,
      title: scoreTitle,
      cell: (row) => <ScoreBar result={row} />,
    },
    points: {
      leaves: 7,
      spare: true,
      sort: 'points',
      firstDirection: 'desc',
      align: 'end',
      isLine: true,
      words: (row) => pointsOf(row) ?? '',
      cell: (row) => <span className={styles.figures}>{pointsOf(row)}</span>,
    },
    outcome: {
      leaves: 3,
      sort: 'outcome',
      firstDirection: 'asc',
      // The frame around "To grade".
      beside: (row) => (row?.requiresGrading ? 10 : 0),
      type: 'strong',
      words: outcomeWords,
      cell: (row) => <OutcomeWords result={row} />,
    },
    finished: {
      leaves: 4,
      sort: 'finished',
      firstDirection: 'desc',
      ...finishedOfColumn<ResultRow>(now, zoneOfAccount, styles.figures),
    },
    duration: {
      leaves: 8,
      spare: true,
      // A platform says only when an attempt was submitted: that none of them has one says nothing.
      quiet: ids === platformColumnIds,
      sort: 'duration',
      firstDirection: 'desc',
      align: 'end',
      isLine: true,
      words: (row) => (row.durationSeconds === null ? '' : durationFigure(row.durationSeconds)),
      cell: (row) =>
        row.durationSeconds !== null && <span className={styles.figures}>{durationFigure(row.durationSeconds)}</span>,
    },
    certificate: {
      leaves: 6,
      spare: true,
      sort: 'certificate',
      firstDirection: 'desc',
      headerHidden: true,
      words: (row) => (row.certificateEarned ? t('results.certificateEarned') : ''),
      title: (row) =>
        row.certificateEarned ? t('results.certificateSerial', { serial: row.certificateSerial ?? '' }) : undefined,
      cell: (row) => row.certificateEarned && <CertificateMark serial={row.certificateSerial ?? ''} />,
    },
  }
  return ids.map((id) => ({ id, header: t(`field.${id}`), ...widths[id], ...columns[id] }))
}

/** Fields of a row that have no column: they are part of another one, or none shows them. */
type WithoutColumn =
  | 'first'
  | 'last'
  | 'pointsAvailable'
  | 'passMark'
  | 'grading'
  | 'started'
  | 'certificateSerial'
  | 'sourceId'
  | 'testId'
  | 'feed'
  | 'id'

export type ColumnId = 'student' | 'test' | 'source' | 'certificate' | Exclude<ListedName, WithoutColumn>

const widths = {
  student: { width: 138, least: 190, most: 240, grow: 1.2 },
  test: { width: 110, least: 116, most: 300, grow: 1.2 },
  source: { width: 104, least: 104, most: 240, grow: 1.1 },
  percentage: { width: 124, grow: 0 },
  points: { width: 84, grow: 0 },
  outcome: { width: 90, grow: 0 },
  finished: { width: countsToTwelve ? 142 : 120, grow: 0 },
  duration: { width: 78, grow: 0 },
  certificate: { width: 36, grow: 0 },
} as const satisfies Readonly<Record<ColumnId, Pick<ResultColumn, 'width' | 'least' | 'most' | 'grow'>>>

export const resultColumnIds = Object.keys(widths) as readonly ColumnId[]

/** The columns of the results of learning platforms: certificates are ClassMarker's, and points come from nowhere else. */
const platformColumnIds: readonly ColumnId[] = resultColumnIds.filter((id) => id !== 'points' && id !== 'certificate')

/** The columns that accounts have something for. */
export const columnIdsOf = (accounts: readonly AccountSummary[]): readonly ColumnId[] =>
  accounts.length > 0 && accounts.every(({ service }) => service === 'assessments')
    ? platformColumnIds
    : resultColumnIds

/** The width of an account's mark before a name, in pixels. */
const markRoom = 28

const nameOf = (row: ResultRow): string => fullName(row) || t('results.noName')

const pointsOf = ({ pointsScored, pointsAvailable, survey }: ResultRow): string | null =>
  survey || pointsScored === null || pointsAvailable === null
    ? null
    : t('results.pointsOf', { scored: pointsFigure(pointsScored), available: pointsFigure(pointsAvailable) })

const scoreWords = ({ percentage, survey }: ResultRow): string => (survey ? '' : scoreOf(percentage))

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
