import { ChevronRight, Clock, CloudOff, Hourglass, Send } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AssessmentQuestion } from '../../../shared/model/assessment.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { useConnection } from '../../app/clock.ts'
import { listed, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { dialogIsOpen, isForOverlay, isTyping, useKey } from '../../ui/keyboard.ts'
import { ScreenTitle } from '../../ui/Screen.tsx'
import { isShortcut, keysOf, keysShown } from '../../ui/shortcuts.ts'
import styles from './Answer.module.css'
import { AskedQuestion } from './AnswerFields.tsx'
import { AttemptOutcome } from './AttemptOutcome.tsx'
import { answerKind, isGiven, optionsOf, unansweredOf, useAnswering } from './answering.ts'
import { leftWords, timeCall, titleOf } from './assessment-words.ts'

/** Answers an assessment, over the list; or what came of a try. Esc leaves it, and what was given is kept. */
export function AnswerPage() {
  const { open, error, leave } = useAnswering()
  const accounts = useAccounts((state) => state.accounts)
  useKey((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isForOverlay(event)) return
    event.preventDefault()
    leave()
  })
  if (open === null) return null
  const { assessment, attempt } = open
  const zone = zoneOf(accounts, attempt.account)
  return (
    <section className={styles.page} aria-label={t('assessments.answer.page')}>
      <Head />
      {error !== null && (
        <div className={styles.notice}>
          <ErrorMessage error={error} zone={zone} focus />
        </div>
      )}
      {attempt.state === 'open' ? (
        <Questions key={attempt.id} questions={assessment.questions ?? []} />
      ) : (
        <AttemptOutcome assessment={assessment} attempt={attempt} zone={zone} />
      )}
      <Asked />
    </section>
  )
}

