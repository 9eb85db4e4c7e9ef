import { ChevronRight } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { isForOverlay, useKey } from '../../ui/keyboard.ts'
import { ScreenTitle } from '../../ui/Screen.tsx'
import styles from './Answer.module.css'
import { TimeLeft } from './AnswerClock.tsx'
import { AnswerDialogs, SubmitButton } from './AnswerDialogs.tsx'
import { AnswerQuestions } from './AnswerQuestions.tsx'
import { AttemptOutcome } from './AttemptOutcome.tsx'
import { useAnswering } from './answering.ts'
import { titleOf } from './assessment-words.ts'
import { Unkept } from './Unkept.tsx'

/** Answers an assessment, over the list; or what came of an attempt. Esc leaves it, and what was given is kept. */
export function AnswerPage() {
  const { open, error, unkept, leave } = useAnswering()
  const accounts = useAccounts((state) => state.accounts)
  useKey((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isForOverlay(event)) return
    event.preventDefault()
    void leave()
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
      <Unkept unkept={unkept} zone={zone} className={styles.notice} />
      {attempt.state === 'open' ? (
        <AnswerQuestions key={attempt.id} questions={assessment.questions ?? []} />
      ) : (
        <AttemptOutcome assessment={assessment} attempt={attempt} zone={zone} />
      )}
      <AnswerDialogs />
    </section>
  )
}

function Head() {
  const { open, busy, ask, leave } = useAnswering()
  if (open === null) return null
  const { assessment, attempt } = open
  const isOpen = attempt.state === 'open'
  return (
    <div className={styles.head} data-region="toolbar">
      <AriaButton className={styles.back ?? ''} onPress={() => void leave()}>
        {t('assessments.title')}
        <ChevronRight aria-hidden />
      </AriaButton>
      <div className={styles.name} title={titleOf(assessment)}>
        <ScreenTitle>{titleOf(assessment)}</ScreenTitle>
      </div>
      {isOpen && (
        <>
          <TimeLeft key={attempt.id} endsAt={attempt.endsAt} />
          <Button look="quiet" onPress={() => busy === null && ask('give-up')}>
            {t('assessments.answer.giveUp')}
          </Button>
          <Button onPress={() => void leave()}>{t('assessments.answer.later')}</Button>
          <SubmitButton isPrimary />
        </>
      )}
      {!isOpen && <Button onPress={() => void leave()}>{t('assessments.result.close')}</Button>}
    </div>
  )
}
