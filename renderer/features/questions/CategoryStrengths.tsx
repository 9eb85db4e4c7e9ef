import { useEffect, useMemo, useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { CategoriesOfStudent } from '../../../shared/model/item-analysis.ts'
import type { StudentPageQuery } from '../../../shared/model/student.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { longDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { categoryName } from './Categories.tsx'
import styles from './CategoryStrengths.module.css'
import { FacilityBar, fromShare } from './FacilityBar.tsx'
import { pointsWords, shareWords } from './question-words.ts'
import { type Strength, strengthsOf } from './strengths.ts'

/** Steps that are drawn: the newest. */
const mostSteps = 24

interface CategoryStrengthsProps {
  readonly student: StudentRef
  /** Which attempts count on the student's page. */
  readonly rules: Pick<StudentPageQuery, 'policy' | 'period'>
}

/** What a student reached by category, over time; nothing where no answers are here. */
export function CategoryStrengths({ student: { account, key }, rules }: CategoryStrengthsProps) {
  const { policy, period } = rules
  const [read, setRead] = useState<CategoriesOfStudent | AppError | null>(null)
  const zone = useAccounts((state) => zoneOf(state.accounts, account))
  const watch = useMemo(() => {
    const latest = latestOnly()
    return whileWatched(
      () => latest(() => api.questions.categories({ account, key, policy, period }), setRead, setRead),
      500,
    )
  }, [account, key, policy, period])
  useEffect(() => {
    const stops = [watch.watch(), api.results.changed(watch.reload), api.students.changed(watch.reload)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [watch])
  if (read instanceof AppError) return <ListError error={read} focus={false} onRetry={watch.reload} />
  // Until those of another student are here, nothing of this one is.
  const isOfStudent = read?.account === account && read.key === key
  const strengths = read === null || !isOfStudent ? [] : strengthsOf(read)
  if (read === null || strengths.length === 0) return null
  const here = read.attempts.length
  return (
    <section className={styles.card} aria-labelledby="category-strengths">
      <h2 id="category-strengths" className={styles.title}>
        {findingOf(strengths)}
      </h2>
      <p className={styles.note}>{t('questions.strengths.note', { here, all: here + read.withoutAnswers })}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            {(['category', 'attempts', 'answers', 'points', 'all', 'first', 'newest', 'overTime'] as const).map(
              (id) => (
                <th key={id} scope="col" className={styles[id]}>
                  {t(`questions.strengths.${id}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {strengths.map((each) => (
            <tr key={each.categoryId ?? each.name}>
              <th scope="row" className={styles.category}>
                {categoryName(each)}
              </th>
              <td className={styles.attempts}>{wholeNumber(each.steps.length)}</td>
              <td className={styles.answers}>{wholeNumber(each.answers)}</td>
              <td className={styles.points}>
                {t('questions.answers.points', {
                  scored: pointsWords(each.scored),
                  available: pointsWords(each.available),
                })}
              </td>
              <td className={styles.all}>
                <span className={styles.share}>
                  <FacilityBar share={each.share} />
                </span>
              </td>
              <td className={styles.first}>{each.steps.length > 1 && shareWords(each.steps[0]?.share ?? null)}</td>
              <td className={styles.newest}>{shareWords(each.steps.at(-1)?.share ?? null)}</td>
              <td className={styles.overTime}>
                <span className={styles.steps} aria-hidden>
                  {each.steps.slice(-mostSteps).map(({ attempt, share }) => (
                    <span
                      key={attempt.id}
                      className={styles.step}
                      title={t('questions.strengths.step', {
                        test: attempt.testName,
                        day: longDate(attempt.finished, zone),
                        share: shareWords(share),
                      })}
                    >
                      <span className={styles.level} style={{ height: fromShare(share) }} />
                    </span>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Fewest answers in a category that anything is said of it for. */
const fewestForFinding = 10

function findingOf(strengths: readonly Strength[]): string {
  if (strengths.length === 1) return t('questions.strengths.one')
  // One question of one attempt is no strength.
  const told = strengths.filter(({ answers }) => answers >= fewestForFinding)
  const [high, low] = [told[0], told.at(-1)]
  if (high === undefined || low === undefined || high === low) return t('questions.strengths.few')
  if (shareWords(high.share) === shareWords(low.share)) return t('questions.strengths.level')
  return t('questions.strengths.strong', { high: categoryName(high), low: categoryName(low) })
}
