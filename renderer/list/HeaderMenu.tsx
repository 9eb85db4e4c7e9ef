import { ArrowLeft, ArrowRight, EyeOff, FoldHorizontal, Pin, PinOff, RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import { Menu, MenuItem, Separator } from 'react-aria-components'
import { t } from '../format/words.ts'
import { Popover } from '../ui/Dialog.tsx'
import menu from '../ui/Menu.module.css'

/** The actions on a column besides sorting by it. */
export type ColumnAction = 'left' | 'right' | 'fit' | 'pin' | 'unpin' | 'hide' | 'restore'

export interface ColumnAsked {
  readonly id: string
  readonly words: string
  /** The header beneath which the menu opens. */
  readonly header: HTMLElement
  readonly actions: readonly ColumnAction[]
}

const icons = {
  left: ArrowLeft,
  right: ArrowRight,
  fit: FoldHorizontal,
  pin: Pin,
  unpin: PinOff,
  hide: EyeOff,
  restore: RotateCcw,
} as const

interface HeaderMenuProps {
  readonly asked: ColumnAsked
  onAction(action: ColumnAction): void
  onClose(): void
}

/** The menu of one column, opened beneath its header by the second mouse button or the menu key. */
export function HeaderMenu({ asked, onAction, onClose }: HeaderMenuProps) {
  const header = useRef(asked.header)
  return (
    <Popover triggerRef={header} isOpen onOpenChange={(open) => open || onClose()}>
      <Menu
        className={menu.list ?? ''}
        aria-label={t('grid.columns.menu', { name: asked.words })}
        autoFocus="first"
        onAction={(key) => {
          onClose()
          const action = asked.actions.find((one) => one === key)
          if (action) onAction(action)
        }}
      >
        {asked.actions.flatMap((action) => {
          const Icon = icons[action]
          const item = (
            <MenuItem key={action} id={action} className={menu.item ?? ''} textValue={t(`grid.columns.${action}`)}>
              <Icon aria-hidden />
              <span className={menu.words}>{t(`grid.columns.${action}`)}</span>
            </MenuItem>
          )
          return action === 'restore' ? [<Separator key="line" className={menu.separator ?? ''} />, item] : [item]
        })}
      </Menu>
    </Popover>
  )
}