/** Seconds that are left, counted on; null without a limit. */
function useSecondsLeft(endsAt: number | null): number | null {
  const read = () => (endsAt === null ? null : Math.ceil(endsAt - Date.now() / 1000))
  const [left, setLeft] = useState(read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts for as long as this end holds
  useEffect(() => {
    setLeft(read())
    if (endsAt === null) return
    const timer = setInterval(() => setLeft(read()), 1_000)
    return () => clearInterval(timer)
  }, [endsAt])
  return left
}

const isOver = (left: number | null): boolean => left !== null && left <= 0

function Head() {
  const { open, view, isKept, look, leave } = useAnswering()
  const place = useRef<HTMLDivElement>(null)
  if (open === null) return null
  const { assessment, attempt } = open
  const isEditable = attempt.state === 'open'
  return (
    <div ref={place} className={styles.head} data-region="toolbar">
      <AriaButton className={styles.back ?? ''} onPress={leave}>
        {t('assessments.title')}
        <ChevronRight aria-hidden />
      </AriaButton>
      <ScreenTitle>{titleOf(assessment)}</ScreenTitle>
      <span className={styles.room} />
      {isEditable && (
        <>
          <TimeLeft endsAt={attempt.endsAt} />
          <Choice
            label={t('assessments.answer.view')}
            value={view}
            options={[
              { value: 'one', words: t('assessments.answer.one') },
              { value: 'list', words: t('assessments.answer.list') },
            ]}
            onChange={look}
          />
          <span className={styles.later}>
            <Button onPress={leave}>{t('assessments.answer.later')}</Button>
          </span>
          <SubmitButton isPrimary />
        </>
      )}
      {!isEditable && isKept && <Button onPress={leave}>{t('assessments.result.close')}</Button>}
    </div>
  )
}

/** A calm clock: minutes, and seconds in the last five. It is no live region; five, one and no minutes are said aloud. */
function TimeLeft({ endsAt }: { readonly endsAt: number | null }) {
  const left = useSecondsLeft(endsAt)
  const before = useRef(left)
  useEffect(() => {
    const call = left === null || before.current === null ? null : timeCall(before.current, left)
    before.current = left
    if (call !== null) announce(t(`assessments.answer.${call}`))
  }, [left])
  return (
    <span className={left !== null && left <= 300 ? styles.clockSoon : styles.clock} role="timer" aria-live="off">
      <Clock aria-hidden />
      {left === null ? t('assessments.answer.noLimit') : leftWords(left)}
    </span>
  )
}

function SubmitButton({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  const ask = useAnswering((state) => state.ask)
  return (
    <Button look={isPrimary ? 'primary' : 'plain'} icon={Send} onPress={() => ask('submit')}>
      {t('assessments.answer.submit')}
    </Button>
  )
}

function Questions({ questions }: { readonly questions: readonly AssessmentQuestion[] }) {
  const { open, answers, place, view, isKept, goTo, ask } = useAnswering()
  const left = useSecondsLeft(open?.attempt.endsAt ?? null)
  const sheet = useRef<HTMLDivElement>(null)
  const over = isOver(left)
  const question = questions[place]
  // Each question begins at its answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at its first field whenever another question is shown
  useEffect(() => {
    if (dialogIsOpen()) return
    const asked = sheet.current?.querySelectorAll(`[data-question]`)[view === 'one' ? 0 : place]
    const field = asked?.querySelector<HTMLElement>('input:checked, textarea, input')
    field?.focus()
    asked?.scrollIntoView({ block: 'nearest' })
  }, [place, view, open?.attempt.id])
  const isLast = place === questions.length - 1
  useKey((event) => {
    if (event.defaultPrevented || isForOverlay(event)) return
    if (isShortcut(event, 'saveNote')) {
      if (isLast || view === 'list') ask('submit')
      else goTo(place + 1)
    } else if (isTypingText(event)) return
    else if (isShortcut(event, 'next')) goTo(place + 1)
    else if (isShortcut(event, 'previous')) goTo(place - 1)
    else if (view === 'one' && question !== undefined && !over && choose(question, event)) {
      // A digit has chosen an option.
    } else return
    event.preventDefault()
  })
  if (questions.length === 0) return <p className={styles.scroll}>{t('assessments.answer.none')}</p>
  const given = questions.length - unansweredOf({ questions }, answers).length
  return (
    <>
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
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={styles.scroll} tabIndex={0} data-scrolls>
        <div ref={sheet} className={styles.sheet}>
          {over && (
            <p className={styles.clockSoon}>
              <Hourglass aria-hidden />
              <span style={{ whiteSpace: 'normal' }}>{t('assessments.answer.overText')}</span>
            </p>
          )}
          {view === 'one'
            ? question && (
                <AskedQuestion
                  key={question.id}
                  question={question}
                  number={place + 1}
                  total={questions.length}
                  isOver={over}
                />
              )
            : questions.map((each, at) => (
                <AskedQuestion key={each.id} question={each} number={at + 1} total={questions.length} isOver={over} />
              ))}
          {view === 'one' && (
            <div className={styles.foot}>
              <Button isDisabled={place === 0} onPress={() => goTo(place - 1)}>
                {t('assessments.answer.previous')}
              </Button>
              {isLast ? (
                <SubmitButton />
              ) : (
                <Button onPress={() => goTo(place + 1)}>{t('assessments.answer.next')}</Button>
              )}
            </div>
          )}
          {view === 'one' && (
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

/** Whether letters are being written: in a choice, a bracket or a digit is a command. */
const isTypingText = (event: KeyboardEvent): boolean =>
  isTyping(event) && !(event.target instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(event.target.type))

/** Chooses the option of a digit. @returns whether there is one */
function choose(question: AssessmentQuestion, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const option =
    /^[1-9]$/.test(key) && !(ctrlKey || metaKey || altKey) ? optionsOf(question)[Number(key) - 1] : undefined
  if (option === undefined) return false
  const { answers, give } = useAnswering.getState()
  // The focus goes along, so that the arrows go on from there.
  const place = optionsOf(question).indexOf(option)
  document.querySelectorAll<HTMLElement>('[data-question] [data-answer] input')[place]?.focus()
  if (answerKind(question) === 'one') give(question.id, option.id)
  else {
    const before = answers.get(question.id)
    const chosen = typeof before === 'string' ? [before] : [...(before ?? [])]
    const next = chosen.includes(option.id) ? chosen.filter((id) => id !== option.id) : [...chosen, option.id]
    give(
      question.id,
      optionsOf(question)
        .map(({ id }) => id)
        .filter((id) => next.includes(id)),
    )
  }
  return true
}

/** What is asked before answers are sent, sent again, or thrown away. */
function Asked() {
  const { asking, ask, busy, submit, giveUp } = useAnswering()
  const close = () => ask(null)
  switch (asking) {
    case null:
      return null
    case 'submit':
      return <SubmitDialog />
    case 'again':
      return (
        <Dialog title={t('assessments.lost.againTitle')} role="alertdialog" onClose={close}>
          <p>{t('assessments.lost.againText')}</p>
          <DialogButtons>
            <Button autoFocus onPress={close}>
              {t('action.cancel')}
            </Button>
            <Button look="danger" isDisabled={busy !== null} onPress={() => void submit(true)}>
              {t(busy === null ? 'assessments.lost.againConfirm' : 'assessments.submit.busy')}
            </Button>
          </DialogButtons>
        </Dialog>
      )
    case 'give-up':
      return (
        <Dialog title={t('assessments.giveUp.title')} role="alertdialog" onClose={close}>
          <p>{t('assessments.giveUp.text')}</p>
          <DialogButtons>
            <Button autoFocus onPress={close}>
              {t('assessments.giveUp.back')}
            </Button>
            <Button look="danger" onPress={() => void giveUp()}>
              {t('assessments.giveUp.button')}
            </Button>
          </DialogButtons>
        </Dialog>
      )
  }
}

/** Confirms the one submission, and names what has no answer. */
function SubmitDialog() {
  const { open, answers, busy, ask, submit } = useAnswering()
  const isSample = useAccounts(
    (state) => state.accounts?.find(({ id }) => id === open?.attempt.account)?.sample ?? false,
  )
  const online = useConnection((state) => state.online) || isSample
  if (open === null) return null
  const missing = unansweredOf(open.assessment, answers)
  return (
    <Dialog title={t('assessments.submit.title')} role="alertdialog" onClose={() => ask(null)}>
      <p>
        {missing.length === 0
          ? t('assessments.submit.allGiven')
          : missing.length === (open.assessment.questions ?? []).length
            ? t('assessments.submit.nothingGiven')
            : t('assessments.submit.missing', { count: missing.length, numbers: listed(shortened(missing)) })}
      </p>
      <p>{t('assessments.submit.once')}</p>
      {!online && (
        <p className={styles.clockSoon}>
          <CloudOff aria-hidden />
          <span style={{ whiteSpace: 'normal' }}>{t('assessments.submit.offline')}</span>
        </p>
      )}
      <DialogButtons>
        <Button autoFocus onPress={() => ask(null)}>
          {t('assessments.submit.back')}
        </Button>
        <Button look="primary" isDisabled={busy !== null || !online} onPress={() => void submit(false)}>
          {t(busy === null ? 'assessments.submit.button' : 'assessments.submit.busy')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Numbers that are named one by one; of more, the first and how many follow. */
const mostNamed = 12

const shortened = (numbers: readonly number[]): readonly string[] =>
  numbers.length <= mostNamed
    ? numbers.map(String)
    : [
        ...numbers.slice(0, mostNamed - 1).map(String),
        t('assessments.submit.more', { count: numbers.length - mostNamed + 1 }),
      ]
