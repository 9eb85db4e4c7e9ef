import { Copy } from 'lucide-react'
import { Menu, MenuTrigger } from 'react-aria-components'
import { t } from '../../format/words.ts'
import { ActionButton, ActionItems } from '../../list/row-actions.tsx'
import { SelectionActions } from '../../list/SelectionActions.tsx'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { dialogIsOpen, isTyping, useKey } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import { isShortcut } from '../../ui/shortcuts.ts'
import { copyActions, resultActions } from './result-actions.tsx'
import { stopSelecting, useResultSelection } from './results.ts'
import { copyRows } from './selected-results.ts'

interface SelectedActionsProps {
  readonly selected: number
  /** Shows icons alone, where the line has no room for words. */
  readonly isTight: boolean
}

/** The actions on the selected results. */
export function SelectedActions({ selected, isTight }: SelectedActionsProps) {
  const isEmpty = selected === 0
  const chosen = useResultSelection((state) => state.chosen)
  const copies = copyActions(chosen)
  useKey((event) => {
    // Marked words are what is copied then.
    const isMarked = document.getSelection()?.isCollapsed === false
    if (isEmpty || isMarked || !isShortcut(event, 'copyRows') || isTypingText(event) || dialogIsOpen()) return
    event.preventDefault()
    void copyRows(chosen)
  })
  return (
    <SelectionActions
      label={t('results.selection.label')}
      count={
        isEmpty ? t('results.selection.none') : <BoldPart words={t('results.selection.count', { count: selected })} />
      }
      endLabel={t('results.selection.stop')}
      onEnd={stopSelecting}
    >
      {resultActions(chosen).map((action) => (
        <ActionButton key={action.id} action={action} isDisabled={isEmpty} isTight={isTight} />
      ))}
      <MenuTrigger>
        {isTight ? (
          <IconButton icon={Copy} framed label={t('results.selection.copy')} isDisabled={isEmpty} />
        ) : (
          <Button icon={Copy} isDisabled={isEmpty}>
            {t('results.selection.copy')}
          </Button>
        )}
        <Popover>
          <Menu
            className={menu.list ?? ''}
            aria-label={t('results.selection.copy')}
            onAction={(key) => copies.find(({ id }) => id === key)?.run?.()}
          >
            {ActionItems({ actions: copies })}
          </Menu>
        </Popover>
      </MenuTrigger>
    </SelectionActions>
  )
}

/** The box that selects a row is a field, but none that text is copied from. */
const isTypingText = (event: KeyboardEvent): boolean =>
  isTyping(event) && !(event.target instanceof HTMLInputElement && event.target.type === 'checkbox')
