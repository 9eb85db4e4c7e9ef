import { Pin } from 'lucide-react'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './GradebookScreen.module.css'
import type { ShownGradebook } from './gradebook.ts'
import cells from './gradebook-columns.module.css'

/** What the marks in the cells mean: the words beside each, in one line. */
export function GradebookLegend({ shown: { definition, summary } }: { shown: ShownGradebook }) {
  const { policy, dropLowest } = definition.rules
  return (
    <ul className={styles.legend} aria-label={t('gradebook.legend.label')}>
      {summary.tests.some(({ provisional }) => provisional > 0) && (
        <li>
          <span className={classNames(cells.open, cells.provisional)} aria-hidden />{' '}
          <span className={cells.provisional}>{t('gradebook.legend.provisional')}</span>,{' '}
          {t('gradebook.legend.provisionalMeans')}
        </li>
      )}
      <li>
        <span className={cells.notPassed}>{t('gradebook.legend.notPassed')}</span>{' '}
        {t('gradebook.legend.notPassedMeans')}
      </li>
      <li>{t(`gradebook.legend.attempts.${policy}`)}</li>
      <li>
        <Pin className={cells.pin} aria-hidden /> {t('gradebook.legend.chosen')}
      </li>
      {dropLowest > 0 && (
        <li>
          <span className={cells.dropped}>{t('gradebook.legend.dropped')}</span> {t('gradebook.legend.droppedMeans')}
        </li>
      )}
      <li>{t('gradebook.legend.average')}</li>
    </ul>
  )
}
