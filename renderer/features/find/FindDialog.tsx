import { Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import {
  Dialog as AriaDialog,
  Autocomplete,
  Header,
  Heading,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { asksSomething } from '../../../shared/model/text.ts'
import { currentAccount, useAccounts, zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { focusArrival } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import { keysNamed, keysShown } from '../../ui/shortcuts.ts'
import styles from './FindDialog.module.css'
import { type FindEntry, type FindGroup, type FindSource, groupsOf, useFind } from './find.ts'

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
  const groups = useMemo(() => groupsOf(sources, { text, found: answer?.found ?? null }), [sources, text, answer])
  useEffect(() => leave, [leave])

  const open = (entry: FindEntry) => {
    onClose()
    // After the focus is back where it was, from where the entry may take it on.
    afterFrames(() => {
      entry.open()
      afterFrames(focusArrival)
    })
  }
  const wanted = useOpenWhenAnswered(groups, isAnswered, open)

  return (
    <ModalOverlay className={styles.overlay ?? ''} isOpen isDismissable onOpenChange={(is) => is || onClose()}>
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''}>
          <Heading slot="title" className="visually-hidden">
            {t('find.title')}
          </Heading>
          <Autocomplete inputValue={text} onInputChange={type}>
            <SearchField className={styles.field ?? ''} aria-label={t('find.field')} autoFocus>
              <Search className={styles.icon} aria-hidden />
              <Input
                className={styles.input ?? ''}
                role="combobox"
                aria-expanded={groups.length > 0}
                placeholder={t('find.placeholder')}
                onKeyDown={(event) => {
                  if (event.key === 'Escape') onClose()
                  if (event.key === 'Enter' && !isAnswered) wanted()
                }}
              />
            </SearchField>
            <div className={styles.body}>
              {error !== null && (
                <div className={styles.error}>
                  <ErrorMessage error={error} zone={zone}>
                    <Button onPress={() => void ask()}>{t('action.tryAgain')}</Button>
                  </ErrorMessage>
                </div>
              )}
              <ListBox
                className={styles.list ?? ''}
                aria-label={t('find.list')}
                escapeKeyBehavior="none"
                onAction={(key) => {
                  const entry = entryOf(groups, String(key))
                  if (entry === null) return
                  if (isAnswered) open(entry)
                  else wanted()
                }}
                renderEmptyState={() => isAnswered && error === null && isAsking && <Nothing text={text} />}
              >
                {groups.map((group) => (
                  <Group key={group.source.id} group={group} />
                ))}
              </ListBox>
            </div>
          </Autocomplete>
          <Foot groups={groups} isAnswered={isAnswered} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function Group({ group: { source, entries } }: { readonly group: FindGroup }) {
  const title = source.title()
  return (
    <ListBoxSection id={source.id} aria-label={title}>
      <Header className={menu.section ?? ''}>{entries === null ? t('find.reading', { group: title }) : title}</Header>
      {(entries ?? []).map((entry) => (
        <Entry key={entry.id} id={keyOf(source, entry)} entry={entry} />
      ))}
    </ListBoxSection>
  )
}

function Entry({ id, entry: { words, aside, keys, icon: Icon } }: { readonly id: string; readonly entry: FindEntry }) {
  const name = aside === undefined ? words : `${words}, ${aside}`
  return (
    <ListBoxItem
      id={id}
      className={menu.item ?? ''}
      textValue={name}
      aria-label={keys === undefined ? name : t('find.entryNamed', { words: name, keys: keysNamed(keys) })}
    >
      <Icon aria-hidden />
      <span className={styles.words}>
        <span className={styles.name}>{words}</span>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </span>
      {keys !== undefined && <kbd className={styles.keys}>{keysShown(keys)}</kbd>}
    </ListBoxItem>
  )
}

/** Says that nothing was found, and where it was looked for. */
function Nothing({ text }: { readonly text: string }) {
  const account = useAccounts(currentAccount)
  const where = account === null ? '' : t('find.ofAccount', { account: account.name })
  return (
    <div className={styles.nothing}>
      <p className={styles.nothingTitle}>{t('find.nothing', { text: text.trim() })}</p>
      <p>{t('find.nothingWhere', { where })}</p>
      <p>{t('find.nothingHint')}</p>
    </div>
  )
}

/** How many there are, read aloud once typing pauses; and the keys. */
function Foot({ groups, isAnswered }: { readonly groups: readonly FindGroup[]; readonly isAnswered: boolean }) {
  const count = groups.reduce((sum, { entries }) => sum + (entries?.length ?? 0), 0)
  const isReading = groups.some(({ entries }) => entries === null)
  const text = useFind((state) => state.text)
  const words = [
    ...(asksSomething(text) && count === 0 && !isReading ? [t('find.nothing', { text: text.trim() })] : []),
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

/** Where Enter comes before the answer to what was typed, the first entry of the answer is opened once it is here. */
function useOpenWhenAnswered(
  groups: readonly FindGroup[],
  isAnswered: boolean,
  open: (entry: FindEntry) => void,
): () => void {
  const isWanted = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    if (!isAnswered) return
    const [first] = groups.flatMap(({ entries }) => entries ?? [])
    if (isWanted.current && first !== undefined) open(first)
    isWanted.current = false
  }, [groups, isAnswered])
  return () => {
    isWanted.current = true
  }
}

const keyOf = (source: FindSource, entry: FindEntry): string => `${source.id} ${entry.id}`

const entryOf = (groups: readonly FindGroup[], key: string): FindEntry | null =>
  groups.flatMap(({ source, entries }) => (entries ?? []).filter((entry) => keyOf(source, entry) === key))[0] ?? null

/** Two frames later: a dialog that was closed has then given the focus back. */
const afterFrames = (work: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(work))
