import { ArrowLeft, Copy, Trash2, Undo2, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { AccessCodeRow, AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, stepBy, useAsPage, useFocusKept, useKey } from '../../ui/keyboard.ts'
import { DetailCard, Facts, LongText } from '../../ui/LongText.tsx'
import panelStyles from '../../ui/SidePanel.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import { refOf } from './access-lists.ts'
import styles from './CodePanel.module.css'
import { useCodeChanges } from './code-changes.ts'
import { canBeRemoved, canBeTakenBack, stateWords } from './code-columns.tsx'

interface CodePanelProps {
  readonly row: AccessCodeRow
  readonly list: AccessListSummary
  readonly account: AccountSummary
  /** Shows the code that many rows further down the list (or up, when negative). */
  onStep(by: number): void
  onClose(): void
}

/** One code beside the list: the person it is for, its state, and what can be done with it. Esc closes it. */
export function CodePanel({ row, list, account, onStep, onClose }: CodePanelProps) {
  const panel = useRef<HTMLElement>(null)
  const asPage = useAsPage(panel)
  const close = () => {
    onClose()
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus())
  }
  useKey((event) => {
    if (event.defaultPrevented || isTyping(event) || isForOverlay(event)) return
    const by = stepBy(event, panel.current)
    if (event.key === 'Escape') close()
    else if (by !== 0) onStep(by)
    else return
    event.preventDefault()
  })
  useFocusKept(useCodeChanges((state) => state.busy))
  const { short, more } = stateWords(row, account.timeZone)
  const time = (moment: Parameters<typeof exactTime>[0]) => exactTime(moment, account.timeZone)
  return (
    <aside
      ref={panel}
      className={panelStyles.panel}
      aria-label={t('accessCodes.panel.label', { code: row.code })}
      data-region="panel"
    >
      <div className={panelStyles.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={close} />}
        <h2 className={styles.code} data-detail-title="" tabIndex={-1}>
          <LongText key={row.code} text={row.code} />
        </h2>
        <div className={panelStyles.steps}>
          {!asPage && <IconButton icon={X} label={t('accessCodes.panel.close')} onPress={close} />}
        </div>
      </div>
      {account.archived ? (
        row.name !== null && (
          <DetailCard caption={t('accessCodes.panel.who')}>
            <p className={styles.who}>
              <LongText text={row.name} />
            </p>
          </DetailCard>
        )
      ) : (
        <NameForm row={row} list={list} zone={account.timeZone} />
      )}
      <DetailCard>
        <Facts
          facts={[
            [t('accessCodes.panel.state'), short || t('accessCodes.panel.onList')],
            [
              t('accessCodes.panel.used'),
              row.uses > 0 ? t('accessCodes.codes.usedTimes', { count: row.uses }) : t('accessCodes.codes.unusedWord'),
            ],
            [t('accessCodes.panel.names'), row.usedBy > 1 ? wholeNumber(row.usedBy) : null],
            [t('accessCodes.panel.lastUsed'), row.lastUsedAt === null ? null : time(row.lastUsedAt)],
            [t('accessCodes.panel.added'), time(row.addedAt)],
          ]}
        />
        {more !== null && <p className={styles.why}>{more}</p>}
      </DetailCard>
      <Actions row={row} list={list} archived={account.archived} />
    </aside>
  )
}

function NameForm({ row, list, zone }: { row: AccessCodeRow; list: AccessListSummary; zone: string }) {
  const [name, setName] = useState(row.name ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const changed = name.trim() !== (row.name ?? '')
  const save = async () => {
    if (busy || !changed) return
    setBusy(true)
    setError(null)
    try {
      await api.codes.rename({ list: refOf(list), code: row.code, name: name.trim() || null })
      say(t('accessCodes.panel.saved', { code: row.code }))
    } catch (thrown) {
      setError(asAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <DetailCard caption={t('accessCodes.panel.who')}>
      <Form className={styles.form} onSubmit={() => void save()}>
        {error !== null && <ErrorMessage error={error} zone={zone} focus />}
        <TextField
          label={t('accessCodes.panel.name')}
          hint={t('accessCodes.panel.nameHint')}
          value={name}
          onChange={setName}
          maxLength={500}
        />
        <Button type="submit" isDisabled={busy || !changed}>
          {t('accessCodes.panel.save')}
        </Button>
      </Form>
    </DetailCard>
  )
}

function Actions({ row, list, archived }: { row: AccessCodeRow; list: AccessListSummary; archived: boolean }) {
  const { remove, takeBack, busy } = useCodeChanges()
  const copy = async () => {
    try {
      await api.app.copyText({ text: row.code })
      say(t('accessCodes.panel.copied', { code: row.code }))
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: list.accountId })
    }
  }
  return (
    <div className={styles.actions}>
      <Button icon={Copy} onPress={() => void copy()}>
        {t('accessCodes.panel.copy')}
      </Button>
      {!archived && canBeTakenBack(row) && (
        <Button icon={Undo2} isDisabled={busy} onPress={() => void takeBack(refOf(list), async () => [row.code])}>
          {t('accessCodes.panel.takeBack')}
        </Button>
      )}
      {!archived && canBeRemoved(row) && (
        <Button
          look="danger"
          icon={Trash2}
          isDisabled={busy}
          onPress={() => remove(refOf(list), [{ code: row.code, name: row.name }])}
        >
          {t('accessCodes.panel.remove')}
        </Button>
      )}
    </div>
  )
}
