import { useState } from 'react'
import type { Assessment, AssessmentQuestion } from '../../../shared/model/assessment.ts'
import { pointsFigure } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DetailCard } from '../../ui/LongText.tsx'
import { QuestionText } from '../questions/index.ts'
import styles from './Assessments.module.css'
import { answerKind } from './answering.ts'

/** Questions that are drawn at first. */
const firstQuestions = 20

/** The questions of an assessment, as they would be asked. */
export function PanelQuestions({ assessment }: { readonly assessment: Assessment }) {
  const [shown, setShown] = useState(firstQuestions)
  const { questions } = assessment
  if (questions === null || questions.length === 0)
    return (
      <DetailCard caption={t('assessments.panel.questions')}>
        <p className={styles.dim}>
          {t(questions === null ? 'assessments.panel.noQuestions' : 'assessments.panel.noneOfIt')}
        </p>
      </DetailCard>
    )
  return (
    <DetailCard caption={t('assessments.panel.questionTitle', { count: questions.length })}>
      {assessment.questionsAreOld && <p className={styles.dim}>{t('assessments.panel.old')}</p>}
      <ol className={styles.plain}>
        {questions.slice(0, shown).map((question, place) => (
          <Question key={question.id} question={question} number={place + 1} />
        ))}
      </ol>
      {questions.length > shown && (
        <Button look="quiet" onPress={() => setShown(shown + 100)}>
          {t('assessments.panel.moreQuestions', { count: questions.length - shown })}
        </Button>
      )}
    </DetailCard>
  )
}

interface QuestionProps {
  readonly question: AssessmentQuestion
  readonly number: number
}

function Question({ question, number }: QuestionProps) {
  const { text, options, points } = question
  const kind = answerKind(question)
  return (
    <li className={styles.question}>
      <div className={styles.questionHead}>
        <b>{number}</b>
        {points !== null && (
          <span>{t('assessments.panel.points', { count: points, points: pointsFigure(points) })}</span>
        )}
      </div>
      {/* Pictures lie at an address of the platform's own choosing: none is fetched. */}
      <QuestionText html={text} account={null} />
      {options.length === 0 ? (
        <p className={styles.dim}>{t('assessments.panel.typed')}</p>
      ) : (
        <ul className={styles.options}>
          {options.map((option) => (
            <li key={option.id} className={styles.option}>
              <span className={classNames(styles.mark, kind === 'many' && styles.many)} aria-hidden />
              <QuestionText html={option.text} account={null} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
