import type { LucideIcon } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import {
  Tooltip as AriaTooltip,
  Button,
  type ButtonProps,
  type TooltipProps,
  TooltipTrigger,
} from 'react-aria-components'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'
import iconButtonStyles from './IconButton.module.css'

interface IconButtonProps extends Omit<ButtonProps, 'className' | 'children' | 'aria-label'> {
  readonly icon: LucideIcon
  /** Says what the button does: its name and its tooltip. */
  readonly label: string
  readonly framed?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button that shows an icon alone, its words in a tooltip. */
export function IconButton({ icon: Icon, label, framed = false, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Button {...props} aria-label={label} className={classNames(styles.iconButton, framed && styles.framed)}>
        <Icon className={styles.icon} aria-hidden />
      </Button>
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  )
}

interface Props extends Pick<TooltipProps, 'placement'> {
  readonly children: ReactNode
}

/** A few words beside the element under the pointer or in focus; Esc hides them. */
export function Tooltip({ children, placement = 'bottom' }: Props) {
  return (
    <AriaTooltip className={iconButtonStyles.tooltip ?? ''} offset={6} placement={placement}>
      {children}
    </AriaTooltip>
  )
}
