import { Check, Minus, X } from 'lucide-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { AppError } from '../../../shared/errors.ts'
import type { Answer, AttemptAnswers as Answers, Marking, QuestionOption } from '../../../shared/model/answers.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DetailCard } from '../../ui/LongText.tsx'
import styles from './AttemptAnswers.module.css'
import { QuestionText } from './QuestionText.tsx'
import { pointsWords } from './question-words.ts'

interface AttemptAnswersProps {
  /** Of the result. */
  readonly id: number
  readonly account: string
}

type Read = { readonly id: number; readonly answers: Answers | null } | AppError

/** What was answered in one attempt, as the taker saw it, folded until it is asked for. */
export function AttemptAnswers({ id, account }: AttemptAnswersProps) {
  const [read, setRead] = useState<Read | null>(null)
  const [isOpen, setOpen] = useState(false)
  const list = useId()
  const watch = useMemo(() => {
    const latest = latestOnly()
    const ask = async () => ({ id, answers: await api.questions.answers({ id }) })
    return whileWatched(() => latest(ask, setRead, setRead), 500)
  }, [id])
  useEffect(() => {
    const stops = [watch.watch(), api.results.changed(watch.reload)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [watch])
  if (read instanceof AppError) return <ListError error={read} focus={false} onRetry={watch.reload} />
  // Until those of another attempt are here, nothing of this one is.
  if (read?.id !== id) return <p className={styles.none}>{t('questions.answers.loading')}</p>
  const { answers } = read
  if (answers === null) {
    return <p className={styles.none}>{t('questions.answers.none')}</p>
  }
  const count = answers.answers.length
  return (
    <DetailCard caption={t('questions.answers.caption')}>
      <p>{summaryOf(answers.answers)}</p>
      <div className={styles.open}>
        <Button aria-expanded={isOpen} {...(isOpen ? { 'aria-controls': list } : {})} onPress={() => setOpen(!isOpen)}>
          {isOpen ? t('questions.answers.hide') : t('questions.answers.show', { count })}
        </Button>
      </div>
      {isOpen && (
        <ol id={list} className={styles.answers}>
          {answers.answers.map((answer, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a question may stand twice in an attempt
            <li key={place} className={styles.answer}>
              <OneAnswer answer={answer} number={place + 1} account={account} />
            </li>
          ))}
        </ol>
      )}
    </DetailCard>
  )
}

function summaryOf(answers: readonly Answer[]): string {
  const count = (marking: Marking) => answers.filter((answer) => answer.marking === marking).length
  const some = (words: 'partly' | 'leftOut' | 'toGrade', number: number) =>
    number === 0 ? [] : [t(`questions.answers.${words}`, { count: number })]
  return [
    t('questions.answers.summary', { right: count('correct'), wrong: count('incorrect') }),
    ...some('partly', count('partial')),
    ...some('leftOut', count('unanswered')),
    ...some('toGrade', count('to-grade')),
  ].join(', ')
}

const icons = { correct: Check, incorrect: X, partial: Minus } as const
const looks: Readonly<Partial<Record<Marking, string | undefined>>> = {
  correct: styles.correct,
  incorrect: styles.incorrect,
  'to-grade': styles.toGrade,
}

interface OneAnswerProps {
  readonly answer: Answer
  readonly number: number
  readonly account: string
}

function OneAnswer({ answer, number, account }: OneAnswerProps) {
  const { version, marking, pointsScored, feedback } = answer
  const Icon = marking === null ? undefined : icons[marking as keyof typeof icons]
  return (
    <>
      <p className={styles.head}>
        <span className={styles.number}>{number}</span>
        <span className={classNames(styles.marking, marking !== null && looks[marking])}>
          {Icon !== undefined && <Icon aria-hidden />}
          {t(`questions.answers.markings.${marking ?? 'unknown'}`)}
        </span>
        <span className={styles.points}>{pointsOf(pointsScored, version.pointsAvailable)}</span>
      </p>
      {version.question !== '' && (
        <div className={styles.question}>
          <QuestionText html={version.question} account={account} />
        </div>
      )}
      <Response answer={answer} account={account} />
      {feedback !== null && (
        <div className={styles.feedback}>
          <p className={styles.caption}>{t('questions.answers.feedback')}</p>
          <QuestionText html={feedback} account={account} />
        </div>
      )}
    </>
  )
}

function pointsOf(scored: number | null, available: number | null): string {
  if (scored === null) return ''
  return available === null
    ? t('questions.answers.pointsAlone', { scored: pointsWords(scored) })
    : t('questions.answers.points', { scored: pointsWords(scored), available: pointsWords(available) })
}

type Given = Pick<OneAnswerProps, 'answer' | 'account'>

function Response({ answer, account }: Given) {
  const { version, response, marking } = answer
  if (version.type === 'matching' && version.options.length > 0) return <Matches answer={answer} account={account} />
  if (version.options.length > 0) return <Choices answer={answer} account={account} />
  if (response.length === 0) {
    const words = marking === 'unanswered' || version.type !== '' ? 'noAnswer' : 'notSent'
    return <p className={styles.caption}>{t(`questions.answers.${words}`)}</p>
  }
  return (
    <>
      <Text caption={t('questions.answers.wrote')} texts={response} account={account} />
      {marking !== 'correct' && version.correct.length > 0 && (
        <Text caption={t('questions.answers.accepted')} texts={version.correct} account={account} />
      )}
    </>
  )
}

function Text({ caption, texts, account }: { caption: string; texts: readonly string[]; account: string }) {
  return (
    <div className={styles.written}>
      <span className={styles.caption}>{caption}</span>
      {texts.map((text, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
        <QuestionText key={place} html={text} account={account} />
      ))}
    </div>
  )
}

/** The options with what was chosen and what is right, each in words beside its mark. */
function Choices({ answer: { version, response }, account }: Given) {
  return (
    <ul className={styles.choices}>
      {version.options.map(({ letter, content }) => {
        const isChosen = response.includes(letter)
        const isRight = version.correct.length === 0 ? null : version.correct.includes(letter)
        const words = choiceWords(isChosen, isRight)
        return (
          <li key={letter} className={classNames(styles.choice, isChosen && styles.chosen)}>
            <span className={styles.letter}>{letter}</span>
            <div className={styles.content}>
              <QuestionText html={content} account={account} />
            </div>
            {words !== null && (
              <span
                className={classNames(styles.verdict, isRight === true ? styles.correct : isChosen && styles.incorrect)}
              >
                {isRight !== null && (isRight ? <Check aria-hidden /> : <X aria-hidden />)}
                {t(`questions.answers.${words}`)}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function choiceWords(isChosen: boolean, isRight: boolean | null) {
  if (isChosen) return isRight === null ? 'yours' : isRight ? 'chosenRight' : 'chosenWrong'
  return isRight === true ? 'wasRight' : null
}

function Matches({ answer: { version, response }, account }: Given) {
  const { options, correct } = version
  const words = (letter: string | undefined): QuestionOption | undefined =>
    options.find((option) => option.letter === letter)
  return (
    <ul className={styles.choices}>
      {options
        .filter(({ clue }) => clue !== undefined)
        .map(({ letter, clue = '' }, at) => {
          const chosen = words(response[at])
          const right = words(correct[at])
          const isRight = right === undefined ? null : right === chosen
          return (
            <li key={letter} className={styles.match}>
              <QuestionText html={clue} account={account} />
              <div className={styles.matched}>
                <span className={classNames(styles.verdict, isRight === true ? styles.correct : styles.incorrect)}>
                  {isRight !== null && (isRight ? <Check aria-hidden /> : <X aria-hidden />)}
                </span>
                {chosen === undefined ? (
                  <span className={styles.caption}>{t('questions.answers.noAnswer')}</span>
                ) : (
                  <QuestionText html={chosen.content} account={account} />
                )}
              </div>
              {isRight === false && right !== undefined && (
                <div className={styles.rightMatch}>
                  <span className={styles.caption}>{t('questions.answers.right')}</span>
                  <QuestionText html={right.content} account={account} />
                </div>
              )}
            </li>
          )
        })}
    </ul>
  )
}
