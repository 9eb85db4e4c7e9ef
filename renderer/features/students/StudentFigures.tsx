import { CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StudentPage } from '../../../shared/model/student.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { useClock } from '../../app/clock.ts'
import { percentFigure, wholeNumber } from '../../format/numbers.ts'
import { calendarDayOf, clockTime, exactTime, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import styles from './StudentPage.module.css'
import { useStudentRules } from './students.ts'

/** What all attempts come to, each with how it was reckoned. */
export function StudentFigures({ page }: { readonly page: StudentPage }) {
  const now = useClock((state) => state.now)
  const policy = useStudentRules((state) => state.policy)
  const { average, averaged, provisional, passed, marked, taken, excused, notTaken, lastSeen } = page
  const missing = [
    ...(excused > 0 ? [t('students.figures.excused', { count: excused })] : []),
    ...(notTaken > 0 ? [t('students.figures.notTaken', { count: notTaken })] : []),
  ]
  return (
    <dl className={styles.figures}>
      <Figure
        name={t('students.figures.average')}
        note={t('students.figures.method', {
          tests: t('students.tests', { count: averaged }),
          policy: t(`students.figures.methods.${policy}`),
        })}
      >
        {average === null ? t('students.figures.none') : `${percentFigure(average)}%`}
        {provisional && (
          <span className={styles.mayChange} title={t('students.mayChangeTitle')}>
            <CircleDashed aria-hidden />
            {t('students.mayChange')}
          </span>
        )}
      </Figure>
      <Figure name={t('students.figures.passed')} note={t('students.figures.passedNote', { count: marked })}>
        {wholeNumber(passed)}
        <Of count={marked} />
      </Figure>
      <Figure
        name={t('students.figures.taken')}
        note={missing.length === 0 ? t('students.figures.allTaken') : missing.join(', ')}
      >
        {wholeNumber(taken)}
        <Of count={taken + excused + notTaken} />
      </Figure>
      <Figure
        name={t('students.figures.lastSeen')}
        note={
          lastSeen === null
            ? t('students.figures.neverNote')
            : t('students.figures.lastNote', { time: clockTime(lastSeen.at, page.timeZone), test: lastSeen.testName })
        }
      >
        {lastSeen === null ? (
          t('students.figures.never')
        ) : (
          <span title={exactTime(lastSeen.at, page.timeZone)}>{dayOf(lastSeen.at, now, page.timeZone)}</span>
        )}
      </Figure>
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  /** How it was reckoned, and over how many. */
  readonly note: string
  readonly children: ReactNode
}

const Figure = ({ name, note, children }: FigureProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <span className={styles.figure}>{children}</span>
      <span className={styles.note}>{note}</span>
    </dd>
  </div>
)

const Of = ({ count }: { readonly count: number }) => (
  <span className={styles.of}>{t('students.figures.of', { count })}</span>
)

function dayOf(at: UnixSeconds, now: UnixSeconds, zone: string): string {
  const days = [now, at].map((moment) => Date.parse(calendarDayOf(moment, zone)) / 86_400_000) as [number, number]
  if (days[0] === days[1]) return t('students.figures.today')
  return days[0] - days[1] === 1 ? t('students.figures.yesterday') : shortDate(at, now, zone)
}
