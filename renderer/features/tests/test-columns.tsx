import type { AccountSummary } from '../../../shared/model/account.ts'
import type { TestRow, TestsSortField } from '../../../shared/model/test-figures.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { textOfColumn } from '../../list/column-words.tsx'
import type { GridColumn } from '../../list/grid-column.ts'
import { AccountMark } from '../accounts/index.ts'
import { statisticFigure } from '../gradebook/index.ts'
import styles from './test-columns.module.css'

type TestColumn = GridColumn<TestRow, TestsSortField>

interface TestFacts {
  readonly now: UnixSeconds
  zoneOfAccount(accountId: string): string
  /** The account of a row while several are looked at together; else null. */
  readonly accountOf: ((accountId: string) => AccountSummary | null) | null
  /** Whether anything is graded by hand: nothing of a learning platform is. */
  readonly isGraded: boolean
}

/** The columns of the grid of tests, in order. */
export function testColumns({ now, zoneOfAccount, accountOf, isGraded }: TestFacts): readonly TestColumn[] {
  const figure = (
    id: Exclude<TestsSortField, 'name'>,
    leaves: number,
    words: (row: TestRow) => string,
    width = 84,
  ): TestColumn => ({
    id,
    header: t(`tests.columns.${id}`),
    width,
    grow: 0,
    align: 'end',
    leaves,
    sort: id,
    firstDirection: 'desc',
    words,
    isLine: true,
    cell: (row) => <span className={styles.figure}>{words(row)}</span>,
  })
  const columns: readonly TestColumn[] = [
    {
      id: 'name',
      header: t('tests.columns.name'),
      width: 220,
      least: 220,
      most: 420,
      grow: 1.4,
      type: 'strong',
      beside: accountOf === null ? 0 : 28,
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      words: ({ name }) => name,
      title: ({ name }) => name,
      cell: (row) => <Name row={row} account={accountOf?.(row.account) ?? null} />,
    },
    figure('students', 2, ({ students }) => wholeNumber(students)),
    figure('attempts', 5, ({ attempts }) => wholeNumber(attempts)),
    figure('mean', 1, ({ mean }) => percentWords(mean)),
    figure('median', 4, ({ median }) => percentWords(median)),
    figure(
      'passRate',
      2,
      ({ passed, marked }) => (marked === 0 ? t('tests.none') : t('tests.passedOf', { passed, marked })),
      96,
    ),
    {
      ...figure('needsGrading', 3, ({ needsGrading }) => (needsGrading === 0 ? '' : wholeNumber(needsGrading))),
      cell: ({ needsGrading }) => (
        <span className={styles.toGrade}>{needsGrading === 0 ? '' : wholeNumber(needsGrading)}</span>
      ),
    },
    {
      id: 'sources',
      header: t('tests.columns.sources'),
      width: 130,
      least: 90,
      most: 260,
      grow: 1,
      ...textOfColumn(sourcesWords, styles.text),
      title: ({ sources }) => sources.map(({ name }) => name).join(', '),
      leaves: 7,
      sort: null,
      firstDirection: 'asc',
    },
    {
      ...figure(
        'lastFinished',
        6,
        ({ lastFinished, account }) =>
          lastFinished === null ? '' : whenWords(lastFinished, now, zoneOfAccount(account)),
        120,
      ),
      title: ({ lastFinished, account }) =>
        lastFinished === null ? undefined : exactTime(lastFinished, zoneOfAccount(account)),
    },
  ]
  return isGraded ? columns : columns.filter(({ id }) => id !== 'needsGrading')
}

/** "74.0%"; a dash where there is no score. */
export const percentWords = (tenths: number | null): string =>
  tenths === null ? t('tests.none') : `${statisticFigure(tenths)}%`

function sourcesWords({ sources }: TestRow): string {
  const [first, ...more] = sources
  if (first === undefined) return ''
  return more.length === 0 ? first.name : t('tests.sourcesMore', { name: first.name, count: more.length })
}

function Name({ row, account }: { row: TestRow; account: AccountSummary | null }) {
  return (
    <>
      {account && (
        <span className={styles.account}>
          <AccountMark account={account} size="row" named />
        </span>
      )}
      <span className={styles.name}>{row.name}</span>
    </>
  )
}
