import { ArrowRight, Check, CircleCheck, CircleHelp, CircleX, PenLine, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Assessment, AssessmentAttempt, AssessmentQuestion, Submission } from '../../../shared/model/assessment.ts'
import { percentOf, wholeNumber } from '../../format/numbers.ts'
import { exactTime } from '../../format/time.ts'
import { errorWords, listed, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/LongText.tsx'
import { plainOf, QuestionText } from '../questions/index.ts'
import styles from './Answer.module.css'
import { useIsOver } from './AnswerClock.tsx'
import { optionsOf, useAnswering } from './answering.ts'
import { draftRefusal, refusalError } from './assessment-words.ts'
import { showResultsOf } from './assessments.ts'
import { Lost, OutcomeHeading, takenAs } from './LostAttempt.tsx'

interface OutcomeProps {
  readonly assessment: Assessment
  readonly attempt: AssessmentAttempt
  readonly zone: string
}

/** What came of a try: its result, or why there is none and what can be done. */
export function AttemptOutcome({ assessment, attempt, zone }: OutcomeProps) {
  const sheet = useRef<HTMLDivElement>(null)
  const { state, submission } = attempt
  // What was read before is gone: it goes on here, also for who hears it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it comes to something else
  useEffect(() => sheet.current?.querySelector<HTMLElement>('[data-outcome]')?.focus(), [state])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={styles.scroll} tabIndex={0} data-scrolls>
      <div ref={sheet} className={styles.sheet}>
        {state === 'submitted' && submission !== null && (
          <Result assessment={assessment} attempt={attempt} submission={submission} zone={zone} />
        )}
        {state === 'refused' && <Refused attempt={attempt} zone={zone} />}
        {state === 'unclear' && (
          // What is typed stays; what the platform says takes its place.
          <Lost key={takenAs(attempt)} assessment={assessment} attempt={attempt} zone={zone} />
        )}
        {state === 'submitting' && <OutcomeHeading>{t('assessments.submit.busy')}</OutcomeHeading>}
        {state !== 'submitted' && <Given assessment={assessment} attempt={attempt} submission={null} />}
      </div>
    </div>
  )
}

type ResultProps = OutcomeProps & { readonly submission: Submission }

function Result({ assessment, attempt, submission, zone }: ResultProps) {
  const { score, passed, submittedAt, submissionId, attemptsLeft, answers } = submission
  const said = answers.filter(({ correct }) => correct !== null)
  const right = said.filter(({ correct }) => correct === true).length
  return (
    <>
      <section className={styles.block} aria-label={t('assessments.result.title')}>
        <div className={styles.figures}>
          <span className={styles.figure} tabIndex={-1} data-outcome>
            {percentOf(score)}
          </span>
          {passed === null ? (
            <span className={styles.dim}>{t('assessments.result.unknown')}</span>
          ) : (
            <span className={passed ? styles.passed : styles.notPassed}>
              {passed ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
              {t(passed ? 'assessments.result.passed' : 'assessments.result.notPassed')}
            </span>
          )}
          <span className={styles.dim}>
            {[
              ...(said.length === 0 ? [] : [t('assessments.result.rightOf', { count: right, total: said.length })]),
              ...(assessment.passingScore === null
                ? []
                : [t('assessments.result.passMark', { value: assessment.passingScore })]),
            ].join(' · ')}
          </span>
        </div>
        <Facts
          facts={[
            [t('assessments.result.submitted'), exactTime(submittedAt, zone)],
            [t('assessments.result.submissionId'), submissionId],
            [
              t('assessments.result.attemptsLeft'),
              attemptsLeft === null ? t('assessments.result.attemptsUnknown') : wholeNumber(attemptsLeft),
            ],
          ]}
        />
        <p className={styles.dim}>{t('assessments.result.isResult')}</p>
        <Button
          onPress={() => {
            void useAnswering.getState().leave()
            showResultsOf(assessment, submission)
          }}
        >
          {t('assessments.result.show')}
          <ArrowRight aria-hidden size={14} />
        </Button>
      </section>
      <Given assessment={assessment} attempt={attempt} submission={submission} />
    </>
  )
}

type GivenProps = Omit<OutcomeProps, 'zone'> & { readonly submission: Submission | null }

/** Each question with what was given, and whether it was right where that is known. */
function Given({ assessment, attempt, submission }: GivenProps) {
  const questions = assessment.questions ?? []
  if (questions.length === 0) return null
  const marks = new Map(submission?.answers.map(({ questionId, correct }) => [questionId, correct]))
  return (
    <section className={styles.block}>
      <h2>{t('assessments.result.questions')}</h2>
      <ol className={styles.marks}>
        {questions.map((question, place) => (
          <li key={question.id} className={styles.markLine}>
            <span className={styles.dim}>{place + 1}</span>
            <QuestionText html={question.text} account={null} />
            {submission !== null && <Mark correct={marks.get(question.id) ?? null} />}
            <span className={styles.given}>{givenWords(question, attempt)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Mark({ correct }: { readonly correct: boolean | null }) {
  if (correct === null)
    return (
      <span className={styles.dim}>
        <CircleHelp aria-hidden size={14} /> {t('assessments.result.unsaid')}
      </span>
    )
  return (
    <span className={correct ? styles.passed : styles.notPassed}>
      {correct ? <Check aria-hidden /> : <X aria-hidden />}
      {t(correct ? 'assessments.result.right' : 'assessments.result.wrong')}
    </span>
  )
}

/** What was given, in the words of the options. */
function givenWords(question: AssessmentQuestion, { answers }: AssessmentAttempt): string {
  const answer = answers.find(({ questionId }) => questionId === question.id)?.answer
  const chosen = answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer
  const words = chosen
    .map((each) => optionsOf(question).find(({ id }) => id === each)?.text ?? each)
    .map(plainOf)
    .filter((text) => text !== '')
  return words.length === 0 ? t('assessments.result.noAnswer') : listed(words)
}

const titled = ['assessments/no-attempts-left', 'assessments/not-enrolled', 'assessments/time-over'] as const

/** Why the platform took nothing, and what can be done with the answers. */
function Refused({ attempt, zone }: Omit<OutcomeProps, 'assessment'>) {
  const { ask, leave, reopen } = useAnswering()
  const known = titled.find((code) => code === attempt.refusal)
  const error = refusalError(attempt.refusal)
  const isOver = useIsOver(attempt.endsAt)
  const text =
    attempt.refusalDetail !== null
      ? draftRefusal(attempt, zone)
      : error === null
        ? ''
        : Object.values(errorWords(error, zone)).join(' ')
  return (
    <section className={styles.decide}>
      <OutcomeHeading>
        {t(known === undefined ? 'assessments.refused.other.title' : `assessments.refused.${known}.title`)}
      </OutcomeHeading>
      {text !== '' && <p>{text}</p>}
      <div className={styles.foot}>
        {isOver ? (
          <Button onPress={() => ask('anew')}>{t('assessments.panel.anew')}</Button>
        ) : (
          <Button icon={PenLine} onPress={() => void reopen()}>
            {t('assessments.refused.change')}
          </Button>
        )}
        <Button onPress={() => ask('submit')}>{t('assessments.refused.again')}</Button>
        <Button onPress={() => void leave()}>{t('assessments.refused.later')}</Button>
        <Button look="quiet" onPress={() => ask('give-up')}>
          {t('assessments.refused.giveUp')}
        </Button>
      </div>
    </section>
  )
}
