import { memo } from 'react'
import { Checkbox, CheckboxGroup, Label, Radio, RadioGroup, TextArea, TextField } from 'react-aria-components'
import type { AssessmentQuestion } from '../../../shared/model/assessment.ts'
import { pointsFigure } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { QuestionText } from '../questions/index.ts'
import styles from './Answer.module.css'
import { answerKind, isGiven, optionsOf, useAnswering } from './answering.ts'

interface QuestionProps {
  readonly question: AssessmentQuestion
  /** From 1. */
  readonly number: number
  readonly total: number
  /** Whether nothing can be changed: its time is over, or it is being submitted. */
  readonly isReadOnly: boolean
}

/** A question with what is given to it. Its pictures lie at an address of the platform's own choosing: none is fetched. */
export const AskedQuestion = memo(function AskedQuestion({ question, number, total, isReadOnly }: QuestionProps) {
  const answer = useAnswering((state) => state.answers.get(question.id))
  const give = useAnswering((state) => state.give)
  const { id, text, points } = question
  const kind = answerKind(question)
  return (
    <section className={styles.question} data-question={id} aria-labelledby={`question-${number}`}>
      <div className={styles.number}>
        <h2 id={`question-${number}`}>{t('assessments.answer.questionOf', { number, total })}</h2>
        {points !== null && (
          <span>{t('assessments.panel.points', { count: points, points: pointsFigure(points) })}</span>
        )}
        {kind === 'many' && <span>{t('assessments.answer.chooseMany')}</span>}
      </div>
      <div id={`text-${number}`} className={styles.asked}>
        <QuestionText html={text} account={null} />
      </div>
      {kind === 'one' || kind === 'many' ? (
        <OptionFields question={question} number={number} isReadOnly={isReadOnly} />
      ) : (
        <TextField
          value={typeof answer === 'string' ? answer : ''}
          onChange={(typed) => give(id, typed, true)}
          isReadOnly={isReadOnly}
          aria-describedby={`text-${number}`}
        >
          <Label className="visually-hidden">{t('assessments.answer.yourAnswer')}</Label>
          <TextArea
            className={classNames(styles.area, kind === 'text' && styles.long)}
            rows={kind === 'text' ? 6 : 1}
            data-answer
          />
        </TextField>
      )}
    </section>
  )
})

/** The digit that chooses an option, of the first nine. */
const digitOf = (place: number): string => (place < 9 ? String(place + 1) : '')

function OptionFields({ question, number, isReadOnly }: Omit<QuestionProps, 'total'>) {
  const answer = useAnswering((state) => state.answers.get(question.id))
  const give = useAnswering((state) => state.give)
  const options = optionsOf(question)
  const content = (text: string, place: number) => (
    <>
      <span className={styles.digit} aria-hidden>
        {digitOf(place)}
      </span>
      <span className={styles.optionText}>
        <QuestionText html={text} account={null} />
      </span>
    </>
  )
  const labels = { 'aria-labelledby': `question-${number} text-${number}`, isReadOnly } as const
  if (answerKind(question) === 'many')
    return (
      <CheckboxGroup
        {...labels}
        className={styles.options ?? ''}
        value={typeof answer === 'string' ? [answer] : [...(answer ?? [])]}
        onChange={(chosen) =>
          give(
            question.id,
            options.map(({ id }) => id).filter((id) => chosen.includes(id)),
          )
        }
      >
        {options.map((option, place) => (
          <Checkbox key={option.id} value={option.id} className={styles.option ?? ''} data-answer>
            <span className={styles.check}>
              <CheckMark />
            </span>
            {content(option.text, place)}
          </Checkbox>
        ))}
      </CheckboxGroup>
    )
  return (
    <>
      <RadioGroup
        {...labels}
        className={styles.options ?? ''}
        value={typeof answer === 'string' ? answer : null}
        onChange={(chosen) => give(question.id, chosen)}
      >
        {options.map((option, place) => (
          <Radio key={option.id} value={option.id} className={styles.option ?? ''} data-answer>
            <span className={styles.dot} aria-hidden />
            {content(option.text, place)}
          </Radio>
        ))}
      </RadioGroup>
      {isGiven(answer) && !isReadOnly && (
        <div>
          <Button look="quiet" onPress={() => give(question.id, '')}>
            {t('assessments.answer.clear')}
          </Button>
        </div>
      )}
    </>
  )
}
