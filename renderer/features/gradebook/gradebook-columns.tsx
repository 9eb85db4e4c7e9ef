import { Pin } from 'lucide-react'
import {
  couldTake,
  type GradebookCell,
  type GradebookColumn,
  type GradebookRow,
  type GradebookSummary,
  mayChange,
} from '../../../shared/model/gradebook.ts'
import { type GradingRules, otherAverageKind, testKeyOf } from '../../../shared/model/grading.ts'
import { fullName, percentShort } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import type { FootRow } from '../../list/GridFoot.tsx'
import type { GridColumn } from '../../list/grid-column.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './gradebook-columns.module.css'
import { averageFigure, averageWords, cellWords, scoreFigure, statisticFigure } from './gradebook-words.ts'

/** A column of the gradebook sorts by its own id: a test by its key. */
export type GradebookGridColumn = GridColumn<GradebookRow, string>

/** "Kowalska, Łukasz", as a class list has it. */
export const listedName = ({ first, last }: { readonly first: string; readonly last: string }): string =>
  last !== '' && first !== '' ? `${last}, ${first}` : fullName({ first, last }) || t('gradebook.noName')

/** Pixels: the longest figure with its marks, "◐ of 12 100.0". */
const testWidth = 112

/** The columns: the student, a test each, and what they add up to. */
export function gradebookColumns(
  { tests }: GradebookSummary,
  rules: GradingRules,
  bothAverages: boolean,
): readonly GradebookGridColumn[] {
  const total = { grow: 0, leaves: 0, frozen: 'end', align: 'end' } as const
  const averageOf = (id: 'average' | 'otherAverage', kind: GradingRules['average']): GradebookGridColumn => ({
    id,
    header: t('gradebook.columns.average'),
    headerNote: averageWords(kind),
    width: 84,
    sort: id === 'average' ? 'average' : null,
    firstDirection: 'desc',
    ...total,
    cell: (row) => <span className={styles.figure}>{averageFigure(row[id], rules.places)}</span>,
  })
  return [
    {
      id: 'student',
      header: t('gradebook.columns.student'),
      width: 190,
      most: 240,
      beside: 8,
      grow: 1,
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      type: 'strong',
      words: listedName,
      title: (row) => [listedName(row), row.source].filter(Boolean).join(' · '),
      cell: (row) => <span className={styles.name}>{listedName(row)}</span>,
    },
    ...tests.map((test, place) => testColumn(test, place, rules)),
    {
      id: 'taken',
      header: t('gradebook.columns.taken'),
      width: 74,
      sort: 'taken',
      firstDirection: 'desc',
      ...total,
      cell: ({ taken, outOf }) => (
        <span className={styles.figure}>{t('gradebook.cell.takenOf', { taken, outOf })}</span>
      ),
    },
    averageOf('average', rules.average),
    ...(bothAverages ? [averageOf('otherAverage', otherAverageKind(rules.average))] : []),
    ...(rules.scale === null
      ? []
      : [
          {
            id: 'grade',
            header: t('gradebook.columns.grade'),
            width: gradeWidth(rules.scale.bands.map(({ grade }) => grade)),
            sort: 'grade',
            firstDirection: 'asc',
            ...total,
            cell: (row: GradebookRow) => row.grade,
          } as const,
        ]),
  ]
}

/** Pixels for the longest grade: "A" or "not passed". */
const gradeWidth = (grades: readonly string[]): number =>
  Math.min(168, 60 + 7 * Math.max(0, ...grades.map(({ length }) => length - 2)))

function testColumn(test: GradebookColumn, place: number, rules: GradingRules): GradebookGridColumn {
  const key = testKeyOf(test)
  const policy = rules.tests[key]?.policy ?? rules.policy
  const wordsOf = ({ student, cells, dropped }: GradebookRow) =>
    couldTake(student, test) ? cellWords(cells[place] ?? null, policy, dropped.includes(place)) : ''
  return {
    id: key,
    header: test.name,
    headerNote: testNote(test, rules),
    menu: true,
    width: testWidth,
    grow: 0,
    align: 'end',
    leaves: 0,
    sort: key,
    firstDirection: 'desc',
    title: wordsOf,
    cell: (row) =>
      couldTake(row.student, test) && (
        <Cell cell={row.cells[place] ?? null} isDropped={row.dropped.includes(place)} words={wordsOf(row)} />
      ),
  }
}

/** Below a test's name: its pass mark, and in a second line what else is different about it. */
export function testNote(test: GradebookColumn, rules: GradingRules): string {
  const { policy, weight = usualWeight, kind, extraCredit } = rules.tests[testKeyOf(test)] ?? {}
  const others = [
    policy !== undefined && policy !== rules.policy && t(`gradebook.policies.${policy}`),
    weight !== usualWeight && t('gradebook.note.weight', { weight: weight / 100 }),
    kind !== undefined && rules.kinds.some(({ name }) => name === kind) && kind,
    extraCredit === true && t('gradebook.note.extraCredit'),
  ].filter((words) => words !== false)
  return [passMarkWords(test), others.join(' · ')].filter(Boolean).join('\n')
}

/** In hundredths. */
export const usualWeight = 100

export const passMarkWords = ({ passMark }: Pick<GradebookColumn, 'passMark'>): string =>
  passMark === null ? t('gradebook.noPassMark') : t('gradebook.passMark', { passMark: percentShort(passMark) })

interface CellProps {
  readonly cell: GradebookCell
  readonly isDropped: boolean
  /** Everything about it, for screen readers. */
  readonly words: string
}

/** The figure first; what is special about it in one small mark each. */
function Cell({ cell, isDropped, words }: CellProps) {
  if (cell === null) return <span className={styles.none}>{words}</span>
  if (cell.excused) return <span className={styles.none}>{t('gradebook.cell.excused')}</span>
  const { score, attempts, reason, passed } = cell
  const provisional = mayChange(cell, isDropped)
  return (
    <>
      <span className={styles.score} aria-hidden>
        {reason !== null && <Pin className={styles.pin} />}
        {attempts > 1 && <span className={styles.of}>{t('gradebook.cell.of', { count: attempts })}</span>}
        {provisional && <span className={classNames(styles.open, styles.provisional)} />}
        <span
          className={classNames(
            passed === false ? styles.notPassed : provisional && styles.provisional,
            isDropped && styles.dropped,
          )}
        >
          {score === null ? t('gradebook.cell.unknown') : scoreFigure(score)}
        </span>
      </span>
      <span className="visually-hidden">{words}</span>
    </>
  )
}

/** The rows at the foot: what the scores of each test come to. */
export function footRows({ tests }: GradebookSummary): readonly FootRow[] {
  const byKey = new Map(tests.map((test) => [testKeyOf(test), test]))
  const row = (id: 'average' | 'median' | 'passed', of: (test: GradebookColumn) => string): FootRow => ({
    id,
    label: t(`gradebook.foot.${id}`),
    cell: (column) => {
      const test = byKey.get(column)
      return test === undefined ? null : of(test)
    },
  })
  return [
    row('average', ({ mean, n }) =>
      mean === null ? t('gradebook.foot.none') : t('gradebook.foot.averageOf', { mean: statisticFigure(mean), n }),
    ),
    row('median', ({ median }) => statisticFigure(median)),
    row('passed', ({ passed, marked, passMark }) =>
      passMark === null ? t('gradebook.foot.none') : t('gradebook.foot.passedOf', { passed, marked }),
    ),
  ]
}
