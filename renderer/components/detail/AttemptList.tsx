import type { AttemptRow, ResultDetail } from '../../../shared/model/results-view.ts'
import { scoreOf } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { useClock } from '../../state/clock.ts'
import { useDetail } from '../../state/detail.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './AttemptList.module.css'
import { attemptWords } from './attempt-words.ts'
import { DetailCard } from './DetailCard.tsx'

/** Every attempt of this student at this test, oldest first; a press opens another one. */
export function AttemptList({ detail }: { detail: ResultDetail }) {
  return (
    <DetailCard caption={t('detail.attempts')}>
      <ul className={styles.attempts}>
        {detail.attempts.map((attempt) => (
          <Attempt key={attempt.id} attempt={attempt} detail={detail} />
        ))}
      </ul>
    </DetailCard>
  )
}

function Attempt({ attempt, detail }: { attempt: AttemptRow; detail: ResultDetail }) {
  const now = useClock((state) => state.now)
  const openBeside = useDetail((state) => state.openBeside)
  const here = attempt.id === detail.id
  const when = whenWords(attempt.timeFinished, now, detail.timeZone)
  const notPassed = attempt.outcome === 'not-passed' && !detail.survey && !attempt.requiresGrading
  const said = attemptWords(attempt, detail.attempts).map((word): string => t(`detail.${word}`))
  if (notPassed) said.push(t('results.outcome.not-passed').toLowerCase())
  return (
    <li>
      <button
        type="button"
        className={classNames(styles.attempt, here && styles.here)}
        aria-current={here ? 'true' : undefined}
        title={exactTime(attempt.timeFinished, detail.timeZone)}
        onClick={() => void openBeside(attempt.id)}
      >
        <span className={styles.when}>{when}</span>
        <span className={styles.words}>
          {attempt.requiresGrading ? t('results.outcome.toGrade').toLowerCase() : said.join(', ')}
        </span>
        {!detail.survey && (
          <span className={classNames(styles.score, notPassed && styles.notPassed)}>{scoreOf(attempt.percentage)}</span>
        )}
      </button>
    </li>
  )
}
