import { couldTake, type GradebookColumn, type GradebookRow } from '../../../shared/model/gradebook.ts'
import { percentShort, wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import type { ShownGradebook } from './gradebook.ts'
import { listedName } from './gradebook-columns.tsx'
import { scoreFigure, statisticFigure } from './gradebook-words.ts'
import { Figures } from './PrintedStudent.tsx'
import { PrintFoot, useChosenWords, usePrintedName } from './PrintFrame.tsx'
import styles from './print.module.css'
import { resultWords } from './print.ts'

interface PrintedTestProps {
  /** Of the test among those of the gradebook. */
  readonly place: number
  readonly shown: ShownGradebook
  readonly steps: readonly (readonly GradebookRow[])[]
}

/** One test: what its scores come to, how they are spread, and everybody's. */
export function PrintedTest({ place, shown, steps }: PrintedTestProps) {
  const test = shown.summary.tests[place] as GradebookColumn
  const name = usePrintedName()
  const chosen = useChosenWords(shown)
  const mark =
    test.passMark === null
      ? t('gradebookPrint.test.noPassMark')
      : t('gradebookPrint.test.passMark', { passMark: percentShort(test.passMark) })
  const figures = [
    [t('gradebookPrint.test.taken'), wholeNumber(test.n)],
    [t('gradebookPrint.test.average'), statisticFigure(test.mean)],
    [t('gradebookPrint.test.median'), statisticFigure(test.median)],
    [t('gradebookPrint.test.lowest'), statisticFigure(test.min)],
    [t('gradebookPrint.test.highest'), statisticFigure(test.max)],
    ...(test.passMark === null
      ? []
      : ([
          [t('gradebookPrint.test.passed'), t('gradebook.foot.passedOf', { passed: test.passed, marked: test.marked })],
        ] as const)),
  ] as const
  return (
    <article className={styles.upright} data-printed="test">
      <header className={styles.head}>
        <p>{name}</p>
        <h1>{test.name}</h1>
        <p>{[chosen.students, chosen.period, mark].join(' · ')}</p>
      </header>
      <Figures figures={figures} />
      <Distribution test={test} />
      <table className={styles.list}>
        <thead>
          <tr>
            <th scope="col">{t('gradebookPrint.columns.student')}</th>
            <th scope="col" className={styles.number}>
              {t('gradebookPrint.columns.score')}
            </th>
            <th scope="col" className={styles.number}>
              {t('gradebookPrint.columns.attempts')}
            </th>
            <th scope="col">{t('gradebookPrint.columns.result')}</th>
          </tr>
        </thead>
        {steps.map((rows) => (
          <tbody key={rows[0]?.id}>
            {rows.map((row) => {
              if (!couldTake(row.student, test)) return null
              const cell = row.cells[place] ?? null
              const score = cell === null || cell.excused ? null : cell.score
              return (
                <tr key={row.id}>
                  <th scope="row">{listedName(row)}</th>
                  <td className={styles.number}>
                    {score === null ? t('gradebookPrint.none') : `${scoreFigure(score)}%`}
                  </td>
                  <td className={styles.number}>{wholeNumber(cell?.attempts ?? 0)}</td>
                  <td>{resultWords(cell, row.dropped.includes(place))}</td>
                </tr>
              )
            })}
          </tbody>
        ))}
      </table>
      <PrintFoot />
    </article>
  )
}

/** Millimetres. */
const tallest = 22

/** How many scores lie in each tenth: bars drawn in black, with their number above. */
function Distribution({ test }: { readonly test: GradebookColumn }) {
  const most = Math.max(1, ...test.distribution)
  return (
    <figure className={styles.distribution}>
      <figcaption>{t('gradebookPrint.test.distribution', { count: test.n })}</figcaption>
      <div className={styles.bars}>
        {test.distribution.map((count, tenth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the tenths, in their order
          <div key={tenth} className={styles.bar}>
            <span>{count === 0 ? '' : wholeNumber(count)}</span>
            <svg
              viewBox="0 0 10 10"
              preserveAspectRatio="none"
              style={{ height: `${(tallest * count) / most}mm` }}
              aria-hidden
            >
              <rect width="10" height="10" fill="#555" />
            </svg>
            <small>{t('gradebookPrint.test.band', { from: tenth * 10, to: tenth === 9 ? 100 : tenth * 10 + 9 })}</small>
          </div>
        ))}
      </div>
    </figure>
  )
}
