import { Ban, Copy, type LucideIcon, StickyNote, Tag, UsersRound } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Dialog, Menu, MenuItem, MenuTrigger } from 'react-aria-components'
import { Trans } from 'react-i18next'
import { t } from '../../format/words.ts'
import { SelectionActions } from '../../list/SelectionActions.tsx'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import { dialogIsOpen, isTyping, useKey } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import { isShortcut, shortcutName, shortcutShown } from '../../ui/shortcuts.ts'
import { useClasses } from '../classes/index.ts'
import { addNote, ExcuseForm, LabelPicker, NoteForm } from '../notes/index.ts'
import styles from './ResultsToolbar.module.css'
import { chosenResults, stopSelecting, useResultSelection } from './results.ts'
import { copyEmails, copyRows, type SelectedResults, selectedResults } from './selected-results.ts'

const copies = [
  { id: 'rows', run: copyRows },
  { id: 'emails', run: copyEmails },
] as const

/** The actions on the selected results. */
export function SelectedActions({ selected }: { readonly selected: number }) {
  const isEmpty = selected === 0
  useKey((event) => {
    // Marked words are what is copied then.
    const isMarked = document.getSelection()?.isCollapsed === false
    if (isEmpty || isMarked || !isShortcut(event, 'copyRows') || isTypingText(event) || dialogIsOpen()) return
    event.preventDefault()
    void copyRows()
  })
  const addToClass = () =>
    useClasses.getState().addStudentsOf(chosenResults(useResultSelection.getState().chosen).filter)
  return (
    <SelectionActions
      label={t('results.selection.label')}
      count={
        isEmpty ? (
          t('results.selection.none')
        ) : (
          <Trans i18nKey="results.selection.count" count={selected} components={{ b: <b /> }} />
        )
      }
      endLabel={t('results.selection.stop')}
      onEnd={stopSelecting}
    >
      <Button icon={UsersRound} isDisabled={isEmpty} onPress={addToClass}>
        {t('results.selection.addToClass')}
      </Button>
      <AskedBeside icon={Tag} words={t('notes.selection.label')} isDisabled={isEmpty}>
        {({ ids, accounts: [account, ...others] }) =>
          account === undefined || others.length > 0 ? (
            <p>{t('notes.labels.otherAccounts')}</p>
          ) : (
            <LabelPicker about={{ kind: 'results', ids }} account={account} />
          )
        }
      </AskedBeside>
      <AskedBeside icon={StickyNote} words={t('notes.selection.note')} isDisabled={isEmpty}>
        {({ ids }, close) => (
          <>
            <p className={styles.asked}>{t('notes.selection.noteTitle', { count: ids.length })}</p>
            <NoteForm onSave={(text) => addNote({ kind: 'results', ids }, text)} onClose={close} />
          </>
        )}
      </AskedBeside>
      <AskedBeside icon={Ban} words={t('notes.selection.excuse')} isDisabled={isEmpty}>
        {({ ids }, close) => (
          <>
            <p className={styles.asked}>{t('notes.selection.excuseTitle', { count: ids.length })}</p>
            <ExcuseForm ids={ids} onClose={close} />
          </>
        )}
      </AskedBeside>
      <MenuTrigger>
        <Button icon={Copy} isDisabled={isEmpty}>
          {t('results.selection.copy')}
        </Button>
        <Popover>
          <Menu className={menu.list ?? ''} aria-label={t('results.selection.copy')}>
            {copies.map(({ id, run }) => (
              <MenuItem key={id} id={id} className={menu.item ?? ''} onAction={() => void run()}>
                <span className={menu.words}>{t(`results.selection.copies.${id}`)}</span>
                {id === 'rows' && (
                  <kbd className={menu.aside} aria-label={shortcutName('copyRows')}>
                    {shortcutShown('copyRows')}
                  </kbd>
                )}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </SelectionActions>
  )
}

/** The box that selects a row is a field, but none that text is copied from. */
const isTypingText = (event: KeyboardEvent): boolean =>
  isTyping(event) && !(event.target instanceof HTMLInputElement && event.target.type === 'checkbox')

interface AskedBesideProps {
  readonly icon: LucideIcon
  readonly words: string
  readonly isDisabled: boolean
  readonly children: (selected: SelectedResults, close: () => void) => ReactNode
}

/** A button that asks something about the selected results, in a box beside it. */
function AskedBeside({ icon, words, isDisabled, children }: AskedBesideProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [selected, setSelected] = useState<SelectedResults | null>(null)
  const close = () => setSelected(null)
  return (
    <>
      <Button
        ref={button}
        icon={icon}
        isDisabled={isDisabled}
        aria-haspopup="dialog"
        onPress={() => void selectedResults().then(setSelected)}
      >
        {words}
      </Button>
      <Popover triggerRef={button} isOpen={selected !== null} onOpenChange={(isOpen) => !isOpen && close()}>
        <Dialog className={styles.box ?? ''} aria-label={words}>
          {selected !== null && children(selected, close)}
        </Dialog>
      </Popover>
    </>
  )
}
