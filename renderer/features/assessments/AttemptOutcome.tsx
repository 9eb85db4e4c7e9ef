import { ArrowRight, Check, CircleCheck, CircleHelp, CircleX, PenLine, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Assessment, AssessmentAttempt, AssessmentQuestion, Submission } from '../../../shared/model/assessment.ts'
import { percentOf, wholeNumber } from '../../format/numbers.ts'
import { exactTime } from '../../format/time.ts'
import { errorWords, listed, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/LongText.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { plainOf, QuestionText } from '../questions/index.ts'
import styles from './Answer.module.css'
import { useIsOver } from './AnswerClock.tsx'
import { optionsOf, useAnswering } from './answering.ts'
import { collectNow } from './assessment-jobs.ts'
import { draftRefusal, refusalError } from './assessment-words.ts'
import { showResultsOf } from './assessments.ts'

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
          <Lost key={attempt.refusalDetail} assessment={assessment} attempt={attempt} zone={zone} />
        )}
        {state === 'submitting' && <Heading>{t('assessments.submit.busy')}</Heading>}
        {state !== 'submitted' && <Given assessment={assessment} attempt={attempt} submission={null} />}
      </div>
    </div>
  )
}

/** Where it goes on for who hears it. */
const Heading = ({ children }: { readonly children: string }) => (
  <h2 tabIndex={-1} data-outcome>
    {children}
  </h2>
)

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
      <Heading>
        {t(known === undefined ? 'assessments.refused.other.title' : `assessments.refused.${known}.title`)}
      </Heading>
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

/** The submission may have counted: collect it by its id, which costs nothing; or submit again at the learner's cost. */
function Lost({ assessment, attempt, zone }: OutcomeProps) {
  const ask = useAnswering((state) => state.ask)
  const takenAs = attempt.refusal === 'assessments/taken' ? attempt.refusalDetail : null
  const [id, setId] = useState(takenAs ?? '')
  const [isMissing, setMissing] = useState(false)
  const collect = () => {
    const submissionId = id.trim()
    setMissing(submissionId === '')
    if (submissionId === '') return
    void collectNow(attempt.account, [{ assessmentId: assessment.assessmentId, submissionId }], attempt.id)
  }
  return (
    <section className={styles.decide}>
      <Heading>{t(takenAs === null ? 'assessments.lost.title' : 'assessments.lost.takenTitle')}</Heading>
      <p>
        {takenAs === null
          ? t('assessments.lost.text')
          : Object.values(errorWords({ code: 'assessments/taken', detail: { submission: takenAs } }, zone)).join(' ')}
      </p>
      <section className={styles.way}>
        <h3>{t('assessments.lost.collectTitle')}</h3>
        <p className={styles.dim}>{t('assessments.lost.collectHint')}</p>
        <Form className={styles.collectField} onSubmit={collect}>
          <TextField
            label={t('assessments.lost.collectLabel')}
            value={id}
            onChange={(typed) => {
              setId(typed)
              setMissing(false)
            }}
            problem={isMissing ? t('assessments.flaws.empty') : null}
            maxLength={200}
            mono
          />
          <Button type="submit" look="primary">
            {t('assessments.lost.collectButton')}
          </Button>
        </Form>
      </section>
      <section className={styles.way}>
        <h3>{t('assessments.lost.againWay')}</h3>
        <p className={styles.dim}>{t('assessments.lost.againHint')}</p>
        <div className={styles.foot}>
          <Button onPress={() => ask('again')}>{t('assessments.lost.againButton')}</Button>
          <Button look="quiet" onPress={() => ask('give-up')}>
            {t('assessments.refused.giveUp')}
          </Button>
        </div>
      </section>
    </section>
  )
}
