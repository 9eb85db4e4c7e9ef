import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { asksSomething, longestSearch } from '../../../shared/model/text.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { focusArrival, onceDrawn } from '../../ui/keyboard.ts'
import styles from './FindDialog.module.css'
import { FindList, findListId, optionId } from './FindList.tsx'
import { type FindEntry, type FindGroup, type FindSource, groupsOf, isNothingFound, useFind } from './find.ts'

/** Milliseconds without a letter before the count is read aloud, so that not every letter causes one. */
const quiet = 500

interface FindDialogProps {
  /** In the order of their groups. */
  readonly sources: readonly FindSource[]
  onClose(): void
}

/** One field over the window that leads to a student, a test, a certificate, a code, a screen or an action. */
export function FindDialog({ sources, onClose }: FindDialogProps) {
  const { text, answer, error, type, ask, leave } = useFind()
  const zone = useAccounts((state) => zoneOf(state.accounts, null))
  const isAsking = asksSomething(text)
  const isAnswered = !isAsking || answer?.text === text || error !== null
  const groups = useMemo(
    () => groupsOf(sources, { text, found: answer?.found ?? null, questions: answer?.questions ?? null }),
    [sources, text, answer],
  )
  useEffect(() => leave, [leave])

  const open = (entry: FindEntry) => {
    onClose()
    // After the focus is back where it was, from where the entry may take it on.
    onceDrawn(() => {
      entry.open()
      onceDrawn(focusArrival)
    })
  }
  const isNothing = isAsking && isAnswered && error === null && isNothingFound(groups)
  const entries = groups.flatMap((group) => group.entries ?? [])
  const list = useActive(entries.length, text, isAsking)
  const openWhenAnswered = useOpenWhenAnswered(entries, { text, isAnswered, hasFailed: error !== null }, open)

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the writing of a sign chooses nothing.
    if (event.nativeEvent.isComposing) return
    const reached = entries[list.active]
    if (event.key === 'ArrowDown') list.move(1)
    else if (event.key === 'ArrowUp') list.move(-1)
    else if (event.key === 'PageDown') list.move(pageStep)
    else if (event.key === 'PageUp') list.move(-pageStep)
    else if (event.key === 'Enter' && !isAnswered) openWhenAnswered()
    else if (event.key === 'Enter' && reached !== undefined) open(reached)
    else return
    event.preventDefault()
  }

  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      data-modal
      isOpen
      isDismissable
      onOpenChange={(is) => is || onClose()}
    >
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''}>
          <Heading slot="title" className="visually-hidden">
            {t('find.title')}
          </Heading>
          <div className={styles.field}>
            <Search className={styles.icon} aria-hidden />
            <input
              className={styles.input}
              role="combobox"
              aria-label={t('find.field')}
              aria-expanded={entries.length > 0}
              aria-controls={findListId}
              aria-activedescendant={list.active < 0 ? undefined : optionId(list.active)}
              aria-autocomplete="list"
              placeholder={t('find.placeholder')}
              // biome-ignore lint/a11y/noAutofocus: the dialog is this field
              autoFocus
              spellCheck={false}
              autoComplete="off"
              maxLength={longestSearch}
              value={text}
              onChange={({ target }) => type(target.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          {error !== null && (
            <div className={styles.error}>
              <ErrorMessage error={error} zone={zone}>
                <Button onPress={() => void ask()}>{t('action.tryAgain')}</Button>
              </ErrorMessage>
            </div>
          )}
          <FindList groups={groups} active={list.active} isNothing={isNothing} onReach={list.reach} onOpen={open} />
          <Foot groups={groups} isAnswered={isAnswered} isNothing={isNothing} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** How many entries Page Up and Page Down pass. */
const pageStep = 8

/** Which entry the arrows have reached: the first of what was found, none before anything is typed. */
function useActive(count: number, text: string, isAsking: boolean) {
  const [reached, setReached] = useState({ text, at: -1 })
  const usual = isAsking ? 0 : -1
  const active = Math.min(reached.text === text ? reached.at : usual, count - 1)
  const reach = (at: number) => setReached({ text, at })
  const last = count - 1
  return {
    active,
    reach,
    move: (by: number) => {
      if (Math.abs(by) > 1) reach(Math.max(0, Math.min(last, active + by)))
      // One step past an end comes round: the lists are short.
      else reach(active + by > last ? 0 : active + by < 0 ? last : active + by)
    },
  }
}

interface FootProps {
  readonly groups: readonly FindGroup[]
  readonly isAnswered: boolean
  readonly isNothing: boolean
}

/** How many there are, read aloud once typing pauses; and the keys. */
function Foot({ groups, isAnswered, isNothing }: FootProps) {
  const count = groups.reduce((sum, { entries }) => sum + (entries?.length ?? 0), 0)
  const isReading = groups.some(({ entries }) => entries === null)
  const text = useFind((state) => state.text)
  const words = [
    ...(isNothing ? [t('find.nothing', { text: text.trim() })] : []),
    ...(count > 0 ? [t('find.count', { count })] : []),
    ...(isReading ? [t('find.readingShort')] : []),
  ].join('. ')
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!isAnswered) return
    const timer = setTimeout(() => setSaid(words), quiet)
    return () => clearTimeout(timer)
  }, [words, isAnswered])
  return (
    <p className={styles.foot}>
      <span aria-hidden>{isReading ? t('find.readingShort') : t('find.keys')}</span>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </p>
  )
}

/**
 * Where Enter comes before the answer to what was typed, the first entry of that answer is opened once it is here; not of
 * an answer to another text, nor where it failed.
 */
function useOpenWhenAnswered(
  [first]: readonly FindEntry[],
  { text, isAnswered, hasFailed }: { text: string; isAnswered: boolean; hasFailed: boolean },
  open: (entry: FindEntry) => void,
): () => void {
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    if (wanted.current !== text || hasFailed) wanted.current = null
    if (!isAnswered || wanted.current === null) return
    wanted.current = null
    if (first !== undefined) open(first)
  })
  return () => {
    wanted.current = text
  }
}
