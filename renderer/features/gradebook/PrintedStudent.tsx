import { memo } from 'react'
import { couldTake, type GradebookRow, mayChange } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { fullName, percentShort } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import type { ShownGradebook } from './gradebook.ts'
import { averageFigure, scoreFigure, statisticFigure } from './gradebook-words.ts'
import { PrintFoot, useChosenWords, usePrintedName } from './PrintFrame.tsx'
import styles from './print.module.css'
import { explainedWords, printedMedian, resultWords } from './print.ts'

interface PrintedStudentProps {
  readonly row: GradebookRow
  readonly shown: ShownGradebook
}

/** One student's report for those at home: each test, the average, and how it all is reckoned. */
export const PrintedStudent = memo(function PrintedStudent({ row, shown }: PrintedStudentProps) {
  const { definition, summary } = shown
  const { rules, students } = definition
  const title = usePrintedName()
  const chosen = useChosenWords(shown)
  const isOfClass = students.by === 'class'
  const facts = [
    [
      isOfClass ? t('gradebookPrint.student.class') : t('gradebookPrint.student.group'),
      isOfClass ? chosen.students : row.source,
    ],
    [t('gradebook.chips.period'), chosen.period],
  ] as const
  const figures = [
    [t('gradebookPrint.student.average'), averageFigure(row.average, rules.places) || t('gradebook.cell.noAverage')],
    ...(rules.scale === null
      ? []
      : ([[t('gradebookPrint.student.grade'), row.grade || t('gradebookPrint.none')]] as const)),
    [t('gradebookPrint.student.taken'), t('gradebook.cell.takenOf', { taken: row.taken, outOf: row.outOf })],
  ] as const
  const isOpen = row.cells.map((cell) => mayChange(cell, false))
  const averageMayChange = isOpen.some((open, place) => open && !row.dropped.includes(place))
  const hasDroppedOpen = row.dropped.some((place) => isOpen[place])
  return (
    <article className={styles.upright} data-printed="student">
      <header className={styles.head}>
        <p>{title}</p>
        <h1>{fullName(row) || t('gradebook.noName')}</h1>
        <p>
          {facts
            .filter(([, value]) => value !== '')
            .map(([name, value]) => `${name}: ${value}`)
            .join(' · ')}
        </p>
      </header>
      <Figures figures={figures} />
      <table className={styles.list}>
        <thead>
          <tr>
            <th scope="col">{t('gradebookPrint.columns.test')}</th>
            <th scope="col" className={styles.number}>
              {t('gradebookPrint.columns.score')}
            </th>
            <th scope="col" className={styles.number}>
              {t('gradebookPrint.columns.passMark')}
            </th>
            <th scope="col">{t('gradebookPrint.columns.result')}</th>
            <th scope="col" className={styles.number}>
              {t(isOfClass ? 'gradebookPrint.columns.classMedian' : 'gradebookPrint.columns.median')}
            </th>
          </tr>
        </thead>
        <tbody>
          {summary.tests.map((test, place) => {
            if (!couldTake(row.student, test)) return null
            const cell = row.cells[place] ?? null
            const score = cell === null || cell.excused ? null : cell.score
            const median = printedMedian(test)
            return (
              <tr key={testKeyOf(test)}>
                <th scope="row">{test.name}</th>
                <td className={styles.number}>
                  {score === null ? t('gradebookPrint.none') : `${scoreFigure(score)}%`}
                </td>
                <td className={styles.number}>
                  {test.passMark === null ? t('gradebookPrint.none') : `${percentShort(test.passMark)}%`}
                </td>
                <td>{resultWords(cell, row.dropped.includes(place))}</td>
                <td className={styles.number}>
                  {median === null ? t('gradebookPrint.none') : `${statisticFigure(median)}%`}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <section className={styles.explained}>
        <h2>{t('gradebookPrint.student.explained')}</h2>
        {averageMayChange && <p>{t('gradebookPrint.student.mayChange')}</p>}
        {hasDroppedOpen && <p>{t('gradebookPrint.student.droppedToGrade')}</p>}
        {explainedWords(definition, summary.tests).map((words) => (
          <p key={words}>{words}</p>
        ))}
      </section>
      <PrintFoot />
    </article>
  )
})

/** A row of large figures, each with its name. */
export const Figures = ({ figures }: { readonly figures: readonly (readonly [name: string, figure: string])[] }) => (
  <dl className={styles.figures}>
    {figures.map(([name, figure]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{figure}</dd>
      </div>
    ))}
  </dl>
)
