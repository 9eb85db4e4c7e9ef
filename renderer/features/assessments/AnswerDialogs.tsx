import { CloudOff, Send } from 'lucide-react'
import type { Assessment } from '../../../shared/model/assessment.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useConnection } from '../../app/clock.ts'
import { listed, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import styles from './Answer.module.css'
import { unansweredOf, useAnswering } from './answering.ts'
import { closeAssessmentDialog } from './assessment-actions.ts'
import { limitWords, titleOf } from './assessment-words.ts'

/** What is asked before answers are sent, sent again, or thrown away. */
export function AnswerDialogs() {
  const { open, asking, ask, giveUp, beginAnew } = useAnswering()
  const close = () => ask(null)
  switch (asking) {
    case null:
      return null
    case 'submit':
      return <SubmitDialog />
    case 'again':
      return <AgainDialog />
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
    case 'anew':
      return (
        open && (
          <BeginDialog
            assessment={open.assessment}
            isInstead={open.attempt.state === 'open'}
            onClose={close}
            onBegin={() => void beginAnew()}
          />
        )
      )
  }
}

/** Whether answers can be sent: the sample needs no network. */
function useCanSend(): boolean {
  const account = useAnswering((state) => state.open?.attempt.account)
  const isSample = useAccounts((state) => state.accounts?.find(({ id }) => id === account)?.sample ?? false)
  return useConnection((state) => state.online) || isSample
}

const Offline = () => (
  <p className={styles.over}>
    <CloudOff aria-hidden />
    <span>{t('assessments.submit.offline')}</span>
  </p>
)

/** Confirms that answers which may have counted are sent once more. */
function AgainDialog() {
  const { ask, busy, submit } = useAnswering()
  const canSend = useCanSend()
  return (
    <Dialog title={t('assessments.lost.againTitle')} role="alertdialog" onClose={() => ask(null)}>
      <p>{t('assessments.lost.againText')}</p>
      {!canSend && <Offline />}
      <DialogButtons>
        <Button autoFocus onPress={() => ask(null)}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isDisabled={busy === null && !canSend} onPress={() => void submit(true)}>
          {t(busy === null ? 'assessments.lost.againConfirm' : 'assessments.submit.busy')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Asks before the clock of an attempt begins, for an assessment that is not open yet. */
export function BeginDialogOf({ assessment }: { readonly assessment: Assessment }) {
  return (
    <BeginDialog
      assessment={assessment}
      isInstead={false}
      onClose={closeAssessmentDialog}
      onBegin={() => {
        closeAssessmentDialog()
        void useAnswering.getState().begin(assessment.id)
      }}
    />
  )
}

interface BeginDialogProps {
  readonly assessment: Assessment
  /** Whether the answers of the attempt before go. */
  readonly isInstead: boolean
  onClose(): void
  onBegin(): void
}

function BeginDialog({ assessment, isInstead, onClose, onBegin }: BeginDialogProps) {
  const { timeLimitMinutes } = assessment
  return (
    <Dialog title={t('assessments.begin.title', { name: titleOf(assessment) })} role="alertdialog" onClose={onClose}>
      {timeLimitMinutes !== null && <p>{t('assessments.begin.text', { time: limitWords(timeLimitMinutes) })}</p>}
      {isInstead && <p>{t('assessments.begin.instead')}</p>}
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('assessments.begin.back')}
        </Button>
        <Button look={isInstead ? 'danger' : 'primary'} onPress={onBegin}>
          {t(isInstead ? 'assessments.begin.anewButton' : 'assessments.begin.button')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Confirms the one submission, and names what has no answer. */
function SubmitDialog() {
  const { open, answers, busy, ask, submit } = useAnswering()
  const online = useCanSend()
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
      {!online && <Offline />}
      <DialogButtons>
        <Button autoFocus onPress={() => ask(null)}>
          {t(open.attempt.state === 'open' ? 'assessments.submit.back' : 'action.cancel')}
        </Button>
        <Button look="primary" isDisabled={busy === null && !online} onPress={() => void submit(false)}>
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

/** While the answers are on their way it says so, and keeps the focus. */
export function SubmitButton({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  const { busy, ask } = useAnswering()
  return (
    <Button look={isPrimary ? 'primary' : 'plain'} icon={Send} onPress={() => busy === null && ask('submit')}>
      {t(busy === null ? 'assessments.answer.submit' : 'assessments.submit.busy')}
    </Button>
  )
}
