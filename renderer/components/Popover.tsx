import type { ReactNode } from 'react'
import { Popover as AriaPopover, type PopoverProps } from 'react-aria-components'
import styles from './Popover.module.css'

interface Props extends Pick<PopoverProps, 'placement' | 'isOpen' | 'onOpenChange' | 'triggerRef' | 'offset'> {
  readonly children: ReactNode
}

/** What floats beside a button: a menu, a choice, an explanation. */
export function Popover({ children, placement = 'bottom start', offset = 5, ...props }: Props) {
  return (
    <AriaPopover {...props} placement={placement} offset={offset} className={styles.popover ?? ''}>
      {children}
    </AriaPopover>
  )
}
