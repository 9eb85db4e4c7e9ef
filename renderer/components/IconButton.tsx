import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps, TooltipTrigger } from 'react-aria-components'
import { classNames } from '../styles/class-names.ts'
import styles from './Button.module.css'
import { Tooltip } from './Tooltip.tsx'

interface IconButtonProps extends Omit<ButtonProps, 'className' | 'children' | 'aria-label'> {
  readonly icon: LucideIcon
  /** What the button does: its name, and its tooltip. */
  readonly label: string
  readonly framed?: boolean
}

/** A button that is an icon alone; its words come up as a tooltip. */
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
