import { evidenceOf, type ItemAnalysis } from '../../../shared/model/item-analysis.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import styles from './Questions.module.css'
import { alphaWords, attemptsAnswered, attemptsInAll, percentWords, pointsWords, unlessFew } from './question-words.ts'

interface Figure {
  readonly id: 'attempts' | 'ofVersion' | 'mean' | 'alpha' | 'errorRatio' | 'sem'
  readonly value: string
  /** Stands small beside the figure. */
  readonly of?: string
  readonly note: string
}

/** The figures of a test as a whole, each with its n and how sure it is; one that is undefined says why. */
export function reliabilityFigures(analysis: ItemAnalysis): readonly Figure[] {
  const { attempts, mean, sd, highestTotal, alphaAttempts: n } = analysis
  // These are over the attempts marked in full, which may be few of many.
  const evidence = evidenceOf(n)
  const alpha = unlessFew(analysis.alpha, evidence)
  const errorRatio = unlessFew(analysis.errorRatio, evidence)
  const sem = unlessFew(analysis.sem, evidence)
  const missing =
    analysis.alphaGap === null && evidence === 'counts' ? t('questions.figures.keptBack') : gapWords(analysis)
  return [
    analysis.leftOut.otherVersion > 0
      ? {
          id: 'ofVersion',
          value: wholeNumber(attempts),
          note: t('questions.figures.ofVersionNote', { here: attemptsAnswered(analysis) }),
        }
      : {
          id: 'attempts',
          value: wholeNumber(attempts),
          note: t('questions.figures.attemptsNote', { count: attemptsInAll(analysis) }),
        },
    {
      id: 'mean',
      value: pointsWords(mean) || t('questions.none'),
      ...(highestTotal === null ? {} : { of: t('questions.figures.meanOf', { highest: pointsWords(highestTotal) }) }),
      note: t('questions.figures.meanNote', { sd: pointsWords(sd) || t('questions.none'), n: attempts }),
    },
    {
      id: 'alpha',
      value: percentWords(alpha) || t('questions.none'),
      note: alpha === null ? missing : alphaNote(analysis, alpha),
    },
    {
      id: 'errorRatio',
      value: percentWords(errorRatio) || t('questions.none'),
      note: errorRatio === null ? missing : t('questions.figures.errorRatioNote', { n }),
    },
    {
      id: 'sem',
      value: pointsWords(sem) || t('questions.none'),
      note: sem === null ? missing : t('questions.figures.semNote', { n }),
    },
  ]
}

const gapWords = ({ alphaGap }: ItemAnalysis): string =>
  alphaGap === null ? '' : t(`questions.figures.alphaGaps.${alphaGap}`)

function alphaNote({ alphaInterval, alphaAttempts: n }: ItemAnalysis, alpha: number): string {
  const words = evidenceOf(n) === 'plain' ? alphaWords(alpha) : t('questions.weak')
  if (alphaInterval === null) return [words, t('questions.nOf', { n })].join(', ')
  const ends = { low: percentWords(alphaInterval.low), high: percentWords(alphaInterval.high) }
  return t('questions.figures.alphaNote', { ...ends, words, n })
}

export function Reliability({ analysis }: { readonly analysis: ItemAnalysis }) {
  return (
    <dl className={styles.figures} aria-label={t('questions.figures.label')}>
      {reliabilityFigures(analysis).map(({ id, value, of, note }) => (
        <div key={id} className={styles.figure}>
          <dt className={styles.caption}>{t(`questions.figures.${id}`)}</dt>
          <dd className={styles.value}>
            {value} {of !== undefined && <small>{of}</small>}
          </dd>
          <dd className={styles.caption}>{note}</dd>
        </div>
      ))}
    </dl>
  )
}
