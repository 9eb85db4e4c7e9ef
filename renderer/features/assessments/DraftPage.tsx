import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { dialogIsOpen, isForOverlay, useKey } from '../../ui/keyboard.ts'
import { ScreenTitle } from '../../ui/Screen.tsx'
import { isShortcut, shortcutName } from '../../ui/shortcuts.ts'
import { focusFirstProblem } from '../../ui/TextField.tsx'
import { openAssessmentDialog } from './assessment-actions.ts'
import styles from './Draft.module.css'
import { DraftFacts } from './DraftFacts.tsx'
import { DraftFields } from './DraftFields.tsx'
import { DraftQuestions } from './DraftQuestions.tsx'
import { type OpenDraft, useDrafting } from './drafting.ts'
import { Unkept } from './Unkept.tsx'

interface DraftPageProps {
  /** The accounts that a new draft may be for. */
  readonly accounts: readonly AccountSummary[]
}

/** Writes an assessment: its fields at the left, what is published and what is not at the right. Esc leaves it. */
export function DraftPage({ accounts }: DraftPageProps) {
  const { open, error, unkept, leave } = useDrafting()
  const page = useRef<HTMLElement>(null)
  useEffect(() => page.current?.querySelector<HTMLElement>('input')?.focus(), [])
  useKey((event) => {
    if (event.defaultPrevented || isForOverlay(event)) return
    if (event.key === 'Escape') void leave()
    else if (isShortcut(event, 'saveNote') && !dialogIsOpen()) void publish()
    else return
    event.preventDefault()
  })
  const publish = async () => {
    const draft = await useDrafting.getState().ready()
    if (draft === null) focusFirstProblem(page.current)
    else openAssessmentDialog({ kind: 'publish', draft })
  }
  if (open === null) return null
  const account = accounts.find(({ id }) => id === open.account)
  return (
    <section ref={page} className={styles.page} aria-label={t('assessments.editor.fields')}>
      <Head open={open} onPublish={() => void publish()} />
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={account?.timeZone ?? 'UTC'} focus />
        </div>
      )}
      <Unkept unkept={unkept} zone={account?.timeZone ?? 'UTC'} className={styles.error} />
      <div className={styles.columns}>
        <DraftFields open={open} accounts={accounts} onPublish={() => void publish()} />
        <aside className={styles.side} aria-label={t('assessments.editor.questions')}>
          <h2 className={styles.caption}>{t('assessments.editor.preview')}</h2>
          <DraftFacts content={open.content} />
          <h2 className={styles.caption}>
            {t('assessments.editor.questions')} · {t('assessments.editor.notSent')}
          </h2>
          <DraftQuestions open={open} />
        </aside>
      </div>
    </section>
  )
}

interface OpenProps {
  readonly open: OpenDraft
}

function Head({ open, onPublish }: OpenProps & { onPublish(): void }) {
  const { isKept, leave } = useDrafting()
  const kept = open.id === null ? (isKept ? 'notKept' : 'keeping') : isKept ? 'kept' : 'keeping'
  return (
    <div className={styles.head} data-region="toolbar">
      <AriaButton className={styles.back ?? ''} onPress={() => void leave()}>
        {t('assessments.title')}
        <ChevronRight aria-hidden />
      </AriaButton>
      <ScreenTitle>{t(open.id === null ? 'assessments.editor.new' : 'assessments.editor.edit')}</ScreenTitle>
      <p className={styles.kept}>{t(`assessments.editor.${kept}`)}</p>
      <Button onPress={() => void leave()}>{t('assessments.editor.close')}</Button>
      <Button look="primary" aria-keyshortcuts={shortcutName('saveNote')} onPress={onPublish}>
        {t('assessments.editor.publish')}
      </Button>
    </div>
  )
}
