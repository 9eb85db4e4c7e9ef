import { Check } from 'lucide-react'
import { evidenceOf, type OptionFigures } from '../../../shared/model/item-analysis.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import { fromShare } from './FacilityBar.tsx'
import styles from './OptionBars.module.css'
import { QuestionText } from './QuestionText.tsx'
import { correlationWords, pointsWords, shareWords, unlessFew } from './question-words.ts'
import { optionsShown, type QuestionRow } from './questions.ts'

/** The options with figures, of all versions; where only marks came in, those of the version that is shown. */
export const optionsOf = (row: QuestionRow): readonly OptionFigures[] =>
  row.options.length > 0 ? row.options : optionsShown(row)

/** What all shares of a question are of; null where they are of differently many attempts. */
export function commonN(row: QuestionRow): number | null {
  const [n = null, ...others] = new Set([
    ...optionsOf(row).map((option) => option.n),
    ...(row.unanswered > 0 ? [row.n] : []),
  ])
  return others.length > 0 ? null : n
}

/** The options of a question, each with its share as a bar and how choosing it goes with the rest of the total. */
export function OptionBars({ row, account }: { readonly row: QuestionRow; readonly account: string }) {
  const options = optionsOf(row)
  const isOfOne = commonN(row) !== null
  const nOf = (n: number) => (isOfOne ? [] : [t('questions.nOf', { n })])
  return (
    <ul className={styles.options}>
      {options.map((option) => (
        <li key={`${option.letter} ${option.content}`} className={styles.option}>
          <div className={styles.line}>
            <span className={styles.letter}>{option.letter}</span>
            <div className={styles.content}>
              <QuestionText html={option.content} account={account} />
            </div>
            {option.correct === true && <RightMark />}
          </div>
          <Share share={option.share} isRight={option.correct === true} />
          {option.n > 0 && <p className={styles.figures}>{[figuresOf(option), ...nOf(option.n)].join(' · ')}</p>}
        </li>
      ))}
      {row.unanswered > 0 && (
        <li className={styles.option}>
          <div className={styles.line}>
            <span className={styles.letter} aria-hidden>
              –
            </span>
            <div className={classNames(styles.content, styles.leftOut)}>{t('questions.panel.leftOut')}</div>
          </div>
          <Share share={row.unansweredShare} isRight={false} />
          <p className={styles.figures}>
            {[
              t('questions.panel.chosen', { count: row.unanswered, share: shareWords(row.unansweredShare) }),
              ...nOf(row.n),
            ].join(' · ')}
          </p>
        </li>
      )}
    </ul>
  )
}

export const RightMark = () => (
  <span className={styles.right}>
    <Check aria-hidden />
    {t('questions.panel.right')}
  </span>
)

export const Share = ({ share, isRight }: { readonly share: number | null; readonly isRight: boolean }) => (
  <span className={styles.track} aria-hidden>
    {share !== null && (
      <span className={classNames(styles.fill, !isRight && styles.other)} style={{ width: fromShare(share) }} />
    )}
  </span>
)

/** "14 · 9.9% · r -0.31 · mean total 11.2"; the last two only where they say something. */
export function figuresOf({ chosen, share, pointBiserial, meanTotal, n }: OptionFigures): string {
  const evidence = evidenceOf(n)
  const r = unlessFew(pointBiserial, evidence)
  const mean = unlessFew(meanTotal, evidence)
  return [
    t('questions.panel.chosen', { count: chosen, share: shareWords(share) }),
    ...(r === null ? [] : [t('questions.panel.correlation', { value: correlationWords(r) })]),
    ...(mean === null ? [] : [t('questions.panel.mean', { points: pointsWords(mean) })]),
  ].join(' · ')
}
