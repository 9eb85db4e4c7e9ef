import { memo } from 'react'
import { couldTake, type GradebookColumn, type GradebookRow } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { t } from '../../format/words.ts'
import type { ShownGradebook } from './gradebook.ts'
import { footRows, listedName, testNote } from './gradebook-columns.tsx'
import {
  averageFigure,
  averagesWords,
  averageWords,
  policyWords,
  roundingWords,
  scaleWords,
} from './gradebook-words.ts'
import { PrintFoot, useChosenWords, usePrintedName } from './PrintFrame.tsx'
import styles from './print.module.css'
import { acrossSheets, printedCell } from './print.ts'

interface PrintedGradebookProps {
  readonly shown: ShownGradebook
  /** The rows, as many at a time as were drawn at once. */
  readonly steps: readonly (readonly GradebookRow[])[]
}

/** A gradebook on sheets across: as many tests as fit side by side, then the next ones; totals at the last. */
export function PrintedGradebook({ shown, steps }: PrintedGradebookProps) {
  const { definition, summary } = shown
  const { rules } = definition
  const name = usePrintedName()
  const chosen = useChosenWords(shown)
  const places = acrossSheets([...summary.tests.keys()])
  const said = [
    chosen.students,
    chosen.period,
    t('gradebookPrint.rules.counts', { policy: policyWords(rules) }),
    t('gradebookPrint.rules.average', { kind: averagesWords(rules) }),
    t('gradebookPrint.rules.rounded', { rounding: roundingWords(rules.places) }),
    t('gradebookPrint.rules.scale', { scale: scaleWords(rules.scale) }),
  ]
  return places.map((across, sheet) => (
    <article key={across[0] ?? 0} className={styles.across} data-printed="gradebook">
      <header className={styles.head}>
        <h1>{name}</h1>
        <p>{said.join(' · ')}</p>
        {places.length > 1 && (
          <p>
            {t('gradebookPrint.part', {
              ...{ from: (across[0] ?? 0) + 1, to: (across.at(-1) ?? 0) + 1, total: summary.tests.length },
            })}
          </p>
        )}
      </header>
      <Matrix shown={shown} across={across} hasTotals={sheet === places.length - 1} steps={steps} />
      <PrintFoot>
        <p>{t('gradebookPrint.marks.legend')}</p>
      </PrintFoot>
    </article>
  ))
}

interface MatrixProps extends PrintedGradebookProps {
  /** Places of tests. */
  readonly across: readonly number[]
  readonly hasTotals: boolean
}

function Matrix({ shown: { definition, summary }, across, hasTotals, steps }: MatrixProps) {
  const { rules } = definition
  const tests = across.map((place) => summary.tests[place] as GradebookColumn)
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <th scope="col" className={styles.name}>
            {t('gradebookPrint.columns.student')}
          </th>
          {tests.map((test) => (
            <th key={testKeyOf(test)} scope="col">
              {test.name}
              <small>{testNote(test, rules)}</small>
            </th>
          ))}
          {hasTotals && (
            <>
              <th scope="col">{t('gradebook.columns.taken')}</th>
              <th scope="col">
                {t('gradebook.columns.average')}
                <small>{averageWords(rules.average)}</small>
              </th>
              {rules.scale !== null && <th scope="col">{t('gradebook.columns.grade')}</th>}
            </>
          )}
        </tr>
      </thead>
      {steps.map((rows) => (
        <MatrixRows
          key={rows[0]?.id}
          rows={rows}
          across={across}
          tests={tests}
          totals={hasTotals ? { places: rules.places, hasGrade: rules.scale !== null } : null}
        />
      ))}
      <tbody>
        {footRows({ ...summary, tests }).map(({ id, label, cell }) => (
          <tr key={id} className={styles.statistics}>
            <th scope="row" className={styles.name}>
              {label}
            </th>
            {tests.map((test) => (
              <td key={testKeyOf(test)}>{cell(testKeyOf(test))}</td>
            ))}
            {hasTotals && <td colSpan={rules.scale === null ? 2 : 3} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface MatrixRowsProps {
  readonly rows: readonly GradebookRow[]
  readonly across: readonly number[]
  /** The tests at those places. */
  readonly tests: readonly GradebookColumn[]
  readonly totals: { readonly places: number; readonly hasGrade: boolean } | null
}

// Drawn only once, however many rows follow.
const MatrixRows = memo(
  function MatrixRows({ rows, across, tests, totals }: MatrixRowsProps) {
    return (
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className={styles.name}>
              {listedName(row)}
            </th>
            {across.map((place, at) => {
              const cell = row.cells[place] ?? null
              const isFailed = cell !== null && !cell.excused && cell.passed === false
              return (
                <td key={place} className={isFailed ? styles.failed : undefined}>
                  {couldTake(row.student, tests[at] as GradebookColumn) &&
                    printedCell(cell, row.dropped.includes(place))}
                </td>
              )
            })}
            {totals !== null && (
              <>
                <td>{t('gradebook.cell.takenOf', { taken: row.taken, outOf: row.outOf })}</td>
                <td className={styles.total}>{averageFigure(row.average, totals.places)}</td>
                {totals.hasGrade && <td className={styles.total}>{row.grade}</td>}
              </>
            )}
          </tr>
        ))}
      </tbody>
    )
  },
  (before, after) => before.rows === after.rows,
)
