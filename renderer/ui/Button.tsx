import type { LucideIcon } from 'lucide-react'
import type { Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly children: React.ReactNode
  /** At most one primary button a screen; `quiet` has no frame; `danger` is for removing. */
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger'
  readonly icon?: LucideIcon
  /** Of a quiet button by itself: its words stand under the text above, and its padding hangs out at both sides. */
  readonly isFlush?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button with words, and an icon before them where it helps to find the button. */
export function Button({ look = 'plain', icon: Icon, isFlush = false, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={classNames(styles.button, styles[look], isFlush && styles.flush)}>
      {Icon && <Icon className={styles.icon} aria-hidden />}
      {children}
    </AriaButton>
  )
}
