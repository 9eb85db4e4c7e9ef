import type { AttemptRow, ResultDetail } from '../../../shared/model/results-view.ts'
import { useClock } from '../../app/clock.ts'
import { scoreOf } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import { DetailCard } from '../../ui/LongText.tsx'
import styles from './AttemptList.module.css'
import { useDetail } from './detail.ts'

/** Every attempt of this student at this test, oldest first; pressing one opens it. */
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

export type AttemptWord = 'first' | 'latest' | 'best'

/**
 * Which words apply to one attempt among all (oldest first). "Best" needs every score known, nothing left to grade
 * (grading may still change which is best), and no other attempt as good. An attempt in progress gets none of them.
 */
export function attemptWords(attempt: AttemptRow, every: readonly AttemptRow[]): readonly AttemptWord[] {
  const all = every.filter(({ finished }) => finished)
  if (!attempt.finished) return []
  if (all.length < 2) return []
  const words: AttemptWord[] = []
  if (all[0]?.id === attempt.id) words.push('first')
  if (all.at(-1)?.id === attempt.id) words.push('latest')
  const others = all.filter(({ id }) => id !== attempt.id)
  const settled = all.every(({ requiresGrading, percentage }) => !requiresGrading && percentage !== null)
  if (settled && others.every(({ percentage }) => Number(percentage) < Number(attempt.percentage))) words.push('best')
  return words
}
