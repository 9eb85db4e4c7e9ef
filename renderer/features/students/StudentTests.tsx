import { Award } from 'lucide-react'
import { Button as PlainButton } from 'react-aria-components'
import type { StudentAttempt, StudentPage, StudentTest } from '../../../shared/model/student.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { OutcomeWords, ScoreBar, useDetail } from '../results/index.ts'
import styles from './StudentPage.module.css'
import { countedScore, countsShort, countsWords, resultOf, testsWords } from './student-words.ts'
import { useStudentRules } from './students.ts'

/** Each test with what counts there; a press on its name opens that result. */
export function StudentTests({ page, narrow }: { readonly page: StudentPage; readonly narrow: boolean }) {
  const now = useClock((state) => state.now)
  const policy = useStudentRules((state) => state.policy)
  const { tests, timeZone, otherResults } = page
  const attempts = tests.flatMap((test) => test.attempts)
  const certificates = attempts.filter(({ certificateSerial }) => certificateSerial !== null).length
  const head = (id: 'test' | 'attempts' | 'counts' | 'score' | 'result' | 'finished' | 'certificate', end = false) => (
    <th key={id} scope="col" className={end ? styles.end : undefined}>
      {t(`students.table.columns.${id}`)}
    </th>
  )
  if (tests.length === 0 && otherResults === 0) return null
  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>
        <span className={styles.finding}>{testsWords(page)}</span>
        <small>
          {[
            t('students.table.summary', {
              attempts: t('students.attempts', { count: attempts.length }),
              tests: t('students.tests', { count: tests.filter((test) => test.attempts.length > 0).length }),
            }),
            ...(certificates > 0 ? [t('students.table.certificates', { count: certificates })] : []),
            ...(otherResults > 0 ? [t('students.page.others', { count: otherResults })] : []),
          ].join(' · ')}
        </small>
      </h2>
      <table className={styles.table}>
        <thead>
          <tr>
            {head('test')}
            {!narrow && head('attempts', true)}
            {head('counts')}
            {head('score', true)}
            {head('result')}
            {head('finished')}
            {head('certificate')}
          </tr>
        </thead>
        <tbody>
          {tests.map((test) => {
            const shown = shownAttempt(test)
            return (
              <tr key={test.testId}>
                <th scope="row">
                  {shown === undefined ? (
                    test.name
                  ) : (
                    <PlainButton className={styles.link ?? ''} onPress={() => openResult(shown.id)}>
                      {test.name}
                    </PlainButton>
                  )}
                </th>
                {!narrow && (
                  <td className={styles.end}>{test.attempts.length > 0 && wholeNumber(test.attempts.length)}</td>
                )}
                <td className={styles.dim}>{narrow ? countsShort(test) : countsWords(test, policy)}</td>
                <td>
                  {test.score !== null && (
                    <span className={styles.score}>
                      <ScoreBar result={scored(test)} />
                    </span>
                  )}
                </td>
                <td>
                  {test.attempts.length > 0 && !test.excused && test.score !== null ? (
                    <OutcomeWords result={scored(test)} />
                  ) : (
                    <span className={styles.dim} title={test.reason ?? undefined}>
                      {resultOf(test)}
                    </span>
                  )}
                </td>
                <td className={styles.finished} title={shown && exactTime(shown.timeFinished, timeZone)}>
                  {shown && whenWords(shown.timeFinished, now, timeZone)}
                </td>
                <td>
                  <Serials test={test} narrow={narrow} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** The attempt a row speaks of: the one that counts, else the newest. */
const shownAttempt = ({ attempts }: StudentTest): StudentAttempt | undefined =>
  attempts.findLast(({ counts }) => counts) ?? attempts.at(-1)

/** What counts at a test, as a result is shown. */
const scored = (test: StudentTest) => ({
  percentage: countedScore(test),
  passMark: test.passMark,
  outcome: test.passed === null ? ('none' as const) : test.passed ? ('passed' as const) : ('not-passed' as const),
  requiresGrading: test.provisional,
  survey: false,
})

function Serials({ test, narrow }: { readonly test: StudentTest; readonly narrow: boolean }) {
  return test.attempts.map(({ id, certificateSerial }) =>
    certificateSerial === null ? null : (
      <span key={id} className={styles.serial} title={certificateSerial}>
        <Award aria-hidden />
        {narrow ? (
          <span className="visually-hidden">{t('students.table.certificate', { serial: certificateSerial })}</span>
        ) : (
          certificateSerial
        )}
      </span>
    ),
  )
}

/** Shows a result in the list of results. */
function openResult(id: number): void {
  useNavigation.getState().go('results')
  void useDetail.getState().open(id, null)
}
