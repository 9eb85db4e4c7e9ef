import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { meanOf } from '../../../shared/model/grading.ts'
import { rounded } from '../../../shared/model/ratio.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import type { StudentAttempt, StudentPage, StudentTest } from '../../../shared/model/student.ts'
import { percentFigure } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { outcomeWords } from '../results/index.ts'

/** The outcome of one attempt, in a word. */
export const outcomeOf = ({ outcome, passMark, requiresGrading }: StudentAttempt): string =>
  outcomeWords({ outcome, passMark, requiresGrading, survey: false })

/** The score that counts at a test, in tenths of a percent, rounded once. */
export const countedScore = ({ score }: StudentTest): Tenths | null =>
  score === null ? null : (rounded(meanOf(score)) as Tenths)

export const scoreFigure = (test: StudentTest): string => {
  const score = countedScore(test)
  return score === null ? '' : `${percentFigure(score)}%`
}

/** What came of a test, in a word. */
export function resultOf(test: StudentTest): string {
  if (test.excused) return t('students.excused')
  if (test.attempts.length === 0) return t('students.notTaken')
  if (test.provisional) return t('results.outcome.toGrade')
  if (test.score === null) return t('results.unknown')
  if (test.passed === null) return t('results.outcome.none')
  return t(test.passed ? 'results.outcome.passed' : 'results.outcome.not-passed')
}

/** Which attempt counts, and why: "2nd, best", "the only one", "mean of 3". */
export function countsWords({ attempts, excused, reason }: StudentTest, policy: AttemptPolicy): string {
  const counting = attempts.filter(({ counts }) => counts)
  const [only] = counting
  if (excused || only === undefined) return ''
  if (counting.length > 1) return t('students.counts.mean', { count: counting.length })
  if (attempts.length === 1) return t('students.counts.only')
  const place = t('students.counts.place', { count: only.number, ordinal: true })
  const why = reason !== null ? t('students.counts.chosen') : t(`students.counts.${policy}`)
  return t('students.counts.which', { place, why })
}

/** The same in few words: "2nd of 2". */
export function countsShort({ attempts, excused }: StudentTest): string {
  const counting = attempts.filter(({ counts }) => counts)
  const [only] = counting
  if (excused || only === undefined) return ''
  if (counting.length > 1) return t('students.counts.mean', { count: counting.length })
  const place = t('students.counts.place', { count: only.number, ordinal: true })
  return t('students.counts.of', { place, count: attempts.length })
}

/** What is open at the tests, as a heading. */
export function testsWords({ notTaken, tests }: StudentPage): string {
  const toGrade = tests.filter(({ provisional }) => provisional).length
  const words = [
    ...(notTaken > 0 ? [t('students.table.toTake', { count: notTaken })] : []),
    ...(toGrade > 0 ? [t('students.table.toGrade', { count: toGrade })] : []),
  ]
  return words.length === 0 ? t('students.table.all') : words.join(', ')
}
