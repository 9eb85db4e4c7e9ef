import { couldTake } from '../../../shared/model/gradebook.ts'
import { otherAverageKind, testKeyOf } from '../../../shared/model/grading.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DetailCard, Facts } from '../../ui/LongText.tsx'
import styles from './CellPanel.module.css'
import { type OpenCell, useCell } from './cell.ts'
import type { ShownGradebook } from './gradebook.ts'
import { averageFigure, averageWords, cellWords } from './gradebook-words.ts'

import { usePrint } from './print.ts'

interface StudentDetailsProps {
  readonly open: OpenCell
  readonly shown: ShownGradebook
}

/** A student in the gradebook: both averages, what they are taken over, and every test. */
export function StudentDetails({ open, shown: { definition, summary } }: StudentDetailsProps) {
  const show = useCell((state) => state.show)
  const { row } = open
  const { rules } = definition
  const figure = averageFigure(row.average, rules.places)
  return (
    <>
      <DetailCard caption={`${t('gradebook.columns.average')} ${averageWords(rules.average)}`}>
        <p className={styles.figure}>{figure || t('gradebook.cell.noAverage')}</p>
        <Facts
          facts={[
            [t('gradebook.columns.grade'), row.grade],
            [
              `${t('gradebook.columns.average')} ${averageWords(otherAverageKind(rules.average))}`,
              averageFigure(row.otherAverage, rules.places),
            ],
            [t('gradebook.columns.taken'), t('gradebook.cell.takenOf', { taken: row.taken, outOf: row.outOf })],
            [t('gradebook.panel.group'), row.source],
            [t('detail.email'), row.email],
            [t('gradebook.panel.externalId'), row.externalId],
          ]}
        />
        <div className={styles.actions}>
          <Button onPress={() => usePrint.getState().print({ kind: 'student', row })}>
            {t('gradebookPrint.report')}
          </Button>
        </div>
      </DetailCard>
      <DetailCard caption={t('gradebook.panel.tests')}>
        <ul className={styles.attempts}>
          {summary.tests.map(
            (test, place) =>
              couldTake(row.student, test) && (
                <li key={testKeyOf(test)}>
                  <button type="button" className={styles.test} onClick={() => void show({ ...open, test })}>
                    <span className={styles.when}>{test.name}</span>
                    <span className={styles.score}>
                      {cellWords(
                        row.cells[place] ?? null,
                        rules.tests[testKeyOf(test)]?.policy ?? rules.policy,
                        row.dropped.includes(place),
                      )}
                    </span>
                  </button>
                </li>
              ),
          )}
        </ul>
      </DetailCard>
    </>
  )
}
