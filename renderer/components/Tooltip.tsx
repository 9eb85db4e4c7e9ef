import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, type TooltipProps } from 'react-aria-components'
import styles from './Tooltip.module.css'

interface Props extends Pick<TooltipProps, 'placement'> {
  readonly children: ReactNode
}

/** A few words beside what the pointer rests on or the focus is at; Esc puts them away. */
export function Tooltip({ children, placement = 'bottom' }: Props) {
  return (
    <AriaTooltip className={styles.tooltip ?? ''} offset={6} placement={placement}>
      {children}
    </AriaTooltip>
  )
}
