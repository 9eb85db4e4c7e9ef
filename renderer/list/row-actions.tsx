import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Dialog, Menu, MenuItem, Separator } from 'react-aria-components'
import { t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Popover } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import menu from '../ui/Menu.module.css'
import { keysNamed, keysShown } from '../ui/shortcuts.ts'
import styles from './row-actions.module.css'
import type { Chosen } from './selection.ts'

/** What can be done with rows: told once, shown as a button and in the menu of a row. */
export interface RowAction {
  readonly id: string
  readonly words: string
  readonly icon: LucideIcon
  /** Its shortcut, as the table of shortcuts writes keys. */
  readonly keys?: string
  /** For removing. */
  readonly danger?: boolean
  /** Whether a line in the menu parts it from what stands before it. */
  readonly isApart?: boolean
  readonly isDisabled?: boolean
  run?(): void
  /** Asks something first, in a box beside the button or the row. */
  asks?(close: () => void): ReactNode
}

/** The menu of a list's rows. */
export interface RowMenuGiven<Row> {
  /**
   * @param row the row it was asked on
   * @param chosen that row, or the selection it is part of
   * @param column the id of the column it was asked in
   */
  actionsOf(row: Row, index: number, chosen: Chosen, column: string): readonly RowAction[]
}

interface ActionButtonProps {
  readonly action: RowAction
  readonly isDisabled?: boolean
  /** Shows the icon alone, where the line has no room for the words. */
  readonly isTight?: boolean
}

/** A button for an action on the selected rows. */
export function ActionButton({ action, isDisabled = false, isTight = false }: ActionButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [isAsking, setAsking] = useState(false)
  const { words, icon, danger, asks, run } = action
  const pressed = {
    ref: button,
    icon,
    isDisabled: isDisabled || action.isDisabled === true,
    ...(asks === undefined ? {} : { 'aria-haspopup': 'dialog' as const }),
    onPress: () => (asks === undefined ? run?.() : setAsking(true)),
  }
  return (
    <>
      {isTight ? (
        <IconButton {...pressed} framed label={words} />
      ) : (
        <Button {...pressed} look={danger ? 'danger' : 'plain'}>
          {words}
        </Button>
      )}
      {asks !== undefined && (
        <Popover triggerRef={button} isOpen={isAsking} onOpenChange={setAsking}>
          <Dialog className={styles.box ?? ''} aria-label={words}>
            {asks(() => setAsking(false))}
          </Dialog>
        </Popover>
      )}
    </>
  )
}

/** Actions as items of a menu. */
export const ActionItems = ({ actions }: { readonly actions: readonly RowAction[] }) =>
  actions.flatMap(({ id, words, icon: Icon, keys, danger, isApart, isDisabled = false }, place) => [
    ...(isApart && place > 0 ? [<Separator key={`before ${id}`} className={menu.separator ?? ''} />] : []),
    <MenuItem
      key={id}
      id={id}
      className={classNames(menu.item, danger && menu.danger)}
      textValue={words}
      isDisabled={isDisabled}
    >
      <Icon aria-hidden />
      <span className={menu.words}>{words}</span>
      {keys !== undefined && (
        <kbd className={menu.aside} aria-label={keysNamed(keys)}>
          {keysShown(keys)}
        </kbd>
      )}
    </MenuItem>,
  ])

/** Where a menu was asked for, in pixels from the window's corner, and what it offers. */
export interface AskedRow {
  /** The row it was asked on. */
  readonly id: number
  readonly x: number
  readonly y: number
  /** How many rows it acts on. */
  readonly count: number
  readonly actions: readonly RowAction[]
}

/** The menu at a row. Closed, it gives the focus back to the row. */
export function RowMenu({ asked, onClose }: { readonly asked: AskedRow; onClose(): void }) {
  const place = useRef<HTMLSpanElement>(null)
  const [asking, setAsking] = useState<RowAction | null>(null)
  const label = t('grid.rowMenu', { count: asked.count })
  return (
    <>
      <span ref={place} className={styles.place} style={{ left: asked.x, top: asked.y }} aria-hidden />
      <Popover
        triggerRef={place}
        offset={2}
        isOpen={asking === null}
        aria-label={label}
        onOpenChange={(isOpen) => isOpen || onClose()}
      >
        <Menu
          className={menu.list ?? ''}
          aria-label={label}
          autoFocus="first"
          onAction={(key) => {
            const action = asked.actions.find(({ id }) => id === key)
            if (action?.asks !== undefined) return setAsking(action)
            onClose()
            action?.run?.()
          }}
        >
          {ActionItems({ actions: asked.actions })}
        </Menu>
      </Popover>
      {asking?.asks !== undefined && (
        <Popover triggerRef={place} offset={2} isOpen onOpenChange={(isOpen) => isOpen || onClose()}>
          <Dialog className={styles.box ?? ''} aria-label={asking.words}>
            {asking.asks(onClose)}
          </Dialog>
        </Popover>
      )}
    </>
  )
}
