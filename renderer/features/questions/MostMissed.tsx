import { Button } from 'react-aria-components'
import { t } from '../../format/words.ts'
import styles from './Questions.module.css'
import { PictureBox } from './QuestionText.tsx'
import { picturesIn } from './question-html.ts'
import { questionWords, shareWords } from './question-words.ts'
import { mostMissed, type QuestionRow, useQuestions } from './questions.ts'

const mostShown = 5

interface MostMissedProps {
  readonly rows: readonly QuestionRow[]
  readonly account: string
}

/** The questions that fewest got right, with a thumbnail where there is a picture; a press opens one. */
export function MostMissed({ rows, account }: MostMissedProps) {
  const missed = mostMissed(rows, mostShown)
  if (missed.length === 0) return null
  return (
    <section className={styles.missed} aria-labelledby="questions-missed">
      <h2 id="questions-missed" className={styles.title}>
        {t('questions.missed.title')}
      </h2>
      <p className={styles.note}>{t('questions.missed.note')}</p>
      <ol className={styles.missedList}>
        {missed.map((row) => {
          const [picture] = picturesIn(row.question)
          const facility = shareWords(row.facility)
          return (
            <li key={row.questionId} className={styles.missedItem}>
              <Button
                className={styles.missedButton ?? ''}
                onPress={() => useQuestions.setState({ openId: row.questionId })}
              >
                <span className={styles.missedFigure}>{facility}</span>
                <span className={styles.caption}>
                  {t('questions.projector.number', { number: row.id })} · {t('questions.nOf', { n: row.n })}
                </span>
                <span className={styles.missedText}>{questionWords(row)}</span>
              </Button>
              {picture !== undefined && <PictureBox key={picture.address} picture={picture} account={account} small />}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
