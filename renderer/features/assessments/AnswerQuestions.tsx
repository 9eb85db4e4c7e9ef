import { Hourglass } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AssessmentQuestion } from '../../../shared/model/assessment.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { dialogIsOpen, isForOverlay, isTyping, useKey } from '../../ui/keyboard.ts'
import { isShortcut, keysOf, keysShown } from '../../ui/shortcuts.ts'
import styles from './Answer.module.css'
import { useIsOver } from './AnswerClock.tsx'
import { SubmitButton } from './AnswerDialogs.tsx'
import { AskedQuestion } from './AnswerFields.tsx'
import { answerKind, isGiven, optionsOf, unansweredOf, useAnswering } from './answering.ts'

interface QuestionsProps {
  readonly questions: readonly AssessmentQuestion[]
}

/** The questions of an attempt that is answered, one at a time or all below each other. */
export function AnswerQuestions({ questions }: QuestionsProps) {
  const place = useAnswering((state) => state.place)
  const view = useAnswering((state) => state.view)
  const turn = useAnswering((state) => state.turn)
  const isBusy = useAnswering((state) => state.busy !== null)
  const isOver = useIsOver(useAnswering((state) => state.open?.attempt.endsAt ?? null))
  const sheet = useRef<HTMLDivElement>(null)
  const { goTo, ask } = useAnswering.getState()
  const sections = () => [...(sheet.current?.querySelectorAll<HTMLElement>('[data-question]') ?? [])]
  // Each question begins at its answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at its first field whenever a question is gone to
  useEffect(() => {
    if (dialogIsOpen()) return
    const asked = sections()[view === 'one' ? 0 : place]
    asked?.querySelector<HTMLElement>('input:checked, textarea, input')?.focus()
    asked?.scrollIntoView({ block: 'nearest' })
  }, [place, view, turn])
  useKey((event) => {
    if (event.defaultPrevented || isForOverlay(event)) return
    const focused = sections().findIndex((section) => section.contains(document.activeElement))
    // Among all of them, the one in which the focus is.
    const here = view === 'list' && focused >= 0 ? focused : place
    const section = view === 'one' ? sections()[0] : sections()[focused]
    const question = view === 'one' || focused >= 0 ? questions[here] : undefined
    if (isShortcut(event, 'saveNote')) {
      if (view === 'list' || here === questions.length - 1) ask('submit')
      else goTo(here + 1)
    } else if (isTypingText(event)) return
    else if (isShortcut(event, 'next')) goTo(here + 1)
    else if (isShortcut(event, 'previous')) goTo(here - 1)
    else if (isOver || isBusy || question === undefined || section === undefined) return
    else if (!choose(question, section, event)) return
    event.preventDefault()
  })
  if (questions.length === 0) return <p className={styles.scroll}>{t('assessments.answer.none')}</p>
  return (
    <>
      <Jumps questions={questions} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={styles.scroll} tabIndex={0} data-scrolls>
        <div ref={sheet} className={styles.sheet}>
          {isOver && <Over />}
          {questions.map((question, at) =>
            view === 'list' || at === place ? (
              <AskedQuestion
                key={question.id}
                question={question}
                number={at + 1}
                total={questions.length}
                isReadOnly={isOver || isBusy}
              />
            ) : null,
          )}
          {view === 'one' && (
            <div className={styles.foot}>
              <Button isDisabled={place === 0} onPress={() => goTo(place - 1)}>
                {t('assessments.answer.previous')}
              </Button>
              {place === questions.length - 1 ? (
                <SubmitButton />
              ) : (
                <Button onPress={() => goTo(place + 1)}>{t('assessments.answer.next')}</Button>
              )}
            </div>
          )}
          {!isOver && (
            <p className={styles.keys}>
              {t('assessments.answer.keys', {
                next: keysShown(keysOf('next')[0] ?? ''),
                previous: keysShown(keysOf('previous')[0] ?? ''),
                submit: keysShown(keysOf('saveNote')[0] ?? ''),
              })}
            </p>
          )}
        </div>
      </div>
    </>
  )
}

/** That nothing can be changed any more, and what can be done all the same. */
function Over() {
  const ask = useAnswering((state) => state.ask)
  return (
    <section className={styles.decide}>
      <p className={styles.over}>
        <Hourglass aria-hidden />
        <span>{t('assessments.answer.overText')}</span>
      </p>
      <Button onPress={() => ask('anew')}>{t('assessments.answer.anew')}</Button>
    </section>
  )
}

/** The way to each question, how many are answered, and whether all of them are shown. */
function Jumps({ questions }: QuestionsProps) {
  const { answers, place, view, isKept, goTo, look } = useAnswering()
  const given = questions.length - unansweredOf({ questions }, answers).length
  return (
    <div className={styles.line}>
      <ul className={styles.jumps} aria-label={t('assessments.answer.jump')}>
        {questions.map(({ id }, at) => {
          const isAnswered = isGiven(answers.get(id))
          const isHere = view === 'one' && at === place
          return (
            <li key={id}>
              <AriaButton
                className={classNames(styles.jump, isAnswered && styles.jumpGiven, isHere && styles.jumpHere)}
                aria-label={t(isAnswered ? 'assessments.answer.jumpGiven' : 'assessments.answer.jumpOpen', {
                  number: at + 1,
                })}
                aria-current={isHere ? 'step' : false}
                onPress={() => goTo(at)}
              >
                {at + 1}
              </AriaButton>
            </li>
          )
        })}
      </ul>
      <span className={styles.keepsay}>
        {t('assessments.answer.answered', { count: given, total: questions.length })} ·{' '}
        {t(isKept ? 'assessments.answer.kept' : 'assessments.answer.keeping')}
      </span>
      <Choice
        label={t('assessments.answer.view')}
        value={view}
        options={[
          { value: 'one', words: t('assessments.answer.one') },
          { value: 'list', words: t('assessments.answer.list') },
        ]}
        onChange={look}
      />
    </div>
  )
}

/** Whether letters are being written: in a choice, a bracket or a digit is a command. */
const isTypingText = (event: KeyboardEvent): boolean =>
  isTyping(event) && !(event.target instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(event.target.type))

/** Chooses the option of a digit. @param section where the question stands @returns whether there is one */
function choose(
  question: AssessmentQuestion,
  section: HTMLElement,
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
): boolean {
  const options = optionsOf(question)
  const place = /^[1-9]$/.test(key) && !(ctrlKey || metaKey || altKey) ? Number(key) - 1 : -1
  const option = options[place]
  if (option === undefined) return false
  const { answers, give } = useAnswering.getState()
  // The focus goes along, so that the arrows go on from there.
  section.querySelectorAll<HTMLElement>('[data-answer] input')[place]?.focus()
  if (answerKind(question) === 'one') give(question.id, option.id)
  else {
    const before = answers.get(question.id)
    const chosen = typeof before === 'string' ? [before] : [...(before ?? [])]
    const next = chosen.includes(option.id) ? chosen.filter((id) => id !== option.id) : [...chosen, option.id]
    give(
      question.id,
      options.map(({ id }) => id).filter((id) => next.includes(id)),
    )
  }
  return true
}
