import { ChevronRight, CircleAlert, CircleCheck, Hourglass, ShieldCheck } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { QuestionFlaw } from '../../../shared/model/bank.ts'
import { flawsOf } from '../../../shared/model/question-rules.ts'
import { useConnection } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { dialogIsOpen, isForOverlay, useKey } from '../../ui/keyboard.ts'
import { ScreenTitle } from '../../ui/Screen.tsx'
import { isShortcut, shortcutName } from '../../ui/shortcuts.ts'
import { useBankFacts } from './bank.ts'
import { refusalWords, timeFor } from './bank-words.ts'
import styles from './Editor.module.css'
import { EditorFields } from './EditorFields.tsx'
import { isChanged, useEditor } from './editor.ts'
import { QuestionPreview } from './QuestionPreview.tsx'

interface EditorProps {
  readonly account: AccountSummary
}

/** Writes a question: its fields at the left, at the right what a taker will see of it. Esc leaves it. */
export function EditorPage({ account }: EditorProps) {
  const { open, error, leaving, leave, save } = useEditor()
  const page = useRef<HTMLDivElement>(null)
  const id = open?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: at its first field whenever another question is opened
  useEffect(() => page.current?.querySelector<HTMLElement>('textarea')?.focus(), [id])
  useKey((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isForOverlay(event)) return
    event.preventDefault()
    leave()
  })
  if (open === null) return null
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isShortcut(event, 'saveNote') || dialogIsOpen()) return
    event.preventDefault()
    void save()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields within
    <div ref={page} className={styles.page} onKeyDown={onKeyDown}>
      <Head isNew={open.id === null} />
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={account.timeZone} focus />
        </div>
      )}
      <div className={styles.columns}>
        <EditorFields account={account} />
        <section className={styles.side} aria-label={t('bank.editor.preview')}>
          <h2 className={styles.caption}>{t('bank.editor.preview')}</h2>
          <div className={styles.paper}>
            <QuestionPreview content={open.draft} account={account.id} />
          </div>
          <CheckAtService account={account} />
        </section>
      </div>
      {leaving !== null && <LeaveDialog />}
    </div>
  )
}

function Head({ isNew }: { readonly isNew: boolean }) {
  const { open, busy, leave, save } = useEditor()
  const categories = useBankFacts((state) => state.categories)
  if (open === null) return null
  const flaws = flawsOf(open.draft, categories)
  return (
    <div className={styles.head} data-region="toolbar">
      <AriaButton className={styles.back ?? ''} onPress={() => leave()}>
        {t('bank.title')}
        <ChevronRight aria-hidden />
      </AriaButton>
      <ScreenTitle>{t(isNew ? 'bank.editor.new' : 'bank.editor.edit')}</ScreenTitle>
      <WhenSent flaws={flaws} />
      <Button onPress={() => leave()}>{t('action.cancel')}</Button>
      <Button
        look="primary"
        isDisabled={busy !== null || (!isNew && !isChanged(open))}
        aria-keyshortcuts={shortcutName('saveNote')}
        onPress={() => void save()}
      >
        {t(flaws.length > 0 ? 'bank.editor.keep' : 'bank.editor.save')}
      </Button>
    </div>
  )
}

/** What saving it will come to: that it is sent, and when; or that it stays here, and why. */
function WhenSent({ flaws }: { readonly flaws: readonly QuestionFlaw[] }) {
  const open = useEditor((state) => state.open)
  const waiting = useBankFacts((state) => state.waiting)
  const online = useConnection((state) => state.online)
  if (open === null) return null
  const requests = (waiting?.requests ?? 0) + (open.isThere ? 2 : 1)
  const words =
    flaws.length > 0
      ? t('bank.editor.flawed', { count: flaws.length })
      : t(online ? 'bank.editor.willBeSent' : 'bank.editor.sentLater', { time: timeFor(requests) })
  return (
    <p className={styles.when}>
      {flaws.length > 0 ? <CircleAlert aria-hidden /> : <Hourglass aria-hidden />}
      {words}
    </p>
  )
}

/** Asks ClassMarker whether it would take the question, and shows what it said. */
function CheckAtService({ account }: EditorProps) {
  const { open, busy, verify } = useEditor()
  const categories = useBankFacts((state) => state.categories)
  const online = useConnection((state) => state.online)
  if (open === null) return null
  const hasFlaws = flawsOf(open.draft, categories).length > 0
  const isReachable = account.sample || (online && account.secret !== 'missing')
  const { verified } = open
  const why = hasFlaws ? 'flaws' : !isReachable ? 'offline' : null
  return (
    <div className={styles.check}>
      <Button icon={ShieldCheck} isDisabled={busy !== null || why !== null} onPress={() => void verify()}>
        {t(busy === 'verifying' ? 'bank.editor.verifying' : 'bank.editor.verify')}
      </Button>
      <p className={styles.note}>{t(why === null ? 'bank.editor.verifyHint' : `bank.editor.verifyNot.${why}`)}</p>
      <div role="status">
        {verified !== null && (
          <p className={verified.isTaken ? styles.good : styles.bad}>
            {verified.isTaken ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
            {verified.isTaken ? t('bank.editor.verified') : refusalWords(verified.refusal, account.timeZone)}
          </p>
        )}
      </div>
    </div>
  )
}

/** Asks before text that is not kept is lost. */
function LeaveDialog() {
  const { leaving, stay, discard, save } = useEditor()
  return (
    <Dialog title={t('bank.leave.title')} role="alertdialog" onClose={stay}>
      <p>{t('bank.leave.text')}</p>
      <DialogButtons>
        <Button onPress={stay} autoFocus>
          {t('bank.leave.stay')}
        </Button>
        <Button look="danger" onPress={discard}>
          {t('bank.leave.discard')}
        </Button>
        <Button look="primary" onPress={() => void save(leaving?.go)}>
          {t('bank.leave.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
