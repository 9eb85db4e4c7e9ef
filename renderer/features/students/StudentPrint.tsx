import type { StudentPage } from '../../../shared/model/student.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { printPage } from '../../app/print.ts'
import { percentFigure, percentShort } from '../../format/numbers.ts'
import { longDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { PrintPages } from '../../ui/PrintPages.tsx'
import { PrintedFigures, PrintFoot, periodWords } from '../gradebook/index.ts'
import styles from './StudentPrint.module.css'
import { nameOf } from './student-columns.tsx'
import { countsWords, resultOf, scoreFigure } from './student-words.ts'
import { useStudentRules } from './students.ts'

/** A student's page for paper, or to be saved as PDF. */
export function StudentPrint({ page, onEnd }: { readonly page: StudentPage; onEnd(): void }) {
  const { policy, period } = useStudentRules()
  const now = useClock((state) => state.now)
  const school = useAccounts((state) => state.accounts?.find(({ id }) => id === page.student.account)?.name)
  const none = t('gradebookPrint.none')
  return (
    <PrintPages isReady print={printPage} onEnd={onEnd}>
      <article className={styles.page} data-printed="student-page">
        <header>
          <p>{school}</p>
          <h1>{nameOf(page)}</h1>
          <p>
            {[...page.classes, page.email, periodWords(period, now, page.timeZone)]
              .filter((each) => each !== null && each !== '')
              .join(' · ')}
          </p>
        </header>
        <PrintedFigures
          figures={[
            [t('students.figures.average'), page.average === null ? none : `${percentFigure(page.average)}%`],
            [t('students.figures.passed'), `${page.passed} ${t('students.figures.of', { count: page.marked })}`],
            [
              t('students.figures.taken'),
              `${page.taken} ${t('students.figures.of', { count: page.taken + page.excused + page.notTaken })}`,
            ],
          ]}
        />
        <table>
          <thead>
            <tr>
              <th scope="col">{t('students.table.columns.test')}</th>
              <th scope="col">{t('students.table.columns.counts')}</th>
              <th scope="col">{t('students.table.columns.score')}</th>
              <th scope="col">{t('students.chart.columns.passMark')}</th>
              <th scope="col">{t('students.table.columns.result')}</th>
              <th scope="col">{t('students.table.columns.finished')}</th>
            </tr>
          </thead>
          <tbody>
            {page.tests.map((test) => {
              const last = test.attempts.findLast(({ counts }) => counts)
              return (
                <tr key={test.testId}>
                  <th scope="row">{test.name}</th>
                  <td>{countsWords(test, policy)}</td>
                  <td>{scoreFigure(test) || none}</td>
                  <td>{test.passMark === null ? none : `${percentShort(test.passMark)}%`}</td>
                  <td>{resultOf(test)}</td>
                  <td>{last && longDate(last.timeFinished, page.timeZone)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <p className={styles.method}>
          {t('students.figures.average')}:{' '}
          {t('students.figures.method', {
            tests: t('students.tests', { count: page.averaged }),
            policy: t(`students.figures.methods.${policy}`),
          })}
          {page.provisional && `; ${t('students.mayChange')}: ${t('students.mayChangeTitle')}`}
        </p>
        <PrintFoot />
      </article>
    </PrintPages>
  )
}
